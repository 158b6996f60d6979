/* eager_start.c: create_task(eager_start=…) says of one task whether it is eager, whatever the loop says. */
#include "async.h"

CORO(says, const char *what;)
{
    CORO_BEGIN;
    async_print("%s begins", self->what);
    AWAIT(async_sleep(1));
    async_print("%s ends", self->what);
    CORO_END;
}

CORO(main_, async_group group;)
{
    CORO_BEGIN;
    async_create_eager_task(call(says, "eager"), true);
    async_create_eager_task(call(says, "not eager"), false);
    async_create_task(call(says, "as it is set"));
    AWAIT(async_sleep(1));
    async_set_eager_tasks(true);
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_eager_task(self->group, call(says, "late in a group"), false);
        async_group_create_eager_task(self->group, call(says, "early in a group"), true);
        async_group_create_task(self->group, call(says, "as it is set in a group"));
    }
    END_WITH;
    AWAIT(async_sleep(2));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
