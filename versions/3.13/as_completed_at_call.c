/* as_completed_at_call: as_completed() is called, and the first result asked for later */
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
    self->results = async_as_completed(ASYNC_NO_TIMEOUT, call(fetch, "A", 2), call(fetch, "B", 1));
    AWAIT(async_sleep(3));
    async_print("main asks");
    while ((self->next = async_next_completed(self->results))) {
        AWAIT_TO(self->value, self->next);
        async_print("main has %s", async_text(self->value));
    }
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
