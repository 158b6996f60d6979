/* cancelling: a task is asked to end, and cleans up first. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(patience, "main waits for", 1, "s", 0, 5, 0.5);
KNOB(tidying, "cleaning up takes", 1, "s", 0, 5, 0.5);

CORO(work, const char *name;)
{
    CORO_BEGIN;
    TRY {
        // -- The work itself
        async_print("%s begins", self->name);
        AWAIT(async_sleep(3));
        async_print("%s has done its work", self->name);
    }
    FINALLY {
        // -- Clean up, whatever has happened
        async_print("%s cleans up", self->name);
        AWAIT(async_sleep(tidying));
        async_print("%s has cleaned up", self->name);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_task worker; async_value error;)
{
    CORO_BEGIN;
    // -- Start it, and lose patience
    self->worker = async_create_task(call(work, "worker"));
    AWAIT(async_sleep(patience));

    // -- Ask it to end
    async_cancel(self->worker);
    async_print("main has asked the worker to end");

    // -- Wait until it has ended
    TRY {
        AWAIT(self->worker);
        async_print("main: the worker has returned");
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("main: the worker is cancelled");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
