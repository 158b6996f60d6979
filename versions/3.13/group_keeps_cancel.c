/* group_keeps_cancel: a group is cancelled from outside while it ends because a task of its own has failed */
#include "async.h"

CORO(fails, )
{
    CORO_BEGIN;
    RAISE(ASYNC_VALUE_ERROR, "bad");
    CORO_END;
}

CORO(tidies, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(9));
    }
    FINALLY {
        AWAIT(async_sleep(2));
    }
    END_TRY;
    CORO_END;
}

CORO(has_a_group, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(tidies));
            async_group_create_task(self->group, call(fails));
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {
        async_print("the group has failed");
    }
    END_TRY;
    AWAIT(async_sleep(1));
    async_print("and what it stands in goes on");
    CORO_END;
}

CORO(main_, async_task task; async_value error;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(has_a_group));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("it was cancelled");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
