/* timers.h: the timers in order of their deadlines: a heap by (when, number), so that equal deadlines fire in order of creation. */
#ifndef LOOPSCOPE_TIMERS_H
#define LOOPSCOPE_TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct async_entry;

/* The deadline stands beside the timer, so that finding the earliest need not look at the timers themselves. */
typedef struct timer_slot {
    int64_t when; /* ns since the start of the run */
    struct async_entry *timer;
} timer_slot;

typedef struct async_timers {
    timer_slot *heap;
    size_t count, capacity, cancelled;
    uint8_t size_class; /* of the heap's memory, in the pool */
} async_timers;

/* Sets the timer's `scheduled`; its number, which counts up (and may wrap), decides between equal deadlines. False: out of memory. */
bool timers_push(async_timers *timers, struct async_entry *timer, int64_t when);
static inline const timer_slot *timers_first(const async_timers *timers) { return timers->count ? timers->heap : NULL; }
struct async_entry *timers_pop(async_timers *timers); /* NULL: none */
/* Takes every timer that is cancelled out of the heap, handing each to `drop`. */
void timers_purge(async_timers *timers, void (*drop)(struct async_entry *timer));
/* The deadlines of those that are not cancelled, in order; to be freed. `count` of them; NULL: none, or out of memory. */
int64_t *timers_deadlines(const async_timers *timers, size_t *count);
void timers_free(async_timers *timers);

#endif
