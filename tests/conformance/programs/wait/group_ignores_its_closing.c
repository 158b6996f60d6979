/* group_ignores_its_closing.c: a generator gives a value, from a group or behind one, instead of ending: who was to close it has failed, and nobody asks it why. */
#include "async.h"

GENERATOR(inside, int unused;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    FINALLY {
        WITH(async_create_task_group()) {
            YIELD(async_int(2));
        }
        END_WITH;
    }
    END_TRY;
    CORO_END;
}

GENERATOR(behind, int unused;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    FINALLY {
        WITH(async_create_task_group()) {
            async_print("a group");
        }
        END_WITH;
        YIELD(async_int(2));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(inside)) {
        async_print("got %s", async_text(self->value));
        break;
    }
    END_FOR;
    FOR_AWAIT(self->value, generate(behind)) {
        async_print("got %s", async_text(self->value));
        break;
    }
    END_FOR;
    AWAIT(async_sleep(0));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
