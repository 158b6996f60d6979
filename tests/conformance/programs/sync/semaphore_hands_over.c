/* semaphore_hands_over.c: a released place is handed to the first in line, and handed on by one who is cancelled when it has it already */
#include "async.h"

CORO(worker, const char *name; async_semaphore semaphore; double delay;)
{
    CORO_BEGIN;
    WITH(self->semaphore) {
        async_print("%s is in", self->name);
        AWAIT(async_sleep(self->delay));
    }
    END_WITH;
    CORO_RETURN(async_str("%s", self->name));
    CORO_END;
}

CORO(barger, async_semaphore semaphore;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_print("barger sees %s", async_locked(self->semaphore) ? "True" : "False");
    AWAIT(async_acquire(self->semaphore));
    async_print("barger is in");
    RAISE_IF_ERROR(async_release(self->semaphore));
    CORO_END;
}

CORO(handed_on, async_semaphore semaphore; async_task c; async_task d; async_value v;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->semaphore));
    AWAIT(async_acquire(self->semaphore));
    self->c = async_create_task(call(worker, "C", self->semaphore, 1));
    self->d = async_create_task(call(worker, "D", self->semaphore, 1));
    AWAIT(async_sleep(0));
    RAISE_IF_ERROR(async_release(self->semaphore));
    async_cancel(self->c);
    AWAIT_TO(self->v, async_gather_errors(self->c, self->d));
    async_print("%s", async_text(self->v));
    RAISE_IF_ERROR(async_release(self->semaphore));
    CORO_END;
}

CORO(two_at_once, async_semaphore semaphore; async_task a; async_task b; async_task c; async_value v;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->semaphore));
    AWAIT(async_acquire(self->semaphore));
    self->a = async_create_task(call(worker, "first", self->semaphore, 0));
    self->b = async_create_task(call(worker, "second", self->semaphore, 0.5));
    self->c = async_create_task(call(worker, "third", self->semaphore, 0));
    AWAIT(async_sleep(1));
    async_cancel(self->b);
    RAISE_IF_ERROR(async_release(self->semaphore));
    RAISE_IF_ERROR(async_release(self->semaphore));
    async_print("%s", async_locked(self->semaphore) ? "True" : "False");
    AWAIT_TO(self->v, async_gather_errors(self->a, self->b, self->c));
    async_print("%s", async_text(self->v));
    CORO_END;
}

CORO(wakes_the_next, async_semaphore semaphore; async_task a;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->semaphore));
    AWAIT(async_acquire(self->semaphore));
    self->a = async_create_task(call(worker, "woken", self->semaphore, 1));
    AWAIT(async_sleep(0));
    RAISE_IF_ERROR(async_release(self->semaphore));
    RAISE_IF_ERROR(async_release(self->semaphore));
    AWAIT(async_acquire(self->semaphore));
    async_print("a place was free, but one stood in line");
    RAISE_IF_ERROR(async_release(self->semaphore));
    AWAIT(self->a);
    CORO_END;
}

CORO(main_, async_semaphore semaphore; async_semaphore bounded; async_value v;)
{
    CORO_BEGIN;
    self->semaphore = async_create_semaphore(2);
    AWAIT_TO(self->v, async_gather(call(worker, "A", self->semaphore, 1), call(worker, "B", self->semaphore, 1),
                                   call(worker, "C", self->semaphore, 1), call(worker, "D", self->semaphore, 0.5),
                                   call(barger, self->semaphore)));
    async_print("%s", async_text(self->v));
    AWAIT(call(handed_on, self->semaphore));
    AWAIT(call(two_at_once, self->semaphore));
    AWAIT(call(wakes_the_next, self->semaphore));
    self->bounded = async_create_bounded_semaphore(1);
    AWAIT(call(worker, "bounded", self->bounded, 0));
    TRY {
        RAISE_IF_ERROR(async_release(self->bounded));
    }
    CATCH(ASYNC_VALUE_ERROR, self->v) {
        async_print("%s", async_text(self->v));
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
