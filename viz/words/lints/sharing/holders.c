/* holders.c: see holders.h. */
#include "holders.h"

static void take(Holders *holders, Ref by, uint32_t place)
{
    if (holders->count == HOLDERS_KEPT) {
        holders->unknown = true;
        return;
    }
    holders->by[holders->count] = by;
    holders->since[holders->count++] = place;
}

static bool give_back(Holders *holders, Ref by)
{
    for (uint32_t i = 0; i < holders->count; i++) {
        if (holders->by[i] == by) {
            holders->count--;
            holders->by[i] = holders->by[holders->count];
            holders->since[i] = holders->since[holders->count];
            return true;
        }
    }
    return false;
}

bool holders_used(Holders *holders, const Event *use, uint32_t place)
{
    switch ((TraceUse)use->detail) {
    case USE_TAKEN: take(holders, use->by, place); return true;
    case USE_HANDED: take(holders, use->c, 0); return true;
    case USE_RELEASED: return give_back(holders, use->by);
    default: return true;
    }
}
