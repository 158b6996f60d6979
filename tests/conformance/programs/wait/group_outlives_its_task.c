/* group_outlives_its_task.c: a block in a generator has lost the task that began it, by a cancellation, when one of its tasks fails: that is told to the handler of errors. */
#include "async.h"

CORO(fails, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    RAISE(ASYNC_VALUE_ERROR, "late");
    CORO_END;
}

GENERATOR(numbers, async_group group;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(fails));
        YIELD(async_int(1));
    }
    END_WITH;
    CORO_END;
}

CORO(reads, async_generator made; async_value number;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->number, self->made) {
        async_print("got %s", async_text(self->number));
        AWAIT(async_sleep(5));
    }
    END_FOR;
    CORO_END;
}

CORO(main_, async_generator made; async_task reader;)
{
    CORO_BEGIN;
    self->made = generate(numbers);
    self->reader = async_create_task(call(reads, self->made));
    AWAIT(async_sleep(0.5));
    async_cancel(self->reader);
    AWAIT(async_wait(ASYNC_ALL_COMPLETED, 100, self->reader));
    async_print("cancelled %s", async_cancelled(self->reader) ? "True" : "False");
    AWAIT(async_sleep(1));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
