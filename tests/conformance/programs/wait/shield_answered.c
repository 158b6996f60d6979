/* shield_answered.c: a shielding future that somebody else has answered hears of the inner one only where that is done already, and then in asyncio's way. */
#include "async.h"

CORO(work, double delay; int fails;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "of the work");
    }
    CORO_RETURN(async_str("work done"));
    CORO_END;
}

CORO(main_, async_task task; async_future outer; async_value value; async_value error;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(work, 1, 0));
    self->outer = async_shield(self->task);
    async_set_result(self->outer, async_int(7));
    AWAIT_TO(self->value, self->task);
    async_print("answered before: %s, and %s", async_text(async_result(self->outer)), async_text(self->value));
    self->task = async_create_task(call(work, 0, 0));
    self->outer = async_shield(self->task);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    async_set_result(self->outer, async_int(8));
    AWAIT(async_sleep(0));
    async_print("answered at once: %s", async_text(async_result(self->outer)));
    self->task = async_create_task(call(work, 0, 1));
    self->outer = async_shield(self->task);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    async_set_result(self->outer, async_int(9));
    AWAIT(async_sleep(0));
    async_print("and of one that fails: %s", async_text(async_result(self->outer)));
    self->task = async_create_task(call(work, 5, 0));
    self->outer = async_shield(self->task);
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    AWAIT(async_sleep(0));
    async_set_error(self->outer, async_error(&ASYNC_VALUE_ERROR, "asked for by cancelling"));
    AWAIT(async_sleep(0));
    async_print("cancelled %d", async_cancelled(self->task));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
