/* eager_tasks: a task that never has to wait, with the task factory that begins tasks at once */
#include "async.h"

CORO(cached, )
{
    CORO_BEGIN;
    async_print("looked up");
    CORO_END;
}

CORO(main_, async_task task;)
{
    CORO_BEGIN;
    async_set_eager_tasks(true);
    self->task = async_create_task(call(cached));
    async_print("main has made a task");
    AWAIT(self->task);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
