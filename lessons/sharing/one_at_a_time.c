/* one_at_a_time: a lock lets one in, a semaphore a few. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(ann_takes, "Ann takes", 2, "s", 0, 5, 0.1);
KNOB(bob_takes, "Bob takes", 1, "s", 0, 5, 0.1);
KNOB(cleo_takes, "Cleo takes", 2, "s", 0, 5, 0.1);
SWITCH(counting, "a semaphore", false);
KNOB(places, "places", 1, "", 1, 3, 1);

CORO(customer, const char *name; double time; async_lock desk;)
{
    CORO_BEGIN;
    // -- Wait for a place, and hold it
    WITH(self->desk) {
        async_print("%s is served", self->name);
        AWAIT(async_sleep(self->time));
        async_print("%s is done", self->name);
    }
    // -- Whoever leaves lets the next one in
    END_WITH;
    CORO_END;
}

CORO(main_, async_lock desk;)
{
    CORO_BEGIN;
    // -- Make one desk for all
    self->desk = async_create_lock();
    if (counting) {
        self->desk = async_create_semaphore((int)places);
    }
    AWAIT(async_gather(
        call(customer, "Ann", ann_takes, self->desk),
        call(customer, "Bob", bob_takes, self->desk),
        call(customer, "Cleo", cleo_takes, self->desk)));
    async_print("closed");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
