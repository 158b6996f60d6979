/* The text of a cancellation: cancel("why") on every road, and a CancelledError that a coroutine raises itself. */
#include "async.h"

CORO(sleeps, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(10));
    CORO_END;
}

CORO(raises_itself, int unused;)
{
    CORO_BEGIN;
    RAISE(ASYNC_CANCELLED_ERROR, "by hand");
    CORO_END;
}

CORO(awaits, async_awaitable other;)
{
    CORO_BEGIN;
    AWAIT(self->other);
    CORO_END;
}

CORO(swallows, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("swallowed %s", async_repr(self->error));
    }
    END_TRY;
    CORO_RETURN(async_str("on"));
    CORO_END;
}

CORO(shown, const char *label; async_awaitable awaitable; async_value value; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, self->awaitable);
        async_print("%s %s", self->label, async_text(self->value));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s %s", self->label, async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(in_a_group, async_group group;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(sleeps));
    }
    END_WITH;
    CORO_END;
}

CORO(main_, async_task asleep; async_task unstarted; async_task inner; async_task chain; async_future both; async_future collected;
     async_future future; async_future shielded; async_task group;)
{
    CORO_BEGIN;
    self->asleep = async_create_task(call(sleeps));
    self->unstarted = async_create_task(call(sleeps));
    self->inner = async_create_task(call(sleeps));
    self->chain = async_create_task(call(awaits, self->inner));
    async_cancel_with(self->unstarted, "before it began");
    AWAIT(async_sleep(1));
    async_cancel_with(self->asleep, "asleep");
    async_cancel_with(self->chain, "through a chain");
    AWAIT(call(shown, "sleep", self->asleep));
    AWAIT(call(shown, "the second time", self->asleep));
    AWAIT(call(shown, "unstarted", self->unstarted));
    AWAIT(call(shown, "chain", self->chain));
    AWAIT(call(shown, "gather", async_gather(call(raises_itself))));
    AWAIT(call(shown, "all of gather", async_gather_errors(call(raises_itself))));
    self->both = async_gather(call(sleeps), call(swallows));
    AWAIT(async_sleep(0));
    async_cancel_with(self->both, "both");
    AWAIT(call(shown, "cancelled gather", self->both));
    self->collected = async_gather_errors(call(swallows), call(sleeps));
    AWAIT(async_sleep(0));
    async_cancel_with(self->collected, "collected");
    AWAIT(call(shown, "cancelled gather of results", self->collected));
    AWAIT(call(shown, "wait_for", async_wait_for(call(raises_itself), 1)));
    self->future = async_create_future();
    self->shielded = async_shield(self->future);
    async_cancel_with(self->future, "inside");
    AWAIT(async_sleep(0));
    AWAIT(call(shown, "shield", self->shielded));
    self->group = async_create_task(call(in_a_group));
    AWAIT(async_sleep(1));
    async_cancel_with(self->group, "group");
    AWAIT(call(shown, "group", self->group));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
