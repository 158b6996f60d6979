/* async_sync.h: the part of async.h about what tasks share: locks, events, semaphores, conditions and queues. */
#ifndef LOOPSCOPE_ASYNC_SYNC_H
#define LOOPSCOPE_ASYNC_SYNC_H

#include "async.h"

/* Whoever waits for one of these stands in line, first come, first served, with a future of its own: it is woken by one hop through the loop.

   LIFETIME. They belong to the coroutine that makes them, as everything does: make what several tasks share in main, or in whoever waits for those
   tasks. (A task that waits for one, or is inside its WITH, keeps it alive.) Made before async_run(), they are there for every run.

   ERRORS. What Python's plain methods raise (release, put_nowait, task_done …) is given back as an error, to be raised, looked at, or ignored:

       RAISE_IF_ERROR(async_release(self->lock));

   What could not be made (no memory, a negative semaphore) is the error itself: using it gives that error again. */

typedef async_object *async_lock;
typedef async_object *async_event;
typedef async_object *async_semaphore;
typedef async_object *async_condition;
typedef async_object *async_queue;

/* One task fills a queue, another empties it:

       for (self->number = 0; self->number < 3; self->number++) {
           AWAIT(async_put(self->queue, async_int(self->number)));
       }
       AWAIT(async_join(self->queue));

   And on the other side:

       for (;;) {
           AWAIT_TO(self->value, async_get(self->queue));
           async_print("got %s", async_text(self->value));
           RAISE_IF_ERROR(async_task_done(self->queue));
       } */

/* ---- Locks, and what is acquired and released like one: semaphores and conditions. Each can stand in a WITH. ---- */

#define async_create_lock() async_create_lock_(ASYNC_HERE_(""))
/* At most `value` tasks inside at once; ValueError if that is negative. A bounded one may not be released more often than it was acquired. */
#define async_create_semaphore(value) async_create_semaphore_((value), ASYNC_HERE_(""))
#define async_create_bounded_semaphore(value) async_create_bounded_semaphore_((value), ASYNC_HERE_(""))

/* A coroutine object, gives True: waits in line until it is its turn. */
#define async_acquire(object) async_acquire_((object), ASYNC_HERE_("acquire"))
/* None, or the error: RuntimeError for a lock that nobody holds, ValueError for a bounded semaphore that is full. Wakes who is next in line. */
#define async_release(object) async_release_((object), ASYNC_HERE_("release"))
bool async_locked(async_object *object); /* would acquiring it wait? (of a lock and a condition: is it held?) */

/* ---- Events: a flag that tasks wait for ---- */

#define async_create_event() async_create_event_(ASYNC_HERE_(""))
/* A coroutine object, gives True: waits until the flag is up. */
#define async_event_wait(event) async_event_wait_((event), ASYNC_HERE_("wait"))
/* Nothing is given back. set: all who wait go on, whatever becomes of the flag meanwhile. */
#define async_event_set(event) async_event_set_((event), ASYNC_HERE_("set"))
#define async_event_clear(event) async_event_clear_((event), ASYNC_HERE_("clear"))
bool async_event_is_set(async_event event);

/* ---- Conditions: inside a lock, waiting for something that others change inside it ---- */

typedef bool (*async_predicate)(void *context);

#define async_create_condition(lock) async_create_condition_((lock), ASYNC_HERE_("")) /* NULL: with a lock of its own */
/* A coroutine object, gives True: lets go of the lock until it is notified, then holds it again (also when it is cancelled). RuntimeError if nobody holds
   the lock. */
#define async_condition_wait(condition) async_condition_wait_((condition), ASYNC_HERE_("wait"))
/* A coroutine object, gives True: waits again and again until predicate(context) is true. */
#define async_condition_wait_for(condition, predicate, context)                                                                            \
    async_condition_wait_for_((condition), (predicate), (context), ASYNC_HERE_("wait_for"))
/* None, or the RuntimeError that nobody holds the lock. Wakes the first `count` that wait; they go on once they hold the lock. */
#define async_notify(condition, count) async_notify_((condition), (count), ASYNC_HERE_("notify"))
#define async_notify_all(condition) async_notify_all_((condition), ASYNC_HERE_("notify_all"))

/* ---- Queues: values handed from task to task ---- */

extern const async_error_class ASYNC_QUEUE_EMPTY, ASYNC_QUEUE_FULL, ASYNC_QUEUE_SHUT_DOWN;

/* maxsize: how many values it holds at most; 0 or less: any number. First in, first out; the smallest first, in the order that Python's `<` has on
   None, bools, numbers, strings and lists of these (a TypeError for what it cannot compare); last in, first out. */
#define async_create_queue(maxsize) async_create_queue_((maxsize), ASYNC_HERE_(""))
#define async_create_priority_queue(maxsize) async_create_priority_queue_((maxsize), ASYNC_HERE_(""))
#define async_create_lifo_queue(maxsize) async_create_lifo_queue_((maxsize), ASYNC_HERE_(""))

/* Coroutine objects: put waits while the queue is full, get while it is empty and gives the value. */
#define async_put(queue, value) async_put_((queue), (value), ASYNC_HERE_("put"))
#define async_get(queue) async_get_((queue), ASYNC_HERE_("get"))
/* Without waiting. None, or QueueFull; the value, or QueueEmpty. */
#define async_put_nowait(queue, value) async_put_nowait_((queue), (value), ASYNC_HERE_("put_nowait"))
#define async_get_nowait(queue) async_get_nowait_((queue), ASYNC_HERE_("get_nowait"))
/* A value that was taken out has been dealt with. None, or the ValueError that there were not so many. */
#define async_task_done(queue) async_task_done_((queue), ASYNC_HERE_("task_done"))
/* A coroutine object, gives None: waits until everything that was ever put in has been dealt with. */
#define async_join(queue) async_join_((queue), ASYNC_HERE_("join"))
/* Nothing more is put in: put raises QueueShutDown from now on, and get when nothing is left; `immediate`: what is in it is thrown away. Whoever waits at it
   is woken. Python has it since 3.13; here it is there by all rules. None, or the TypeError of a queue by priority that cannot compare what it throws away. */
#define async_queue_shutdown(queue, immediate) async_queue_shutdown_((queue), (immediate), ASYNC_HERE_("shutdown"))
size_t async_qsize(async_queue queue);
bool async_empty(async_queue queue);
bool async_full(async_queue queue);

/* ---- What the macros call; not for direct use ---- */

async_lock async_create_lock_(const TracePlace *place);
async_semaphore async_create_semaphore_(int64_t value, const TracePlace *place);
async_semaphore async_create_bounded_semaphore_(int64_t value, const TracePlace *place);
async_event async_create_event_(const TracePlace *place);
async_condition async_create_condition_(async_lock lock, const TracePlace *place);
async_queue async_create_queue_(int64_t maxsize, const TracePlace *place);
async_queue async_create_priority_queue_(int64_t maxsize, const TracePlace *place);
async_queue async_create_lifo_queue_(int64_t maxsize, const TracePlace *place);
async_coroutine async_acquire_(async_object *object, const TracePlace *place);
async_coroutine async_event_wait_(async_event event, const TracePlace *place);
async_coroutine async_condition_wait_(async_condition condition, const TracePlace *place);
async_coroutine async_condition_wait_for_(async_condition condition, async_predicate predicate, void *context, const TracePlace *place);
async_coroutine async_put_(async_queue queue, async_value value, const TracePlace *place);
async_coroutine async_get_(async_queue queue, const TracePlace *place);
async_coroutine async_join_(async_queue queue, const TracePlace *place);
async_value async_release_(async_object *object, const TracePlace *place);
void async_event_set_(async_event event, const TracePlace *place);
void async_event_clear_(async_event event, const TracePlace *place);
async_value async_notify_(async_condition condition, size_t count, const TracePlace *place);
async_value async_notify_all_(async_condition condition, const TracePlace *place);
async_value async_put_nowait_(async_queue queue, async_value value, const TracePlace *place);
async_value async_get_nowait_(async_queue queue, const TracePlace *place);
async_value async_task_done_(async_queue queue, const TracePlace *place);
async_value async_queue_shutdown_(async_queue queue, bool immediate, const TracePlace *place);

#endif
