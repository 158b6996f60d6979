/* generator_stays_with_its_task.c: a generator gives a value instead of ending: what it stands in is dropped only with the task that was to close it. */
#include "async.h"

GENERATOR(inner, int unused;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    FINALLY {
        async_print("the inner one is closed");
    }
    END_TRY;
    CORO_END;
}

GENERATOR(outer, async_value value; async_value error;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        FOR_AWAIT(self->value, generate(inner)) {
            YIELD(self->value);
        }
        END_FOR;
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(outer)) {
        async_print("got %s", async_text(self->value));
        break;
    }
    END_FOR;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
