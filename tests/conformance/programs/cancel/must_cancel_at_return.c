/* must_cancel_at_return.c: a cancel that nothing can deliver at once strikes at the step's begin, at its next yield, or takes the value it returns. */
#include "async.h"
#include "async_wait.h"

CORO(returns, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    async_cancel(async_current_task());
    async_print("the value is lost");
    CORO_RETURN(async_int(7));
    CORO_END;
}

CORO(yields, async_value error;)
{
    CORO_BEGIN;
    async_cancel(async_current_task());
    async_print("goes on to its next yield");
    TRY {
        AWAIT(async_sleep(1));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("struck in the sleep");
    }
    END_TRY
    CORO_RETURN(async_int(8));
    CORO_END;
}

CORO(waits, async_future future; async_value value;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, self->future);
        async_print("never printed");
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->value) {
        async_print("cancelled though the result was there");
    }
    END_TRY
    CORO_END;
}

CORO(ready, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(0));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("struck at the begin of the step");
    }
    END_TRY
    CORO_END;
}

CORO(main_, async_task task; async_future future; async_value value;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(returns));
    TRY {
        AWAIT_TO(self->value, self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->value) {
        async_print("returns is cancelled");
    }
    END_TRY
    AWAIT_TO(self->value, async_create_task(call(yields)));
    async_print("%s", async_text(self->value));
    self->future = async_create_future();
    self->task = async_create_task(call(waits, self->future));
    AWAIT(async_sleep(0));
    async_set_result(self->future, async_int(9));
    async_cancel(self->task);
    async_cancel(self->task);
    AWAIT(self->task);
    self->task = async_create_task(call(ready));
    AWAIT(async_sleep(0));
    async_cancel(self->task);
    async_cancel(self->task);
    AWAIT(self->task);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
