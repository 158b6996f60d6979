/* letting_go: tasks run when main lets go of the loop. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(pause, "each sleep takes", 1, "s", 0.1, 5, 0.1);
SWITCH(lets_go, "main sleeps after each line", false);

CORO(helper, const char *name;)
{
    CORO_BEGIN;
    async_print("%s begins", self->name);
    AWAIT(async_sleep(pause));
    async_print("%s is done", self->name);
    CORO_END;
}

CORO(main_, async_task anna, ben; int line;)
{
    CORO_BEGIN;
    // -- Make two tasks: neither begins yet
    self->anna = async_create_task(call(helper, "Anna"));
    self->ben = async_create_task(call(helper, "Ben"));

    // -- Work on: as long as main runs, nobody else does
    for (self->line = 1; self->line <= 3; self->line++) {
        async_print("main: line %d", self->line);
        if (lets_go) {
            AWAIT(async_sleep(pause));
        }
    }

    // -- Let go: now the tasks have their turn
    AWAIT(self->anna);
    AWAIT(self->ben);
    async_print("main is done");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
