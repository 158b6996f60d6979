/* gather_answered.c: what gather() gives is a future that others may answer too; and it hears with which words a task was cancelled that awaited itself meanwhile. */
#include "async.h"

CORO(work, double delay; int fails;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "of the work");
    }
    async_print("worked");
    CORO_RETURN(async_str("work done"));
    CORO_END;
}

CORO(itself, async_value error;)
{
    CORO_BEGIN;
    async_cancel_with(async_current_task(), "enough");
    TRY {
        AWAIT(async_current_task());
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("thrown in: CancelledError(%s)", async_text(self->error));
        RAISE_AGAIN(self->error);
    }
    END_TRY
    CORO_END;
}

CORO(main_, async_future all; async_value value; async_value error;)
{
    CORO_BEGIN;
    self->all = async_gather(call(work, 1, 0), call(work, 2, 1));
    async_print("is it pending? %d", async_set_result(self->all, async_int(7)));
    async_print("is it still? %d", async_set_result(self->all, async_int(8)));
    AWAIT_TO(self->value, self->all);
    async_print("answered: %s", async_text(self->value));
    AWAIT(async_sleep(3));
    self->all = async_gather(call(work, 1, 0));
    async_set_error(self->all, async_error(&ASYNC_VALUE_ERROR, "by somebody else"));
    TRY {
        AWAIT(self->all);
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY
    AWAIT(async_sleep(2));
    TRY {
        AWAIT(async_gather(call(itself)));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("gather: CancelledError(%s)", async_text(self->error));
    }
    END_TRY
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
