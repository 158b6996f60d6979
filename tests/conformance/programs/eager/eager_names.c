/* eager_names.c: what an eager task is called in its first step, and afterwards. */
#include "async.h"

CORO(says, const char *when;)
{
    CORO_BEGIN;
    async_print("%s %s", self->when, async_name(async_current_task()));
    AWAIT(async_sleep(0));
    async_print("later %s", async_name(async_current_task()));
    CORO_END;
}

CORO(main_, async_task task; async_group group;)
{
    CORO_BEGIN;
    async_set_eager_tasks(true);
    self->task = async_create_named_task(call(says, "named"), "A");
    async_print("made %s", async_name(self->task));
    AWAIT(self->task);
    self->task = async_create_task(call(says, "unnamed"));
    AWAIT(self->task);
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_named_task(self->group, call(says, "in a group"), "B");
        async_group_create_task(self->group, call(says, "in a group"));
    }
    END_WITH;
    AWAIT(async_gather(call(says, "gathered")));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
