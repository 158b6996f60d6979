/* wait_for.c: asyncio.wait_for: waits until something is done, and cancels it when that takes too long. */
#include "waiter.h"
#include "core/coro.h"
#include "core/loop.h"

#include <math.h>

LIBRARY_CORO(wait_for, "asyncio.wait_for", async_awaitable awaitable; double timeout; future_object * inner; waiter_future * waiter;
             waiter_future * end; bool was_cancelled; async_value value; async_value error;);

/* Makes a task of a coroutine. NULL: task_not_made() says why. */
static future_object *ensure(const struct wait_for_frame *self, const TracePlace *place)
{
    future_object *inner = task_ensure(self->awaitable, VIA_WAIT_FOR, place);
    return scope_keep(scope_current(), inner ? &inner->object : NULL);
}

/* What has to be there before the task waits: the waiter, its timer, the thing itself. The error that this ends with, or None. */
static async_value prepare(struct wait_for_frame *self, const TracePlace *place)
{
    if (self->timeout > 0) {
        self->waiter = waiter_new(sizeof *self->waiter, VIA_WAIT_FOR);
        if (!self->waiter || !waiter_set_timer(self->waiter, self->timeout)) {
            return error_out_of_memory();
        }
    }
    if (!task_can_ensure(self->awaitable)) {
        return async_error(&ASYNC_TYPE_ERROR, "An asyncio.Future, a coroutine or an awaitable is required");
    }
    self->inner = ensure(self, place);
    if (!self->inner) {
        return (async_value){ASYNC_ERROR, {.object = task_not_made()}};
    }
    if (self->waiter) {
        future_add_callback(self->inner, &self->waiter->child);
    }
    return async_none();
}

/* The second thing to wait for: the end of what is cancelled now, however long it takes. NULL: out of memory. */
static async_awaitable cancel_inner(struct wait_for_frame *self)
{
    if (self->waiter) {
        future_remove_callback(self->inner, &self->waiter->child);
    }
    self->end = waiter_new(sizeof *self->end, VIA_WAIT_FOR);
    if (!self->end) {
        future_cancel(self->inner, NULL);
        return error_out_of_memory().as.object;
    }
    future_add_callback(self->inner, &self->end->child);
    future_cancel(self->inner, NULL);
    return &self->end->future.object;
}

LIBRARY_BODY(wait_for)
{
    CORO_BEGIN;
    if (isinf(self->timeout) && self->timeout > 0) { /* no limit: a plain await, no task */
        AWAIT_TO(self->value, self->awaitable);
        CORO_RETURN(self->value);
    }
    if (self->timeout > 0 && rule_holds(RULE_WAIT_FOR_IN_TASK)) {
        WITH(async_timeout(self->timeout)) {
            AWAIT_TO(self->value, self->awaitable);
            CORO_RETURN(self->value);
        }
        END_WITH;
    }
    self->error = prepare(self, waiter_place(frame_));
    if (self->error.type == ASYNC_ERROR) {
        RAISE_AGAIN(self->error);
    }
    TRY {
        TRY {
            if (self->waiter) {
                AWAIT(&self->waiter->future.object);
            }
        }
        CATCH(ASYNC_CANCELLED_ERROR, self->error) {
            self->was_cancelled = true;
        }
        END_TRY;
        if (self->inner->state == FUTURE_PENDING) {
            TRY {
                AWAIT(cancel_inner(self));
            }
            FINALLY {
                if (self->end) {
                    future_remove_callback(self->inner, &self->end->child);
                }
            }
            END_TRY;
            if (self->was_cancelled) {
                RAISE_AGAIN(self->error);
            }
            TRY {
                AWAIT_TO(self->value, &self->inner->object);
            }
            CATCH(ASYNC_CANCELLED_ERROR, self->error) {
                RAISE(ASYNC_TIMEOUT_ERROR, "%s", "");
            }
            END_TRY;
            CORO_RETURN(self->value);
        }
        AWAIT_TO(self->value,
                 &self->inner->object); /* it is done: this only fetches the result, even if the caller was cancelled meanwhile */
        CORO_RETURN(self->value);
    }
    FINALLY {
        if (self->waiter) {
            waiter_cancel_timer(self->waiter);
        }
    }
    END_TRY;
    CORO_END;
}

async_coroutine async_wait_for_(async_awaitable handle, double timeout, const TracePlace *place)
{
    async_object *awaitable = object_of(handle);
    if (awaitable && awaitable->type == OBJECT_ERROR) {
        return handle;
    }
    if (isnan(timeout)) {
        return object_handle(
            scope_keep(scope_current(), value_object(error_new(&ASYNC_VALUE_ERROR, "wait_for: the timeout is not a number"))));
    }
    return object_handle(waiter_keep(call_at(place, wait_for, awaitable, timeout), awaitable));
}
