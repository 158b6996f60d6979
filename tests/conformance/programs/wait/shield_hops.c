/* shield_hops.c: a shielded task goes on when whoever waits for it is cancelled; its result, its error and its own cancellation come through. */
#include "async.h"

CORO(work, const char *name; double delay; int fails;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s works", self->name);
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "%s", self->name);
    }
    CORO_RETURN(async_str("%s done", self->name));
    CORO_END;
}

CORO(waits, async_awaitable inner; async_value value; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, async_shield(self->inner));
        async_print("waiter got %s", async_text(self->value));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("the waiter is cancelled");
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value value; async_value error; async_task task; async_task waiter; async_future outer;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, async_shield(call(work, "coroutine", 1, 0)));
    async_print("%s", async_text(self->value));
    TRY {
        AWAIT(async_shield(call(work, "fails", 1, 1)));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    self->task = async_create_task(call(work, "shielded", 2, 0));
    self->waiter = async_create_task(call(waits, self->task));
    AWAIT(async_sleep(1));
    async_cancel(self->waiter);
    AWAIT(self->waiter);
    AWAIT_TO(self->value, self->task);
    async_print("%s", async_text(self->value));
    AWAIT_TO(self->value, async_shield(self->task));
    async_print("again %s", async_text(self->value));
    self->task = async_create_task(call(work, "itself cancelled", 2, 0));
    self->waiter = async_create_task(call(waits, self->task));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    AWAIT(self->waiter);
    self->task = async_create_task(call(work, "both at once", 1, 0));
    self->outer = async_shield(self->task);
    AWAIT(self->task);
    async_cancel(self->outer);
    AWAIT(async_sleep(0));
    async_print("outer cancelled %d, task cancelled %d", async_cancelled(self->outer), async_cancelled(self->task));
    self->task = async_create_task(call(work, "fails unseen", 1, 1));
    self->outer = async_shield(self->task);
    async_cancel(self->outer);
    AWAIT(async_sleep(2));
    TRY {
        AWAIT(async_wait_for(async_shield(async_create_task(call(work, "within wait_for", 3, 0))), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("the wait is over, the work is not");
    }
    END_TRY;
    async_shield(call(work, "never awaited", 2.5, 0));
    AWAIT(async_sleep(2.25));
    async_print("end");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
