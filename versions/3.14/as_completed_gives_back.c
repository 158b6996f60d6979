/* as_completed_gives_back: a wait for the next result runs out of time, and both results are asked for afterwards */
#include "async.h"

CORO(fetch, const char *name; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s is there", self->name);
    CORO_RETURN(async_str("%s", self->name));
    CORO_END;
}

CORO(main_, async_completion results; async_coroutine next; async_value value;)
{
    CORO_BEGIN;
    self->results = async_as_completed(ASYNC_NO_TIMEOUT, call(fetch, "A", 2), call(fetch, "B", 3));
    TRY {
        AWAIT(async_wait_for(async_next_completed(self->results), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->value) {
        async_print("none yet");
    }
    END_TRY;
    while ((self->next = async_next_completed(self->results))) {
        AWAIT_TO(self->value, self->next);
        async_print("main has %s", async_text(self->value));
    }
    async_print("main has no more");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
