/* executor_limit: main ends while a call in a thread goes on for longer than asyncio.run() waits for it */
#include "async_thread.h"

static int64_t count(void *nothing)
{
    (void)nothing;
    async_block(400);
    return 1;
}

CORO(main_, )
{
    CORO_BEGIN;
    async_run_in_executor(count, NULL);
    async_print("main has ended");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
