/* block_moves_the_clock.c: while a step blocks nobody runs; afterwards every timer that came due fires in one turn, in order of deadline. */
#include "async.h"

static void note(async_future future, void *context)
{
    (void)future;
    async_print("%s at %g", (const char *)context, async_loop_time());
}

static void blocks(async_future future, void *context)
{
    (void)future;
    (void)context;
    async_block(0.5);
    async_print("the callback has blocked");
}

CORO(sleeper, const char *name; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s at %g", self->name, async_loop_time());
    CORO_END;
}

CORO(main_, async_value value;)
{
    CORO_BEGIN;
    async_call_at(2.25, note, "call_at 2.25");
    async_call_at(1, note, "call_at 1");
    async_call_at(-1, note, "call_at -1");
    async_create_task(call(sleeper, "third", 0.75));
    async_create_task(call(sleeper, "first", 0.25));
    async_create_task(call(sleeper, "second", 0.5));
    AWAIT(async_sleep(0));
    async_block(2);
    async_print("two seconds later");
    async_call_later(0.25, note, "call_later from the new now");
    AWAIT(async_sleep(0.125));
    async_call_soon(blocks, NULL);
    AWAIT(async_sleep(0.25));
    async_block(0);
    async_print("%g", async_loop_time());
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
