/* timers.c: the heap of timers: each slot has four below it, which lie side by side in memory. */
#include "timers.h"

#include "handle.h"

#include <stdlib.h>

enum { CHILDREN = 4, LEAST = 32 };

static inline bool earlier(const timer_slot *a, const timer_slot *b)
{
    return a->when != b->when ? a->when < b->when : (int32_t)(a->timer->number - b->timer->number) < 0;
}

static void sift_up(timer_slot *heap, size_t at, timer_slot slot)
{
    while (at > 0) {
        size_t parent = (at - 1) / CHILDREN;
        if (!earlier(&slot, &heap[parent])) {
            break;
        }
        heap[at] = heap[parent];
        at = parent;
    }
    heap[at] = slot;
}

static size_t earliest_child(const timer_slot *heap, size_t count, size_t first)
{
    size_t end = first + CHILDREN < count ? first + CHILDREN : count, best = first;
    for (size_t i = first + 1; i < end; i++) {
        if (earlier(&heap[i], &heap[best])) {
            best = i;
        }
    }
    return best;
}

static void sift_down(timer_slot *heap, size_t count, size_t at, timer_slot slot)
{
    for (;;) {
        size_t first = CHILDREN * at + 1;
        if (first >= count) {
            break;
        }
        size_t child = earliest_child(heap, count, first);
        if (!earlier(&heap[child], &slot)) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = slot;
}

bool timers_push(async_timers *timers, async_entry *timer, int64_t when)
{
    if (timers->count == timers->capacity) {
        size_t capacity = timers->capacity ? timers->capacity * 2 : LEAST;
        timer_slot *heap = pool_grow_plain(timers->heap, timers->count * sizeof *heap, capacity * sizeof *heap, &timers->size_class);
        if (!heap) {
            return false;
        }
        timers->heap = heap;
        timers->capacity = capacity;
    }
    timer->scheduled = true;
    sift_up(timers->heap, timers->count++, (timer_slot){when, timer});
    return true;
}

/* The last slot goes down from the top to the bottom by the earliest children, then up to where it belongs: it came from the bottom, so
   that is nearly always where it belongs. */
async_entry *timers_pop(async_timers *timers)
{
    if (!timers->count) {
        return NULL;
    }
    timer_slot *heap = timers->heap;
    async_entry *first = heap[0].timer;
    size_t count = --timers->count, at = 0;
    if (count) {
        for (size_t child = 1; child < count; child = CHILDREN * at + 1) {
            size_t best = earliest_child(heap, count, child);
            heap[at] = heap[best];
            at = best;
        }
        sift_up(heap, at, heap[count]);
    }
    first->scheduled = false;
    return first;
}

void timers_purge(async_timers *timers, void (*drop)(async_entry *timer))
{
    size_t kept = 0;
    for (size_t i = 0; i < timers->count; i++) {
        async_entry *timer = timers->heap[i].timer;
        if (timer->cancelled) {
            timer->scheduled = false;
            drop(timer);
        } else {
            timers->heap[kept++] = timers->heap[i];
        }
    }
    timers->count = kept;
    timers->cancelled = 0;
    for (size_t i = kept / CHILDREN + 1; i-- > 0;) {
        if (i < kept) {
            sift_down(timers->heap, kept, i, timers->heap[i]);
        }
    }
}

void timers_free(async_timers *timers)
{
    if (timers->heap) {
        pool_give_plain(timers->heap, timers->size_class);
    }
    *timers = (async_timers){0};
}

static int by_time(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

int64_t *timers_deadlines(const async_timers *timers, size_t *count)
{
    *count = 0;
    int64_t *due = timers->count > 0 ? malloc(timers->count * sizeof *due) : NULL;
    for (size_t i = 0; due && i < timers->count; i++) {
        if (!timers->heap[i].timer->cancelled) {
            due[(*count)++] = timers->heap[i].when;
        }
    }
    if (due) {
        qsort(due, *count, sizeof *due, by_time);
    }
    return due;
}
