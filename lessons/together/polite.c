/* polite: sleep(0) lets the others run for one turn. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(rounds, "rounds of work", 3, "", 2, 6, 1);
SWITCH(a_gives_way, "A gives way", true);
SWITCH(b_gives_way, "B gives way", false);

CORO(count, const char *name; bool gives_way; int number;)
{
    CORO_BEGIN;
    for (self->number = 1; self->number <= rounds;
         self->number++) {
        // -- One round of work
        async_print("%s %d", self->name, self->number);

        // -- Give way to the others, or not
        if (self->gives_way) {
            AWAIT(async_sleep(0));
        }
    }
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    // -- Two that count at once
    AWAIT(async_gather(call(count, "A", a_gives_way),
                       call(count, "B", b_gives_way)));
    async_print("main is done");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
