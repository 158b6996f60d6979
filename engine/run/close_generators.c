/* close_generators.c: at the end of a run the asynchronous generators that are still open are closed, all together. */
#include "run.h"
#include "core/coro.h"
#include "core/generator.h"
#include "core/loop.h"
#include "core/report.h"

/* One future for the closing of all: asyncio's aclose() of each, gathered. */
static async_awaitable close_all(async_loop *loop)
{
    size_t count = generator_count(loop);
    uint8_t size_class;
    async_awaitable *closing = pool_take_plain(count * sizeof *closing, &size_class);
    if (!closing) {
        return error_out_of_memory().as.object;
    }
    for (size_t i = 0; i < count; i++) {
        closing[i] = generator_close_next(loop);
    }
    async_awaitable all = async_gather_(closing, count, true, NULL);
    pool_give_plain(closing, size_class);
    return all;
}

LIBRARY_CORO(shutdown_asyncgens, "shutdown_asyncgens", async_value results; size_t i;)
{
    CORO_BEGIN;
    if (loop_running->generators) {
        AWAIT_TO(self->results, close_all(loop_running));
        for (self->i = 0; self->i < async_length(self->results); self->i++) {
            if (async_is(async_item(self->results, self->i), &ASYNC_EXCEPTION)) {
                report_closing_error(loop_running, async_item(self->results, self->i));
            }
        }
    }
    CORO_END;
}

async_coroutine close_generators(void) { return call_at(ASYNC_HERE_(""), shutdown_asyncgens); }
