/* shield_forgets: what is shielded fails in the same turn in which its shield is cancelled */
#include "async.h"

CORO(work, )
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    RAISE(ASYNC_VALUE_ERROR, "bad");
    CORO_END;
}

CORO(waits, async_task task;)
{
    CORO_BEGIN;
    AWAIT(async_shield(self->task));
    CORO_END;
}

CORO(main_, async_task task, waiter;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(work));
    self->waiter = async_create_task(call(waits, self->task));
    AWAIT(async_sleep(1));
    async_cancel(self->waiter);
    AWAIT(async_sleep(1));
    async_print("main has done something else");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
