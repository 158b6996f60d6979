/* exit_out_of_a_group.c: SystemExit in a TaskGroup, of a task and of the block itself, comes out of it alone; other errors that ended with it are dropped. */
#include "async.h"

CORO(leaves, int status;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    RAISE_AGAIN(async_system_exit(self->status));
    CORO_END;
}

CORO(fails, const char *text;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(2));
    }
    FINALLY {
        RAISE(ASYNC_VALUE_ERROR, "%s", self->text);
    }
    END_TRY;
    CORO_END;
}

CORO(inside, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(fails, "one"));
            AWAIT(async_sleep(0));
            RAISE_AGAIN(async_system_exit(7));
        }
        END_WITH;
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        async_print("out of the block: %s", async_repr(self->error));
    }
    END_TRY;
    CORO_RETURN(async_str("went on"));
    CORO_END;
}

CORO(main_, async_group group; async_value value, error;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, call(inside));
    async_print("%s", async_text(self->value));
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(leaves, 3));
            async_group_create_task(self->group, call(fails, "two"));
            AWAIT(async_sleep(5));
        }
        END_WITH;
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        async_print("out of the group: %s, asked %u times", async_repr(self->error), async_cancelling(async_current_task()));
    }
    END_TRY;
    AWAIT(async_sleep(1));
    async_print("main goes on");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
