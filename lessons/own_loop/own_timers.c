/* own_timers: timers, the earliest first. */
#include "async.h"

KNOB(tea, "the tea takes", 3, "s", 0, 5, 0.5);
KNOB(egg, "the egg takes", 3, "s", 0, 5, 0.5);
ORDER(asked, "main sets", "the timer of the tea",
      "the timer of the egg");

static void tea_rings(async_future none, void *context)
{
    async_print("the tea is ready");
}

static void egg_rings(async_future none, void *context)
{
    async_print("the egg is ready");
}

static void look(async_future none, void *context)
{
    async_print("both are on the stove");
}

CORO(main_, int place;)
{
    CORO_BEGIN;
    // -- Set two timers, in some order
    for (self->place = 0; self->place < 2; self->place++) {
        if (async_order(asked, 2, self->place) == 0) {
            async_call_later(tea, tea_rings, NULL);
        } else {
            async_call_later(egg, egg_rings, NULL);
        }
    }
    // -- Put a callback into the queue: it need not wait
    async_call_soon(look, NULL);
    // -- Let go: queue first, then the earliest timer
    AWAIT(async_sleep(2.5));
    async_print("main looks at the stove");
    AWAIT(async_sleep(3));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
