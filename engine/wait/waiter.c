/* waiter.c: see waiter.h. */
#include "waiter.h"

#include "core/coro.h"
#include "core/loop.h"

void waiter_release(waiter_future *waiter)
{
    if (waiter->future.state == FUTURE_PENDING) {
        future_finish(&waiter->future, FUTURE_RESULT, async_none());
    }
}

void waiter_run_release(async_loop *loop, async_handle *handle)
{
    (void)loop;
    waiter_release((waiter_future *)(void *)handle->owner);
}

waiter_future *waiter_new(size_t size, TraceVia via)
{
    waiter_future *waiter = (waiter_future *)(void *)future_new(size, OBJECT_FUTURE, via, NULL);
    if (!waiter) {
        return NULL;
    }
    async_handle release = {.run = waiter_run_release, .owner = &waiter->future.object, .call = CALL_RELEASE};
    waiter->due = waiter->child = release;
    return scope_keep(scope_current(), &waiter->future.object);
}

bool waiter_set_timer(waiter_future *waiter, double seconds)
{
    return loop_add_timer(loop_running, &waiter->due.entry, loop_time(loop_running) + loop_ns(seconds));
}

void waiter_cancel_timer(waiter_future *waiter)
{
    if (waiter->due.is_timer) {
        loop_cancel_timer(loop_running, &waiter->due.entry);
    }
}

const TracePlace *waiter_place(const async_frame *frame)
{
    do {
        frame = frame->caller;
    } while (frame && coro_is_library(frame));
    return frame && frame->place ? &frame->place->place : NULL;
}

async_coroutine waiter_keep(async_coroutine coroutine, async_awaitable argument)
{
    if (coroutine->type != OBJECT_COROUTINE) {
        return coroutine;
    }
    return scope_adopt(coro_scope((async_frame *)coroutine), argument) ? coroutine : error_out_of_memory().as.object;
}

list_object *waiter_distinct(const async_awaitable *items, size_t count)
{
    list_object *list = object_new(OBJECT_LIST, sizeof *list + count * sizeof(async_value));
    for (size_t i = 0; list && i < count; i++) {
        async_object *item = object_of(items[i]);
        size_t k = item && item->type == OBJECT_YIELD ? list->count : 0; /* one object stands for every sleep(0) */
        while (k < list->count && list->items[k].as.object != item) {
            k++;
        }
        if (k == list->count) {
            list->items[list->count++] = (async_value){ASYNC_FUTURE, {.object = object_retain(item)}};
        }
    }
    return list;
}
