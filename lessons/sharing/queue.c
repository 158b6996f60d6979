/* queue: one task makes, others take: a queue between them. */
#include "async.h"

KNOB(bake_takes, "a loaf takes", 1, "s", 0, 5, 0.1);
KNOB(sell_takes, "a sale takes", 2, "s", 0, 5, 0.1);
KNOB(sellers, "sellers", 1, "", 1, 3, 1);

CORO(seller, const char *name; async_queue shelf; async_value loaf;)
{
    CORO_BEGIN;
    for (;;) {
        // -- Take one, or wait for one
        AWAIT_TO(self->loaf, async_get(self->shelf));
        AWAIT(async_sleep(sell_takes));
        async_print("%s sold loaf %s", self->name,
                    async_text(self->loaf));
        RAISE_IF_ERROR(async_task_done(self->shelf));
    }
    CORO_END;
}

CORO(baker, async_queue shelf; int loaf;)
{
    CORO_BEGIN;
    // -- Make one after another
    for (self->loaf = 1; self->loaf <= 4; self->loaf++) {
        AWAIT(async_sleep(bake_takes));
        async_print("baked loaf %d", self->loaf);
        AWAIT(async_put(self->shelf, async_int(self->loaf)));
    }
    CORO_END;
}

CORO(main_, async_queue shelf; async_task team[3]; int i;)
{
    CORO_BEGIN;
    static const char *const names[] = {"Ann", "Bob", "Cleo"};
    self->shelf = async_create_queue(0);
    for (self->i = 0; self->i < (int)sellers; self->i++) {
        self->team[self->i] = async_create_task(
            call(seller, names[self->i], self->shelf));
    }
    AWAIT(async_create_task(call(baker, self->shelf)));
    // -- Wait until all is sold, then send the sellers home
    AWAIT(async_join(self->shelf));
    async_print("sold out");
    for (self->i = 0; self->i < (int)sellers; self->i++) {
        async_cancel(self->team[self->i]);
    }
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
