/* eager_closing_interrupts.c: a generator that was left is closed in an eager step, and ends the run there: it comes out of the callback that made the task. */
#include "async.h"

GENERATOR(numbers, async_value error;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    CATCH(ASYNC_GENERATOR_EXIT, self->error) {
        async_print("enough");
        RAISE(ASYNC_KEYBOARD_INTERRUPT, "enough");
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value number;)
{
    CORO_BEGIN;
    async_set_eager_tasks(true);
    FOR_AWAIT(self->number, generate(numbers)) {
        async_print("got %s", async_text(self->number));
        break;
    }
    END_FOR;
    AWAIT(async_sleep(0));
    async_print("never gets here");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
