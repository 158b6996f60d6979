/* say_after: one await after another. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(delay_1, "Hello waits", 2, "s", 0, 5, 0.1);
KNOB(delay_2, "World waits", 1, "s", 0, 5, 0.1);

CORO(say_after, double delay; const char *what;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s - %s", async_clock_text(), self->what);
    CORO_RETURN(async_str("Finished saying: %s", self->what));
    CORO_END;
}

CORO(main_, async_value result;)
{
    CORO_BEGIN;
    async_print("%s - Starting main coroutine", async_clock_text());

    // -- Say Hello
    AWAIT_TO(self->result, call(say_after, delay_1, "Hello"));
    async_print("%s - %s", async_clock_text(),
                async_text(self->result));
    // -- Then say World
    AWAIT(call(say_after, delay_2, "World"));
    async_print("%s - Main coroutine finished", async_clock_text());
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
