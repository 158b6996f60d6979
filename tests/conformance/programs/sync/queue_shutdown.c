/* queue_shutdown.c: a queue is shut down while others wait at both of its ends; at once, and when it is empty; since Python 3.13 */
#include "async.h"

CORO(gets, const char *name; async_queue queue; async_value item; async_value error;)
{
    CORO_BEGIN;
    TRY {
        while (true) {
            AWAIT_TO(self->item, async_get(self->queue));
            async_print("%s %s", self->name, async_text(self->item));
            AWAIT(async_sleep(0.5));
            async_task_done(self->queue);
        }
    }
    CATCH(ASYNC_QUEUE_SHUT_DOWN, self->error) {
        async_print("%s %s", self->name, async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(puts_, const char *name; async_queue queue; int item; async_value error;)
{
    CORO_BEGIN;
    TRY {
        for (self->item = 0; self->item < 5; self->item++) {
            AWAIT(async_put(self->queue, async_int(self->item)));
            async_print("%s has put %d", self->name, self->item);
        }
    }
    CATCH(ASYNC_QUEUE_SHUT_DOWN, self->error) {
        async_print("%s %s", self->name, async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(ends, bool immediate; async_queue queue; async_task one; async_task two;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(1);
    self->one = async_create_task(call(gets, "a", self->queue));
    self->two = async_create_task(call(puts_, "b", self->queue));
    AWAIT(async_sleep(0.75));
    async_queue_shutdown(self->queue, self->immediate);
    async_print("shut down, holds %zu", async_qsize(self->queue));
    async_print("put %s", async_repr(async_put_nowait(self->queue, async_int(9))));
    AWAIT(async_join(self->queue));
    AWAIT(self->one);
    AWAIT(self->two);
    async_print("get %s", async_repr(async_get_nowait(self->queue)));
    CORO_END;
}

CORO(waiting, async_queue queue; async_task one; async_task two;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(0);
    self->one = async_create_task(call(gets, "c", self->queue));
    self->two = async_create_task(call(gets, "d", self->queue));
    AWAIT(async_sleep(0));
    async_queue_shutdown(self->queue, false);
    AWAIT(self->one);
    AWAIT(self->two);
    CORO_END;
}

CORO(main_, )
{
    CORO_BEGIN;
    AWAIT(call(ends, false));
    AWAIT(call(ends, true));
    AWAIT(call(waiting));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
