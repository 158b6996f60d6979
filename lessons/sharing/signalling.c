/* signalling: an event wakes all who wait, a condition some. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(open_at, "the shop opens after", 1, "s", 0, 3, 0.1);
KNOB(bake_takes, "baking takes", 1, "s", 0, 3, 0.1);
KNOB(batch, "loaves at a time", 1, "", 1, 3, 1);
SWITCH(tell_all, "tell all who wait", false);

static int loaves;

static bool is_there(void *unused)
{
    (void)unused;
    return loaves > 0;
}

CORO(customer, const char *name; async_event opened;
     async_condition shelf;)
{
    CORO_BEGIN;
    // -- Wait until the shop is open
    AWAIT(async_event_wait(self->opened));
    WITH(self->shelf) {
        // -- Wait until a loaf is there, and take it
        AWAIT(async_condition_wait_for(self->shelf,
                                       is_there, NULL));
        loaves--;
        async_print("%s has a loaf", self->name);
    }
    END_WITH;
    CORO_END;
}

CORO(baker, async_event opened; async_condition shelf;
     int made;)
{
    CORO_BEGIN;
    // -- Open the shop: everybody hears of it
    AWAIT(async_sleep(open_at));
    async_print("the shop is open");
    async_event_set(self->opened);
    while (self->made < 3) {
        self->made += (int)batch;
        AWAIT(async_sleep(bake_takes));
        WITH(self->shelf) {
            // -- Put loaves there, and tell who waits for one
            loaves += (int)batch;
            async_notify(self->shelf, tell_all ? 3 : 1);
        }
        END_WITH;
    }
    CORO_END;
}

CORO(main_, async_event opened; async_condition shelf;)
{
    CORO_BEGIN;
    loaves = 0;
    self->opened = async_create_event();
    self->shelf = async_create_condition(NULL);
    AWAIT(async_gather(
        call(customer, "Ann", self->opened, self->shelf),
        call(customer, "Bob", self->opened, self->shelf),
        call(customer, "Cleo", self->opened, self->shelf),
        call(baker, self->opened, self->shelf)));
    async_print("everybody has a loaf");
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
