/* wait_modes.c: wait for all, for the first, for the first error, with a time limit, for what is done already; and a wait that is cancelled. */
#include "async.h"

CORO(work, const char *name; double delay; int fails;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "%s", self->name);
    }
    CORO_RETURN(async_str("%s done", self->name));
    CORO_END;
}

static void print_sets(async_value both)
{
    for (size_t set = 0; set < 2; set++) {
        async_value list = async_item(both, set);
        for (size_t i = 0; i < async_length(list); i++) {
            async_print("%s %s", set ? "pending" : "done", async_name(async_awaitable_of(async_item(list, i))));
        }
    }
}

CORO(three, const char *name; async_return_when when; double timeout; int fails; async_task a; async_task b; async_task c; async_value both;
     async_value error;)
{
    CORO_BEGIN;
    async_print("%s", self->name);
    self->a = async_create_named_task(call(work, "a", 3, 0), "a");
    self->b = async_create_named_task(call(work, "b", 1, self->fails), "b");
    self->c = async_create_named_task(call(work, "c", 2, 0), "c");
    AWAIT_TO(self->both, async_wait(self->when, self->timeout, self->a, self->b, self->c, self->a));
    print_sets(self->both);
    AWAIT_TO(self->both, async_wait(ASYNC_ALL_COMPLETED, 1, self->b));
    print_sets(self->both);
    TRY {
        AWAIT_TO(self->both, async_gather(self->a, self->b, self->c));
        async_print("%s", async_text(self->both));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(first_exception, async_task a; async_task b; async_task c; async_value both;)
{
    CORO_BEGIN;
    self->a = async_create_named_task(call(work, "a", 3, 0), "a");
    self->b = async_create_named_task(call(work, "b", 9, 0), "b");
    self->c = async_create_named_task(call(work, "c", 2, 1), "c");
    async_cancel(self->b);
    AWAIT_TO(self->both, async_wait(ASYNC_FIRST_EXCEPTION, ASYNC_NO_TIMEOUT, self->a, self->b, self->c));
    print_sets(self->both);
    CORO_END;
}

CORO(waits, async_task task;)
{
    CORO_BEGIN;
    AWAIT(async_wait(ASYNC_ALL_COMPLETED, 5, self->task));
    async_print("never printed");
    CORO_END;
}

CORO(main_, async_task task; async_task waiter; async_future future; async_value both; async_value error;)
{
    CORO_BEGIN;
    AWAIT(call(three, "all", ASYNC_ALL_COMPLETED, ASYNC_NO_TIMEOUT, 0));
    AWAIT(call(three, "first", ASYNC_FIRST_COMPLETED, ASYNC_NO_TIMEOUT, 0));
    AWAIT(call(three, "first error", ASYNC_FIRST_EXCEPTION, ASYNC_NO_TIMEOUT, 1));
    AWAIT(call(three, "no error", ASYNC_FIRST_EXCEPTION, ASYNC_NO_TIMEOUT, 0));
    AWAIT(call(three, "in time", ASYNC_ALL_COMPLETED, 5, 0));
    AWAIT(call(three, "two and a half seconds", ASYNC_ALL_COMPLETED, 2.5, 0));
    AWAIT(call(three, "the same instant", ASYNC_ALL_COMPLETED, 3, 0));
    AWAIT(call(three, "no time", ASYNC_ALL_COMPLETED, 0, 0));
    AWAIT(call(first_exception));
    self->task = async_create_named_task(call(work, "goes on", 2, 0), "goes on");
    self->waiter = async_create_task(call(waits, self->task));
    AWAIT(async_sleep(1));
    async_cancel(self->waiter);
    TRY {
        AWAIT(self->waiter);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("only the wait is cancelled");
    }
    END_TRY;
    self->future = async_create_future();
    async_set_result(self->future, async_int(1));
    AWAIT_TO(self->both, async_wait(ASYNC_FIRST_COMPLETED, 9, self->task, self->future));
    async_print("%zu and %zu", async_length(async_item(self->both, 0)), async_length(async_item(self->both, 1)));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
