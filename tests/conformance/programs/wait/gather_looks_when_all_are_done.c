/* gather_looks_when_all_are_done.c: with return_exceptions gather looks at the errors only when all are done; one that never is leaves them unseen. */
#include "async.h"

CORO(fails, const char *text;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    RAISE(ASYNC_VALUE_ERROR, "%s", self->text);
    CORO_END;
}

CORO(both, async_future never;)
{
    CORO_BEGIN;
    AWAIT(async_gather(async_gather_errors(self->never, call(fails, "unseen")), call(fails, "heard")));
    CORO_END;
}

CORO(main_, async_future never; async_value error; async_value results;)
{
    CORO_BEGIN;
    self->never = async_create_future();
    async_create_task(call(both, self->never));
    TRY {
        AWAIT(async_gather(call(fails, "first"), call(fails, "behind the first")));
    } CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    } END_TRY
    AWAIT_TO(self->results, async_gather_errors(call(fails, "seen"), async_sleep(1)));
    async_print("%s", async_repr(self->results));
    async_print("main ends");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
