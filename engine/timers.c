/* timers.c: the heap of timers. */
#include "timers.h"

#include "pool.h"

#include <string.h>

static bool earlier(const async_timer *a, const async_timer *b)
{
    return a->when != b->when ? a->when < b->when : a->sequence < b->sequence;
}

static void sift_up(async_timers *timers, size_t at)
{
    async_timer *timer = timers->heap[at];
    while (at > 0 && earlier(timer, timers->heap[(at - 1) / 2])) {
        timers->heap[at] = timers->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    timers->heap[at] = timer;
}

static void sift_down(async_timers *timers, size_t at)
{
    async_timer *timer = timers->heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= timers->count) {
            break;
        }
        if (child + 1 < timers->count && earlier(timers->heap[child + 1], timers->heap[child])) {
            child++;
        }
        if (!earlier(timers->heap[child], timer)) {
            break;
        }
        timers->heap[at] = timers->heap[child];
        at = child;
    }
    timers->heap[at] = timer;
}

bool timers_push(async_timers *timers, async_timer *timer)
{
    if (timers->count == timers->capacity) {
        size_t capacity = timers->capacity ? timers->capacity * 2 : 64;
        uint8_t size_class;
        async_timer **heap = pool_take(capacity * sizeof(async_timer *), &size_class);
        if (!heap) {
            return false;
        }
        if (timers->heap) {
            memcpy(heap, timers->heap, timers->count * sizeof(async_timer *));
            pool_give(timers->heap, timers->size_class);
        }
        timers->size_class = size_class;
        timers->heap = heap;
        timers->capacity = capacity;
    }
    timer->sequence = timers->sequence++;
    timer->scheduled = true;
    timers->heap[timers->count++] = timer;
    sift_up(timers, timers->count - 1);
    return true;
}

async_timer *timers_first(const async_timers *timers) { return timers->count ? timers->heap[0] : NULL; }

async_timer *timers_pop(async_timers *timers)
{
    if (!timers->count) {
        return NULL;
    }
    async_timer *first = timers->heap[0];
    timers->heap[0] = timers->heap[--timers->count];
    if (timers->count) {
        sift_down(timers, 0);
    }
    first->scheduled = false;
    return first;
}

void timers_purge(async_timers *timers, bool (*gone)(const async_timer *timer), void (*drop)(async_timer *timer))
{
    size_t kept = 0;
    for (size_t i = 0; i < timers->count; i++) {
        async_timer *timer = timers->heap[i];
        if (gone(timer)) {
            timer->scheduled = false;
            drop(timer);
        } else {
            timers->heap[kept++] = timer;
        }
    }
    timers->count = kept;
    for (size_t i = kept / 2; i-- > 0;) {
        sift_down(timers, i);
    }
}

void timers_free(async_timers *timers)
{
    if (timers->heap) {
        pool_give(timers->heap, timers->size_class);
    }
    *timers = (async_timers){0};
}
