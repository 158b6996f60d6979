/* eager_named_first: an eager task says in its first step what it is called (since Python 3.12) */
#include "async.h"

CORO(work, )
{
    CORO_BEGIN;
    async_print("%s works", async_name(async_current_task()));
    AWAIT(async_sleep(1));
    CORO_END;
}

CORO(main_, async_task task;)
{
    CORO_BEGIN;
    async_set_eager_tasks(true);
    self->task = async_create_named_task(call(work), "worker");
    AWAIT(self->task);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
