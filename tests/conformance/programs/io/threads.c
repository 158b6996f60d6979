/* threads.c: by the real clock: calls in threads, one that fails, one that is given up, callbacks from a thread, a signal */
#include "async_thread.h"

#include <signal.h>
#include <unistd.h>

static int64_t work(void *context)
{
    int milliseconds = *(int *)context;
    async_block(milliseconds / 1000.0);
    return milliseconds;
}

static int64_t fails(void *context)
{
    (void)context;
    async_block(0.12);
    async_thread_failed(&ASYNC_VALUE_ERROR, "in a thread");
    return 0;
}

static void said(async_future ignored, void *context)
{
    (void)ignored;
    (void)context;
    async_print("called from a thread");
}

static int64_t calls(void *context)
{
    async_block(0.12);
    async_call_soon_threadsafe(context, said, NULL);
    async_block(0.24);
    return 0;
}

static void signalled(async_future ignored, void *context)
{
    (void)ignored;
    (void)context;
    async_print("signalled");
}

static int times[] = {120, 360, 120, 240};

CORO(given_up, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_to_thread(work, &times[3]));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("given up");
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value got; async_future first; async_future second; async_task task; async_value error;)
{
    CORO_BEGIN;
    AWAIT_TO(self->got, async_to_thread(work, &times[0]));
    async_print("%s", async_text(self->got));
    self->first = async_run_in_executor(work, &times[1]);
    self->second = async_run_in_executor(work, &times[2]);
    AWAIT_TO(self->got, self->second);
    async_print("%s", async_text(self->got));
    AWAIT_TO(self->got, self->first);
    async_print("%s", async_text(self->got));
    TRY {
        AWAIT(async_to_thread(fails, NULL));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    self->task = async_create_task(call(given_up));
    AWAIT(async_sleep(0.08));
    async_cancel(self->task);
    AWAIT_TO(self->got, async_gather_errors(self->task));
    async_print("%s", async_text(self->got));
    AWAIT_TO(self->got, async_to_thread(calls, async_running_loop()));
    async_print("%s", async_text(self->got));
    RAISE_IF_ERROR(async_add_signal_handler(SIGUSR1, signalled, NULL));
    (void)kill(getpid(), SIGUSR1);
    AWAIT(async_sleep(0.12));
    async_print("%s", async_remove_signal_handler(SIGUSR1) ? "True" : "False");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
