/* group_cancel.c: since Python 3.15: a group is cancelled by its block, by one of its tasks, by somebody else, before it begins, and together with its own task. */
#include "async.h"

CORO(works, const char *name; double seconds; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(self->seconds));
        async_print("%s is done", self->name);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s is cancelled", self->name);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(ends_it, async_group group;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_group_cancel(self->group);
    async_print("the group is cancelled");
    AWAIT(async_sleep(1));
    async_print("nobody gets here");
    CORO_END;
}

CORO(begins_by_ending_it, async_group group;)
{
    CORO_BEGIN;
    async_group_cancel(self->group);
    AWAIT(async_sleep(9));
    async_print("nobody gets here");
    CORO_END;
}

CORO(waits, async_group group;)
{
    CORO_BEGIN;
    TRY {
        WITH(self->group) {
            async_group_create_task(self->group, call(works, "six", 9));
        }
        END_WITH;
    }
    FINALLY {
        async_print("six ends %u", async_cancelling(async_current_task()));
    }
    END_TRY;
    CORO_END;
}

CORO(fails, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(9));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        RAISE(ASYNC_VALUE_ERROR, "of the cleanup");
    }
    END_TRY;
    CORO_END;
}

CORO(guarded, async_group group; const char *name; async_value error;)
{
    CORO_BEGIN;
    TRY {
        WITH(self->group) {
            async_group_create_task(self->group, call(works, self->name, 9));
            AWAIT(async_sleep(9));
            async_print("nobody gets here");
        }
        END_WITH;
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        async_print("%s ends with %s", self->name, async_repr(self->error));
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    async_print("%s goes on behind its group, %u", self->name, async_cancelling(async_current_task()));
    CORO_END;
}

CORO(main_, async_group group; async_task task; async_value got; async_value error;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(works, "one", 9));
        AWAIT(async_sleep(1));
        async_group_cancel(self->group);
        async_group_cancel(self->group);
        async_print("the block goes on to its next await");
        AWAIT(async_sleep(1));
        async_print("nobody gets here");
    }
    END_WITH;
    async_print("behind the first group");
    async_group_cancel(self->group);

    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(works, "two", 9));
        async_group_create_task(self->group, call(ends_it, self->group));
    }
    END_WITH;
    async_print("behind the second group");

    self->group = async_create_task_group();
    async_group_cancel(self->group);
    WITH(self->group) {
        AWAIT(async_sleep(0));
        async_print("nobody gets here");
    }
    END_WITH;
    async_print("behind the third group");

    self->group = async_create_task_group();
    self->task = async_create_task(call(guarded, self->group, "four"));
    AWAIT(async_sleep(1));
    async_group_cancel(self->group);
    AWAIT(self->task);

    self->group = async_create_task_group();
    self->task = async_create_task(call(guarded, self->group, "five"));
    AWAIT(async_sleep(1));
    async_group_cancel(self->group);
    async_cancel(self->task);
    AWAIT_TO(self->got, async_gather_errors(self->task));
    async_print("%s", async_text(self->got));

    self->group = async_create_task_group();
    self->task = async_create_task(call(waits, self->group));
    AWAIT(async_sleep(1));
    async_group_cancel(self->group);
    async_cancel(self->task);
    AWAIT_TO(self->got, async_gather_errors(self->task));
    async_print("%s", async_text(self->got));

    self->group = async_create_task_group();
    TRY {
        WITH(self->group) {
            async_group_create_task(self->group, call(fails));
            AWAIT(async_sleep(1));
            async_group_cancel(self->group);
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;

    async_set_eager_tasks(true);
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(begins_by_ending_it, self->group));
    }
    END_WITH;
    async_print("behind the last group");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
