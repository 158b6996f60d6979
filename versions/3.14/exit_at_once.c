/* exit_at_once: by the real clock: how many turns of the loop it takes until the end of a child process is known (since Python 3.12) */
#include "async_process.h"

#include <sys/wait.h>

static const char *const sleeping[] = {"sleep", "0.1", NULL};

CORO(main_, async_value started; async_process process; int turn;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_create_subprocess_exec(sleeping, ASYNC_INHERIT, ASYNC_INHERIT, ASYNC_INHERIT));
    self->process = async_process_of(self->started);
    { // it ends while the loop stands still
        siginfo_t end;
        waitid(P_PID, (id_t)async_process_pid(self->process), &end, WEXITED | WNOWAIT);
    }
    async_print("it has ended");
    for (self->turn = 0; self->turn < 3; self->turn++) {
        AWAIT(async_sleep(0));
        async_print("return code: %s", async_process_is_running(self->process) ? "None" : "0");
    }
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
