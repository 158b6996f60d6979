/* coro.c: frames, call, await, resume: the only file that knows how suspension works.

   A task holds its innermost coroutine; each coroutine points to the one that awaits it. A body runs until it leaves off with a signal: it has called
   another coroutine (which then runs, no hop through the loop), it is suspended on a future, or it has returned or failed (then its caller goes on). So
   resuming costs the same however deep the chain is. */
#include "internal.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static inline void *variables_of(async_frame *frame) { return (char *)frame + sizeof(coro_object); }

async_scope *coro_scope(async_frame *frame) { return &((coro_object *)(void *)frame)->scope; }

const char *coro_name(const async_coroutine_class *class, char *buffer, size_t size)
{
    snprintf(buffer, size, "%s", class->name);
    size_t length = strlen(buffer);
    if (length > 1 && buffer[length - 1] == '_') {
        buffer[length - 1] = '\0';
    }
    return buffer;
}

const char *coro_label(const async_frame *frame)
{
    if (!((const coro_object *)(const void *)frame)->first_is_text) {
        return NULL;
    }
    const char *text;
    memcpy(&text, (const char *)frame + sizeof(coro_object) + sizeof(void *), sizeof text);
    return text;
}

async_coroutine async_call_(const async_coroutine_class *const *variables, bool first_is_text, const TracePlace *place)
{
    const async_coroutine_class *class = *variables;
    coro_object *coroutine = object_new(OBJECT_COROUTINE, sizeof *coroutine + class->size);
    if (!coroutine) {
        return error_out_of_memory().as.object;
    }
    coroutine->frame.class = class;
    coroutine->called = *place;
    coroutine->first_is_text = first_is_text;
    memcpy(variables_of(&coroutine->frame), variables, class->size);
    scope_remember((async_object *)coroutine);
    return (async_object *)coroutine;
}

/* Gives a frame the value of what it awaited; the reference is taken over by what the frame owns. */
static void give(async_frame *frame, async_value value)
{
    if (value_object(value) && !scope_keep(coro_scope(frame), value_object(value))) {
        value = error_out_of_memory();
        frame->failing = true;
    }
    frame->value = value;
}

static void fail(async_frame *frame, async_value error)
{
    frame->failing = true;
    give(frame, error);
}

/* The outcome of a future that is done. */
static void deliver(async_frame *frame, future_object *future)
{
    if (future->state == FUTURE_RESULT) {
        give(frame, value_retain(future->value));
    } else {
        future->unretrieved = false;
        fail(frame, future_error(future));
    }
}

static async_signal raise_here(async_frame *frame, const async_error_class *class, const char *message)
{
    fail(frame, error_new(class, message));
    return ASYNC_GO_ON_;
}

static async_signal enter(async_loop *loop, async_frame *frame, async_frame *child)
{
    scope_forget((async_object *)child);
    ((async_object *)child)->started = true;
    child->caller = frame;
    frame->awaiting = (async_object *)child;
    loop->current->frame = child;
    return ASYNC_CALLED_;
}

static void announce_enter(async_loop *loop, const async_frame *frame)
{
    if (!hooked(loop)) {
        return;
    }
    char name[128];
    TracePlace definition = frame->class->definition;
    definition.function = coro_name(frame->class, name, sizeof name);
    const async_frame *caller = frame->caller;
    uint32_t defined = definition.line ? loop->sink->place(loop->sink->context, &definition) : 0;
    uint32_t at = caller && caller->place ? hook_await_place(loop, caller->place, caller->class) : 0;
    hook_emit(loop, EV_ENTER, 0, 0, 0, hook_text(loop, name), defined, at);
}

async_signal async_await_(async_frame *frame, async_awaitable awaitable, async_place *place)
{
    async_loop *loop = loop_running;
    assert(loop && loop->current && "only a task's coroutine can await");
    frame->place = place;
    switch (awaitable ? (object_type)awaitable->type : OBJECT_STR) {
    case OBJECT_COROUTINE:
        if (awaitable->started) {
            return raise_here(frame, &ASYNC_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
        }
        enter(loop, frame, (async_frame *)awaitable);
        announce_enter(loop, (async_frame *)awaitable);
        return ASYNC_CALLED_;
    case OBJECT_FUTURE:
    case OBJECT_TASK:
    case OBJECT_GATHER:
        if (((future_object *)awaitable)->state != FUTURE_PENDING) {
            deliver(frame, (future_object *)awaitable);
            return ASYNC_GO_ON_;
        }
        frame->awaiting = object_retain(awaitable);
        return ASYNC_SUSPENDED_;
    case OBJECT_ERROR: fail(frame, value_retain((async_value){ASYNC_ERROR, {.object = awaitable}})); return ASYNC_GO_ON_;
    case OBJECT_FREE: return raise_here(frame, &ASYNC_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
    default: return raise_here(frame, &ASYNC_TYPE_ERROR, "only a coroutine, a task or a future can be awaited");
    }
}

async_signal async_return_(async_frame *frame, async_value value)
{
    frame->value = value;
    return ASYNC_RETURNED_;
}

void async_raise_(async_frame *frame, async_value error)
{
    frame->failing = true;
    frame->value = error;
}

bool async_handler_(async_frame *frame)
{
    if (!frame->try_depth) {
        return false;
    }
    frame->resume = frame->handlers[--frame->try_depth];
    return true;
}

void async_try_(async_frame *frame, int handler)
{
    assert(frame->try_depth < ASYNC_TRY_DEPTH && "TRYs inside one another are limited to ASYNC_TRY_DEPTH");
    frame->handlers[frame->try_depth++] = handler;
}

void async_try_end_(async_frame *frame) { frame->try_depth--; }

bool async_catch_(async_frame *frame, const async_error_class *class, async_value *caught)
{
    if (!async_is(frame->value, class)) {
        return false;
    }
    *caught = frame->value;
    frame->failing = false;
    return true;
}

/* A coroutine is over: its caller becomes the task's innermost, and what it owned goes. Returns the caller. */
static async_frame *leave(async_loop *loop, task_object *task, async_frame *frame, TraceOutcome outcome, bool entered)
{
    if (hooked(loop) && entered) {
        char name[128];
        hook_emit(loop, EV_EXIT, outcome, 0, 0, hook_text(loop, coro_name(frame->class, name, sizeof name)), 0, 0);
    }
    async_frame *caller = frame->caller;
    task->frame = caller;
    object_release((async_object *)frame);
    if (caller) {
        caller->awaiting = NULL;
    }
    return caller;
}

static TraceOutcome outcome_of(async_signal signal, async_value value)
{
    if (signal == ASYNC_RETURNED_) {
        return OUTCOME_RESULT;
    }
    return async_is(value, &ASYNC_CANCELLED_ERROR) ? OUTCOME_CANCELLED : OUTCOME_EXCEPTION;
}

/* What the innermost coroutine waited for is over: its value, or the error thrown in. */
static void take_up(async_frame *frame, async_value error)
{
    async_object *awaited = frame->awaiting;
    frame->awaiting = NULL;
    frame->value = async_none();
    if (error.type == ASYNC_ERROR) {
        fail(frame, error);
    } else if (awaited && is_future(awaited)) {
        deliver(frame, (future_object *)awaited);
    }
    object_release(awaited);
}

coro_exit coro_run(async_loop *loop, task_object *task, async_value error, async_value *value)
{
    async_frame *frame = task->frame;
    if (frame->resume) {
        take_up(frame, error);
    } else if (error.type == ASYNC_ERROR) { /* thrown into a coroutine that has not begun: no line of it runs */
        *value = error;
        leave(loop, task, frame, OUTCOME_CANCELLED, false);
        return CORO_ERROR;
    } else {
        announce_enter(loop, frame);
    }
    for (;;) {
        async_signal signal = frame->class->resume(frame, variables_of(frame));
        if (signal == ASYNC_CALLED_) {
            frame = task->frame;
            continue;
        }
        if (signal == ASYNC_SUSPENDED_) {
            return CORO_SUSPENDED;
        }
        async_value result = value_retain(frame->value);
        async_frame *caller = leave(loop, task, frame, outcome_of(signal, result), true);
        if (!caller) {
            *value = result;
            return signal == ASYNC_RETURNED_ ? CORO_FINISHED : CORO_ERROR;
        }
        if (signal == ASYNC_RETURNED_) {
            give(caller, result);
        } else {
            fail(caller, result);
        }
        frame = caller;
    }
}

void coro_dispose(async_frame *frame)
{
    if (frame->class->dispose) {
        frame->class->dispose(variables_of(frame));
    }
    scope_end(coro_scope(frame));
}

void coro_free(async_frame *frame)
{
    if (frame && is_future(frame->awaiting)) { /* the outer ones await the one inside them */
        object_release(frame->awaiting);
    }
    while (frame) {
        async_frame *caller = frame->caller;
        object_release((async_object *)frame);
        frame = caller;
    }
}
