/* callback_fails.c: an error in a callback is reported, and the loop goes on: one called soon, one of a timer, one of a future. */
#include "async.h"

static void fails(async_future future, void *context)
{
    (void)future;
    async_print("about to fail");
    async_callback_failed(async_error(&ASYNC_VALUE_ERROR, "%s", (const char *)context));
}

static void works(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("works");
}

CORO(main_, async_future future; async_value value;)
{
    CORO_BEGIN;
    async_call_soon(fails, "soon");
    async_call_soon(works, NULL);
    async_call_later(1, fails, "later");
    async_call_later(1, works, NULL);
    AWAIT(async_sleep(2));
    self->future = async_create_future();
    async_add_done_callback(self->future, fails, "done");
    async_add_done_callback(self->future, works, NULL);
    async_set_result(self->future, async_int(1));
    AWAIT_TO(self->value, self->future);
    AWAIT(async_sleep(0));
    async_print("main goes on with %s", async_text(self->value));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
