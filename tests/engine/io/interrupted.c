/* interrupted.c: Ctrl-C while connections are watched: the loop hears of it at once, and who tidies up may still talk with others. */
#include "async_stream.h"
#include "support/failing_calls.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static bool talked;

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    AWAIT_TO(self->line, async_readline(self->stream));
    async_write(self->stream, self->line);
    async_stream_close(self->stream);
    CORO_END;
}

CORO(say_goodbye, int port; async_value opened, answer; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "goodbye\n");
    AWAIT_TO(self->answer, async_read(self->stream, -1));
    async_stream_close(self->stream);
    talked = async_length(self->answer) == 8;
    CORO_END;
}

static void press(async_future ignored, void *context)
{
    (void)ignored;
    (void)context;
    raise(SIGINT);
}

CORO(is_interrupted, bool at_once; async_value server;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    TRY {
        if (self->at_once) {
            raise(SIGINT);
        } else {
            async_call_later(0.001, press, NULL);
        }
        AWAIT(async_server_serve_forever(async_server_of(self->server)));
    }
    FINALLY {
        AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
        AWAIT(async_wait_for(call(say_goodbye, async_server_port(async_server_of(self->server))), 5));
        AWAIT(async_sleep(0.001));
    }
    END_TRY;
    CORO_END;
}

static void press_in(bool by_poll, bool at_once)
{
    portable = by_poll;
    talked = false;
    async_use(&(async_settings){.quiet = true});
    int before = open_descriptors();
    assert_int_equal(async_run(call(is_interrupted, at_once)), 128 + SIGINT);
    assert_true(talked);
    assert_int_equal(open_descriptors(), before);
}

static void with_epoll(void **state)
{
    (void)state;
    press_in(false, false);
    press_in(false, true);
}

static void with_poll(void **state)
{
    (void)state;
    press_in(true, false);
    press_in(true, true);
}

/* Whoever runs this in the background has SIGINT ignored, which is inherited. */
static int hears_of_it(void **state)
{
    (void)state;
    return signal(SIGINT, SIG_DFL) == SIG_ERR;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(with_epoll), cmocka_unit_test(with_poll)};
    return cmocka_run_group_tests(tests, hears_of_it, NULL);
}
