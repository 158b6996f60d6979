/* signalling: an event wakes all who wait, a condition some. */
#include "async.h"

KNOB(open_at, "the shop opens after", 1, "s", 0, 3, 0.1);
KNOB(bake_takes, "baking takes", 1, "s", 0, 3, 0.1);
KNOB(batch, "loaves at a time", 1, "", 1, 3, 1);
SWITCH(tell_all, "tell all who wait", false);

static async_event opened;
static async_condition shelf;
static int loaves;

CORO(customer, const char *name;)
{
    CORO_BEGIN;
    // -- Wait until the shop is open
    AWAIT(async_event_wait(opened));
    WITH(shelf) {
        // -- Wait until a loaf is there, and take it
        while (loaves == 0) {
            AWAIT(async_condition_wait(shelf));
        }
        loaves--;
        async_print("%s has a loaf", self->name);
    }
    END_WITH;
    CORO_END;
}

CORO(baker, int made;)
{
    CORO_BEGIN;
    // -- Open the shop: everybody hears of it
    AWAIT(async_sleep(open_at));
    async_print("the shop is open");
    async_event_set(opened);
    while (self->made < 3) {
        self->made += (int)batch;
        AWAIT(async_sleep(bake_takes));
        WITH(shelf) {
            // -- Put loaves there, and tell who waits for one
            loaves += (int)batch;
            async_notify(shelf, tell_all ? 3 : 1);
        }
        END_WITH;
    }
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    loaves = 0;
    opened = async_create_event();
    shelf = async_create_condition(NULL);
    AWAIT(async_gather(
        call(customer, "Ann"), call(customer, "Bob"),
        call(customer, "Cleo"), call(baker)));
    async_print("everybody has a loaf");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
