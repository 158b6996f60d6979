/* wait_for_cancelled.c: what wait_for cancels may clean up, swallow it, or fail; a caller that is cancelled waits for that too, or gets its result. */
#include "async.h"

CORO(cleans_up, const char *name; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s cleans up", self->name);
        AWAIT(async_sleep(1));
        async_print("%s has cleaned up", self->name);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
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
    END_TRY;
    CORO_RETURN(async_str("a result all the same"));
    CORO_END;
}

CORO(fails_instead, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        RAISE(ASYNC_VALUE_ERROR, "instead");
    }
    END_TRY;
    CORO_END;
}

CORO(waits, const char *name; async_awaitable inner; async_value value; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, async_wait_for(self->inner, 3));
        async_print("%s got %s", self->name, async_text(self->value));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s is cancelled", self->name);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value value; async_value error; async_task task; async_future future; async_task second;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_wait_for(call(cleans_up, "too late"), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    AWAIT_TO(self->value, async_wait_for(call(swallows), 1));
    async_print("%s", async_text(self->value));
    TRY {
        AWAIT(async_wait_for(call(fails_instead), 1));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    self->second = async_create_task(call(cleans_up, "inner"));
    self->task = async_create_task(call(waits, "cancelled caller", self->second));
    AWAIT(async_sleep(0.5));
    async_cancel(self->task);
    AWAIT(async_sleep(0.25));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled twice, left at once");
    }
    END_TRY;
    self->future = async_create_future();
    self->task = async_create_task(call(waits, "the cancel is lost: caller", self->future));
    AWAIT(async_sleep(0));
    async_set_result(self->future, async_str("just in time"));
    async_cancel(self->task);
    AWAIT(self->task);
    self->future = async_create_future();
    self->task = async_create_task(call(waits, "of a future: caller", self->future));
    AWAIT(async_sleep(0));
    async_cancel(self->future);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("the future was cancelled");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
