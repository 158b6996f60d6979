/* cancel_goes_inwards.c: a cancel strikes the innermost future, and comes out a turn later for every task and gather on its way; or is swallowed. */
#include "async.h"
#include "async_wait.h"

CORO(sleeper, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("innermost");
        RAISE_AGAIN(self->error);
    }
    END_TRY
    CORO_END;
}

CORO(swallows, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("swallowed");
    }
    END_TRY
    CORO_RETURN(async_int(5));
    CORO_END;
}

CORO(awaits, const char *name; async_awaitable inner; async_value value;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, self->inner);
        async_print("%s goes on", self->name);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->value) {
        async_print("%s is cancelled", self->name);
        RAISE_AGAIN(self->value);
    }
    END_TRY
    CORO_END;
}

CORO(cancels, async_task task; async_value error;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    AWAIT(async_sleep(0));
    async_print("one turn");
    AWAIT(async_sleep(0));
    async_print("two turns");
    AWAIT(async_sleep(0));
    async_print("three turns");
    TRY {
        AWAIT(self->task);
        async_print("not cancelled");
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled");
    }
    END_TRY
    CORO_END;
}

CORO(main_, async_task inner; async_task task; async_future future; async_value results;)
{
    CORO_BEGIN;
    self->inner = async_create_task(call(sleeper));
    self->task = async_create_task(call(awaits, "outer", self->inner));
    AWAIT(call(cancels, self->task));
    self->future = async_gather(call(sleeper), call(sleeper));
    self->task = async_create_task(call(awaits, "of gather", self->future));
    AWAIT(call(cancels, self->task));
    async_print("%d", async_cancelled(self->future));
    self->future = async_gather_errors(call(sleeper), call(swallows));
    self->task = async_create_task(call(awaits, "of gather that collects", self->future));
    AWAIT(call(cancels, self->task));
    self->inner = async_create_task(call(swallows));
    self->task = async_create_task(call(awaits, "of shield", async_shield(self->inner)));
    AWAIT(call(cancels, self->task));
    async_cancel(self->inner);
    AWAIT_TO(self->results, self->inner);
    async_print("%s", async_text(self->results));
    self->inner = async_create_task(call(swallows));
    self->task = async_create_task(call(awaits, "of one that swallows", self->inner));
    AWAIT(call(cancels, self->task));
    self->inner = async_create_task(call(sleeper));
    async_cancel(self->inner);
    AWAIT_TO(self->results, async_gather_errors(self->inner, self->task, self->inner));
    async_print("%s", async_repr(self->results));
    AWAIT_TO(self->results, async_gather_errors(self->inner, self->task));
    async_print("%s", async_repr(self->results));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
