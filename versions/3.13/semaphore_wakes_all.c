/* semaphore_wakes_all: three places come free at once, while one task waits and two more are on their way */
#include "async.h"

CORO(works, const char *name; async_semaphore semaphore;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->semaphore));
    async_print("%s works", self->name);
    CORO_END;
}

CORO(other, int i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        async_print("another task runs");
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

CORO(main_, async_semaphore semaphore; async_task a, b, c, other; int i;)
{
    CORO_BEGIN;
    self->semaphore = async_create_semaphore(0);
    self->a = async_create_task(call(works, "A", self->semaphore));
    AWAIT(async_sleep(1));
    self->b = async_create_task(call(works, "B", self->semaphore));
    self->c = async_create_task(call(works, "C", self->semaphore));
    for (self->i = 0; self->i < 3; self->i++) {
        async_release(self->semaphore);
    }
    self->other = async_create_task(call(other));
    AWAIT(async_gather(self->a, self->b, self->c, self->other));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
