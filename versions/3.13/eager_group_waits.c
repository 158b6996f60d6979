/* eager_group_waits: a group whose only task is done as soon as it has been made (since Python 3.12) */
#include "async.h"

CORO(cached, )
{
    CORO_BEGIN;
    async_print("looked up");
    CORO_END;
}

CORO(other, )
{
    CORO_BEGIN;
    async_print("another task runs");
    CORO_END;
}

CORO(main_, async_group group; async_task other;)
{
    CORO_BEGIN;
    self->other = async_create_task(call(other));
    async_set_eager_tasks(true);
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(cached));
    }
    END_WITH;
    async_print("the group has ended");
    AWAIT(self->other);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
