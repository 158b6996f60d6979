/* queue_shutdown_fails.c: a queue by priority that cannot compare two of its items is shut down at once: the error comes out, and what is behind it stays; since Python 3.13 */
#include "async.h"

CORO(main_, async_queue queue; async_value error;)
{
    CORO_BEGIN;
    self->queue = async_create_priority_queue(0);
    async_put_nowait(self->queue, async_int(7));
    async_put_nowait(self->queue, async_int(1));
    async_print("put %s", async_repr(async_put_nowait(self->queue, async_str("text"))));
    async_print("holds %zu", async_qsize(self->queue));
    self->error = async_queue_shutdown(self->queue, true);
    async_print("shut down %s, holds %zu", async_repr(self->error), async_qsize(self->queue));
    async_print("put %s", async_repr(async_put_nowait(self->queue, async_int(9))));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
