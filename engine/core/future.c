/* future.c: a result that is not there yet, and the callbacks that run once it is. */
#include "custom.h"
#include "hook.h"
#include "report.h"

#include <assert.h>

Ref future_ref(const async_object *object)
{
    if (!is_future(object)) {
        return TRACE_NOBODY;
    }
    return ref_make(object->type == OBJECT_TASK ? REF_TASK : REF_FUTURE, ((const future_object *)object)->number);
}

void future_init(future_object *future, TraceVia via)
{
    future->via = (uint8_t)via;
    future_set_value(future, async_none());
}

static future_object *numbered(size_t size, object_type type, TraceVia via)
{
    future_object *future = object_new(type, size);
    if (future) {
        future_init(future, via);
        future->number = ++loop_running->future_numbers;
    }
    return future;
}

future_object *future_new(size_t size, object_type type, TraceVia via, const TracePlace *place)
{
    async_loop *loop = loop_running;
    future_object *future = numbered(size, type, via);
    if (future && hooked(loop)) {
        hook_emit(loop, EV_FUT_NEW, via, 0, future->number, 0, 0, hook_place(loop, place));
    }
    return future;
}

future_object *future_new_at(size_t size, TraceVia via, thing_object *thing)
{
    async_loop *loop = loop_running;
    future_object *future = numbered(size, OBJECT_FUTURE, via);
    if (future && hooked(loop)) {
        hook_emit(loop, EV_FUT_NEW, via, 0, future->number, custom_thing(thing), 0, 0);
    }
    return future;
}

async_future async_create_future_(const TracePlace *place)
{
    if (!loop_running) {
        report_misuse("a future needs a running event loop", place);
        return NULL;
    }
    return object_handle(scope_keep(scope_current(), (async_object *)future_new(sizeof(future_object), OBJECT_FUTURE, VIA_USER, place)));
}

static TraceOutcome outcome_of_state(future_state state)
{
    return state == FUTURE_RESULT ? OUTCOME_RESULT : state == FUTURE_ERROR ? OUTCOME_EXCEPTION : OUTCOME_CANCELLED;
}

/* A task's wake-up belongs to the task, which lives until it is done; a handle is kept alive by its owner, to which each list holds a reference. */
static async_handle *handle_among(async_entry *entry) { return entry->call == CALL_WAKEUP ? NULL : (async_handle *)(void *)entry; }

static inline void schedule_callback(async_loop *loop, future_object *future, async_entry *entry)
{
    async_handle *handle = handle_among(entry);
    if (!handle) {
        loop_schedule(loop, entry, NULL);
        return;
    }
    handle->future = object_retain(&future->object);
    loop_schedule(loop, entry, NULL);
    object_release(handle->owner); /* the reference of this list; the ready queue has its own */
}

void future_finish(future_object *future, future_state state, async_value value)
{
    async_loop *loop = loop_running;
    assert(future->state == FUTURE_PENDING && "a future is finished once");
    future->state = (uint8_t)state;
    future_set_value(future, value_retain(value));
    future->unretrieved = state == FUTURE_ERROR;
    if (value.type >= ASYNC_LIST && state == FUTURE_RESULT && cycles_may_go_through(value)) {
        cycles_note(loop, future);
    }
    if (hooked(loop)) {
        uint32_t shown = state == FUTURE_CANCELLED ? 0 : hook_repr(loop, value);
        hook_emit(loop, EV_RESOLVE, outcome_of_state(state), 0, 0, future_ref(&future->object), shown, 0);
    }
    async_entry *last = future->callbacks;
    if (!last) {
        return;
    }
    future->callbacks = NULL;
    async_entry *entry = last->next;
    for (;;) {
        async_entry *next = entry->next;
        bool is_last = entry == last;
        schedule_callback(loop, future, entry);
        if (is_last) {
            break;
        }
        entry = next;
    }
}

void future_add_entry(future_object *future, async_entry *entry)
{
    if (future->callbacks) {
        entry->next = future->callbacks->next;
        future->callbacks->next = entry;
    } else {
        entry->next = entry;
    }
    future->callbacks = entry;
}

void future_add_callback(future_object *future, async_handle *handle)
{
    if (future->state != FUTURE_PENDING) {
        handle->future = object_retain(&future->object);
        loop_schedule(loop_running, &handle->entry, NULL);
        return;
    }
    object_retain(handle->owner);
    future_add_entry(future, &handle->entry);
}

bool future_remove_entry(future_object *future, const async_entry *entry)
{
    async_entry *before = future->callbacks;
    if (!before) {
        return false;
    }
    do {
        async_entry *at = before->next;
        if (at == entry) {
            if (at == before) {
                future->callbacks = NULL;
            } else {
                before->next = at->next;
                future->callbacks = future->callbacks == at ? before : future->callbacks;
            }
            return true;
        }
        before = at;
    } while (before != future->callbacks);
    return false;
}

bool future_remove_callback(future_object *future, async_handle *handle)
{
    bool removed = future_remove_entry(future, &handle->entry);
    if (removed) {
        object_release(handle->owner);
    }
    return removed;
}

/* Futures that stand for others stand in each other no deeper than this; in CPython a RecursionError comes out of cancel() then. */
static bool cancel_outer(outer_future *outer, string_object *message)
{
    enum { DEEPEST = 1000 };
    async_loop *loop = loop_running;
    if (loop->cancels.depth > DEEPEST) {
        if (!loop->cancels.too_deep) {
            report_say("RecursionError: a cancel() met more than %d gathers inside each other, and went no further\n", DEEPEST);
        }
        loop->cancels.too_deep = true;
        return false;
    }
    loop->cancels.depth++;
    bool accepted = outer->class->cancel(outer, message);
    loop_cancel_ends(loop);
    return accepted;
}

bool future_cancel(future_object *future, string_object *message)
{
    switch ((object_type)future->object.type) {
    case OBJECT_TASK: return task_cancel((task_object *)(void *)future, message, NULL);
    case OBJECT_OUTER: return cancel_outer((outer_future *)(void *)future, message);
    default:
        future->unretrieved = false; /* in asyncio a cancel() counts as having seen the error */
        if (future->state != FUTURE_PENDING) {
            return false;
        }
        future_finish(future, FUTURE_CANCELLED, string_value(message));
        return true;
    }
}

string_object *future_cancel_message(const future_object *future)
{
    if (future->object.type == OBJECT_TASK && future->state != FUTURE_CANCELLED && future->state != FUTURE_PENDING) {
        return ((const task_object *)(const void *)future)->cancel_message;
    }
    bool holds_it = future->state == FUTURE_CANCELLED || future->state == FUTURE_PENDING;
    return holds_it && future->value_type == ASYNC_STR ? (string_object *)(void *)future->value.object : NULL;
}

async_value future_cancelled_error(future_object *future)
{
    if (future->state == FUTURE_CANCELLED && future->value_type == ASYNC_ERROR) {
        async_value own = future_value(future);
        future_set_value(future, async_none());
        return own;
    }
    return error_cancelled(future_cancel_message(future));
}

async_value future_error(future_object *future)
{
    return future->state == FUTURE_CANCELLED ? future_cancelled_error(future) : value_retain(future_value(future));
}

void future_dispose(future_object *future)
{
    if (future->unretrieved) {
        report_unretrieved(future);
    }
    value_release(future_value(future));
    async_entry *last = future->callbacks;
    future->callbacks = NULL;
    for (async_entry *entry = last ? last->next : NULL; entry;) {
        async_entry *next = entry == last ? NULL : entry->next;
        async_handle *handle = handle_among(entry);
        object_release(handle ? handle->owner : NULL);
        entry = next;
    }
}

/* A gather's too: its children, who may still be on their way, then find it answered. Not a task's: that is for its coroutine alone. */
static bool can_be_answered(const async_object *future)
{
    return future && (future->type == OBJECT_FUTURE || future->type == OBJECT_OUTER) &&
           ((const future_object *)future)->state == FUTURE_PENDING;
}

bool async_set_result(async_future handle, async_value result)
{
    async_object *future = object_of(handle);
    if (!can_be_answered(future)) {
        return false;
    }
    future_finish((future_object *)future, FUTURE_RESULT, result);
    return true;
}

bool async_set_error(async_future handle, async_value error)
{
    async_object *future = object_of(handle);
    if (!can_be_answered(future) || error.type != ASYNC_ERROR) {
        return false;
    }
    future_finish((future_object *)future, FUTURE_ERROR, error);
    return true;
}

bool async_cancel_(async_awaitable handle, const char *message, const TracePlace *place)
{
    async_object *awaitable = object_of(handle);
    if (!is_future(awaitable)) {
        return false;
    }
    string_object *text = message ? string_new(message) : NULL; /* out of memory: the cancellation goes on without its text */
    bool accepted = awaitable->type == OBJECT_TASK ? task_cancel((task_object *)(void *)awaitable, text, place)
                                                   : future_cancel((future_object *)awaitable, text);
    object_release(text ? &text->object : NULL);
    return accepted;
}

static future_object *future_of(const async_object *handle)
{
    async_object *object = object_of(handle);
    return is_future(object) ? (future_object *)object : NULL;
}

bool async_done(async_awaitable handle)
{
    const future_object *future = future_of(handle);
    return future && future->state != FUTURE_PENDING;
}

bool async_cancelled(async_awaitable handle)
{
    const future_object *future = future_of(handle);
    return future && future->state == FUTURE_CANCELLED;
}

async_value async_result(async_awaitable handle)
{
    future_object *future = future_of(handle);
    if (!future || future->state == FUTURE_PENDING) {
        return object_of(handle) == &object_gone ? async_error(&ASYNC_RUNTIME_ERROR, "a task or future was expected, but " OBJECT_IS_GONE)
                                                 : async_error(&ASYNC_INVALID_STATE_ERROR, "Result is not set.");
    }
    future->unretrieved = false;
    async_value value = future->state == FUTURE_RESULT ? value_retain(future_value(future)) : future_error(future);
    if (value_object(value) && !scope_keep(scope_current(), value_object(value))) {
        return error_out_of_memory();
    }
    return value;
}

/* ---- Futures that stand for others ---- */

outer_future *outer_new(size_t size, const outer_class *class, TraceVia via)
{
    outer_future *outer = object_new(OBJECT_OUTER, size);
    if (!outer) {
        return NULL;
    }
    future_init(&outer->future, via);
    outer->class = class;
    outer->next = loop_running->outers;
    if (outer->next) {
        outer->next->previous = outer;
    }
    loop_running->outers = outer;
    return outer;
}

static void unlink_outer(async_loop *loop, outer_future *outer)
{
    if (outer->previous) {
        outer->previous->next = outer->next;
    } else if (loop->outers == outer) {
        loop->outers = outer->next;
    }
    if (outer->next) {
        outer->next->previous = outer->previous;
    }
    outer->next = outer->previous = NULL;
}

void outer_end(async_loop *loop)
{
    while (loop->outers) {
        outer_future *outer = loop->outers;
        unlink_outer(loop, outer);
        object_retain(&outer->future.object);
        outer->class->untie(outer);
        object_release(&outer->future.object);
    }
}

void outer_dispose(outer_future *outer)
{
    unlink_outer(loop_running, outer);
    outer->class->dispose(outer);
    future_dispose(&outer->future);
}
