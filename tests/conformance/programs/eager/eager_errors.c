/* eager_errors.c: what an eager step ends with is the task's, but for a SystemExit, which comes out of making the task; and tasks that are cancelled in it. */
#include "async.h"

CORO(fails, const char *why;)
{
    CORO_BEGIN;
    RAISE(ASYNC_VALUE_ERROR, "%s", self->why);
    CORO_END;
}

CORO(leaves, int status;)
{
    CORO_BEGIN;
    RAISE_AGAIN(async_system_exit(self->status));
    CORO_END;
}

CORO(gives_up, double delay;)
{
    CORO_BEGIN;
    async_cancel(async_current_task());
    async_print("asked %u times", async_cancelling(async_current_task()));
    if (self->delay >= 0) {
        AWAIT(async_sleep(self->delay));
    }
    async_print("only without an await");
    CORO_END;
}

CORO(sees, async_awaitable what; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(self->what);
        async_print("nothing");
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        async_print("saw %s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(makes_and_sees, int status; async_value error;)
{
    CORO_BEGIN;
    TRY {
        RAISE_IF_ERROR(async_future_value(async_create_task(call(leaves, self->status))));
        async_print("nothing");
    }
    CATCH(ASYNC_SYSTEM_EXIT, self->error) {
        async_print("saw %s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(cancels, async_task who;)
{
    CORO_BEGIN;
    async_cancel(self->who);
    CORO_END;
}

CORO(makes_its_end, int unused;)
{
    CORO_BEGIN;
    async_create_task(call(cancels, async_current_task()));
    async_print("asked %u times by its own child", async_cancelling(async_current_task()));
    AWAIT(async_sleep(1));
    CORO_END;
}

CORO(main_, async_task task;)
{
    CORO_BEGIN;
    async_set_eager_tasks(true);
    self->task = async_create_task(call(fails, "early"));
    async_print("done: %s", async_done(self->task) ? "True" : "False");
    AWAIT(call(sees, self->task));
    self->task = async_create_task(call(gives_up, -1));
    AWAIT(call(sees, self->task));
    self->task = async_create_task(call(gives_up, 0));
    AWAIT(call(sees, self->task));
    self->task = async_create_task(call(gives_up, 1));
    AWAIT(call(sees, self->task));
    AWAIT(call(makes_and_sees, 4));
    AWAIT(call(sees, async_create_task(call(makes_its_end))));
    AWAIT(call(sees, async_gather(call(fails, "one"), call(fails, "two"))));
    AWAIT(call(sees, async_gather_errors(call(fails, "one"), async_sleep(1))));
    async_print("main ends");
    RAISE_IF_ERROR(async_future_value(async_create_task(call(leaves, 6))));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
