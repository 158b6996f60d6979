/* never_task_done: join waits for a task_done that never comes. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(bake, const char *name; async_queue orders;
     async_value order;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT_TO(self->order, async_get(self->orders));
        AWAIT(async_sleep(1));
        async_print("%s: order %s is baked", self->name,
                    async_text(self->order));
        if (mended) {
            // -- Mended: join hears of it
            RAISE_IF_ERROR(async_task_done(self->orders));
        }
        // -- The mistake: nobody says that it is done
    }
    CORO_END;
}

CORO(main_, async_queue orders; async_task baker; int i;)
{
    CORO_BEGIN;
    self->orders = async_create_queue(0);
    for (self->i = 1; self->i <= 2; self->i++) {
        AWAIT(async_put(self->orders, async_int(self->i)));
    }
    self->baker = async_create_task(
        call(bake, "baker", self->orders));
    AWAIT(async_join(self->orders));
    async_print("all is baked");
    async_cancel(self->baker);
    AWAIT(async_gather_errors(self->baker));
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
