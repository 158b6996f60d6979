/* pipes.c: pipes that nobody reads any more, standard input, what is no pipe: what the system alone decides of them. */
#include "async_process.h"
#include "support/failing_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MUCH = 1 << 20 };
static char much[MUCH];

static char lost_with[64];
static async_future is_lost;

static void lost(void *self, async_value error)
{
    (void)self;
    snprintf(lost_with, sizeof lost_with, "%s", async_repr(error));
    async_set_result(is_lost, async_none());
}

static const async_protocol writer = {.connection_lost = lost};

static void run(async_coroutine main)
{
    async_use(&(async_settings){.quiet = true});
    int before = open_descriptors();
    assert_int_equal(async_run(main), 0);
    assert_int_equal(open_descriptors(), before);
}

/* SIGPIPE does what it did before: here nothing but end the process. */
CORO(is_not_read, int ends[2]; async_value made; async_transport transport;)
{
    CORO_BEGIN;
    is_lost = async_create_future();
    assert_int_equal(pipe(self->ends), 0);
    AWAIT_TO(self->made, async_connect_write_pipe(&writer, NULL, NULL, self->ends[1]));
    self->transport = async_transport_of(self->made);
    async_transport_write(self->transport, much, MUCH);
    assert_true(async_transport_buffer_size(self->transport) > 0);
    close(self->ends[0]);
    AWAIT(is_lost);
    assert_string_equal(lost_with, "BrokenPipeError()");

    is_lost = async_create_future();
    assert_int_equal(pipe(self->ends), 0);
    AWAIT_TO(self->made, async_connect_write_pipe(&writer, NULL, NULL, self->ends[1]));
    self->transport = async_transport_of(self->made);
    close(self->ends[0]);
    async_transport_write(self->transport, "x", 1);
    AWAIT(is_lost);
    assert_string_equal(lost_with, "BrokenPipeError(32, 'Broken pipe')");
    CORO_END;
}

static void nobody_reads_any_more(void **state)
{
    (void)state;
    run(call(is_not_read));
    portable = true;
    run(call(is_not_read));
    portable = false;
    sigset_t pending;
    sigpending(&pending);
    assert_false(sigismember(&pending, SIGPIPE));
}

CORO(reads_what_is_typed, async_value opened, line; async_stream input;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_read_pipe(STDIN_FILENO));
    self->input = async_stream_of(self->opened);
    AWAIT_TO(self->line, async_readline(self->input));
    assert_string_equal(async_data(self->line), "typed\n");
    AWAIT_TO(self->line, async_readline(self->input));
    assert_int_equal(async_length(self->line), 0);
    assert_true(async_is(async_write_text(self->input, "x"), &ASYNC_TYPE_ERROR));
    CORO_END;
}

static void standard_input(void **state)
{
    (void)state;
    int ends[2], before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "typed\n", 6), 6);
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    async_use(&(async_settings){.quiet = true});
    int open = open_descriptors();
    assert_int_equal(async_run(call(reads_what_is_typed)), 0);
    assert_int_equal(open_descriptors(), open - 1); /* it is the transport's, which closes it */
    assert_int_equal(dup2(before, STDIN_FILENO), STDIN_FILENO);
    close(before);
}

CORO(no_pipe, int file; async_value opened, error;)
{
    CORO_BEGIN;
    self->file = open("/proc/self/exe", O_RDONLY);
    TRY {
        AWAIT(async_open_read_pipe(self->file));
        fail_msg("a file is a pipe");
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {}
    END_TRY;
    assert_string_equal(async_error_message(self->error), "Pipe transport is for pipes/sockets only.");
    close(self->file);
    /* A device that select() says nothing of can be written all the same. */
    AWAIT_TO(self->opened, async_open_write_pipe(open("/dev/null", O_WRONLY)));
    async_write_data(async_stream_of(self->opened), much, MUCH);
    AWAIT(async_drain(async_stream_of(self->opened)));
    async_stream_close(async_stream_of(self->opened));
    AWAIT(async_stream_wait_closed(async_stream_of(self->opened)));
    CORO_END;
}

static void what_is_no_pipe(void **state)
{
    (void)state;
    run(call(no_pipe));
}

static const char *const talks[] = {"sh", "-c", "cat; echo fault >&2; exit 3", NULL};
static const char *const sleeps[] = {"sleep", "100", NULL};

CORO(children, async_value made, said; async_process child;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_create_subprocess_exec(talks, ASYNC_PIPE, ASYNC_PIPE, ASYNC_PIPE));
    self->child = async_process_of(self->made);
    AWAIT_TO(self->said, async_process_communicate(self->child, async_bytes("text", 4)));
    assert_string_equal(async_repr(self->said), "[b'text', b'fault\\n']");
    assert_int_equal(async_process_returncode(self->child), 3);
    AWAIT_TO(self->made, async_create_subprocess_exec(talks, ASYNC_DEVNULL, ASYNC_PIPE, ASYNC_STDOUT));
    AWAIT_TO(self->said, async_process_communicate(async_process_of(self->made), async_none()));
    assert_string_equal(async_repr(self->said), "[b'fault\\n', None]");
    AWAIT_TO(self->made, async_create_subprocess_exec(sleeps, ASYNC_PIPE, ASYNC_INHERIT, ASYNC_PIPE));
    self->child = async_process_of(self->made);
    assert_true(async_process_kill(self->child));
    async_write_text(async_process_stdin(self->child), "nobody reads this");
    AWAIT_TO(self->said, async_read(async_process_stderr(self->child), -1));
    assert_int_equal(async_length(self->said), 0);
    AWAIT_TO(self->said, async_process_wait(self->child));
    assert_int_equal(self->said.as.integer, -SIGKILL);
    assert_false(async_process_kill(self->child));
    CORO_END;
}

/* An older valgrind does not know the call by which the end of a child is heard of. */
static void skip_without_children(void)
{
    int descriptor = (int)syscall(SYS_pidfd_open, getpid(), 0);
    if (descriptor < 0) {
        assert_int_equal(errno, ENOSYS);
        skip();
    }
    close(descriptor);
}

static void pipes_of_children(void **state)
{
    (void)state;
    skip_without_children();
    run(call(children));
}

CORO(unheard, async_value error;)
{
    CORO_BEGIN;
    failing.name = "epoll_ctl";
    failing.error = ENOSPC;
    failing.at = 1;
    TRY {
        AWAIT(async_create_subprocess_exec(sleeps, ASYNC_DEVNULL, ASYNC_DEVNULL, ASYNC_DEVNULL));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {}
    END_TRY;
    failing.name = NULL;
    assert_int_equal(async_errno(self->error), ENOSPC);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    CORO_END;
}

static void a_child_of_whose_end_nobody_can_hear_is_ended(void **state)
{
    (void)state;
    skip_without_children();
    run(call(unheard));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_reads_any_more),
        cmocka_unit_test(standard_input),
        cmocka_unit_test(what_is_no_pipe),
        cmocka_unit_test(pipes_of_children),
        cmocka_unit_test(a_child_of_whose_end_nobody_can_hear_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
