/* calling: a call makes a coroutine object; await runs it. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(length, "a greeting takes", 1, "s", 0, 5, 0.5);
SWITCH(bob_first, "await Bob's first", false);

CORO(greet, const char *name;)
{
    CORO_BEGIN;
    async_print("Hello %s", self->name);
    AWAIT(async_sleep(length));
    async_print("Goodbye %s", self->name);
    CORO_END;
}

CORO(main_, async_coroutine ada, bob;)
{
    CORO_BEGIN;
    // -- Call twice: no line of greet runs
    self->ada = call(greet, "Ada");
    self->bob = call(greet, "Bob");
    async_print("main has two coroutine objects");

    // -- Await: now greet runs
    if (bob_first) {
        AWAIT(self->bob);
        AWAIT(self->ada);
    } else {
        AWAIT(self->ada);
        AWAIT(self->bob);
    }
    async_print("main is done");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
