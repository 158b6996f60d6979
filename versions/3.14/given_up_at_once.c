/* given_up_at_once: by the real clock: a call is given up while it waits for a thread */
#include "async_thread.h"

static int64_t work(void *nothing)
{
    (void)nothing;
    async_block(0.05);
    return 1;
}

CORO(main_, async_future first, second; async_value value;)
{
    CORO_BEGIN;
    async_set_threads(1);
    self->first = async_run_in_executor(work, NULL);
    self->second = async_run_in_executor(work, NULL);
    async_cancel(self->second);
    AWAIT_TO(self->value, self->first);
    async_print("main has %s", async_text(self->value));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
