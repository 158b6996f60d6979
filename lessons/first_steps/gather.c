/* gather: three coroutines at once, and one wait for all. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(delay_a, "API A takes", 2, "s", 0, 5, 0.1);
KNOB(delay_b, "Database B takes", 1, "s", 0, 5, 0.1);
KNOB(delay_c, "File C takes", 3, "s", 0, 5, 0.1);
SWITCH(together, "all at once", true);

CORO(fetch_data, const char *source_name; double delay;)
{
    CORO_BEGIN;
    async_print("%s - Starting to fetch data from %s "
                "(will take %gs)",
                async_clock_text(), self->source_name, self->delay);
    AWAIT(async_sleep(self->delay));
    async_print("%s - Finished fetching from %s",
                async_clock_text(), self->source_name);
    CORO_RETURN(async_str("Data from %s", self->source_name));
    CORO_END;
}

CORO(main_, double start_time; async_value results, a, b, c;)
{
    CORO_BEGIN;
    self->start_time = async_time();
    async_print("%s - --- Starting concurrent tasks ---",
                async_clock_text());
    // -- Ask for all three, at once or one after another
    if (together) {
        AWAIT_TO(self->results, async_gather(
            call(fetch_data, "API A", delay_a),
            call(fetch_data, "Database B", delay_b),
            call(fetch_data, "File C", delay_c)));
        async_print("\n%s - All results from gather: %s",
                    async_clock_text(), async_repr(self->results));
    } else {
        AWAIT_TO(self->a, call(fetch_data, "API A", delay_a));
        AWAIT_TO(self->b, call(fetch_data, "Database B", delay_b));
        AWAIT_TO(self->c, call(fetch_data, "File C", delay_c));
        async_print("\n%s - Results, one by one: [%s, %s, %s]",
                    async_clock_text(), async_repr(self->a),
                    async_repr(self->b), async_repr(self->c));
    }
    // -- Say how long it took
    async_print("\n%s - --- All tasks completed ---",
                async_clock_text());
    async_print("Total time taken: %.2f seconds",
                async_time() - self->start_time);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
