/* lock_in_order.c: a free lock is taken without suspending; a held one goes to those who wait in the order of asking, and nobody barges in */
#include "async.h"

CORO(worker, const char *name; async_lock lock; double delay;)
{
    CORO_BEGIN;
    async_print("%s asks", self->name);
    WITH(self->lock) {
        async_print("%s is in", self->name);
        AWAIT(async_sleep(self->delay));
    }
    END_WITH;
    async_print("%s is out", self->name);
    CORO_END;
}

CORO(barger, async_lock lock;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_print("barger sees %s", async_locked(self->lock) ? "True" : "False");
    AWAIT(async_acquire(self->lock));
    async_print("barger is in");
    async_release(self->lock);
    CORO_END;
}

CORO(quick, async_lock lock; async_value got;)
{
    CORO_BEGIN;
    AWAIT_TO(self->got, async_acquire(self->lock));
    async_print("quick got %s", async_text(self->got));
    async_release(self->lock);
    WITH(self->lock) {
        async_print("and again");
    }
    END_WITH;
    CORO_END;
}

CORO(returns_from_inside, async_lock lock; async_value error;)
{
    CORO_BEGIN;
    TRY {
        WITH(self->lock) {
            RAISE(ASYNC_VALUE_ERROR, "inside");
        }
        END_WITH;
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s, %s", async_text(self->error), async_locked(self->lock) ? "locked" : "free");
    }
    END_TRY;
    WITH(self->lock) {
        AWAIT(async_sleep(0));
        CORO_RETURN(async_str("returned"));
    }
    END_WITH;
    CORO_END;
}

CORO(main_, async_lock lock; async_value value;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    AWAIT(call(quick, self->lock));
    AWAIT(async_gather(call(worker, "A", self->lock, 1), call(worker, "B", self->lock, 0.5), call(worker, "C", self->lock, 0),
                       call(barger, self->lock)));
    AWAIT_TO(self->value, async_gather(call(returns_from_inside, self->lock), call(returns_from_inside, self->lock)));
    async_print("%s", async_text(self->value));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
