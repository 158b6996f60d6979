/* queue_without_limit: a queue that grows, as it has no limit. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(write_pages, const char *name; async_queue pages;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT(async_get(self->pages));
        AWAIT(async_sleep(0.1));
    }
    CORO_END;
}

CORO(main_, async_queue pages; async_task writer; int i;)
{
    CORO_BEGIN;
    // -- The mistake: 0, no limit. Mended: room for 10
    self->pages = async_create_queue(mended ? 10 : 0);
    self->writer = async_create_task(
        call(write_pages, "writer", self->pages));
    for (self->i = 0; self->i < 150; self->i++) {
        AWAIT(async_sleep(0.02));
        AWAIT(async_put(self->pages, async_int(self->i)));
    }
    async_print("all is read; %zu pages in the queue",
                async_qsize(self->pages));
    async_cancel(self->writer);
    AWAIT(async_gather_errors(self->writer));
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
