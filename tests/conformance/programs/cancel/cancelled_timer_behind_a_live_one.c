/* cancelled_timer_behind_a_live_one.c: a cancelled timer on top never wakes the loop, one behind a live one is skipped, many are purged at once. */
#include "async.h"

static void live(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("live at %g", async_loop_time());
}

static void never(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("never");
}

CORO(main_, int i; async_handle *handles[120];)
{
    CORO_BEGIN;
    async_handle_cancel(async_call_later(0.5, never, NULL));
    async_call_later(1, live, NULL);
    async_handle_cancel(async_call_later(1, never, NULL));
    async_call_later(1, live, NULL);
    AWAIT(async_sleep(2));
    async_call_later(0.5, live, NULL);
    async_handle_cancel(async_call_later(0.75, never, NULL));
    async_call_later(1, live, NULL);
    async_block(3);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    for (self->i = 0; self->i < 120; self->i++) {
        self->handles[self->i] = async_call_later(1 + self->i % 7, live, NULL);
    }
    for (self->i = 0; self->i < 120; self->i++) {
        if (self->i % 12 != 5) {
            async_handle_cancel(self->handles[self->i]);
        }
    }
    AWAIT(async_sleep(4));
    async_print("%g", async_loop_time());
    AWAIT(async_sleep(4));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
