/* submitted.c: by the real clock: run_coroutine_threadsafe from a thread: a result, an error, one that is cancelled from there, one that is given up before it began */
#include "async_thread.h"

CORO(add, int a; int b;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.03));
    async_print("adds");
    CORO_RETURN(async_int(self->a + self->b));
    CORO_END;
}

CORO(fail, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.03));
    RAISE(ASYNC_VALUE_ERROR, "as it should");
    CORO_END;
}

CORO(long_, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled");
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

static int64_t work(void *loop)
{
    int64_t got = 0;
    async_block(0.03);
    async_concurrent_future *future = async_run_coroutine_threadsafe(loop, add, 1, 2);
    if (async_concurrent_wait(future, -1) == ASYNC_CONCURRENT_DONE) {
        got = async_concurrent_result(future).as.integer;
    }
    async_concurrent_free(future);
    async_block(0.03);
    future = async_run_coroutine_threadsafe(loop, fail);
    if (async_concurrent_wait(future, -1) == ASYNC_CONCURRENT_FAILED && async_concurrent_error(future) == &ASYNC_VALUE_ERROR) {
        got += 10;
    }
    async_concurrent_free(future);
    async_block(0.03);
    future = async_run_coroutine_threadsafe(loop, long_);
    if (async_concurrent_wait(future, 0.05) == ASYNC_CONCURRENT_PENDING) {
        got += 100;
    }
    async_concurrent_cancel(future);
    async_block(0.03);
    if (async_concurrent_wait(future, -1) == ASYNC_CONCURRENT_CANCELLED) {
        got += 1000;
    }
    async_concurrent_free(future);
    return got;
}

static const char *truth(bool is_true) { return is_true ? "True" : "False"; }

static async_concurrent_future *futures[3]; /* the program's until it frees them, also if main is thrown away meanwhile */

CORO(main_, async_value got; bool first;)
{
    CORO_BEGIN;
    AWAIT_TO(self->got, async_to_thread(work, async_running_loop()));
    async_print("%s", async_text(self->got));
    futures[0] = async_run_coroutine_threadsafe(async_running_loop(), long_);
    self->first = async_concurrent_cancel(futures[0]);
    async_print("%s %s", truth(self->first), truth(async_concurrent_cancel(futures[0])));
    AWAIT(async_sleep(0.03));
    futures[1] = async_run_coroutine_threadsafe(async_running_loop(), long_);
    AWAIT(async_sleep(0.03));
    async_print("%s", truth(async_concurrent_cancel(futures[1])));
    AWAIT(async_sleep(0.03));
    futures[2] = async_run_coroutine_threadsafe(async_running_loop(), add, 3, 4);
    AWAIT(async_sleep(0.5));
    async_print("%s %s", async_concurrent_text(futures[2]), truth(async_concurrent_cancel(futures[2])));
    CORO_END;
}

int main(void)
{
    int status = async_run(call(main_));
    for (int i = 0; i < 3; i++) {
        async_concurrent_free(futures[i]);
        futures[i] = NULL;
    }
    return status;
}
