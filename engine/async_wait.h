/* async_wait.h: the part of async.h about waiting: time limits, shields, groups of tasks, and what a task may ask about itself and others. */
#ifndef LOOPSCOPE_ASYNC_WAIT_H
#define LOOPSCOPE_ASYNC_WAIT_H

#include "async.h"

#include <math.h>

/* ---- Awaitables as values: what async_wait and async_all_tasks give stands in lists ---- */

async_value async_future_value(async_awaitable awaitable); /* None for NULL; the error itself of what only raises one when it is awaited */
async_awaitable async_awaitable_of(async_value value);     /* NULL for what is no awaitable */

/* ---- Tasks ---- */

async_task async_current_task(void); /* the task whose coroutine runs; NULL in a callback and outside the loop */
async_value async_all_tasks(void);   /* a list of the tasks that are not done, in order of creation */
/* A task's name: "Task-2" unless it was given another. "" for what is no task. */
const char *async_name(async_task task);
void async_set_name(async_task task, const char *name);

/* How often async_cancel() asked the task to end, less the requests taken back; and taking one back (at 0 it stays 0). Both give the requests left.
   What took a request back has to swallow the CancelledError as well: before Python 3.13 a cancellation on its way is not called off. */
uint32_t async_cancelling(async_task task);
#define async_uncancel(task) async_uncancel_((task), ASYNC_HERE_(""))

/* ---- Time limits ---- */

#define ASYNC_NO_TIMEOUT ((double)INFINITY) /* s: Python's None */

/* A coroutine object: gives the awaitable's result if it is there within that many seconds; else cancels it, waits for its end, however long that takes,
   and raises TimeoutError. A coroutine is made a task for it. 0 or less: only what is done already is in time. */
#define async_wait_for(awaitable, seconds) async_wait_for_((awaitable), (seconds), ASYNC_HERE_("wait_for"))

/* Waits until all, the first, or the first error of some tasks and futures are there (each argument after the timeout is one; a coroutine is a TypeError), or
   until so many seconds have passed. A coroutine object: gives a list of two lists, those that are done and those that are not, in the order of the
   arguments, each an async_awaitable_of(). It cancels nothing and raises no error of theirs. */
typedef enum async_return_when { ASYNC_ALL_COMPLETED, ASYNC_FIRST_COMPLETED, ASYNC_FIRST_EXCEPTION } async_return_when;
#define async_wait(return_when, seconds, ...) async_wait_(ASYNC_ARRAY_(__VA_ARGS__), (return_when), (seconds), ASYNC_HERE_("wait"))
#define async_wait_list(items, count, return_when, seconds) async_wait_((items), (count), (return_when), (seconds), ASYNC_HERE_("wait"))

/* The results of several awaitables in the order in which they come; a coroutine is made a task, all of them now (before Python 3.13 when the first
   result is asked for). Each async_next_completed() gives a coroutine object that waits for the next result and gives it, or raises its error, or
   TimeoutError when the time is over; NULL when all have been asked for:

       self->results = async_as_completed(ASYNC_NO_TIMEOUT, call(work, 1), call(work, 2));
       while ((self->next = async_next_completed(self->results))) {
           AWAIT_TO(self->value, self->next);
           async_print("%s", async_text(self->value));
       } */
typedef async_object *async_completion;
#define async_as_completed(seconds, ...) async_as_completed_(ASYNC_ARRAY_(__VA_ARGS__), (seconds), ASYNC_HERE_(""))
#define async_as_completed_list(items, count, seconds) async_as_completed_((items), (count), (seconds), ASYNC_HERE_(""))
#define async_next_completed(completion) async_next_completed_((completion), false, ASYNC_HERE_("as_completed"))
/* The same of Python's `async for`, since 3.13: gives the task or future that is done, and not its result: async_awaitable_of(value). */
#define async_next_completed_task(completion) async_next_completed_((completion), true, ASYNC_HERE_("as_completed"))

/* A future with the awaitable's result: cancelling it, or the task that awaits it, does not cancel the awaitable. A coroutine is made a task at once,
   awaited or not. What is done already is given back as it is. */
#define async_shield(awaitable) async_shield_((awaitable), ASYNC_HERE_("shield"))

/* What WITH takes: asyncio.timeout().

       self->timeout = async_timeout(1.5);
       WITH(self->timeout) {
           AWAIT(call(work, 3));
       }
       END_WITH;

   When the time is over, the task that runs the block is cancelled, and the end of the block makes a TimeoutError
   of that CancelledError. No task is made, and a block that never awaits again is not disturbed. */
typedef async_object *async_timeout_block;
async_timeout_block async_timeout(double seconds);       /* counted from now, not from where the block begins */
async_timeout_block async_timeout_at(double when);       /* on the clock of async_loop_time(), s */
double async_timeout_when(async_timeout_block timeout);  /* ASYNC_NO_TIMEOUT: never */
bool async_timeout_expired(async_timeout_block timeout); /* has it cancelled its task? */
/* Sets another deadline, from inside the block. None, or an error for RAISE_IF_ERROR: RuntimeError before and after the block. */
async_value async_timeout_reschedule(async_timeout_block timeout, double when);

/* ---- Groups ---- */

/* What WITH takes: asyncio.TaskGroup.

       self->group = async_create_task_group();
       WITH(self->group) {
           self->first = async_group_create_task(self->group, call(work, 1));
           self->second = async_group_create_task(self->group, call(work, 2));
       }
       END_WITH;

   The block ends when all tasks of the group have ended. The first that fails has the others, and the block,
   cancelled; all errors together are then raised as one: an ASYNC_EXCEPTION_GROUP, or an ASYNC_BASE_EXCEPTION_GROUP when one of them is no Exception. */
typedef async_object *async_group;
async_group async_create_task_group(void);
/* A task of the group, from inside the block. Gives a RuntimeError (raised where it is awaited) when the group takes no more. */
#define async_group_create_task(group, coroutine)                                                                                          \
    async_group_create_task_((group), (coroutine), NULL, ASYNC_AS_SET_, ASYNC_HERE_(#coroutine))
#define async_group_create_named_task(group, coroutine, name)                                                                              \
    async_group_create_task_((group), (coroutine), (name), ASYNC_AS_SET_, ASYNC_HERE_(#coroutine))
/* create_task(coroutine, eager_start=…) of the group, as async_create_eager_task(). */
#define async_group_create_eager_task(group, coroutine, eager_start)                                                                       \
    async_group_create_task_((group), (coroutine), NULL, (eager_start) ? ASYNC_EAGER_ : ASYNC_LAZY_, ASYNC_HERE_(#coroutine))

/* TaskGroup.cancel(), new in Python 3.15: cancels all tasks of the group, and the block, which ends without an error; before the block has begun, as soon as
   it does. None, or the error. */
async_value async_group_cancel(async_group group);

/* Several errors as one. A group's errors: a list, of which some may be groups themselves; None for what is no group. */
extern const async_error_class ASYNC_BASE_EXCEPTION_GROUP, ASYNC_EXCEPTION_GROUP;
async_value async_error_group(const char *message, const async_value *errors, size_t count);
async_value async_error_list(async_value group);

/* ---- What the macros call; not for direct use ---- */

async_coroutine async_wait_for_(async_awaitable awaitable, double timeout, const TracePlace *place);
async_coroutine async_wait_(const async_awaitable *items, size_t count, async_return_when return_when, double timeout,
                            const TracePlace *place);
async_completion async_as_completed_(const async_awaitable *items, size_t count, double timeout, const TracePlace *place);
async_coroutine async_next_completed_(async_completion completion, bool as_task, const TracePlace *place);
async_future async_shield_(async_awaitable awaitable, const TracePlace *place);
async_task async_group_create_task_(async_group group, async_coroutine coroutine, const char *name, async_eager_start eager,
                                    const TracePlace *place);
uint32_t async_uncancel_(async_task task, const TracePlace *place);

#endif
