/* processes.c: by the real clock: a child that is talked with, one that fails, one that is not there, one that is killed */
#include "async_process.h"

/* It answers when its parent waits again, says that it has no more to say, and ends after that: then the order of all this is determined. */
static const char *const talk[] = {
    "sh", "-c", "read a; sleep 0.05; echo $a; sleep 0.05; read b; sleep 0.05; echo $b; sleep 0.05; exec >&-; sleep 0.05", NULL};
static const char *const failing[] = {"sh", "-c", "sleep 0.05; exit 3", NULL}, *const sleeping[] = {"sleep", "100", NULL},
                         *const missing[] = {"no-such-program-at-all", NULL};

CORO(talks, async_value started; async_process process; async_value said;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_create_subprocess_exec(talk, ASYNC_PIPE, ASYNC_PIPE, ASYNC_INHERIT));
    self->process = async_process_of(self->started);
    async_write_text(async_process_stdin(self->process), "first\n");
    AWAIT(async_drain(async_process_stdin(self->process)));
    AWAIT_TO(self->said, async_readline(async_process_stdout(self->process)));
    async_print("%s", async_text(self->said));
    AWAIT_TO(self->said, async_process_communicate(self->process, async_str("second\n")));
    async_print("%s %d", async_repr(async_item(self->said, 0)), async_process_returncode(self->process));
    CORO_END;
}

CORO(fails, async_value started; async_process process; async_value code;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_create_subprocess_exec(failing, ASYNC_INHERIT, ASYNC_INHERIT, ASYNC_INHERIT));
    self->process = async_process_of(self->started);
    AWAIT_TO(self->code, async_process_wait(self->process));
    async_print("%s %d", async_text(self->code), async_process_returncode(self->process));
    CORO_END;
}

CORO(is_killed, async_value started; async_process process; async_value code;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_create_subprocess_exec(sleeping, ASYNC_INHERIT, ASYNC_INHERIT, ASYNC_INHERIT));
    self->process = async_process_of(self->started);
    AWAIT(async_sleep(0.05));
    async_process_terminate(self->process);
    AWAIT_TO(self->code, async_process_wait(self->process));
    async_print("%s", async_text(self->code));
    CORO_END;
}

CORO(main_, async_value error;)
{
    CORO_BEGIN;
    AWAIT(call(talks));
    AWAIT(call(fails));
    TRY {
        AWAIT(async_create_subprocess_exec(missing, ASYNC_INHERIT, ASYNC_INHERIT, ASYNC_INHERIT));
    }
    CATCH(ASYNC_FILE_NOT_FOUND_ERROR, self->error) {
        async_print("%d %s", async_errno(self->error), async_error_message(self->error));
    }
    END_TRY;
    AWAIT(call(is_killed));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
