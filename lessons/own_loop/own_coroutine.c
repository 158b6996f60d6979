/* own_coroutine: a function that can stop, and who calls it. */
#include "async.h"

KNOB(a_stops, "A stops", 2, "", 0, 5, 1);
KNOB(b_stops, "B stops", 3, "", 0, 5, 1);

typedef struct Routine {
    const char *name; int stops, place;
} Routine;

// -- A coroutine knows where it stopped, and goes on there
static bool go_on(Routine *routine)
{
    if (routine->place < routine->stops) {
        routine->place++;
        async_print("%s stops: %d", routine->name, routine->place);
        return true;
    }
    async_print("%s ends", routine->name);
    return false;
}

// -- A task: the callback that calls it again and again
static void step(async_future none, void *routine)
{
    if (go_on(routine)) {
        async_call_soon(step, routine);
    }
}

CORO(main_, Routine a, b;)
{
    CORO_BEGIN;
    self->a = (Routine){"A", (int)a_stops, 0};
    self->b = (Routine){"B", (int)b_stops, 0};
    // -- Both begin: each has its first step in the queue
    async_call_soon(step, &self->a);
    async_call_soon(step, &self->b);
    AWAIT(async_sleep(0));
    async_print("main: one turn later");
    AWAIT(async_sleep(1));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
