/* holders.h: who holds a lock, or the places of a semaphore, as their uses tell. */
#ifndef LOOPSCOPE_LINT_HOLDERS_H
#define LOOPSCOPE_LINT_HOLDERS_H

#include "trace/trace.h"

enum { HOLDERS_KEPT = 8 };

/* Zeroed, nobody holds it. */
typedef struct Holders {
    Ref by[HOLDERS_KEPT];         /* the first `count`, in no order */
    uint32_t since[HOLDERS_KEPT]; /* place ids, or 0 */
    uint32_t count;
    bool unknown; /* there are more than are kept */
} Holders;

/* TAKEN and HANDED add one, RELEASED takes one away; other uses change nothing. `place`: where it is used. False: it is given back by who does not hold it. */
bool holders_used(Holders *holders, const Event *use, uint32_t place);

#endif
