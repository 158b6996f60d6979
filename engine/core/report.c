/* report.c: what went wrong, in words on stderr and as facts in the trace. */
#include "report.h"

#include "generator.h"
#include "hook.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void report_say(const char *format, ...)
{
    if (loop_running && loop_running->settings.quiet) {
        return;
    }
    fflush(stdout);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
}

/* Before Python 3.13 what aclose() gives goes unnoticed. */
static bool is_missed(const async_object *coroutine)
{
    bool closes = coroutine->type == OBJECT_COROUTINE && coro_class((const async_frame *)(const void *)coroutine) == &generator_close;
    return !closes || !loop_running || rule_holds(RULE_CLOSING_IS_MISSED);
}

void report_never_awaited(const async_object *coroutine)
{
    if (!is_missed(coroutine)) {
        return;
    }
    char name[128] = "sleep";
    TracePlace called = {"", "", "", 0};
    if (coroutine->type == OBJECT_COROUTINE) {
        const async_frame *frame = (const async_frame *)(const void *)coroutine;
        coro_name(coro_class(frame), name, sizeof name);
        if (coro_is_library(frame) && trace_is_library(name)) { /* as in Python's words: wait_for, not asyncio.wait_for */
            memmove(name, name + strlen("asyncio."), strlen(name + strlen("asyncio.")) + 1);
        }
        const char *file = coro_called_in(frame, &called.line);
        called.file = file ? file : "";
    }
    if (called.line) {
        report_say("%s:%u: coroutine '%s' was never awaited\n", called.file, called.line, name);
    } else {
        report_say("coroutine '%s' was never awaited\n", name);
    }
    async_loop *loop = loop_running;
    if (hooked(loop)) {
        uint32_t at = hook_place(loop, &called); /* first, with whatever compiler */
        hook_emit(loop, EV_NEVER_AWAITED, 0, 0, 0, hook_text(loop, name), 0, at);
    }
}

/* The errors of a group stand below it, each further in; not too far, as in Python's own report. */
static void say_error(async_value error, int level)
{
    enum { DEEPEST = 10 };
    if (level > DEEPEST) {
        report_say("%*s... (max_group_depth is %d)\n", 2 * level, "", DEEPEST);
        return;
    }
    const error_object *object = (const error_object *)value_object(error);
    if (!object) {
        return;
    }
    report_say("%*s%s%s%s", 2 * level, "", object->class->name, object->message[0] ? ": " : "", object->message);
    size_t count = object->errors ? object->errors->count : 0;
    if (count) {
        report_say(" (%zu sub-exception%s)", count, count == 1 ? "" : "s");
    }
    report_say("\n");
    for (size_t i = 0; i < count; i++) {
        say_error(object->errors->items[i], level + 1);
    }
}

static void exception_handler(async_loop *loop, Ref of, const char *message, async_value error)
{
    if (hooked(loop)) {
        uint32_t words = error.type == ASYNC_ERROR ? hook_repr(loop, error) : 0; /* first, with whatever compiler */
        hook_emit(loop, EV_EXC_HANDLER, 0, 0, 0, of, hook_text(loop, message), words);
    }
}

static void report_error(async_loop *loop, Ref of, const char *message, async_value error)
{
    exception_handler(loop, of, message, error);
    report_say("%s: ", message);
    say_error(error, 0);
}

static void report_future(async_loop *loop, const future_object *future, const char *message)
{
    report_error(loop, future_ref(&future->object), message, future_value(future));
}

void report_unretrieved(const future_object *future)
{
    const char *message = future->object.type == OBJECT_TASK    ? "Task exception was never retrieved"
                          : future->object.type == OBJECT_OUTER ? ((const outer_future *)(const void *)future)->class->never_retrieved
                                                                : "Future exception was never retrieved";
    report_future(loop_running, future, message);
}

void report_destroyed_pending(async_loop *loop, const task_object *task)
{
    const char *message = "Task was destroyed but it is pending!";
    char name[32];
    exception_handler(loop, future_ref(&task->future.object), message, async_none());
    report_say("%s: %s\n", message, task_name(task, name));
}

void report_left_by_parent(async_loop *loop, const task_object *task, const task_object *parent)
{
    char message[256], name[32], parent_name[32];
    (void)snprintf(message, sizeof message,
                   "Task <Task name='%s'> has errored out but its parent task <Task name='%s'> is already completed", task_name(task, name),
                   task_name(parent, parent_name));
    report_future(loop, &task->future, message);
}

void report_shutdown_error(async_loop *loop, const future_object *future)
{
    report_future(loop, future, "unhandled exception during asyncio.run() shutdown");
}

void report_handler(async_loop *loop, const char *message, async_value error) { report_error(loop, TRACE_NOBODY, message, error); }

void report_closing_error(async_loop *loop, async_value error)
{
    report_handler(loop, "an error occurred during closing of asynchronous generator", error);
}

void report_callback(async_loop *loop, const char *name, async_value error)
{
    char message[160];
    snprintf(message, sizeof message, "Exception in callback %s", name);
    report_handler(loop, message, error);
}

/* As Python says it at the end of a program; of sys.exit(3) it says nothing, of sys.exit("text") the text. */
void report_uncaught(async_value error)
{
    if (!async_is(error, &ASYNC_SYSTEM_EXIT)) {
        say_error(error, 0);
    } else if (!((const error_object *)value_object(error))->is_number && async_error_message(error)[0]) {
        report_say("%s\n", async_error_message(error));
    }
}

void report_misuse(const char *message, const TracePlace *place)
{
    report_say("%s:%u: RuntimeError: %s\n", place->file, place->line, message);
}
