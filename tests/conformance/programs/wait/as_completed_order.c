/* as_completed_order.c: results in the order in which they come: of coroutines, tasks, errors; with a time limit; left early; awaited by somebody else. */
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

CORO(in_order, async_awaitable items[5]; async_completion results; async_awaitable next; async_task older; async_value value; async_value error;)
{
    CORO_BEGIN;
    self->older = async_create_task(call(work, "older", 1.5, 0));
    self->items[0] = call(work, "three", 3, 0);
    self->items[1] = self->items[3] = self->older;
    self->items[2] = call(work, "one", 1, 0);
    self->items[4] = call(work, "two", 2, 1);
    AWAIT(async_sleep(0));
    self->results = async_as_completed_list(self->items, 5, ASYNC_NO_TIMEOUT);
    while ((self->next = async_next_completed(self->results))) {
        TRY {
            AWAIT_TO(self->value, self->next);
            async_print("%s", async_text(self->value));
        }
        CATCH(ASYNC_VALUE_ERROR, self->error) {
            async_print("%s", async_repr(self->error));
        }
        END_TRY;
    }
    CORO_END;
}

CORO(limited, double limit; async_completion results; async_awaitable next; async_value value; async_value error;)
{
    CORO_BEGIN;
    self->results = async_as_completed(self->limit, call(work, "a", 3, 0), call(work, "b", 1, 0), call(work, "c", 4, 0));
    while ((self->next = async_next_completed(self->results))) {
        TRY {
            AWAIT_TO(self->value, self->next);
            async_print("%s", async_text(self->value));
        }
        CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
            async_print("%s", async_repr(self->error));
        }
        END_TRY;
    }
    CORO_END;
}

CORO(first, async_completion results; async_awaitable next; async_value value;)
{
    CORO_BEGIN;
    self->results = async_as_completed(9, call(work, "slow", 2, 0), call(work, "fast", 1, 0));
    while ((self->next = async_next_completed(self->results))) {
        AWAIT_TO(self->value, self->next);
        async_print("first %s", async_text(self->value));
        break;
    }
    CORO_END;
}

CORO(together, async_completion results; async_awaitable one; async_awaitable two; async_awaitable three; async_value value;)
{
    CORO_BEGIN;
    self->results = async_as_completed(ASYNC_NO_TIMEOUT, call(work, "x", 2, 0), call(work, "y", 1, 0), call(work, "z", 1, 0));
    self->one = async_create_task(async_next_completed(self->results));
    self->two = async_create_task(async_next_completed(self->results));
    self->three = async_create_task(async_next_completed(self->results));
    AWAIT(async_sleep(0.5));
    async_cancel(self->one);
    AWAIT_TO(self->value, async_gather_errors(self->one, self->two, self->three));
    async_print("%s", async_text(self->value));
    CORO_END;
}

CORO(main_, async_task task; async_value error;)
{
    CORO_BEGIN;
    AWAIT(call(in_order));
    AWAIT(call(limited, 2));
    AWAIT(call(limited, 3));
    AWAIT(call(limited, 5));
    AWAIT(call(limited, 0));
    AWAIT(call(first));
    AWAIT(call(together));
    self->task = async_create_task(call(limited, 2));
    AWAIT(async_sleep(0.5));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
