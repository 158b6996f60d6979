/* event_set_wakes_all.c: an event that is set wakes all who wait, in order, also when it is cleared at once; who comes later does not suspend */
#include "async.h"

CORO(waiter, const char *name; async_event event; async_value got;)
{
    CORO_BEGIN;
    AWAIT_TO(self->got, async_event_wait(self->event));
    async_print("%s %s %s", self->name, async_text(self->got), async_event_is_set(self->event) ? "True" : "False");
    CORO_END;
}

CORO(setter, async_event event;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_event_set(self->event);
    async_event_clear(self->event);
    async_print("set and cleared");
    AWAIT(async_sleep(1));
    async_event_set(self->event);
    async_event_set(self->event);
    CORO_END;
}

CORO(again, async_event event;)
{
    CORO_BEGIN;
    AWAIT(async_event_wait(self->event));
    async_print("first");
    AWAIT(async_event_wait(self->event));
    async_print("second");
    AWAIT(async_event_wait(self->event));
    async_print("third, without a hop");
    CORO_END;
}

CORO(main_, async_event event; async_task cancelled; async_value v;)
{
    CORO_BEGIN;
    self->event = async_create_event();
    self->cancelled = async_create_task(call(waiter, "cancelled", self->event));
    AWAIT(async_sleep(0));
    async_cancel(self->cancelled);
    AWAIT_TO(self->v, async_gather(call(waiter, "A", self->event), call(again, self->event), call(waiter, "B", self->event),
                                   call(setter, self->event)));
    async_print("%s", async_text(self->v));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
