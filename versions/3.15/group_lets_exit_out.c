/* group_lets_exit_out: a generator with a TaskGroup round its yield is left before its end (since Python 3.14) */
#include "async.h"

GENERATOR(numbers, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            YIELD(async_int(1));
            YIELD(async_int(2));
        }
        END_WITH;
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        async_print("it ends with %s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_generator generator; async_value number;)
{
    CORO_BEGIN;
    self->generator = generate(numbers);
    FOR_AWAIT(self->number, self->generator)
    {
        async_print("got %s", async_text(self->number));
        break;
    }
    END_FOR;
    AWAIT(async_generator_close(self->generator));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
