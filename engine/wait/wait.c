/* wait.c: asyncio.wait: until all, the first, or the first error of several; or until its time is over. */
#include "waiter.h"
#include "core/coro.h"
#include "core/loop.h"

#include <math.h>

/* What the task waits on, and its callbacks on each of the futures. */
typedef struct wait_future {
    waiter_future waiter;
    async_return_when return_when;
    size_t left; /* futures that are not done */
    async_handle children[];
} wait_future;

static void child_done(async_loop *loop, async_handle *handle)
{
    (void)loop;
    wait_future *wait = (wait_future *)(void *)handle->owner;
    future_object *child = (future_object *)handle->future;
    bool enough = --wait->left == 0 || wait->return_when == ASYNC_FIRST_COMPLETED;
    if (!enough && wait->return_when == ASYNC_FIRST_EXCEPTION) {
        child->unretrieved = false; /* in asyncio, looking whether there is an error counts as having seen it */
        enough = child->state == FUTURE_ERROR;
    }
    if (enough) {
        waiter_cancel_timer(&wait->waiter);
        waiter_release(&wait->waiter);
    }
}

/* futures: each once, in the order of the arguments. */
LIBRARY_CORO(wait, "asyncio.wait", list_object *futures; async_return_when return_when; double timeout; wait_future * future;);

static future_object *item(const list_object *futures, size_t index) { return (future_object *)futures->items[index].as.object; }

/* What has to be there before the task waits. False: out of memory. */
static bool prepare(struct wait_frame *self)
{
    size_t count = self->futures->count;
    self->future = (wait_future *)(void *)waiter_new(sizeof *self->future + count * sizeof self->future->children[0], VIA_WAIT);
    if (!self->future) {
        return false;
    }
    self->future->return_when = self->return_when;
    self->future->left = count;
    if (!isinf(self->timeout) && !waiter_set_timer(&self->future->waiter, self->timeout)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        async_handle *child = &self->future->children[i];
        child->run = child_done;
        child->owner = &self->future->waiter.future.object;
        child->call = CALL_WAIT_CHILD;
        future_add_callback(item(self->futures, i), child);
    }
    return true;
}

static void finish(const struct wait_frame *self)
{
    waiter_cancel_timer(&self->future->waiter);
    for (size_t i = 0; i < self->futures->count; i++) {
        future_remove_callback(item(self->futures, i), &self->future->children[i]);
    }
}

/* Those that are done, or those that are not: a list with a reference of the running coroutine's; an error when there is no memory. */
static async_value those(const list_object *futures, bool done)
{
    list_object *list = object_new(OBJECT_LIST, sizeof *list + futures->count * sizeof(async_value));
    if (!list) {
        return error_out_of_memory();
    }
    for (size_t i = 0; i < futures->count; i++) {
        if ((item(futures, i)->state != FUTURE_PENDING) == done) {
            list->items[list->count++] = value_retain(futures->items[i]);
        }
    }
    return scope_keep(scope_current(), &list->object) ? (async_value){ASYNC_LIST, {.object = &list->object}} : error_out_of_memory();
}

static async_value done_and_pending(const list_object *futures)
{
    async_value both[] = {those(futures, true), those(futures, false)};
    return both[0].type == ASYNC_ERROR ? both[0] : both[1].type == ASYNC_ERROR ? both[1] : async_list(both, 2);
}

static bool has_coroutine(const list_object *futures)
{
    for (size_t i = 0; i < futures->count; i++) {
        if (!is_future(futures->items[i].as.object)) {
            return true;
        }
    }
    return false;
}

LIBRARY_BODY(wait)
{
    CORO_BEGIN;
    if (!self->futures->count) {
        RAISE(ASYNC_VALUE_ERROR, "Set of Tasks/Futures is empty.");
    }
    if (has_coroutine(self->futures)) {
        RAISE(ASYNC_TYPE_ERROR, "Passing coroutines is forbidden, use tasks explicitly.");
    }
    TRY {
        if (!prepare(self)) {
            RAISE_AGAIN(error_out_of_memory());
        }
        AWAIT(&self->future->waiter.future.object);
    }
    FINALLY {
        if (self->future) {
            finish(self);
        }
    }
    END_TRY;
    async_value result = done_and_pending(self->futures);
    RAISE_IF_ERROR(result);
    CORO_RETURN(result);
    CORO_END;
}

async_coroutine async_wait_(const async_awaitable *items, size_t count, async_return_when return_when, double timeout,
                            const TracePlace *place)
{
    for (size_t i = 0; i < count; i++) {
        const async_object *item = object_of(items[i]);
        if (item && item->type == OBJECT_ERROR) {
            return items[i];
        }
    }
    if (isnan(timeout)) {
        return object_handle(scope_keep(scope_current(), value_object(error_new(&ASYNC_VALUE_ERROR, "wait: the timeout is not a number"))));
    }
    list_object *futures = waiter_distinct(items, count);
    if (!futures) {
        return error_out_of_memory().as.object;
    }
    async_coroutine coroutine = waiter_keep(call_at(place, wait, futures, return_when, timeout), &futures->object);
    object_release(&futures->object);
    return object_handle(coroutine);
}
