/* shutdown_cancels_what_is_left.c: after main: a first step for the task made last; what is left is cancelled, fails, swallows it, or is too late. */
#include "async.h"

static void breaks(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("the turn of the end");
}

CORO(fails, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        AWAIT(async_sleep(1));
        RAISE(ASYNC_VALUE_ERROR, "%s", "while it was cancelled");
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
    AWAIT(async_sleep(2));
    async_print("and done");
    CORO_END;
}

CORO(forgotten, int unused;)
{
    CORO_BEGIN;
    async_print("its first step");
    AWAIT(async_sleep(0));
    async_print("never printed");
    CORO_END;
}

CORO(main_, async_task one; async_task two; async_task three;)
{
    CORO_BEGIN;
    self->one = async_create_named_task(call(fails), "a name uses up a number");
    self->two = async_create_task(call(swallows));
    AWAIT(async_sleep(1));
    self->three = async_create_task(call(forgotten));
    async_call_soon(breaks, NULL);
    async_print("main ends");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
