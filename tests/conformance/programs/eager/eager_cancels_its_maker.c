/* eager_cancels_its_maker.c: an eager task cancels, in its first step, the task that makes it, which neither waits nor stands in the queue. */
#include "async.h"

CORO(child, async_task maker;)
{
    CORO_BEGIN;
    async_cancel(self->maker);
    async_print("child has cancelled the maker");
    CORO_END;
}

CORO(makes, int i; async_value error;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(async_sleep(0));
    }
    async_create_task(call(child, async_current_task()));
    async_print("the maker goes on");
    TRY {
        AWAIT(async_sleep(0));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("the maker is cancelled at its await");
    }
    END_TRY;
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    async_set_eager_tasks(true);
    AWAIT(async_create_named_task(call(makes), "maker"));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
