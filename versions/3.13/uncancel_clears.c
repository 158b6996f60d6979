/* uncancel_clears: a cancellation is taken back before it has been thrown in */
#include "async.h"

CORO(main_, async_value error;)
{
    CORO_BEGIN;
    async_cancel(async_current_task());
    async_uncancel(async_current_task());
    TRY {
        AWAIT(async_sleep(1));
        async_print("slept");
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled all the same");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
