/* sync.h: what locks, events, semaphores, conditions and queues share: lines of futures, one for each coroutine that waits, in the order of asking. */
#ifndef LOOPSCOPE_SYNC_H
#define LOOPSCOPE_SYNC_H

#include "core/custom.h"
#include "core/hook.h"

typedef struct sync_line sync_line;

typedef struct sync_waiter {
    future_object future;
    sync_line *line; /* in which it stands; NULL: it has left. Whoever waits holds on to the object that the line is part of */
    struct sync_waiter *next, *previous;
} sync_waiter;

/* Zeroed but for `of` and `explain`, it is empty. */
struct sync_line {
    sync_waiter *first, *last;
    size_t count;
    async_object *of; /* the lock, event … that it is part of */
    /* What they wait for, in words for the report of a deadlock: "the lock is held by Task-3". */
    void (*explain)(const async_object *of, char *text, size_t size);
};

/* To the end of the line, with a new future: a reference. NULL: out of memory. */
sync_waiter *sync_join(sync_line *line, TraceVia via);
static inline uint32_t sync_count(size_t count) { return (uint32_t)(count < UINT32_MAX ? count : UINT32_MAX); }
static inline void sync_use(thing_object *thing, TraceUse use, size_t count, const TracePlace *place)
{
    if (hooked(loop_running)) {
        custom_use_slowly(thing, use, 0, sync_count(count), place);
    }
}
void sync_leave(sync_waiter *waiter); /* harmless for one that has left, and for NULL */
/* The coroutine that waited is over, or is dropped without having been run: out of the line, and the reference goes. */
void sync_drop(sync_waiter *waiter);
static inline bool sync_done(const sync_waiter *waiter) { return waiter->future.state != FUTURE_PENDING; }
static inline bool sync_cancelled(const sync_waiter *waiter) { return waiter->future.state == FUTURE_CANCELLED; }
void sync_wake(sync_waiter *waiter, async_value value);
bool sync_all_cancelled(const sync_line *line); /* true of an empty one */
sync_waiter *sync_first_pending(const sync_line *line);
size_t sync_pending(const sync_line *line, size_t most); /* how many wait in it, of the first so many */
Ref sync_task(const sync_waiter *waiter);                /* who waits: 0: nobody yet */

/* The line that a task waits in, or NULL: what it awaits is something else. */
const sync_line *sync_line_of(const async_object *awaited);

/* Awaiting it does not suspend and costs nothing: what WITH is told when there is nothing to wait for. */
async_awaitable sync_nothing(void);
/* Leaves a WITH: `released` is None, or the error that comes out of it. */
async_awaitable sync_left(async_value released);

/* ---- lock.c ---- */
extern const custom_class lock_class;
typedef struct lock_object {
    thing_object thing;
    sync_line line;
    uint32_t holder; /* the number of the task that acquired it last */
    bool locked;
} lock_object;
const task_object *lock_holder(const lock_object *lock);                /* NULL: nobody holds it, or a task that has ended */
lock_object *lock_new(void);                                            /* a reference; NULL: out of memory */
async_awaitable lock_enter(lock_object *lock, const TracePlace *place); /* for a WITH: acquires it now, or gives what to wait for */
async_coroutine lock_acquire_via(lock_object *lock, TraceVia via, const TracePlace *place);
async_value lock_release(lock_object *lock, const TracePlace *place);

/* ---- event.c ---- */
extern const custom_class event_class;
typedef struct event_object {
    thing_object thing;
    sync_line line;
    bool set;
} event_object;
event_object *event_new(void); /* a reference; NULL: out of memory */
async_coroutine event_wait_via(event_object *event, TraceVia via, const TracePlace *place);
void event_set(event_object *event);

/* ---- semaphore.c, condition.c ---- */
extern const custom_class semaphore_class, condition_class;
async_coroutine semaphore_acquire(async_object *semaphore, const TracePlace *place);
async_value semaphore_release(async_object *semaphore, const TracePlace *place);
bool semaphore_locked(const async_object *semaphore);
lock_object *condition_lock(const async_object *condition);

/* ---- queue.c ---- */
void queue_silence(async_object *queue); /* the trace is not told of its uses: asyncio itself made it */
async_coroutine queue_get_via(async_queue queue, TraceVia via, const TracePlace *place); /* async_get() for the sake of another function */

#endif
