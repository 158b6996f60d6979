/* cancels_in_the_order_of_asking.c: tasks wake in the order in which they were cancelled; one that had not begun runs no line, and is done as soon. */
#include "async.h"

static void turn(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("a turn");
}

CORO(sleeper, const char *name;)
{
    CORO_BEGIN;
    async_print("%s begins", self->name);
    TRY {
        AWAIT(async_sleep(10));
    }
    FINALLY {
        async_print("%s ends", self->name);
    }
    END_TRY
    CORO_END;
}

CORO(main_, async_task one; async_task two; async_task three; async_task late; async_value error;)
{
    CORO_BEGIN;
    self->one = async_create_task(call(sleeper, "one"));
    self->two = async_create_task(call(sleeper, "two"));
    self->three = async_create_task(call(sleeper, "three"));
    AWAIT(async_sleep(1));
    self->late = async_create_task(call(sleeper, "late"));
    async_cancel(self->three);
    async_cancel(self->late);
    async_cancel(self->one);
    async_call_soon(turn, NULL);
    async_cancel(self->two);
    async_cancel(self->three);
    TRY {
        AWAIT(self->late);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("late never began");
    }
    END_TRY
    async_print("%d", async_cancel(self->late));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
