/* queue_join_waits_for_all.c: a producer fills the queue in one step, workers empty it, join waits until the last task_done */
#include "async.h"

CORO(producer, async_queue queue; int i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 5; self->i++) {
        AWAIT(async_put(self->queue, async_int(self->i)));
        async_print("put %d", self->i);
    }
    CORO_END;
}

CORO(worker, const char *name; async_queue queue; async_value item;)
{
    CORO_BEGIN;
    while (true) {
        AWAIT_TO(self->item, async_get(self->queue));
        async_print("%s works on %s", self->name, async_text(self->item));
        AWAIT(async_sleep(0.5));
        RAISE_IF_ERROR(async_task_done(self->queue));
    }
    CORO_END;
}

CORO(main_, async_queue queue; async_task a; async_task b; async_value v;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(3);
    AWAIT(async_join(self->queue));
    self->a = async_create_task(call(worker, "A", self->queue));
    self->b = async_create_task(call(worker, "B", self->queue));
    AWAIT(call(producer, self->queue));
    AWAIT(async_gather(async_join(self->queue), async_join(self->queue)));
    async_print("all done");
    AWAIT(async_join(self->queue));
    TRY {
        RAISE_IF_ERROR(async_task_done(self->queue));
    }
    CATCH(ASYNC_VALUE_ERROR, self->v) {
        async_print("%s", async_text(self->v));
    }
    END_TRY;
    async_cancel(self->a);
    async_cancel(self->b);
    AWAIT_TO(self->v, async_gather_errors(self->a, self->b));
    async_print("%s", async_text(self->v));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
