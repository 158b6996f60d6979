/* cancel.c: cancellation: of a sleeping task that cleans up, of one that has not begun, of one that swallows it, through a chain. */
#include "async.h"

CORO(sleeper, const char *name; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    } CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s cleans up", self->name);
        AWAIT(async_sleep(0.5));
        RAISE(ASYNC_CANCELLED_ERROR, "%s", "");
    } END_TRY
    CORO_END;
}

CORO(stubborn, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    } CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("stubborn goes on");
    } END_TRY
    AWAIT(async_sleep(0));
    CORO_RETURN(async_str("finished"));
    CORO_END;
}

CORO(outer, const char *name;)
{
    CORO_BEGIN;
    AWAIT(async_create_task(call(sleeper, self->name)));
    CORO_END;
}

CORO(main_, async_task task; async_task unstarted; async_value error; async_value result;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(sleeper, "first"));
    self->unstarted = async_create_task(call(sleeper, "unstarted"));
    async_cancel(self->unstarted);
    TRY {
        AWAIT(self->unstarted);
    } CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("unstarted never ran");
    } END_TRY
    async_cancel(self->task);
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    } CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("first is cancelled");
    } END_TRY
    self->task = async_create_task(call(stubborn));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    AWAIT_TO(self->result, self->task);
    async_print("%s", async_text(self->result));
    async_cancel(self->task);
    self->task = async_create_task(call(outer, "inner"));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    } CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("outer is cancelled");
    } END_TRY
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
