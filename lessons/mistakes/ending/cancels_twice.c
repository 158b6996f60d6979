/* cancels_twice: a second cancel cuts the cleaning up short. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(work, const char *name;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(9));
    }
    FINALLY {
        async_print("%s closes the shop", self->name);
        AWAIT(async_sleep(2));
        async_print("%s has closed the shop", self->name);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_task worker; async_value error;)
{
    CORO_BEGIN;
    self->worker = async_create_task(call(work, "worker"));
    AWAIT(async_sleep(1));
    async_cancel(self->worker);
    AWAIT(async_sleep(1));
    if (!mended) {
        // -- The mistake: it is cleaning up already
        async_cancel(self->worker);
    }
    // -- Mended: main only waits for its end
    TRY {
        AWAIT(self->worker);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("the worker has gone");
    }
    END_TRY;
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
