/* nobody_resolves.c: a task that waits for a future which nobody resolves. */
#include "async.h"

CORO(waits, async_future future;)
{
    CORO_BEGIN;
    AWAIT(self->future);
    CORO_END;
}

CORO(main_, async_future future; async_task task;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    self->task = async_create_task(call(waits, self->future));
    AWAIT(async_sleep(1));
    async_print("now only the future is left");
    AWAIT(self->task);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
