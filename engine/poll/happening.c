/* happening.c: what happens outside of a loop in virtual time, in order of its moments: a heap by (when, number). */
#include "happening.h"

#include <stdlib.h>

static bool before(const PollHappening *one, const PollHappening *other)
{
    return one->when < other->when || (one->when == other->when && one->number < other->number);
}

bool poll_happens(Poll *poll, int64_t when, void (*happen)(void *context, int64_t when), void *context)
{
    if (poll->happening_count == poll->happening_capacity) {
        size_t capacity = poll->happening_capacity ? poll->happening_capacity * 2 : 16;
        PollHappening *grown = realloc(poll->happenings, capacity * sizeof *grown);
        if (!grown) {
            return false;
        }
        poll->happenings = grown;
        poll->happening_capacity = capacity;
    }
    PollHappening *heap = poll->happenings, added = {when, poll->happening_numbers++, happen, context};
    size_t at = poll->happening_count++;
    while (at > 0 && before(&added, &heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = added;
    return true;
}

PollHappening happening_take(Poll *poll)
{
    PollHappening *heap = poll->happenings, first = heap[0], last = heap[--poll->happening_count];
    size_t at = 0, count = poll->happening_count;
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && before(&heap[child + 1], &heap[child]);
        if (!before(&heap[child], &last)) {
            break;
        }
        heap[at] = heap[child];
    }
    heap[at] = last;
    return first;
}
