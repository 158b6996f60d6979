/* wait_for_in_task: a coroutine with a time limit, beside another task */
#include "async.h"

CORO(fetch, const char *name; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s is there", self->name);
    CORO_RETURN(async_str("%s", self->name));
    CORO_END;
}

CORO(main_, async_task other; async_value value;)
{
    CORO_BEGIN;
    self->other = async_create_task(call(fetch, "B", 1));
    AWAIT_TO(self->value, async_wait_for(call(fetch, "A", 1), 2));
    async_print("main has %s", async_text(self->value));
    AWAIT(self->other);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
