/* blocking: a step that takes long holds up everybody. */
#include "async_thread.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(length, "the work takes", 2, "s", 0.2, 5, 0.1);
SWITCH(in_thread, "the work is in a thread", false);

static int64_t work(void *context)
{
    async_block(length);
    return 42;
}

CORO(tick, const char *name; int number;)
{
    CORO_BEGIN;
    for (self->number = 1; self->number <= 3; self->number++) {
        AWAIT(async_sleep(1));
        async_print("%s %d", self->name, self->number);
    }
    CORO_END;
}

CORO(main_, async_task clock; async_value got;)
{
    CORO_BEGIN;
    // -- Start a clock that ticks every second
    self->clock = async_create_task(call(tick, "clock"));
    AWAIT(async_sleep(0.5));

    // -- Work, in the loop or beside it
    if (in_thread) {
        AWAIT_TO(self->got, async_to_thread(work, NULL));
    } else {
        self->got = async_int(work(NULL));
    }
    async_print("main has %s", async_text(self->got));

    // -- Wait for the clock
    AWAIT(self->clock);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
