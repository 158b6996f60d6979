/* reports_at_the_end.c: errors nobody retrieves are told when the last hold on them goes; ones looked at never. */
#include "async.h"

CORO(fails, const char *text;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    RAISE(ASYNC_VALUE_ERROR, "%s", self->text);
    CORO_END;
}

CORO(awaited_never, int unused;)
{
    CORO_BEGIN;
    async_print("never printed");
    CORO_END;
}

CORO(main_, async_task kept; async_task seen; async_task cancelled; async_coroutine call_kept; async_value value;)
{
    CORO_BEGIN;
    async_create_task(call(fails, "dropped"));
    self->kept = async_create_task(call(fails, "kept"));
    self->seen = async_create_task(call(fails, "seen"));
    self->cancelled = async_create_task(call(fails, "cancelled afterwards"));
    self->call_kept = call(awaited_never);
    call(awaited_never);
    AWAIT(async_sleep(1));
    self->value = async_result(self->seen);
    async_print("%s", async_repr(self->value));
    async_cancel(self->cancelled);
    async_print("main ends");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
