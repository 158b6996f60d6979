/* async_wait.h: the part of async.h about waiting: time limits, shields, groups of tasks, and what a task may ask about itself and others. */
#ifndef LOOPSCOPE_ASYNC_WAIT_H
#define LOOPSCOPE_ASYNC_WAIT_H

#include "async.h"

#include <math.h>

/* ---- Awaitables as values: what async_wait and async_all_tasks give stands in lists ---- */

async_value async_future_value(async_awaitable awaitable); /* None for NULL */
async_awaitable async_awaitable_of(async_value value);     /* NULL for what is no awaitable */

/* ---- Tasks ---- */

async_task async_current_task(void); /* the task whose coroutine runs; NULL in a callback and outside the loop */
async_value async_all_tasks(void);   /* a list of the tasks that are not done, in order of creation */
/* A task's name: "Task-2" unless it was given another; the first 39 bytes of a longer one. "" for what is no task. */
const char *async_name(async_task task);
void async_set_name(async_task task, const char *name);

/* How often async_cancel() asked the task to end, less the requests taken back; and taking one back (at 0 it stays 0). Both give the requests left.
   What took a request back has to swallow the CancelledError as well: in Python 3.11 a cancellation on its way is not called off. */
uint32_t async_cancelling(async_task task);
#define async_uncancel(task) async_uncancel_((task), ASYNC_HERE_(""))

/* ---- Time limits ---- */

#define ASYNC_NO_TIMEOUT ((double)INFINITY) /* s: Python's None */

/* A coroutine object: gives the awaitable's result if it is there within that many seconds; else cancels it, waits for its end, however long that takes,
   and raises TimeoutError. A coroutine is made a task for it. 0 or less: only what is done already is in time. */
#define async_wait_for(awaitable, seconds) async_wait_for_((awaitable), (seconds), ASYNC_HERE_("wait_for"))

/* ---- What the macros call; not for direct use ---- */

async_coroutine async_wait_for_(async_awaitable awaitable, double timeout, const TracePlace *place);
uint32_t async_uncancel_(async_task task, const TracePlace *place);

#endif
