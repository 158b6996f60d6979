/* report.h: what went wrong, on stderr and in the trace. */
#ifndef LOOPSCOPE_REPORT_H
#define LOOPSCOPE_REPORT_H

#include "task.h"

void report_never_awaited(const async_object *coroutine);
void report_unretrieved(const future_object *future);
void report_destroyed_pending(async_loop *loop, const task_object *task);
/* A task of a TaskGroup has failed, and the task that entered the group is done. */
void report_left_by_parent(async_loop *loop, const task_object *task, const task_object *parent);
void report_shutdown_error(async_loop *loop, const future_object *future);
void report_closing_error(async_loop *loop, async_value error); /* of a generator */
void report_callback(async_loop *loop, const char *name, async_value error);
void report_handler(async_loop *loop, const char *message, async_value error); /* loop.call_exception_handler() */
void report_uncaught(async_value error);
void report_misuse(const char *message, const TracePlace *place);
void report_say(const char *format, ...) __attribute__((format(printf, 1, 2))); /* on stderr, unless the run is to be quiet */

#endif
