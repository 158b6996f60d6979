/* interrupt_of_main.c: main raises KeyboardInterrupt: what stands behind it in the ready queue runs only while everything is cancelled. */
#include "async.h"

GENERATOR(numbers, int i;)
{
    CORO_BEGIN;
    TRY {
        for (self->i = 0;; self->i++) {
            YIELD(async_int(self->i));
        }
    }
    FINALLY {
        async_print("generator closed");
    }
    END_TRY;
    CORO_END;
}

CORO(sleeper, const char *name; double delay; async_value error;)
{
    CORO_BEGIN;
    TRY {
        async_print("%s begins", self->name);
        AWAIT(async_sleep(self->delay));
        async_print("%s goes on", self->name);
        AWAIT(async_sleep(self->delay));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s is cancelled", self->name);
        AWAIT(async_sleep(1));
        async_print("%s has tidied up", self->name);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(holds, async_value number;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->number, generate(numbers)) {
        async_print("got %s", async_text(self->number));
        AWAIT(async_sleep(0.75));
    }
    END_FOR;
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    async_create_task(call(holds));
    async_create_task(call(sleeper, "A", 1));
    async_create_task(call(sleeper, "B", 0));
    AWAIT(async_sleep(1));
    async_create_task(call(sleeper, "late", 0));
    RAISE(ASYNC_KEYBOARD_INTERRUPT, "%s", "");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
