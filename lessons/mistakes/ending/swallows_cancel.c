/* swallows_cancel: a cancel is caught, and not raised again. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(work, const char *name; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(3));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s puts the tools away", self->name);
        if (mended) {
            // -- Mended: the cancellation goes on
            RAISE_AGAIN(self->error);
        }
        // -- The mistake: it ends here
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_task worker;)
{
    CORO_BEGIN;
    self->worker = async_create_task(call(work, "worker"));
    AWAIT(async_sleep(1));
    async_cancel(self->worker);
    AWAIT(async_wait(ASYNC_ALL_COMPLETED, ASYNC_NO_TIMEOUT,
                     self->worker));
    async_print("cancelled: %s",
                async_cancelled(self->worker) ? "yes" : "no");
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
