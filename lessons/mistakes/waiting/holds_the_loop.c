/* holds_the_loop: a step of two seconds without an await. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(ticks, const char *name; int i;)
{
    CORO_BEGIN;
    for (self->i = 1; self->i <= 3; self->i++) {
        async_print("%s: tick %d", self->name, self->i);
        AWAIT(async_sleep(1));
    }
    CORO_END;
}

CORO(main_, async_task clock;)
{
    CORO_BEGIN;
    self->clock = async_create_task(call(ticks, "clock"));
    AWAIT(async_sleep(0));
    if (!mended) {
        // -- The mistake: the whole thread sleeps
        async_block(2);
    } else {
        // -- Mended: the task sleeps, and lets go of the loop
        AWAIT(async_sleep(2));
    }
    async_print("main has rested");
    AWAIT(self->clock);
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
