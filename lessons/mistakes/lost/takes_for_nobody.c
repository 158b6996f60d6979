/* takes_for_nobody: a get left behind takes what nobody reads. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(seller, async_queue loaves; async_task next; int round;)
{
    CORO_BEGIN;
    for (self->round = 1; self->round <= 2; self->round++) {
        // -- The mistake: a new get each time. Mended: the old one
        if (!mended || self->next == NULL) {
            self->next = async_create_task(async_get(self->loaves));
        }
        AWAIT(async_wait(ASYNC_ALL_COMPLETED, 1, self->next));
        if (async_done(self->next)) {
            async_print("sold loaf %s",
                        async_text(async_result(self->next)));
            self->next = NULL;
        } else {
            async_print("no loaf yet");
        }
    }
    CORO_END;
}

CORO(main_, async_queue loaves; async_task seller; int i;)
{
    CORO_BEGIN;
    self->loaves = async_create_queue(0);
    self->seller = async_create_task(call(seller, self->loaves));
    for (self->i = 1; self->i <= 2; self->i++) {
        AWAIT(async_sleep(1.4));
        AWAIT(async_put(self->loaves, async_int(self->i)));
    }
    AWAIT(self->seller);
    AWAIT(async_sleep(1));
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
