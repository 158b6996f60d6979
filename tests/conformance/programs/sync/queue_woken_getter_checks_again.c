/* queue_woken_getter_checks_again.c: put and get do not suspend when they need not; who is woken can find that another was quicker, and stands at the
   end of the line again; who is cancelled when it was woken wakes the next */
#include "async.h"

CORO(getter, const char *name; async_queue queue; async_value item; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->item, async_get(self->queue));
        async_print("%s got %s", self->name, async_text(self->item));
        async_task_done(self->queue);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s cancelled", self->name);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_RETURN(self->item);
    CORO_END;
}

CORO(putter, const char *name; async_queue queue; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_put(self->queue, async_str("%s", self->name)));
        async_print("%s is in the queue", self->name);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s cancelled", self->name);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(stolen, async_queue queue; async_task a; async_task b; async_task thief; async_value v;)
{
    CORO_BEGIN;
    self->a = async_create_task(call(getter, "A", self->queue));
    self->b = async_create_task(call(getter, "B", self->queue));
    AWAIT(async_sleep(0));
    RAISE_IF_ERROR(async_put_nowait(self->queue, async_int(1)));
    self->v = async_get_nowait(self->queue);
    async_print("main stole %s", async_text(self->v));
    AWAIT(async_sleep(0));
    AWAIT(async_put(self->queue, async_int(2)));
    AWAIT(async_put(self->queue, async_int(3)));
    AWAIT_TO(self->v, async_gather(self->a, self->b));
    async_print("%s", async_text(self->v));
    CORO_END;
}

CORO(handed_on, async_queue queue; async_task a; async_task b; async_value v;)
{
    CORO_BEGIN;
    self->a = async_create_task(call(getter, "C", self->queue));
    self->b = async_create_task(call(getter, "D", self->queue));
    AWAIT(async_sleep(0));
    RAISE_IF_ERROR(async_put_nowait(self->queue, async_str("for D")));
    async_cancel(self->a);
    AWAIT_TO(self->v, async_gather_errors(self->a, self->b));
    async_print("%s", async_text(self->v));
    self->a = async_create_task(call(getter, "E", self->queue));
    self->b = async_create_task(call(getter, "F", self->queue));
    AWAIT(async_sleep(0));
    async_cancel(self->a);
    AWAIT(async_sleep(0));
    RAISE_IF_ERROR(async_put_nowait(self->queue, async_str("for F")));
    AWAIT_TO(self->v, async_gather_errors(self->a, self->b));
    async_print("%s", async_text(self->v));
    CORO_END;
}

CORO(full, async_queue queue; async_task a; async_task b; async_task c; async_value v;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(1);
    self->a = async_create_task(call(putter, "one", self->queue));
    self->b = async_create_task(call(putter, "two", self->queue));
    self->c = async_create_task(call(putter, "three", self->queue));
    AWAIT(async_sleep(0));
    async_print("%zu %s %s", async_qsize(self->queue), async_full(self->queue) ? "True" : "False",
                async_empty(self->queue) ? "True" : "False");
    TRY {
        RAISE_IF_ERROR(async_put_nowait(self->queue, async_int(0)));
    }
    CATCH(ASYNC_QUEUE_FULL, self->v) {
        async_print("%s", async_repr(self->v));
    }
    END_TRY;
    AWAIT_TO(self->v, async_get(self->queue));
    async_cancel(self->b);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    async_print("%s, %zu", async_text(self->v), async_qsize(self->queue));
    AWAIT_TO(self->v, async_get(self->queue));
    async_print("%s", async_text(self->v));
    AWAIT_TO(self->v, async_gather_errors(self->a, self->b, self->c));
    async_print("%s", async_text(self->v));
    TRY {
        self->v = async_get_nowait(self->queue);
        RAISE_IF_ERROR(self->v);
    }
    CATCH(ASYNC_QUEUE_EMPTY, self->v) {
        async_print("%s", async_repr(self->v));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_queue queue;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(0);
    AWAIT(call(stolen, self->queue));
    AWAIT(call(handed_on, self->queue));
    AWAIT(call(full));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
