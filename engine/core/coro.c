/* coro.c: frames, call, await, resume: the only file that knows how suspension works.

   A task holds its innermost coroutine; each coroutine points to the one that awaits it. A body runs until it leaves off with a signal: it has called
   another coroutine (which then runs, no hop through the loop), it is suspended on a future, or it has returned or failed (then its caller goes on). So
   resuming costs the same however deep the chain is. */
#include "custom.h"
#include "generator.h"
#include "sleep.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

_Thread_local struct async_step async_step_;

const char *coro_name(const async_coroutine_class *class, char *buffer, size_t size)
{
    snprintf(buffer, size, "%s", class->name);
    size_t length = strlen(buffer);
    if (length > 1 && buffer[length - 1] == '_' && buffer[length - 2] != '_') { /* not of __aexit__ */
        buffer[length - 1] = '\0';
    }
    return buffer;
}

const char *coro_label(const async_frame *frame)
{
    if (!frame->first_is_text) {
        return NULL;
    }
    const char *text;
    memcpy(&text, (const char *)coro_variables(frame) + sizeof(void *), sizeof text);
    return text;
}

/* Until it starts, a coroutine has neither an await point nor a place to go on: there it keeps where it was called. */
static void remember_call(async_frame *frame, const TracePlace *place)
{
    frame->place = (async_place *)(uintptr_t)place->file;
    frame->resume = (int)place->line;
}

const char *coro_called_in(const async_frame *frame, uint32_t *line)
{
    *line = (uint32_t)frame->resume;
    return (const char *)(const void *)frame->place;
}

void coro_forget_call(async_frame *frame)
{
    frame->place = NULL;
    frame->resume = 0;
}

async_object *coro_call(const async_coroutine_class *const *variables, bool first_is_text, const TracePlace *place)
{
    const async_coroutine_class *class = *variables;
    uint8_t size_class;
    async_frame *frame = pool_take_raw(sizeof *frame + class->size, &size_class);
    if (!frame) {
        return error_out_of_memory().as.object;
    }
    async_object *object = (async_object *)frame;
    object_begin(object, OBJECT_COROUTINE, size_class);
    frame->leaving = ASYNC_STAYS_;
    frame->lost_depth = 0;
    frame->first_is_text = first_is_text;
    frame->generating = 0;
    frame->owned = NULL;
    remember_call(frame, place);
    uintptr_t *to = coro_variables(frame); /* they begin with a pointer, so that their size is a multiple of one */
    const uintptr_t *from = (const uintptr_t *)(const void *)variables;
    for (size_t i = 0; i < class->size / sizeof *to; i++) {
        to[i] = from[i];
    }
    scope_remember(object);
    return object;
}

async_coroutine async_call_(const async_coroutine_class *const *variables, bool first_is_text, const TracePlace *place)
{
    return object_handle(coro_call(variables, first_is_text, place));
}

LIBRARY_CORO(already_awaited, "already_awaited", bool goes_on;)
{
    CORO_BEGIN;
    RAISE(ASYNC_RUNTIME_ERROR, "%s", self->goes_on ? AWAITED_NOW : AWAITED_BEFORE);
    CORO_END;
}

async_object *coro_again(const async_object *coroutine, const TracePlace *place)
{
    return call_at(place, already_awaited, coroutine != &object_gone_coroutine);
}

/* The outcome of a future that is done. */
static inline void deliver(async_frame *frame, future_object *future)
{
    if (future->state == FUTURE_RESULT) {
        coro_give(frame, value_retain(future_value(future)));
    } else {
        future->unretrieved = false;
        coro_fail(frame, future_error(future));
    }
}

static async_signal raise_here(async_frame *frame, const async_error_class *class, const char *message)
{
    coro_fail(frame, error_new(class, message));
    return ASYNC_GO_ON_;
}

static void announce_enter(async_loop *loop, const async_frame *frame)
{
    if (!hooked(loop)) {
        return;
    }
    const hook_class *class = hook_class_of(loop, coro_class(frame));
    const async_frame *caller = frame->caller;
    uint32_t at = caller && caller->place ? hook_await_place(loop, caller->place, coro_class(caller)) : 0;
    hook_emit(loop, EV_ENTER, 0, frame->generating ? GENERATOR_ASKED : GENERATOR_NOT, hook_variables(loop, frame->caller), class->name,
              class->definition, at);
}

/* A coroutine awaits another: that one becomes the task's innermost, and owns its caller's turn. */
static async_signal enter(async_loop *loop, async_frame *frame, async_object *child)
{
    if (!child->unstarted) {
        return raise_here(frame, &ASYNC_RUNTIME_ERROR, child == &object_gone_coroutine ? AWAITED_BEFORE : AWAITED_NOW);
    }
    scope_forget(child);
    child->unstarted = false;
    ((async_frame *)child)->caller = frame;
    loop->current->frame = (async_frame *)child;
    announce_enter(loop, (async_frame *)child);
    return ASYNC_CALLED_;
}

static async_signal await_sleep(async_loop *loop, async_frame *frame, async_object *sleep)
{
    if (!sleep->unstarted) {
        return raise_here(frame, &ASYNC_RUNTIME_ERROR, AWAITED_NOW);
    }
    scope_forget(sleep);
    sleep->unstarted = false;
    async_value error;
    if (!sleep_start(loop, (sleep_object *)sleep, !sleep_is_coroutine(frame), &error)) {
        object_release(sleep);
        coro_fail(frame, error);
        return ASYNC_GO_ON_;
    }
    async_step_.awaited = sleep;
    return ASYNC_SUSPENDED_;
}

static async_signal await_future(async_frame *frame, async_object *future)
{
    if (((future_object *)future)->state != FUTURE_PENDING) {
        deliver(frame, (future_object *)future);
        return ASYNC_GO_ON_;
    }
    if (future->type == OBJECT_TASK && ((task_object *)(void *)future)->awaited_itself) {
        return raise_here(frame, &ASYNC_RUNTIME_ERROR, "await wasn't used with future");
    }
    async_step_.awaited = object_retain(future);
    return ASYNC_SUSPENDED_;
}

async_signal async_await_slowly_(async_frame *frame, async_awaitable handle)
{
    async_loop *loop = loop_running;
    async_object *awaitable = object_of(handle);
    assert(loop && loop->current && "only a task's coroutine can await");
    switch (awaitable ? (object_type)awaitable->type : OBJECT_STR) {
    case OBJECT_YIELD:
        if (loop->loose_yields + (async_step_.yield == ASYNC_YIELD_ASKED_) <= 0) { /* all that were asked for have been awaited */
            return raise_here(frame, &ASYNC_RUNTIME_ERROR, AWAITED_BEFORE);
        }
        loop->loose_yields--;
        return ASYNC_YIELDED_;
    case OBJECT_SLEEP: return await_sleep(loop, frame, awaitable);
    case OBJECT_COROUTINE: return enter(loop, frame, awaitable);
    case OBJECT_FUTURE:
    case OBJECT_TASK:
    case OBJECT_OUTER: return await_future(frame, awaitable);
    case OBJECT_ERROR: coro_fail(frame, value_retain((async_value){ASYNC_ERROR, {.object = awaitable}})); return ASYNC_GO_ON_;
    case OBJECT_FREE: return raise_here(frame, &ASYNC_RUNTIME_ERROR, OBJECT_IS_GONE);
    default: return raise_here(frame, &ASYNC_TYPE_ERROR, "only a coroutine, a task or a future can be awaited");
    }
}

void async_raise_(async_frame *frame, async_value error)
{
    frame->leaving = ASYNC_FAILS_;
    async_step_.given = error;
}

async_signal coro_enter_again(async_frame *frame, async_frame *child, async_value error)
{
    async_loop *loop = loop_running;
    object_retain((async_object *)child);
    child->caller = frame;
    child->leaving = ASYNC_STAYS_;
    loop->current->frame = child;
    announce_enter(loop, child);
    async_step_.given = async_none();
    if (error.type == ASYNC_ERROR) {
        coro_fail(child, value_retain(error));
    }
    return ASYNC_CALLED_;
}

/* A coroutine is over: its caller becomes the task's innermost, and what it owned goes. Returns the caller. */
static inline async_frame *leave(async_loop *loop, task_object *task, async_frame *frame, TraceOutcome outcome, bool entered)
{
    if (hooked(loop) && entered) {
        TraceGenerator generator = frame->generating == GENERATOR_YIELDED ? GENERATOR_GAVE
                                   : frame->generating                    ? GENERATOR_ENDED
                                                                          : GENERATOR_NOT;
        hook_emit(loop, EV_EXIT, outcome, generator, 0, hook_class_of(loop, coro_class(frame))->name, 0, 0);
    }
    async_frame *caller = frame->caller;
    task->frame = caller;
    object_release((async_object *)frame);
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
static inline void take_up(async_loop *loop, task_object *task, async_frame *frame, async_value error)
{
    async_object *awaited = task->waiter;
    task->waiter = NULL;
    async_step_.given = async_none();
    if (error.type == ASYNC_ERROR) {
        coro_fail(frame, error);
    } else if (awaited) {
        deliver(frame, (future_object *)awaited);
    }
    if (!awaited) {
        if (hooked(loop) && task->resume == RESUME_NEXT && task->in_sleep_zero) {
            sleep_announce(loop, EV_EXIT, outcome_of(frame->leaving ? ASYNC_FAILED_ : ASYNC_RETURNED_, async_step_.given));
        }
        return;
    }
    if (awaited->type == OBJECT_SLEEP) {
        sleep_end(loop, (sleep_object *)awaited, !sleep_is_coroutine(frame));
    }
    object_release(awaited);
}

static inline coro_exit left_off(async_signal signal) { return signal == ASYNC_YIELDED_ ? CORO_YIELDED : CORO_SUSPENDED; }

coro_exit coro_run(async_loop *loop, task_object *task, async_value error, async_value *value)
{
    async_frame *frame = task->frame;
    if (frame->resume) {
        take_up(loop, task, frame, error);
    } else if (error.type == ASYNC_ERROR && coro_class(frame) == &generator_close) { /* it hands the error on to its generator */
        announce_enter(loop, frame);
        coro_fail(frame, error);
    } else if (error.type == ASYNC_ERROR) { /* thrown into a coroutine that has not begun: no line of it runs */
        *value = error;
        leave(loop, task, frame, OUTCOME_CANCELLED, false);
        return CORO_ERROR;
    } else {
        announce_enter(loop, frame);
    }
    async_signal signal = coro_resume(frame);
    return signal <= ASYNC_SUSPENDED_ ? left_off(signal) : coro_go_on(loop, task, frame, signal, value);
}

coro_exit coro_go_on(async_loop *loop, task_object *task, async_frame *frame, async_signal signal, async_value *value)
{
    for (;;) {
        if (signal <= ASYNC_SUSPENDED_) {
            return left_off(signal);
        }
        if (signal == ASYNC_CALLED_) {
            frame = task->frame;
        } else {
            async_value result = value_retain(async_given_());
            async_frame *caller = leave(loop, task, frame, outcome_of(signal, result), true);
            if (!caller) {
                *value = result;
                return signal == ASYNC_RETURNED_ ? CORO_FINISHED : CORO_ERROR;
            }
            if (signal == ASYNC_RETURNED_) {
                coro_give(caller, result);
            } else {
                coro_fail(caller, result);
            }
            frame = caller;
        }
        signal = coro_resume(frame);
    }
}

void coro_dispose(async_frame *frame)
{
    const async_coroutine_class *class = coro_class(frame);
    if (class->dispose) {
        class->dispose(coro_variables(frame));
    }
    coro_drop_cleanups(frame);
    if (frame->owned) {
        scope_end(coro_scope(frame));
    }
}

void coro_free(async_frame *frame)
{
    while (frame) {
        async_frame *caller = frame->caller;
        object_release((async_object *)frame);
        frame = caller;
    }
}
