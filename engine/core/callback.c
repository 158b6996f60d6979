/* callback.c: a program's own callbacks: call_soon, call_later, call_at, add_done_callback. */
#include "hook.h"
#include "report.h"

#include <stddef.h>

static user_handle *user_of(async_handle *handle) { return (user_handle *)(void *)((char *)handle - offsetof(user_handle, handle)); }

static async_handle *handle_given(user_handle *user)
{
    size_t offset = offsetof(user_handle, handle);
    return (async_handle *)(void *)((char *)object_handle(&user->object) + offset);
}

/* NULL: it has run, or was taken off, and is gone. */
static async_handle *handle_taken(async_handle *given)
{
    async_object *object = given ? object_of((async_object *)(void *)((char *)given - offsetof(user_handle, handle))) : NULL;
    return object && object->type == OBJECT_HANDLE ? &((user_handle *)(void *)object)->handle : NULL;
}

static void run(async_loop *loop, async_handle *handle)
{
    user_handle *user = user_of(handle);
    user->function(object_handle(handle->future), user->context);
    async_value error = loop->callback_error;
    loop->callback_error = async_none();
    if (error_ends_run(error)) {
        loop_escape(loop, error);
    } else if (error.type == ASYNC_ERROR) {
        report_callback(loop, user->name, error);
    }
    value_release(error);
    scope_end(&loop->outside);
}

void async_callback_failed(async_value error)
{
    async_loop *loop = loop_running;
    if (loop && !loop->current && ref_kind(loop->author) > REF_FUTURE && error.type == ASYNC_ERROR) {
        value_release(loop->callback_error);
        loop->callback_error = value_retain(error);
    }
}

user_handle *callback_new(async_callback function, void *context, const char *name, const TracePlace *place)
{
    if (!loop_running) {
        report_misuse("a callback needs a running event loop", place);
        return NULL;
    }
    user_handle *user = object_new(OBJECT_HANDLE, sizeof *user);
    if (user) {
        user->function = function;
        user->context = context;
        user->handle.run = run;
        user->handle.owner = &user->object;
        user->handle.call = CALL_USER;
        user->name = name;
    }
    return user;
}

async_handle *async_call_soon_(async_callback function, void *context, const char *name, const TracePlace *place)
{
    user_handle *user = callback_new(function, context, name, place);
    if (!user) {
        return NULL;
    }
    async_handle *given = handle_given(user);
    loop_schedule(loop_running, &user->handle.entry, place);
    object_release(&user->object);
    return given;
}

static async_handle *call_at_ns(int64_t when, async_callback function, void *context, const char *name, const TracePlace *place)
{
    user_handle *user = callback_new(function, context, name, place);
    if (!user) {
        return NULL;
    }
    async_handle *given = handle_given(user);
    bool set = loop_add_timer(loop_running, &user->handle.entry, when);
    object_release(&user->object);
    return set ? given : NULL;
}

async_handle *async_call_later_(double delay, async_callback function, void *context, const char *name, const TracePlace *place)
{
    return call_at_ns((loop_running ? loop_time(loop_running) : 0) + loop_ns(delay), function, context, name, place);
}

async_handle *async_call_at_(double when, async_callback function, void *context, const char *name, const TracePlace *place)
{
    return call_at_ns(loop_ns(when), function, context, name, place);
}

async_handle *async_add_done_callback_(async_future of, async_callback function, void *context, const char *name, const TracePlace *place)
{
    async_object *future = object_of(of);
    user_handle *user = is_future(future) ? callback_new(function, context, name, place) : NULL;
    if (!user) {
        return NULL;
    }
    async_handle *given = handle_given(user);
    future_add_callback((future_object *)future, &user->handle);
    object_release(&user->object);
    return given;
}

static async_handle *find_callback(const future_object *future, async_callback function, const void *context)
{
    async_entry *last = future->callbacks;
    for (async_entry *entry = last ? last->next : NULL; entry; entry = entry == last ? NULL : entry->next) {
        async_handle *handle = (async_handle *)(void *)entry;
        if (entry->call == CALL_USER && user_of(handle)->function == function && user_of(handle)->context == context) {
            return handle;
        }
    }
    return NULL;
}

size_t async_remove_done_callback(async_future of, async_callback function, const void *context)
{
    async_object *future = object_of(of);
    size_t removed = 0;
    async_handle *handle;
    while (is_future(future) && (handle = find_callback((future_object *)future, function, context))) {
        removed += future_remove_callback((future_object *)future, handle);
    }
    return removed;
}

void async_handle_cancel(async_handle *given)
{
    async_handle *handle = handle_taken(given);
    if (!handle || handle->cancelled) {
        return;
    }
    async_loop *loop = loop_running;
    if (handle->scheduled) {
        loop_cancel_timer(loop, &handle->entry);
        return;
    }
    handle->cancelled = true;
    if (hooked(loop) && handle->queued) {
        hook_emit(loop, EV_HANDLE_CANCEL, 0, 0, 0, ref_make(handle->is_timer ? REF_TIMER : REF_HANDLE, handle->number), 0, 0);
    }
}
