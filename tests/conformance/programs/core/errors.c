/* errors.c: errors through awaits, tasks and gathers; a failing gather, a gather that collects errors, a cancelled gather. */
#include "async.h"

CORO(fail, double delay; const char *text;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    RAISE(ASYNC_VALUE_ERROR, "%s", self->text);
    CORO_END;
}

CORO(work, int delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("worked %d", self->delay);
    CORO_RETURN(async_int(self->delay));
    CORO_END;
}

CORO(waits_for_all, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_gather(call(work, 5), call(work, 6)));
    CORO_END;
}

CORO(main_, async_value error; async_value results; async_task task; async_task waiter; async_value nested;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(call(fail, 0, "at once"));
    } CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    } END_TRY
    TRY {
        AWAIT(async_gather(call(work, 2), call(fail, 1, "first"), call(fail, 3, "unheard")));
    } CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    } END_TRY
    AWAIT_TO(self->results, async_gather_errors(call(work, 1), call(fail, 1, "kept")));
    async_print("%s", async_repr(self->results));
    self->task = async_create_task(call(fail, 1, "seen twice"));
    TRY {
        AWAIT(self->task);
    } CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    } END_TRY
    TRY {
        AWAIT(self->task);
    } CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    } END_TRY
    self->waiter = async_create_task(call(waits_for_all));
    AWAIT(async_sleep(1));
    async_cancel(self->waiter);
    TRY {
        AWAIT(self->waiter);
    } CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("gather is cancelled");
    } END_TRY
    AWAIT_TO(self->nested, async_gather(async_gather(call(work, 1), call(work, 2)), call(work, 1)));
    async_print("%s", async_repr(self->nested));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
