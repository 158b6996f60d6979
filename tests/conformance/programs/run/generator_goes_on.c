/* generator_goes_on.c: a generator that gives a value instead of ending is no more closed than before: whoever asks gets the next ones, but nobody closes it again. */
#include "async.h"

GENERATOR(numbers, async_value error;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    CATCH(ASYNC_GENERATOR_EXIT, self->error) {
        YIELD(async_int(2));
    }
    END_TRY;
    YIELD(async_int(3));
    async_print("to its end");
    CORO_END;
}

CORO(main_, async_generator made; async_value number; async_value error;)
{
    CORO_BEGIN;
    self->made = generate(numbers);
    FOR_AWAIT(self->number, self->made) {
        async_print("got %s", async_text(self->number));
        TRY {
            AWAIT(async_generator_close(self->made));
        }
        CATCH(ASYNC_EXCEPTION, self->error) {
            async_print("%s", async_error_name(self->error));
        }
        END_TRY;
    }
    END_FOR;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
