/* wait_for_hops.c: wait_for that is in time, too late, without a limit, with no time at all, of a task, and when both come in the same instant. */
#include "async.h"

CORO(work, const char *name; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s works", self->name);
    CORO_RETURN(async_str("%s done", self->name));
    CORO_END;
}

CORO(fails, double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    RAISE(ASYNC_VALUE_ERROR, "x");
    CORO_END;
}

CORO(ticks, int i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 8; self->i++) {
        async_print("tick %d", self->i);
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

CORO(main_, async_value value; async_value error; async_task task; async_task other;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, async_wait_for(call(work, "in time", 1), 2));
    async_print("%s", async_text(self->value));
    AWAIT_TO(self->value, async_wait_for(call(work, "without limit", 1), ASYNC_NO_TIMEOUT));
    async_print("%s", async_text(self->value));
    TRY {
        AWAIT(async_wait_for(call(work, "too late", 2), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    self->task = async_create_task(call(work, "older task", 1));
    AWAIT(async_sleep(0));
    AWAIT_TO(self->value, async_wait_for(self->task, 1));
    async_print("%s", async_text(self->value));
    TRY {
        AWAIT(async_wait_for(call(work, "same instant", 1), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("the deadline is older");
    }
    END_TRY;
    self->other = async_create_task(call(ticks));
    TRY {
        AWAIT(async_wait_for(call(work, "no time", 1), 0));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("no time at all");
    }
    END_TRY;
    AWAIT_TO(self->value, async_wait_for(self->task, -1));
    async_print("%s", async_text(self->value));
    AWAIT_TO(self->value, async_wait_for(self->task, 1));
    AWAIT(self->other);
    TRY {
        AWAIT(async_wait_for(call(fails, 0.5), 1));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    AWAIT_TO(self->value,
             async_gather_errors(async_create_task(async_wait_for(call(work, "a", 1), 2)), async_create_task(async_wait_for(call(work, "b", 3), 2))));
    async_print("%s", async_text(self->value));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
