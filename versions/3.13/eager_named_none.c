/* eager_named_none: what an eager task is called whom nobody gave a name (since Python 3.12) */
#include "async.h"

CORO(work, )
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    CORO_END;
}

CORO(main_, async_task task;)
{
    CORO_BEGIN;
    async_set_eager_tasks(true);
    self->task = async_create_task(call(work));
    async_print("the task is called %s", async_name(self->task));
    AWAIT(self->task);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
