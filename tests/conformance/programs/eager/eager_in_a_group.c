/* eager_in_a_group.c: eager tasks of a TaskGroup: when it hears of those that are done at once, and what one that fails at once cancels. */
#include "async.h"

CORO(quick, int n;)
{
    CORO_BEGIN;
    async_print("quick %d", self->n);
    CORO_RETURN(async_int(self->n));
    CORO_END;
}

CORO(slow, int n; async_value error;)
{
    CORO_BEGIN;
    TRY {
        async_print("slow %d", self->n);
        AWAIT(async_sleep(1));
        async_print("slow %d is through", self->n);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("slow %d is cancelled", self->n);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(fails, const char *why;)
{
    CORO_BEGIN;
    RAISE(ASYNC_VALUE_ERROR, "%s", self->why);
    CORO_END;
}

CORO(failing, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(slow, 3));
            async_group_create_task(self->group, call(fails, "early"));
            async_print("in the block, asked %u times", async_cancelling(async_current_task()));
            AWAIT(async_sleep(0));
            async_print("still in the block");
            AWAIT(async_sleep(2));
            async_print("never");
        }
        END_WITH;
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        async_print("%s, asked %u times", async_error_name(self->error), async_cancelling(async_current_task()));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_group group; async_value value; async_task task;)
{
    CORO_BEGIN;
    async_set_eager_tasks(true);
    self->group = async_create_task_group();
    WITH(self->group) {
        self->task = async_group_create_task(self->group, call(quick, 1));
        async_group_create_task(self->group, call(slow, 2));
    }
    END_WITH;
    async_print("the group has ended with %s", async_text(async_result(self->task)));
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(quick, 2));
    }
    END_WITH;
    AWAIT(call(failing));
    AWAIT(async_sleep(1));
    AWAIT(async_create_task(call(failing)));
    async_print("main ends");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
