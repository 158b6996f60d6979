/* exit_wakes: by the real clock: a child process ends, and another still has its output (since Python 3.12) */
#include "async_process.h"

static const char *const leaves_one_behind[] = {"sh", "-c", "sleep 0.2 & sleep 0.1", NULL};

CORO(main_, async_value started; async_process process;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_create_subprocess_exec(leaves_one_behind, ASYNC_INHERIT, ASYNC_PIPE, ASYNC_INHERIT));
    self->process = async_process_of(self->started);
    AWAIT(async_process_wait(self->process));
    bool output_ended = async_at_eof(async_process_stdout(self->process));
    async_print("the process has ended, its output %s", output_ended ? "too" : "not");
    AWAIT(async_read(async_process_stdout(self->process), -1));
    async_print("its output has ended");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
