/* callbacks.c: callbacks soon, later, cancelled, on futures; callbacks that make callbacks; a future that a callback resolves. */
#include "async.h"

static void chained(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("chained");
}

static void soon(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("soon");
    async_call_soon(chained, NULL);
}

static void late(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("late");
}

static void never(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("never");
}

static void on_done(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("done");
}

static void resolve(async_future future, void *context)
{
    (void)future;
    async_set_result(context, async_str("resolved"));
}

CORO(main_, async_future future; async_value value;)
{
    CORO_BEGIN;
    async_call_soon(soon, NULL);
    async_handle_cancel(async_call_soon(never, NULL));
    async_call_later(1, late, NULL);
    async_handle_cancel(async_call_later(0.5, never, NULL));
    async_call_later(0, late, NULL);
    AWAIT(async_sleep(0));
    async_print("after one turn");
    self->future = async_create_future();
    async_add_done_callback(self->future, on_done, NULL);
    async_call_later(2, resolve, self->future);
    AWAIT_TO(self->value, self->future);
    async_print("%s", async_text(self->value));
    async_add_done_callback(self->future, on_done, NULL);
    AWAIT(async_sleep(0));
    async_print("end");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
