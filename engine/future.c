/* future.c: a result that is not there yet, and the callbacks that run once it is. */
#include "internal.h"

#include <assert.h>

bool is_future(const async_object *object)
{
    return object && (object->type == OBJECT_FUTURE || object->type == OBJECT_TASK || object->type == OBJECT_GATHER);
}

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
    future->value = async_none();
    future->callbacks_end = &future->callbacks;
}

future_object *future_new(size_t size, object_type type, TraceVia via, const TracePlace *place)
{
    async_loop *loop = loop_running;
    future_object *future = object_new(type, size);
    if (!future) {
        return NULL;
    }
    future_init(future, via);
    future->number = ++loop->future_numbers;
    if (hooked(loop)) {
        hook_emit(loop, EV_FUT_NEW, via, 0, future->number, 0, 0, hook_place(loop, place));
    }
    return future;
}

async_future async_create_future_(const TracePlace *place)
{
    if (!loop_running) {
        report_misuse("a future needs a running event loop", place);
        return NULL;
    }
    return scope_keep(scope_current(), (async_object *)future_new(sizeof(future_object), OBJECT_FUTURE, VIA_USER, place));
}

static TraceOutcome outcome_of(future_state state)
{
    return state == FUTURE_RESULT ? OUTCOME_RESULT : state == FUTURE_ERROR ? OUTCOME_EXCEPTION : OUTCOME_CANCELLED;
}

void future_finish(future_object *future, future_state state, async_value value)
{
    async_loop *loop = loop_running;
    assert(future->state == FUTURE_PENDING && "a future is finished once");
    future->state = (uint8_t)state;
    future->value = value_retain(value);
    future->unretrieved = state == FUTURE_ERROR;
    if (hooked(loop)) {
        uint32_t shown = state == FUTURE_CANCELLED ? 0 : hook_repr(loop, value);
        hook_emit(loop, EV_RESOLVE, outcome_of(state), 0, 0, future_ref(&future->object), shown, 0);
    }
    async_handle *handle = future->callbacks;
    future->callbacks = NULL;
    future->callbacks_end = &future->callbacks;
    while (handle) {
        async_handle *next = handle->next;
        handle->future = object_retain(&future->object);
        loop_schedule(loop, handle, NULL);
        object_release(handle->owner); /* the reference of this list; the ready queue has its own */
        handle = next;
    }
}

void future_add_callback(future_object *future, async_handle *handle)
{
    if (future->state != FUTURE_PENDING) {
        handle->future = object_retain(&future->object);
        loop_schedule(loop_running, handle, NULL);
        return;
    }
    object_retain(handle->owner);
    handle->next = NULL;
    *future->callbacks_end = handle;
    future->callbacks_end = &handle->next;
}

bool future_remove_callback(future_object *future, async_handle *handle)
{
    for (async_handle **at = &future->callbacks; *at; at = &(*at)->next) {
        if (*at == handle) {
            *at = handle->next;
            if (!*at) {
                future->callbacks_end = at;
            }
            object_release(handle->owner);
            return true;
        }
    }
    return false;
}

bool future_cancel(future_object *future)
{
    switch ((object_type)future->object.type) {
    case OBJECT_TASK: return task_cancel((task_object *)(void *)future, NULL);
    case OBJECT_GATHER: return gather_cancel((gather_object *)(void *)future);
    default:
        if (future->state != FUTURE_PENDING) {
            return false;
        }
        future_finish(future, FUTURE_CANCELLED, async_none());
        return true;
    }
}

async_value future_error(const future_object *future)
{
    return future->state == FUTURE_CANCELLED ? error_new(&ASYNC_CANCELLED_ERROR, "") : value_retain(future->value);
}

void future_dispose(future_object *future)
{
    if (future->unretrieved) {
        report_unretrieved(future);
    }
    value_release(future->value);
    while (future->callbacks) {
        async_handle *handle = future->callbacks;
        future->callbacks = handle->next;
        object_release(handle->owner);
    }
}

bool async_set_result(async_future future, async_value result)
{
    if (!future || future->type != OBJECT_FUTURE || ((future_object *)future)->state != FUTURE_PENDING) {
        return false;
    }
    future_finish((future_object *)future, FUTURE_RESULT, result);
    return true;
}

bool async_set_error(async_future future, async_value error)
{
    if (!future || future->type != OBJECT_FUTURE || ((future_object *)future)->state != FUTURE_PENDING || error.type != ASYNC_ERROR) {
        return false;
    }
    future_finish((future_object *)future, FUTURE_ERROR, error);
    return true;
}

bool async_cancel_(async_awaitable awaitable, const TracePlace *place)
{
    if (!is_future(awaitable)) {
        return false;
    }
    if (awaitable->type == OBJECT_TASK) {
        return task_cancel((task_object *)(void *)awaitable, place);
    }
    return future_cancel((future_object *)awaitable);
}

bool async_done(async_awaitable future) { return is_future(future) && ((future_object *)future)->state != FUTURE_PENDING; }

bool async_cancelled(async_awaitable future) { return is_future(future) && ((future_object *)future)->state == FUTURE_CANCELLED; }

async_value async_result(async_awaitable awaitable)
{
    if (!async_done(awaitable)) {
        return async_error(&ASYNC_INVALID_STATE_ERROR, "Result is not set.");
    }
    future_object *future = (future_object *)awaitable;
    future->unretrieved = false;
    async_value value = future->state == FUTURE_RESULT ? value_retain(future->value) : future_error(future);
    if (value_object(value) && !scope_keep(scope_current(), value_object(value))) {
        return error_out_of_memory();
    }
    return value;
}
