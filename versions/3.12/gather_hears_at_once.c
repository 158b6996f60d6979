/* gather_hears_at_once: the results of two tasks that have ended long ago */
#include "async.h"

CORO(work, const char *name;)
{
    CORO_BEGIN;
    async_print("%s works", self->name);
    AWAIT(async_sleep(0));
    async_print("%s has worked", self->name);
    CORO_END;
}

CORO(main_, async_task a, b, c;)
{
    CORO_BEGIN;
    self->a = async_create_task(call(work, "A"));
    self->b = async_create_task(call(work, "B"));
    AWAIT(async_sleep(1));
    self->c = async_create_task(call(work, "C"));
    AWAIT(async_gather(self->a, self->b));
    async_print("main goes on");
    AWAIT(self->c);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
