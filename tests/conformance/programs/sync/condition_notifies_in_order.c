/* condition_notifies_in_order.c: a condition wakes the first in its line; each takes the lock again in turn, also one that is cancelled */
#include "async.h"

CORO(waiter, const char *name; async_condition condition; async_value got; async_value error;)
{
    CORO_BEGIN;
    WITH(self->condition) {
        TRY {
            AWAIT_TO(self->got, async_condition_wait(self->condition));
            async_print("%s %s", self->name, async_text(self->got));
        }
        CATCH(ASYNC_CANCELLED_ERROR, self->error) {
            async_print("%s cancelled, lock held %s", self->name, async_locked(self->condition) ? "True" : "False");
            RAISE_AGAIN(self->error);
        }
        END_TRY;
    }
    END_WITH;
    CORO_END;
}

CORO(notifier, async_condition condition;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    WITH(self->condition) {
        RAISE_IF_ERROR(async_notify(self->condition, 2));
        async_print("notified two");
        AWAIT(async_sleep(1));
    }
    END_WITH;
    WITH(self->condition) {
        RAISE_IF_ERROR(async_notify_all(self->condition));
        async_print("notified all");
    }
    END_WITH;
    CORO_END;
}

typedef struct Stock {
    int pieces;
} Stock;

static bool has_two(void *context) { return ((Stock *)context)->pieces >= 2; }

static Stock stock;

CORO(buyer, async_condition condition; async_value got;)
{
    CORO_BEGIN;
    WITH(self->condition) {
        AWAIT_TO(self->got, async_condition_wait_for(self->condition, has_two, &stock));
        async_print("buyer %s %d", async_text(self->got), stock.pieces);
        AWAIT(async_condition_wait_for(self->condition, has_two, &stock));
        stock.pieces -= 2;
    }
    END_WITH;
    CORO_END;
}

CORO(seller, async_condition condition; int round;)
{
    CORO_BEGIN;
    for (self->round = 0; self->round < 2; self->round++) {
        AWAIT(async_sleep(1));
        WITH(self->condition) {
            stock.pieces++;
            RAISE_IF_ERROR(async_notify(self->condition, 1));
        }
        END_WITH;
    }
    CORO_END;
}

CORO(cancels, async_condition condition; async_task a; async_task b; async_task c; async_value v;)
{
    CORO_BEGIN;
    self->a = async_create_task(call(waiter, "first", self->condition));
    self->b = async_create_task(call(waiter, "second", self->condition));
    self->c = async_create_task(call(waiter, "third", self->condition));
    AWAIT(async_sleep(0));
    async_cancel(self->a);
    AWAIT(async_acquire(self->condition));
    RAISE_IF_ERROR(async_notify(self->condition, 1));
    AWAIT(async_sleep(0));
    async_cancel(self->b);
    async_cancel(self->c);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    async_cancel(self->c);
    AWAIT(async_sleep(0));
    RAISE_IF_ERROR(async_release(self->condition));
    AWAIT_TO(self->v, async_gather_errors(self->a, self->b, self->c));
    async_print("%s", async_text(self->v));
    CORO_END;
}

CORO(misuses, async_condition condition; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_condition_wait(self->condition));
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    TRY {
        RAISE_IF_ERROR(async_notify(self->condition, 1));
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_lock lock; async_condition condition; async_value v;)
{
    CORO_BEGIN;
    self->condition = async_create_condition(NULL);
    AWAIT_TO(self->v, async_gather(call(waiter, "A", self->condition), call(waiter, "B", self->condition),
                                   call(waiter, "C", self->condition), call(notifier, self->condition)));
    async_print("%s", async_text(self->v));
    AWAIT(async_gather(call(buyer, self->condition), call(seller, self->condition)));
    AWAIT(call(cancels, self->condition));
    self->lock = async_create_lock();
    self->condition = async_create_condition(self->lock);
    AWAIT(call(misuses, self->condition));
    WITH(self->lock) {
        async_print("%s", async_locked(self->condition) ? "True" : "False");
    }
    END_WITH;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
