/* things.h: the locks, semaphores, events, conditions and queues of a run in the order in which they are first met, so that rules can remember something of each. */
#ifndef LOOPSCOPE_LINT_THINGS_H
#define LOOPSCOPE_LINT_THINGS_H

#include "trace/trace.h"

typedef struct LintThing {
    uint32_t number, slot;
} LintThing;

/* Zeroed, it is empty. A recording may give a thing any number, so what is kept is as long as the list of those that are there. */
typedef struct LintThings {
    struct {
        LintThing *known; /* by number */
        size_t count, capacity;
    } of[THING_COUNT];
    size_t count; /* of all kinds: the slots that are given out */
} LintThings;

void things_free(LintThings *things);
/* Its slot, from 0: the same at each call, and the next one for a thing that is new. SIZE_MAX: out of memory. */
size_t things_slot(LintThings *things, uint32_t thing);

#endif
