/* timers.h: the timers in order of their deadlines: a binary heap by (when, sequence), so that equal deadlines fire in order of creation. */
#ifndef LOOPSCOPE_TIMERS_H
#define LOOPSCOPE_TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct async_handle;

/* Part of what waits for it. Its place in memory must not change while it is in the heap. */
typedef struct async_timer {
    int64_t when; /* ns since the start of the run */
    uint64_t sequence;
    struct async_handle *handle; /* what to append to the ready queue */
    bool scheduled;              /* in the heap */
} async_timer;

typedef struct async_timers {
    async_timer **heap;
    size_t count, capacity, cancelled;
    uint8_t size_class; /* of the heap's memory, in the pool */
    uint64_t sequence;
} async_timers;

bool timers_push(async_timers *timers, async_timer *timer); /* false: out of memory */
async_timer *timers_first(const async_timers *timers);      /* NULL: none */
async_timer *timers_pop(async_timers *timers);
/* Takes every timer for which `gone` is true out of the heap, handing each to `drop`. */
void timers_purge(async_timers *timers, bool (*gone)(const async_timer *timer), void (*drop)(async_timer *timer));
void timers_free(async_timers *timers);

#endif
