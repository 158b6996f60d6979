/* task_group_cancelled.c: a group whose parent is cancelled: while the block runs, while it waits for its tasks, twice, and together with an error. */
#include "async.h"

static const async_error_class STOP = {"Stop", &ASYNC_BASE_EXCEPTION};

CORO(cleans_up, const char *name; int fails; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s cleans up", self->name);
        AWAIT(async_sleep(1));
        async_print("%s has cleaned up", self->name);
        if (self->fails) {
            RAISE(STOP, "%s", self->name);
        }
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(parent, int waits; int fails; async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(cleans_up, "first", 0));
            async_group_create_task(self->group, call(cleans_up, "second", self->fails));
            if (self->waits) {
                AWAIT(async_sleep(5));
            }
        }
        END_WITH;
    }
    CATCH(ASYNC_BASE_EXCEPTION_GROUP, self->error) {
        async_print("%s, %u requests", async_repr(self->error), async_cancelling(async_current_task()));
        RAISE_AGAIN(self->error);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s, %u requests", async_repr(self->error), async_cancelling(async_current_task()));
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(cancels, int waits; int fails; int times; async_task task; async_value error;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(parent, self->waits, self->fails));
    for (; self->times > 0; self->times--) {
        AWAIT(async_sleep(0.25));
        async_cancel(self->task);
    }
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        async_print("the parent ended with %s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(child_is_cancelled, async_group group; async_task one;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    WITH(self->group) {
        self->one = async_group_create_task(self->group, async_sleep(9));
        async_group_create_task(self->group, async_sleep(1));
        AWAIT(async_sleep(0.5));
        async_cancel(self->one);
    }
    END_WITH;
    async_print("a cancelled task is no error: %d", async_cancelled(self->one));
    CORO_END;
}

CORO(main_, )
{
    CORO_BEGIN;
    AWAIT(call(cancels, 1, 0, 1));
    AWAIT(call(cancels, 0, 0, 1));
    AWAIT(call(cancels, 1, 0, 2));
    AWAIT(call(cancels, 0, 1, 1));
    AWAIT(call(child_is_cancelled));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
