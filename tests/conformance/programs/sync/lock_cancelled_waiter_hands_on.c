/* lock_cancelled_waiter_hands_on.c: who is cancelled in the line of a lock leaves it; who is cancelled when it was just woken wakes the next */
#include "async.h"

CORO(worker, const char *name; async_lock lock;)
{
    CORO_BEGIN;
    WITH(self->lock) {
        async_print("%s is in", self->name);
        AWAIT(async_sleep(1));
    }
    END_WITH;
    CORO_END;
}

CORO(tries, const char *name; async_lock lock; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_acquire(self->lock));
        async_print("%s is in", self->name);
        async_release(self->lock);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s was cancelled, the lock is %s", self->name, async_locked(self->lock) ? "held" : "free");
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(in_line, async_lock lock; async_task one; async_task two; async_task three; async_value v;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->lock));
    self->one = async_create_task(call(tries, "one", self->lock));
    self->two = async_create_task(call(tries, "two", self->lock));
    self->three = async_create_task(call(worker, "three", self->lock));
    AWAIT(async_sleep(1));
    async_cancel(self->one);
    AWAIT(async_sleep(1));
    async_cancel(self->two);
    async_release(self->lock);
    AWAIT_TO(self->v, async_gather_errors(self->one, self->two, self->three));
    async_print("%s", async_text(self->v));
    CORO_END;
}

CORO(just_woken, async_lock lock; async_task one; async_task two; async_value v;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->lock));
    self->one = async_create_task(call(tries, "four", self->lock));
    self->two = async_create_task(call(worker, "five", self->lock));
    AWAIT(async_sleep(0));
    async_release(self->lock);
    async_cancel(self->one);
    async_print("released and cancelled");
    AWAIT_TO(self->v, async_gather_errors(self->one, self->two));
    async_print("%s", async_text(self->v));
    CORO_END;
}

CORO(cancelled_before_it_asks, async_lock lock; async_task one; async_task two; async_value v;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->lock));
    self->one = async_create_task(call(tries, "six", self->lock));
    AWAIT(async_sleep(0));
    async_cancel(self->one);
    self->two = async_create_task(call(tries, "seven", self->lock));
    async_release(self->lock);
    AWAIT_TO(self->v, async_gather_errors(self->one, self->two));
    async_print("%s", async_text(self->v));
    CORO_END;
}

CORO(main_, async_lock lock;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    AWAIT(call(in_line, self->lock));
    AWAIT(call(just_woken, self->lock));
    AWAIT(call(cancelled_before_it_asks, self->lock));
    async_print("%s", async_locked(self->lock) ? "True" : "False");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
