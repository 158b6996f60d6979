/* cycles.h: futures whose results hold each other, or themselves: counting references never lets go of those, so a run does at its end. */
#ifndef LOOPSCOPE_CYCLES_H
#define LOOPSCOPE_CYCLES_H

#include "future.h"

/* The futures whose results hold futures: only through them can a cycle go, since a list is made of what is there already. */
typedef struct cycle_holders {
    struct cycle_holder *holders;
    size_t count, capacity;
    uint8_t size_class;
} cycle_holders;

bool cycles_may_go_through(async_value value); /* does it hold a future, or a list that may? */
void cycles_note(async_loop *loop, future_object *future);
/* At the end of a run: what only its own cycles hold loses its results, and so goes. What is held from outside stays as it is. */
void cycles_end(async_loop *loop);

#endif
