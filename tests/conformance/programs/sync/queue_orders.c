/* queue_orders.c: first in first out, last in first out, smallest first as Python orders values; what cannot be compared raises */
#include "async.h"

CORO(drains, const char *name; async_queue queue; async_value item;)
{
    CORO_BEGIN;
    while (!async_empty(self->queue)) {
        AWAIT_TO(self->item, async_get(self->queue));
        async_print("%s %s", self->name, async_repr(self->item));
    }
    CORO_END;
}

CORO(takes, const char *name; async_queue queue; int count; async_value item;)
{
    CORO_BEGIN;
    for (; self->count > 0; self->count--) {
        AWAIT_TO(self->item, async_get(self->queue));
        async_print("%s %s", self->name, async_repr(self->item));
    }
    CORO_END;
}

static async_value pair(async_value priority, async_value what) { return async_list((const async_value[]){priority, what}, 2); }

CORO(fills, async_queue queue;)
{
    CORO_BEGIN;
    AWAIT(async_put(self->queue, async_int(3)));
    AWAIT(async_put(self->queue, async_float(2.5)));
    AWAIT(async_put(self->queue, async_int(1)));
    AWAIT(async_put(self->queue, async_bool(true)));
    AWAIT(async_put(self->queue, async_float(1)));
    AWAIT(async_put(self->queue, async_int(-7)));
    AWAIT(async_put(self->queue, async_int(3)));
    AWAIT(async_put(self->queue, async_float(3)));
    CORO_END;
}

CORO(pairs, async_queue queue;)
{
    CORO_BEGIN;
    self->queue = async_create_priority_queue(0);
    AWAIT(async_put(self->queue, pair(async_int(2), async_str("write"))));
    AWAIT(async_put(self->queue, pair(async_int(1), async_str("read"))));
    AWAIT(async_put(self->queue, pair(async_int(2), async_str("call"))));
    AWAIT(async_put(self->queue, pair(async_float(1), async_str("listen"))));
    AWAIT(async_put(self->queue, async_list(NULL, 0)));
    AWAIT(call(drains, "pair", self->queue));
    CORO_END;
}

CORO(incomparable, async_queue queue; async_value error;)
{
    CORO_BEGIN;
    self->queue = async_create_priority_queue(0);
    AWAIT(async_put(self->queue, async_str("text")));
    TRY {
        AWAIT(async_put(self->queue, async_int(1)));
    }
    CATCH(ASYNC_TYPE_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    TRY {
        RAISE_IF_ERROR(async_put_nowait(self->queue, async_none()));
    }
    CATCH(ASYNC_TYPE_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    async_print("%zu", async_qsize(self->queue));
    TRY {
        AWAIT(async_put(self->queue, pair(async_int(1), async_none())));
    }
    CATCH(ASYNC_TYPE_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    TRY {
        AWAIT(async_get(self->queue));
    }
    CATCH(ASYNC_TYPE_ERROR, self->error) {
        async_print("%s, %zu", async_text(self->error), async_qsize(self->queue));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_queue queue;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(-1);
    AWAIT(call(fills, self->queue));
    AWAIT(call(drains, "fifo", self->queue));
    self->queue = async_create_lifo_queue(0);
    AWAIT(call(fills, self->queue));
    AWAIT(call(drains, "lifo", self->queue));
    self->queue = async_create_priority_queue(0);
    AWAIT(call(fills, self->queue));
    AWAIT(call(drains, "priority", self->queue));
    AWAIT(call(pairs));
    AWAIT(call(incomparable));
    self->queue = async_create_priority_queue(2);
    AWAIT(async_gather(call(fills, self->queue), call(takes, "bounded", self->queue, 8)));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
