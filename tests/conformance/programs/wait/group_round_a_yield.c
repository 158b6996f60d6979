/* group_round_a_yield.c: a TaskGroup in a generator outlives the task that entered it: who fails in it then is reported, and comes out with the others. */
#include "async.h"

CORO(fails, int unused;)
{
    CORO_BEGIN;
    RAISE(ASYNC_VALUE_ERROR, "of the group's task");
    CORO_END;
}

GENERATOR(values, async_group group;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(fails));
        YIELD(async_int(42));
        YIELD(async_int(0));
    }
    END_WITH;
    CORO_END;
}

CORO(takes_one, async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(values)) {
        async_print("got %s", async_text(self->value));
        CORO_RETURN(self->value);
    }
    END_FOR;
    CORO_END;
}

CORO(main_, async_value value;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, async_create_task(call(takes_one)));
    async_print("taken: %s", async_text(self->value));
    AWAIT(async_sleep(1));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
