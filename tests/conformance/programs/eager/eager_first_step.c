/* eager_first_step.c: an eager task begins inside of whoever makes it, and takes no turn if it never waits. */
#include "async.h"

CORO(quick, int n;)
{
    CORO_BEGIN;
    async_print("quick %d", self->n);
    CORO_RETURN(async_int(self->n));
    CORO_END;
}

CORO(slow, double delay;)
{
    CORO_BEGIN;
    async_print("slow begins");
    AWAIT(async_sleep(self->delay));
    async_print("slow goes on");
    AWAIT(call(quick, 0));
    CORO_RETURN(async_str("slow"));
    CORO_END;
}

CORO(outer, async_task inner; async_value value;)
{
    CORO_BEGIN;
    async_print("outer begins");
    self->inner = async_create_task(call(slow, 1));
    async_print("inner is done: %s", async_done(self->inner) ? "True" : "False");
    AWAIT_TO(self->value, async_create_task(call(quick, 5)));
    async_print("outer has %s", async_text(self->value));
    AWAIT_TO(self->value, self->inner);
    CORO_RETURN(self->value);
    CORO_END;
}

CORO(names, const char *who;)
{
    CORO_BEGIN;
    async_print("%s has %zu tasks", self->who, async_length(async_all_tasks()));
    AWAIT(async_sleep(0));
    async_print("%s goes on", self->who);
    CORO_END;
}

CORO(main_, async_task one, two; async_value value;)
{
    CORO_BEGIN;
    self->one = async_create_task(call(quick, 1));
    async_print("it is not eager yet");
    async_set_eager_tasks(true);
    self->two = async_create_task(call(quick, 2));
    async_print("done: %s %s", async_done(self->one) ? "True" : "False", async_done(self->two) ? "True" : "False");
    AWAIT_TO(self->value, async_create_task(call(outer)));
    async_print("main has %s", async_text(self->value));
    AWAIT(call(names, "main itself"));
    AWAIT(async_create_task(call(names, "another")));
    AWAIT_TO(self->value, async_gather(call(quick, 3), call(quick, 4)));
    async_print("%s", async_repr(self->value));
    AWAIT_TO(self->value, async_gather(call(slow, 0), async_sleep(1), call(quick, 6), async_sleep(0)));
    async_print("%s", async_repr(self->value));
    AWAIT_TO(self->value, async_wait_for(call(slow, 1), 5));
    AWAIT_TO(self->value, async_shield(call(quick, 7)));
    AWAIT_TO(self->value, async_shield(call(slow, 1)));
    async_set_eager_tasks(false);
    self->one = async_create_task(call(quick, 8));
    async_print("main ends");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
