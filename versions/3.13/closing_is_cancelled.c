/* closing_is_cancelled: main ends right after it has left a generator, whose closing is cancelled before it begins */
#include "async.h"

GENERATOR(counts, )
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    FINALLY {
        async_print("tidies up");
        AWAIT(async_sleep(1));
        async_print("has tidied up");
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(counts)) { break; }
    END_FOR;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
