/* interrupt_in_cleanup.c: a KeyboardInterrupt while asyncio.run cancels what is left goes right out of it: others stay as they are, no generator is closed. */
#include "async.h"

GENERATOR(numbers, int i;)
{
    CORO_BEGIN;
    for (self->i = 0;; self->i++) {
        YIELD(async_int(self->i));
    }
    CORO_END;
}

CORO(slow, async_generator generator; async_value number;)
{
    CORO_BEGIN;
    self->generator = generate(numbers);
    FOR_AWAIT(self->number, self->generator) {
        async_print("slow has %s", async_text(self->number));
        break;
    }
    END_FOR;
    TRY {
        AWAIT(async_sleep(10));
    }
    FINALLY {
        AWAIT(async_sleep(10));
    }
    END_TRY;
    CORO_END;
}

CORO(failing, const char *why;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    FINALLY {
        AWAIT(async_sleep(1));
        RAISE(ASYNC_SYSTEM_EXIT, "%s", self->why);
    }
    END_TRY;
    CORO_END;
}

CORO(late, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(3));
    CORO_END;
}

CORO(makes_another, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_create_task(call(late));
        RAISE(ASYNC_VALUE_ERROR, "nobody hears of it");
    }
    END_TRY;
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    async_create_task(call(slow));
    async_create_task(call(failing, "enough"));
    async_create_task(call(makes_another));
    AWAIT(async_sleep(1));
    async_print("main is interrupted");
    RAISE(ASYNC_KEYBOARD_INTERRUPT, "%s", "");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
