/* task.c: a coroutine in the hands of the loop: its steps, its wake-ups, its end, and how it is cancelled. */
#include "async_generator.h"
#include "report.h"
#include "sleep.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void link_task(async_loop *loop, task_object *task)
{
    task->next = NULL;
    task->previous = loop->tasks_last;
    *(loop->tasks_last ? &loop->tasks_last->next : &loop->tasks) = task;
    loop->tasks_last = task;
    object_retain(&task->future.object);
}

/* Takes over a reference to the message. */
static void unlink_task(async_loop *loop, task_object *task, string_object *message)
{
    *(task->previous ? &task->previous->next : &loop->tasks) = task->next;
    *(task->next ? &task->next->previous : &loop->tasks_last) = task->previous;
    task->cancel_message = message;
    task->previous = NULL;
    object_release(&task->future.object);
}

const char *task_name(const task_object *task, char buffer[32])
{
    if (task->name) {
        return task->name->text;
    }
    snprintf(buffer, 32, "Task-%u", task->future.number);
    return buffer;
}

static void announce(async_loop *loop, const task_object *task, TraceVia via, bool eager, const TracePlace *place)
{
    char default_name[32];
    /* One after another: the texts of a trace are numbered as they come, with whatever compiler. */
    uint32_t at = hook_place(loop, place), coroutine = hook_class_of(loop, coro_class(task->frame))->name;
    uint32_t name = hook_text(loop, task_name(task, default_name));
    hook_emit(loop, EV_TASK_NEW, via, eager, task->future.number, name, coroutine, at);
    const char *label = task->name ? task->name->text : coro_label(task->frame);
    if (label && *label && !(task->name && strcmp(label, "None") == 0)) {
        hook_emit(loop, EV_LABEL, 0, 0, task->future.number, hook_text(loop, label), 0, 0);
    }
}

/* Field by field: clearing the whole first takes longer than all else that makes a task. */
static inline void initialize(async_loop *loop, task_object *task, uint8_t size_class)
{
    future_object *future = &task->future;
    object_begin(&future->object, OBJECT_TASK, size_class);
    future->number = ++loop->task_numbers; /* Task- and this number, used up even when a name is given, as in CPython 3.11 */
    future->state = FUTURE_PENDING;
    future->via = VIA_TASK;
    future->unretrieved = false;
    future_set_value(future, async_none());
    future->callbacks = NULL;
    task->entry = (async_entry){.call = CALL_STEP};
    task->waiter = NULL;
    task->cancel_requests = 0;
    task->resume = RESUME_START;
    task->must_cancel = false;
    task->in_sleep_zero = task->being_cancelled = task->destroyed_silently = task->begins_to_close = false;
    task->is_told_so = task->awaited_itself = false;
}

static inline bool is_eager(const async_loop *loop, eager_start eager)
{
    return eager == EAGER_YES || (eager == EAGER_AS_SET && loop->eager_tasks);
}

task_object *task_new(async_coroutine coroutine, const char *name, TraceVia via, eager_start eager, const TracePlace *place)
{
    async_loop *loop = loop_running;
    if (!object_is_unstarted(coroutine)) { /* a task as any other; its first step raises */
        coroutine = coro_again(coroutine, place ? place : ASYNC_HERE_(""));
        if (coroutine->type == OBJECT_ERROR) {
            return NULL;
        }
    }
    bool starts = is_eager(loop, eager);
    if (starts && !eager_may_go_deeper(loop)) {
        return NULL;
    }
    uint8_t size_class;
    task_object *task = pool_take_raw(sizeof *task, &size_class);
    string_object *named = name ? string_new(name) : NULL;
    async_frame *frame = !task || (name && !named)             ? NULL
                         : coroutine->type == OBJECT_COROUTINE ? (async_frame *)coroutine
                                                               : sleep_as_coroutine(coroutine);
    if (!frame) {
        object_release(named ? &named->object : NULL);
        if (task) {
            pool_give(task, size_class);
        }
        return NULL;
    }
    scope_forget((async_object *)frame);
    ((async_object *)frame)->unstarted = false;
    initialize(loop, task, size_class);
    task->frame = frame;
    string_object *name_of_factory = starts && eager == EAGER_AS_SET ? eager_name_of_factory(&named) : NULL;
    task->name = named;
    link_task(loop, task);
    if (hooked(loop)) {
        announce(loop, task, via, starts, place);
    }
    if (starts) {
        return eager_begin(loop, task, name_of_factory) ? task : NULL;
    }
    loop_schedule(loop, &task->entry, place);
    return task;
}

bool task_can_ensure(const async_object *awaitable)
{
    return object_is_unstarted(awaitable) || is_future(awaitable) || (awaitable && awaitable->type == OBJECT_COROUTINE);
}

bool task_can_begin(const async_object *coroutine) { return object_is_coroutine(coroutine); }

future_object *task_ensure(async_awaitable awaitable, TraceVia via, const TracePlace *place)
{
    bool is_sleeping = is_future(awaitable) && awaitable->type == OBJECT_SLEEP; /* a coroutine that has been awaited, to whoever holds it */
    if (is_future(awaitable) && !is_sleeping) {
        return (future_object *)object_retain(awaitable);
    }
    task_object *task = task_new(awaitable, NULL, via, EAGER_AS_SET, place);
    return task ? &task->future : NULL;
}

async_task async_create_task_(async_coroutine handle, const char *name, async_eager_start eager, const TracePlace *place)
{
    async_object *coroutine = object_of(handle);
    if (!loop_running || loop_running->closing) {
        report_misuse("create_task needs a running event loop", place);
        return NULL;
    }
    if (coroutine && coroutine->type == OBJECT_ERROR) {
        return handle; /* awaiting it raises the error */
    }
    async_scope *scope = scope_current();
    if (!task_can_begin(coroutine)) {
        return object_handle(scope_keep(scope, error_new(&ASYNC_TYPE_ERROR, "a coroutine was expected").as.object));
    }
    async_object *task = (async_object *)task_new(coroutine, name, VIA_CREATE_TASK, task_eager(eager), place);
    if (!task) {
        return object_handle(task_not_made());
    }
    task = scope_keep(scope, task);
    return object_handle(task ? task : error_out_of_memory().as.object);
}

/* What the task awaits: through library coroutines up to the program's own await point. */
static uint32_t await_place(async_loop *loop, const async_frame *frame)
{
    while (frame && (!frame->place || coro_is_library(frame))) {
        frame = frame->caller;
    }
    return frame ? hook_await_place(loop, frame->place, coro_class(frame)) : 0;
}

static TraceVia waits_for(const async_object *on)
{
    switch ((object_type)on->type) {
    case OBJECT_TASK: return VIA_TASK;
    case OBJECT_OUTER:
    case OBJECT_FUTURE: return ((const future_object *)on)->via == VIA_USER ? VIA_FUTURE : (TraceVia)((const future_object *)on)->via;
    default: return (TraceVia)((const future_object *)on)->via;
    }
}

static void end_step(async_loop *loop, task_object *task, TraceReason reason, TraceVia via, uint32_t what)
{
    uint32_t variables = reason == REASON_AWAIT || reason == REASON_YIELD ? hook_variables(loop, task->frame) : 0;
    hook_emit(loop, EV_STEP_END, reason, via, task->future.number, what, variables, await_place(loop, task->frame));
}

/* A step that ended by a bare yield, or by an await of the task itself: it stands in the queue again, behind everything that is ready now. */
static inline void yield(async_loop *loop, task_object *task, TraceVia via)
{
    task->resume = RESUME_NEXT;
    task->entry.plain = via == VIA_SLEEP_ZERO && !task->must_cancel && !task->begins_to_close && !coro_is_library(task->frame);
    task->entry.call = CALL_STEP;
    task->in_sleep_zero = via == VIA_SLEEP_ZERO && !sleep_is_coroutine(task->frame);
    if (hooked(loop) && task->in_sleep_zero) {
        sleep_announce(loop, EV_ENTER, OUTCOME_RESULT);
    }
    loop_schedule(loop, &task->entry, NULL);
    if (hooked(loop)) {
        end_step(loop, task, REASON_YIELD, via, 0);
    }
}

/* The coroutine left off at an await of something that is not there yet. */
static inline __attribute__((always_inline)) void suspend(async_loop *loop, task_object *task)
{
    async_object *on = async_step_.awaited;
    if (on == &task->future.object) {
        task->awaited_itself = task->is_told_so = true;
        object_release(on);
        yield(loop, task, VIA_BAD_AWAIT);
        return;
    }
    task->resume = RESUME_WAKEUP;
    task->entry.call = CALL_WAKEUP;
    task->waiter = on; /* with the reference that the await took */
    future_add_entry((future_object *)on, &task->entry);
    if (task->must_cancel) {
        /* Kept meanwhile: the cancel may come back to this task by way of a ring, with another message. */
        async_value message = value_retain(string_value(future_cancel_message(&task->future)));
        if (future_cancel((future_object *)on, future_cancel_message(&task->future))) {
            task->must_cancel = false;
        }
        value_release(message);
    }
    if (hooked(loop)) {
        end_step(loop, task, REASON_AWAIT, waits_for(on), future_ref(on));
    }
}

/* in_eager_step: it has no end of its own to be told of, and what ends a run goes to whoever makes the task. */
static inline __attribute__((always_inline)) void finish(async_loop *loop, task_object *task, coro_exit how, async_value value,
                                                         bool in_eager_step)
{
    future_state state = how == CORO_FINISHED ? FUTURE_RESULT : FUTURE_ERROR;
    if ((how == CORO_FINISHED && task->must_cancel) || (how == CORO_ERROR && async_is(value, &ASYNC_CANCELLED_ERROR))) {
        state = FUTURE_CANCELLED;
        task->must_cancel = false;
    }
    uint32_t shown = hooked(loop) && state != FUTURE_CANCELLED ? hook_repr(loop, value) : 0;
    string_object *message = future_cancel_message(&task->future);
    if (state == FUTURE_CANCELLED && how == CORO_FINISHED) {
        future_set_value(&task->future, async_none());
        future_finish(&task->future, state, string_value(message));
    } else {
        future_finish(&task->future, state, value);
    }
    value_release(value);
    if (message && state == FUTURE_CANCELLED) {
        object_release(&message->object);
        message = NULL;
    }
    if (hooked(loop) && !in_eager_step) {
        TraceReason reason = state == FUTURE_RESULT ? REASON_RETURN : state == FUTURE_ERROR ? REASON_RAISE : REASON_CANCELLED;
        end_step(loop, task, reason, VIA_NONE, shown);
    }
    if (state == FUTURE_ERROR && !in_eager_step) {
        loop_escape(loop, future_value(&task->future));
    } else if (state == FUTURE_ERROR && error_ends_run(future_value(&task->future))) {
        loop->not_made = value_retain(future_value(&task->future));
    }
    unlink_task(loop, task, message);
}

static async_value awaited_itself(const task_object *task)
{
    char message[128], name[32];
    snprintf(message, sizeof message, "Task cannot await on itself: %s", task_name(task, name));
    return error_new(&ASYNC_RUNTIME_ERROR, message);
}

/* The error with which the step begins, or None: the one its future failed with, a cancellation that was asked for. A reference. */
static async_value error_to_throw(task_object *task)
{
    async_value error = task->is_told_so ? awaited_itself(task) : async_none();
    task->is_told_so = false;
    future_object *woken_by = (future_object *)task->waiter;
    if (woken_by && woken_by->state != FUTURE_RESULT) {
        woken_by->unretrieved = false;
        value_release(error);
        error = future_error(woken_by);
    }
    if (task->must_cancel) {
        if (!async_is(error, &ASYNC_CANCELLED_ERROR)) {
            value_release(error);
            error = error_cancelled(future_cancel_message(&task->future));
        }
        task->must_cancel = false;
    }
    if (task->begins_to_close && error.type != ASYNC_ERROR) {
        task->begins_to_close = false;
        error = error_new(&ASYNC_GENERATOR_EXIT, "");
    }
    return error;
}

static void announce_step(async_loop *loop, const task_object *task, async_value error)
{
    Ref author = loop->author;
    loop->author = TRACE_LOOP;
    bool seen = error.type == ASYNC_ERROR && !async_is(error, &ASYNC_GENERATOR_EXIT); /* which only the generator sees, not its task */
    uint32_t thrown = seen ? hook_repr(loop, error) : 0;
    hook_emit(loop, EV_STEP, task->resume, 0, task->future.number, ref_make(REF_HANDLE, task->entry.number), future_ref(task->waiter),
              thrown);
    loop->author = author;
}

static inline __attribute__((always_inline)) void step_ends(async_loop *loop, task_object *task, coro_exit how, async_value value)
{
    if (how == CORO_YIELDED) {
        yield(loop, task, VIA_SLEEP_ZERO);
    } else if (how == CORO_SUSPENDED) {
        suspend(loop, task);
    } else {
        finish(loop, task, how, value, false);
    }
    loop->current = NULL;
    loop->author = TRACE_LOOP;
}

void task_step_ends(async_loop *loop, task_object *task, coro_exit how, async_value value) { step_ends(loop, task, how, value); }

OUT_OF_LINE void task_step(async_loop *loop, task_object *task)
{
    assert(task->future.state == FUTURE_PENDING && "a task that is done takes no step");
    task->entry.plain = false;
    loop->current = task;
    loop->author = ref_make(REF_TASK, task->future.number);
    async_value error = error_to_throw(task);
    if (hooked(loop)) {
        announce_step(loop, task, error);
    }
    async_value value = async_none();
    coro_exit how = coro_run(loop, task, error, &value);
    step_ends(loop, task, how, value);
}

OUT_OF_LINE void task_eager_step_ends(async_loop *loop, task_object *task, coro_exit how, async_value value)
{
    if (how == CORO_YIELDED) {
        yield(loop, task, VIA_SLEEP_ZERO);
    } else if (how == CORO_SUSPENDED) {
        suspend(loop, task);
    } else {
        finish(loop, task, how, value, true);
    }
}

static TraceTarget target_of(const async_loop *loop, const task_object *task)
{
    if (task->future.state != FUTURE_PENDING) {
        return TARGET_DONE;
    }
    if (loop->current == task) {
        return TARGET_RUNNING;
    }
    /* One that is neither has made an eager task, which runs inside of it. */
    return task->entry.queued ? TARGET_READY : task->waiter ? TARGET_WAITING : TARGET_RUNNING;
}

/* Does a cancel of the task go on to what it awaits? Where tasks await each other in a ring it would come back, in CPython until the stack is used up;
   here it ends at who is being cancelled already, and where many rings cross each other, after so many cancels. */
static bool passes_on(async_loop *loop, const task_object *task)
{
    enum { MOST_IN_RINGS = 10000 };
    if (task->being_cancelled) {
        loop->cancels.in_ring = true;
        return false;
    }
    return ++loop->cancels.made <= MOST_IN_RINGS || !loop->cancels.in_ring;
}

/* The task's next step will be told; if an error of its own waits for that step, a cancel without a message leaves that where it is. */
static void remember_cancel(task_object *task, string_object *message)
{
    task->must_cancel = true;
    task->entry.plain = false;
    if (message || task->future.value_type == ASYNC_STR) {
        async_value before = future_value(&task->future); /* it may be the message: a ring of tasks brings a cancel back to its sender */
        future_set_value(&task->future, value_retain(string_value(message)));
        value_release(before);
    }
}

/* The request is told and counted. False: the task is done. */
static bool request(async_loop *loop, task_object *task, const TracePlace *place)
{
    if (hooked(loop)) {
        hook_emit(loop, EV_CANCEL, target_of(loop, task), 0, 0, future_ref(&task->future.object), future_ref(task->waiter),
                  hook_place(loop, place));
    }
    task->future.unretrieved = false; /* in asyncio a cancel() counts as having seen the error */
    if (task->future.state != FUTURE_PENDING) {
        return false;
    }
    task->cancel_requests++;
    return true;
}

bool task_cancel(task_object *task, string_object *message, const TracePlace *place)
{
    async_loop *loop = loop_running;
    if (!request(loop, task, place)) {
        return false;
    }
    task_object *last = task; /* of the chain in which each awaits the next: as long as the program likes, so this is a loop */
    size_t passed = 0;
    bool accepted = false;
    loop->cancels.depth++;
    while (last->waiter && passes_on(loop, last)) {
        async_object *on = last->waiter;
        last->being_cancelled = true;
        passed++;
        if (on->type != OBJECT_TASK) {
            accepted = future_cancel((future_object *)on, message);
            break;
        }
        if (!request(loop, (task_object *)(void *)on, NULL)) {
            break;
        }
        last = (task_object *)(void *)on;
    }
    if (!accepted) {
        remember_cancel(last, message);
    }
    for (task_object *each = task; passed; passed--, each = (task_object *)(void *)each->waiter) {
        each->being_cancelled = false;
    }
    loop_cancel_ends(loop);
    return true;
}

void task_dispose(task_object *task)
{
    coro_free(task->frame);
    object_release(task->waiter);
    object_release(task->name ? &task->name->object : NULL);
    object_release(task->cancel_message ? &task->cancel_message->object : NULL); /* it is done: else the list of tasks would hold it */
    future_dispose(&task->future);
}

void task_abandon(task_object *task)
{
    async_frame *frame = task->frame;
    async_object *waiter = task->waiter;
    if (waiter) {
        future_remove_entry((future_object *)waiter, &task->entry);
    }
    task->frame = NULL;
    task->waiter = NULL; /* or tasks that await each other in a ring would hold each other */
    coro_free(frame);
    object_release(waiter);
    unlink_task(loop_running, task, NULL);
}
