/* failing: one of three fails, and gather cancels nobody. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(delay_b, "B fails after", 1, "s", 0, 5, 0.5);
KNOB(stay, "main stays for", 3, "s", 0, 5, 0.5);
SWITCH(as_results, "errors are results", false);

CORO(work, const char *name; double delay; bool fails;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "%s has failed", self->name);
    }
    async_print("%s is done", self->name);
    CORO_RETURN(async_str("result of %s", self->name));
    CORO_END;
}

CORO(main_, async_task tasks[3]; async_value results, error;)
{
    CORO_BEGIN;
    // -- Start three; B will fail
    self->tasks[0] = async_create_task(
        call(work, "A", 2, false));
    self->tasks[1] = async_create_task(
        call(work, "B", delay_b, true));
    self->tasks[2] = async_create_task(
        call(work, "C", 3, false));

    // -- Wait for all, and catch what comes out
    TRY {
        AWAIT_TO(self->results,
                 async_gather_list(self->tasks, 3, as_results));
        async_print("main has %s", async_repr(self->results));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("main caught: %s", async_text(self->error));
    }
    END_TRY;

    // -- Stay a while: who is left?
    AWAIT(async_sleep(stay));
    async_print("main is done");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
