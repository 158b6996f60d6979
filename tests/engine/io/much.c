/* much.c: a stream that much comes to gives what was sent, in whatever pieces it comes and is asked for, and also where reading it fails. */
#include "async_stream.h"
#include "support/failing_calls.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ALL = 3000000 };
static char sent[ALL];
static size_t got; /* bytes that were as they had been sent */

/* Lines of many lengths. */
static int write_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < ALL; i++) {
        sent[i] = (char)('a' + (i * 7 + i / 26 + i / 9973) % 26);
    }
    for (size_t i = 13; i < ALL; i += 1 + i % 977) {
        sent[i] = '\n';
    }
    return 0;
}

static void compare(async_value piece)
{
    assert_true(got + async_length(piece) <= ALL);
    assert_memory_equal(async_data(piece), sent + got, async_length(piece));
    got += async_length(piece);
}

/* Pieces of one byte to 300,000, with a pause of a turn after each, so that some are read by themselves and some together. */
CORO(sends, async_stream stream; size_t at, size; int i; async_value error;)
{
    static const size_t sizes[] = {1, 300000, 17000, 65536, 65537, 20, 40000, 16384, 16385, 262144, 7, 131072, 5000};
    CORO_BEGIN;
    TRY {
        for (self->i = 0; self->at < ALL; self->i++) {
            self->size = sizes[(size_t)self->i % (sizeof sizes / sizeof *sizes)];
            self->size = self->size < ALL - self->at ? self->size : ALL - self->at;
            async_write_data(self->stream, sent + self->at, self->size);
            self->at += self->size;
            AWAIT(async_drain(self->stream));
            AWAIT(async_sleep(0));
        }
    }
    CATCH(ASYNC_OS_ERROR, self->error) {}
    END_TRY;
    async_stream_close(self->stream);
    CORO_END;
}

CORO(reads, int how; async_value server, opened, piece, error; async_stream stream; int i; bool fails;)
{
    CORO_BEGIN;
    got = 0;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), sends));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server)))));
    self->stream = async_stream_of(self->opened);
    async_server_close(async_server_of(self->server));
    TRY {
        for (self->i = 0; !async_at_eof(self->stream); self->i++) {
            ROUND
            {
                if (self->how == 1 && self->i % 3 == 0) {
                    AWAIT_TO(self->piece, async_readline(self->stream));
                } else if (self->how == 1 && self->i % 3 == 1 && got + 30000 < ALL) {
                    AWAIT_TO(self->piece, async_readexactly(self->stream, 30000));
                } else if (self->how == 2) {
                    AWAIT_TO(self->piece, async_read(self->stream, 1 + self->i * 997 % 200000));
                } else {
                    AWAIT_TO(self->piece, async_read(self->stream, 65536));
                }
                compare(self->piece);
            }
            END_ROUND;
        }
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        self->fails = true;
    }
    END_TRY;
    assert_true(self->fails || got == ALL);
    async_stream_close(self->stream);
    CORO_END;
}

static void what_comes_is_what_was_sent(void **state)
{
    (void)state;
    for (int how = 0; how < 3; how++) {
        for (int real = 0; real < 2; real++) {
            int before = open_descriptors();
            async_use(&(async_settings){.virtual_time = !real, .quiet = true});
            assert_int_equal(async_run(call(reads, how)), 0);
            assert_int_equal(got, ALL);
            assert_int_equal(open_descriptors(), before);
        }
    }
}

static async_coroutine program(void) { return call(reads, 0); }

/* Of the first calls alone: there are many. */
static void whichever_read_fails_nothing_is_mixed_up(void **state)
{
    (void)state;
    static const int errors[] = {EINTR, EAGAIN, ECONNRESET};
    async_use(&(async_settings){.quiet = true});
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        for (int at = 1; at < 8; at++) {
            failing.name = "recvmsg";
            failing.error = errors[i];
            failing.at = at;
            failing.count = 0;
            int before = open_descriptors();
            assert_int_equal(async_run(program()), 0);
            assert_int_equal(open_descriptors(), before);
            assert_true(failing.count >= at); /* it is read in this way at all */
            assert_true(errors[i] == ECONNRESET || got == ALL);
            failing.name = NULL;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_is_what_was_sent),
        cmocka_unit_test(whichever_read_fails_nothing_is_mixed_up),
    };
    return cmocka_run_group_tests(tests, write_lines, NULL);
}
