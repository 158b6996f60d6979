/* order.c: bare yields between three tasks, ties between timers, tasks that are done before they are awaited. */
#include "async.h"

CORO(turns, const char *name; int count; int turn;)
{
    CORO_BEGIN;
    for (self->turn = 0; self->turn < self->count; self->turn++) {
        async_print("%s %d", self->name, self->turn);
        AWAIT(async_sleep(0));
    }
    CORO_RETURN(async_str("%s", self->name));
    CORO_END;
}

CORO(late, double first; double then;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->first));
    AWAIT(async_sleep(self->then));
    async_print("%g then %g", self->first, self->then);
    CORO_END;
}

CORO(main_, async_task one; async_task two; async_task three; async_value names; async_value again; async_task task;)
{
    CORO_BEGIN;
    self->one = async_create_task(call(turns, "one", 3));
    self->two = async_create_task(call(turns, "two", 1));
    self->three = async_create_named_task(call(turns, "three", 2), "Three");
    AWAIT_TO(self->names, async_gather(self->three, self->one, self->two, self->one));
    async_print("%s", async_repr(self->names));
    AWAIT_TO(self->again, self->two);
    async_print("%s", async_text(self->again));
    AWAIT_TO(self->names, async_gather(self->one, call(turns, "four", 1)));
    async_print("%s", async_repr(self->names));
    AWAIT(async_gather(call(late, 0.1, 0.2), call(late, 0.2, 0.1), call(late, 0.3, 0), call(late, -1, 0.3)));
    self->task = async_create_task(call(late, 0.001, 0.002));
    AWAIT(async_sleep(0.003));
    async_print("awake");
    AWAIT(self->task);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
