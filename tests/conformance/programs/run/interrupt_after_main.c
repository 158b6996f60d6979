/* interrupt_after_main.c: a task raises KeyboardInterrupt in the turn in which main ends: the callback that stops the loop is left over, and stops the next run of it. */
#include "async.h"

CORO(child, double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    RAISE(ASYNC_KEYBOARD_INTERRUPT, "%s", "");
    CORO_END;
}

CORO(other, int unused;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(5));
    }
    FINALLY {
        async_print("other is told to end");
        AWAIT(async_sleep(1));
        async_print("which nobody waits for");
    }
    END_TRY;
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    async_create_task(call(child, 1));
    async_create_task(call(other));
    AWAIT(async_sleep(1));
    async_print("main ends");
    CORO_RETURN(async_int(1));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
