/* done_futures.c: what is done already: awaited without a turn, gathered with two, its error raised every time; a second result is refused. */
#include "async.h"
#include "async_wait.h"

static void told(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("told");
}

static void counts(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("a turn");
}

CORO(at_once, int value;)
{
    CORO_BEGIN;
    CORO_RETURN(async_int(self->value));
    CORO_END;
}

CORO(fails, int unused;)
{
    CORO_BEGIN;
    RAISE(ASYNC_KEY_ERROR, "%s", "gone");
    CORO_END;
}

CORO(awaits, async_future future; async_value value;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, self->future);
    }
    CATCH(ASYNC_EXCEPTION, self->value) {
        async_print("raised");
    }
    END_TRY
    async_print("%s", async_repr(self->value));
    CORO_END;
}

CORO(main_, async_future future; async_task one; async_task two; async_task bad; async_value value;)
{
    CORO_BEGIN;
    self->one = async_create_task(call(at_once, 1));
    self->two = async_create_task(call(at_once, 2));
    self->bad = async_create_task(call(fails));
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    async_print("%d %d", async_cancel(self->one), async_done(self->one));
    async_call_soon(counts, NULL);
    AWAIT(call(awaits, self->bad));
    AWAIT(call(awaits, self->bad));
    AWAIT(call(awaits, async_shield(self->one)));
    async_print("no turn so far");
    AWAIT_TO(self->value, async_gather(self->two, self->one, self->two));
    async_print("%s", async_repr(self->value));
    self->future = async_create_future();
    async_set_result(self->future, async_int(3));
    async_print("%d", async_set_result(self->future, async_int(4)));
    async_print("%d", async_cancel(self->future));
    async_add_done_callback(self->future, told, NULL);
    async_call_soon(counts, NULL);
    AWAIT(call(awaits, self->future));
    AWAIT(async_gather(async_gather(async_gather(self->one), self->two), call(at_once, 4)));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
