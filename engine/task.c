/* task.c: a coroutine in the hands of the loop: its steps, its wake-ups, its end, and how it is cancelled. */
#include "internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void task_step(async_loop *loop, async_handle *handle);

static void link_task(async_loop *loop, task_object *task)
{
    task->previous = loop->tasks_last;
    if (loop->tasks_last) {
        loop->tasks_last->next = task;
    } else {
        loop->tasks = task;
    }
    loop->tasks_last = task;
    object_retain(&task->future.object);
}

static void unlink_task(async_loop *loop, task_object *task)
{
    *(task->previous ? &task->previous->next : &loop->tasks) = task->next;
    *(task->next ? &task->next->previous : &loop->tasks_last) = task->previous;
    task->next = task->previous = NULL;
    object_release(&task->future.object);
}

static void announce(async_loop *loop, const task_object *task, TraceVia via, const TracePlace *place)
{
    char name[128];
    hook_emit(loop, EV_TASK_NEW, via, 0, task->future.number, hook_text(loop, task->name),
              hook_text(loop, coro_name(task->frame->class, name, sizeof name)), hook_place(loop, place));
    const char *label = coro_label(task->frame);
    if (label && *label) {
        hook_emit(loop, EV_LABEL, 0, 0, task->future.number, hook_text(loop, label), 0, 0);
    }
}

task_object *task_new(async_frame *frame, const char *name, TraceVia via, const TracePlace *place)
{
    async_loop *loop = loop_running;
    task_object *task = object_new(OBJECT_TASK, sizeof *task);
    if (!task) {
        return NULL;
    }
    future_init(&task->future, VIA_TASK);
    scope_forget((async_object *)frame);
    ((async_object *)frame)->started = true;
    task->frame = frame;
    task->future.number = ++loop->task_numbers;
    task->thrown = async_none();
    task->resume = RESUME_START;
    task->handle.run = task_step;
    task->handle.owner = &task->future.object;
    uint32_t default_name = ++loop->task_names; /* used up even when a name is given, as in CPython 3.11 */
    if (name) {
        snprintf(task->name, sizeof task->name, "%s", name);
    } else {
        snprintf(task->name, sizeof task->name, "Task-%u", default_name);
    }
    link_task(loop, task);
    if (hooked(loop)) {
        announce(loop, task, via, place);
    }
    task->handle.call = CALL_STEP;
    loop_schedule(loop, &task->handle, place);
    return task;
}

bool task_can_ensure(const async_object *awaitable)
{
    return awaitable && ((awaitable->type == OBJECT_COROUTINE && !awaitable->started) || is_future(awaitable));
}

future_object *task_ensure(async_awaitable awaitable, TraceVia via, const TracePlace *place)
{
    if (is_future(awaitable)) {
        return (future_object *)object_retain(awaitable);
    }
    task_object *task = task_new((async_frame *)awaitable, NULL, via, place);
    return task ? &task->future : NULL;
}

async_task async_create_task_(async_coroutine coroutine, const char *name, const TracePlace *place)
{
    if (!loop_running || loop_running->closing) {
        report_misuse("create_task needs a running event loop", place);
        return NULL;
    }
    if (coroutine && coroutine->type == OBJECT_ERROR) {
        return coroutine; /* awaiting it raises the error */
    }
    async_scope *scope = scope_current();
    if (!coroutine || coroutine->type != OBJECT_COROUTINE || coroutine->started) {
        return scope_keep(scope, error_new(&ASYNC_TYPE_ERROR, "a coroutine was expected").as.object);
    }
    async_object *task = (async_object *)task_new((async_frame *)coroutine, name, VIA_CREATE_TASK, place);
    task = scope_keep(scope, task);
    return task ? task : error_out_of_memory().as.object;
}

/* What the task awaits: through library coroutines up to the program's own await point. */
static uint32_t await_place(async_loop *loop, const async_frame *frame)
{
    while (frame && (!frame->place || coro_is_library(frame))) {
        frame = frame->caller;
    }
    return frame ? hook_await_place(loop, frame->place, frame->class) : 0;
}

static TraceVia waits_for(const async_object *on)
{
    switch ((object_type)on->type) {
    case OBJECT_TASK: return VIA_TASK;
    case OBJECT_FUTURE: return ((const future_object *)on)->via == VIA_USER ? VIA_FUTURE : (TraceVia)((const future_object *)on)->via;
    default: return (TraceVia)((const future_object *)on)->via;
    }
}

static void end_step(async_loop *loop, task_object *task, TraceReason reason, TraceVia via, uint32_t what)
{
    if (hooked(loop)) {
        hook_emit(loop, EV_STEP_END, reason, via, task->future.number, what, 0, await_place(loop, task->frame));
    }
}

/* The coroutine left off at an await of something that is not there yet. */
static void suspend(async_loop *loop, task_object *task)
{
    async_object *on = task->frame->awaiting;
    task->handle.future = NULL;
    if (!on || on == &task->future.object) {
        if (on) {
            char message[128];
            snprintf(message, sizeof message, "Task cannot await on itself: %s", task->name);
            task->thrown = error_new(&ASYNC_RUNTIME_ERROR, message);
        }
        task->resume = RESUME_NEXT;
        task->handle.call = CALL_STEP;
        loop_schedule(loop, &task->handle, NULL);
        end_step(loop, task, REASON_YIELD, on ? VIA_BAD_AWAIT : VIA_SLEEP_ZERO, 0);
        return;
    }
    task->resume = RESUME_WAKEUP;
    task->handle.call = CALL_WAKEUP;
    task->waiter = object_retain(on);
    future_add_callback((future_object *)on, &task->handle);
    if (task->must_cancel && future_cancel((future_object *)on)) {
        task->must_cancel = false;
    }
    end_step(loop, task, REASON_AWAIT, waits_for(on), future_ref(on));
}

static void finish(async_loop *loop, task_object *task, coro_exit how, async_value value)
{
    future_state state = how == CORO_FINISHED ? FUTURE_RESULT : FUTURE_ERROR;
    if ((how == CORO_FINISHED && task->must_cancel) || (how == CORO_ERROR && async_is(value, &ASYNC_CANCELLED_ERROR))) {
        state = FUTURE_CANCELLED;
        task->must_cancel = false;
    }
    uint32_t shown = hooked(loop) && state != FUTURE_CANCELLED ? hook_repr(loop, value) : 0;
    future_finish(&task->future, state, state == FUTURE_CANCELLED ? async_none() : value);
    value_release(value);
    TraceReason reason = state == FUTURE_RESULT ? REASON_RETURN : state == FUTURE_ERROR ? REASON_RAISE : REASON_CANCELLED;
    end_step(loop, task, reason, VIA_NONE, shown);
    unlink_task(loop, task);
}

/* The error with which the step begins, or None: the one its future failed with, a cancellation that was asked for. A reference. */
static async_value error_to_throw(task_object *task)
{
    async_value error = task->thrown;
    task->thrown = async_none();
    future_object *woken_by = (future_object *)task->handle.future;
    if (woken_by && woken_by->state != FUTURE_RESULT) {
        woken_by->unretrieved = false;
        error = future_error(woken_by);
    }
    if (task->must_cancel) {
        if (!async_is(error, &ASYNC_CANCELLED_ERROR)) {
            value_release(error);
            error = error_new(&ASYNC_CANCELLED_ERROR, "");
        }
        task->must_cancel = false;
    }
    return error;
}

static void task_step(async_loop *loop, async_handle *handle)
{
    task_object *task = (task_object *)(void *)handle->owner;
    assert(task->future.state == FUTURE_PENDING && "a task that is done takes no step");
    object_retain(&task->future.object); /* it lives until its step is over, whoever lets go of it meanwhile */
    loop->current = task;
    loop->author = ref_make(REF_TASK, task->future.number);
    async_value error = error_to_throw(task);
    object_release(task->waiter);
    task->waiter = NULL;
    if (hooked(loop)) {
        Ref author = loop->author;
        loop->author = TRACE_LOOP;
        uint32_t thrown = error.type == ASYNC_ERROR ? hook_repr(loop, error) : 0;
        hook_emit(loop, EV_STEP, task->resume, 0, task->future.number, ref_make(REF_HANDLE, handle->number), future_ref(handle->future),
                  thrown);
        loop->author = author;
    }
    async_value value = async_none();
    coro_exit how = coro_run(loop, task, error, &value);
    if (how == CORO_SUSPENDED) {
        suspend(loop, task);
    } else {
        finish(loop, task, how, value);
    }
    loop->current = NULL;
    loop->author = TRACE_LOOP;
    object_release(&task->future.object);
}

static TraceTarget target_of(const async_loop *loop, const task_object *task)
{
    if (task->future.state != FUTURE_PENDING) {
        return TARGET_DONE;
    }
    if (loop->current == task) {
        return TARGET_RUNNING;
    }
    return task->handle.queued ? TARGET_READY : TARGET_WAITING;
}

bool task_cancel(task_object *task, const TracePlace *place)
{
    async_loop *loop = loop_running;
    if (hooked(loop)) {
        hook_emit(loop, EV_CANCEL, target_of(loop, task), 0, 0, future_ref(&task->future.object), future_ref(task->waiter),
                  hook_place(loop, place));
    }
    task->future.unretrieved = false; /* in asyncio a cancel() counts as having seen the error */
    if (task->future.state != FUTURE_PENDING) {
        return false;
    }
    task->cancel_requests++;
    if (task->waiter && !task->being_cancelled) {
        task->being_cancelled = true;
        bool accepted = future_cancel((future_object *)task->waiter);
        task->being_cancelled = false;
        if (accepted) {
            return true;
        }
    }
    task->must_cancel = true;
    return true;
}

void task_dispose(task_object *task)
{
    coro_free(task->frame);
    object_release(task->waiter);
    value_release(task->thrown);
    future_dispose(&task->future);
}

void task_abandon(task_object *task)
{
    async_frame *frame = task->frame;
    if (task->waiter) {
        future_remove_callback((future_object *)task->waiter, &task->handle);
    }
    task->frame = NULL;
    coro_free(frame);
    unlink_task(loop_running, task);
}
