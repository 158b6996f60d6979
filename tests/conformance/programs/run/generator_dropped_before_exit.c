/* generator_dropped_before_exit.c: while run() ends, a callback exits before a dropped generator gets its task: nobody has awaited its aclose(), which Python 3.13 reports. */
#include "async.h"

static void leaves(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("a callback exits");
    async_callback_failed(async_system_exit(5));
}

GENERATOR(numbers, int i;)
{
    CORO_BEGIN;
    TRY {
        for (self->i = 0;; self->i++) {
            YIELD(async_int(self->i));
        }
    }
    FINALLY {
        async_print("closed");
    }
    END_TRY;
    CORO_END;
}

CORO(takes_one, async_value number;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->number, generate(numbers)) {
        async_call_soon(leaves, NULL);
        async_print("has %s", async_text(self->number));
        break;
    }
    END_FOR;
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    async_create_task(call(takes_one));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
