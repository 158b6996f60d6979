/* embed.c: a run inside of a loop of the program's own: it wakes that loop when there is something to do, and only then */
#include "async_embed.h"
#include "async_stream.h"
#include "async_thread.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static async_future from_outside;
static char said[256];

static void say(const char *what) { snprintf(said + strlen(said), sizeof said - strlen(said), "%s ", what); }

static int set_up(void **state)
{
    (void)state;
    said[0] = '\0';
    async_use(NULL);
    return 0;
}

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    AWAIT_TO(self->line, async_readline(self->stream));
    async_write(self->stream, self->line);
    async_stream_close(self->stream);
    CORO_END;
}

static int64_t in_a_thread(void *context)
{
    (void)context;
    return 7;
}

CORO(everything, async_value server, opened, value; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.002));
    say("slept");
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server)))));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "line\n");
    AWAIT_TO(self->value, async_read(self->stream, -1));
    say(async_length(self->value) == 5 ? "echoed" : "not echoed");
    async_stream_close(self->stream);
    async_server_close(async_server_of(self->server));
    AWAIT_TO(self->value, async_to_thread(in_a_thread, NULL));
    say(self->value.as.integer == 7 ? "threaded" : "not threaded");
    from_outside = async_create_future();
    AWAIT_TO(self->value, from_outside);
    say(async_text(self->value));
    CORO_END;
}

/* The program's own loop: true while the run goes on and has not been waiting for ever. */
static bool wait_and_turn(int *turns)
{
    struct pollfd one = {.fd = async_poll_fd(), .events = POLLIN};
    assert_true(one.fd >= 0);
    int timeout = async_poll_timeout();
    if (timeout < 0 && from_outside) {
        return false;
    }
    assert_true(poll(&one, 1, timeout < 0 ? 10000 : timeout) > 0 || timeout >= 0);
    ++*turns;
    return async_run_once();
}

static void the_program_waits_for_the_run_and_the_run_for_the_program(void **state)
{
    (void)state;
    from_outside = NULL;
    int turns = 0;
    assert_true(async_begin(call(everything)));
    while (wait_and_turn(&turns)) {}
    assert_string_equal(said, "slept echoed threaded ");
    assert_true(turns < 100); /* a loop that is woken in vain turns thousands of times */
    assert_true(async_set_result(from_outside, async_str("set")));
    while (wait_and_turn(&turns)) {}
    assert_string_equal(said, "slept echoed threaded set ");
    assert_int_equal(async_poll_timeout(), 0);
    assert_false(async_run_once());
    assert_int_equal(async_end(), 0);
}

CORO(tidies_up, int unused;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_create_future());
    }
    FINALLY {
        AWAIT(async_sleep(0.001));
        say("tidied");
    }
    END_TRY;
    CORO_END;
}

static void a_main_that_is_not_done_is_cancelled(void **state)
{
    (void)state;
    assert_true(async_begin(call(tidies_up)));
    assert_true(async_run_once());
    assert_false(async_begin(call(tidies_up))); /* one at a time */
    assert_int_equal(async_end(), 1);
    assert_string_equal(said, "tidied ");
    assert_int_equal(async_end(), 1);
    assert_int_equal(async_poll_fd(), -1);
    assert_int_equal(async_poll_timeout(), -1);
    assert_false(async_run_once());
}

CORO(sleeps, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(3600));
    CORO_END;
}

static void in_virtual_time_the_clock_jumps(void **state)
{
    (void)state;
    async_use(&(async_settings){.virtual_time = true});
    assert_true(async_begin(call(sleeps)));
    assert_int_equal(async_poll_fd(), -1);
    for (int turns = 0; async_run_once(); turns++) {
        assert_true(turns < 10);
    }
    assert_int_equal(async_end(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_program_waits_for_the_run_and_the_run_for_the_program, set_up),
        cmocka_unit_test_setup(a_main_that_is_not_done_is_cancelled, set_up),
        cmocka_unit_test_setup(in_virtual_time_the_clock_jumps, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
