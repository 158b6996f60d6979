/* connections.c: connections with TLS whose way is bad: it brings one byte at a time, ends or is lost in the middle of anything, or is slow; and none leaves a descriptor open. */
#include "async_ssl.h"
#include "answers.h"
#include "conformance/certificates.h"
#include "support/failing_calls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static async_ssl_context shown, trust;
static size_t told_paused, told_resumed;

/* ---- What lies between client and server, and does something to one direction after so many bytes ---- */

typedef enum way { PASSES_ON, BYTE_BY_BYTE, ENDS, IS_LOST, STOPS } way;
static struct {
    way way;
    long after; /* bytes of the direction to the client, or to the server */
    bool to_client;
    int port;
} bad;

CORO(pass_on, async_stream from, to; bool is_bad; long passed; size_t at, size; async_value data, error;)
{
    CORO_BEGIN;
    TRY {
        do {
            ROUND
            {
                AWAIT_TO(self->data, async_read(self->from, self->is_bad && bad.way != BYTE_BY_BYTE ? 50 : 65536));
                self->size = async_length(self->data);
                for (self->at = 0; self->at < self->size; self->at++) {
                    if (!self->is_bad || bad.way != BYTE_BY_BYTE) {
                        async_write(self->to, self->data);
                        break;
                    }
                    async_write_data(self->to, async_data(self->data) + self->at, 1);
                    AWAIT(async_sleep(0));
                }
                AWAIT(async_drain(self->to));
            }
            END_ROUND;
            self->passed += (long)self->size;
        } while (self->size > 0 && !(self->is_bad && bad.way > BYTE_BY_BYTE && self->passed > bad.after));
        if (self->is_bad && bad.way == IS_LOST) {
            async_lose(async_transport_descriptor(async_stream_transport(self->to)), 0);
            async_transport_abort(async_stream_transport(self->to));
        } else if (self->is_bad && bad.way == STOPS) {
            AWAIT(async_sleep(1000));
        }
        RAISE_IF_ERROR(async_write_eof(self->to));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        async_transport_abort(async_stream_transport(self->to));
    }
    END_TRY;
    CORO_END;
}

CORO(relay, async_stream stream; async_value opened, error;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", bad.port)));
    AWAIT(async_gather(call(pass_on, self->stream, async_stream_of(self->opened), !bad.to_client),
                       call(pass_on, async_stream_of(self->opened), self->stream, bad.to_client)));
    async_stream_close(self->stream);
    async_stream_close(async_stream_of(self->opened));
    CORO_END;
}

/* ---- Client and server ---- */

/* How many of three lines came back, and in `error` why no more. */
CORO(asks, int port; async_value opened, line, error; async_stream stream; int i; const async_error_class *class;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), trust, .handshake_timeout = 10));
        self->stream = async_stream_of(self->opened);
        for (self->i = 0; self->i < 3; self->i++) {
            async_write_text(self->stream, "%0500d\n", self->i);
            AWAIT_TO(self->line, async_readline(self->stream));
            if (async_length(self->line) < 501) {
                break;
            }
        }
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        assert_true(self->stream || failing.name || async_is(self->error, &ASYNC_CONNECTION_RESET_ERROR) ||
                    async_is(self->error, &ASYNC_CONNECTION_ABORTED_ERROR));
    }
    FINALLY {
        if (self->stream) {
            async_stream_close(self->stream);
        }
    }
    END_TRY;
    CORO_RETURN(async_int(self->i));
    CORO_END;
}

CORO(goes_by_relay, async_value own, of_peer, server, between, count;)
{
    CORO_BEGIN;
    self->own = async_ssl_server(certificate_for_tests(), NULL);
    self->of_peer = async_ssl_client(certificate_for_tests());
    shown = async_ssl_context_of(self->own);
    trust = async_ssl_context_of(self->of_peer);
    AWAIT_TO(self->server,
             async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), answers, shown, .handshake_timeout = 20, .shutdown_timeout = 5));
    bad.port = async_server_port(async_server_of(self->server));
    AWAIT_TO(self->between, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), relay));
    AWAIT_TO(self->count, call(asks, async_server_port(async_server_of(self->between))));
    assert_in_range((uintmax_t)self->count.as.integer, bad.way <= BYTE_BY_BYTE && !failing.name ? 3 : 0, 3);
    AWAIT(async_sleep(0.01));
    async_server_close(async_server_of(self->server));
    async_server_close(async_server_of(self->between));
    AWAIT(async_server_wait_closed(async_server_of(self->server)));
    AWAIT(async_server_wait_closed(async_server_of(self->between)));
    CORO_END;
}

static void one_byte_at_a_time(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        bad.way = BYTE_BY_BYTE;
        bad.to_client = i & 1;
        run(call(goes_by_relay), i & 2);
    }
    bad.way = PASSES_ON;
    run(call(goes_by_relay), true);
}

/* Wherever it happens: in the handshake, in the data, or at the end. */
static void ends_anywhere(void **state)
{
    (void)state;
    for (int how = ENDS; how <= STOPS; how++) {
        for (int i = 0; i < 2; i++) {
            for (long after = 0; after < 4200; after += getenv("LOOPSCOPE_VALGRIND") ? 1400 : 150) {
                bad.way = (way)how;
                bad.to_client = i;
                bad.after = after;
                run(call(goes_by_relay), false);
                if (how != STOPS && after % 750 == 0) {
                    run(call(goes_by_relay), true);
                }
            }
        }
    }
}

/* ---- More than anybody has room for ---- */

enum { MUCH = 5 << 20 };
static char much[MUCH];

static void paused(void *self)
{
    (void)self;
    told_paused++;
}

static void resumed(void *self)
{
    (void)self;
    told_resumed++;
}

static void sent_and_lost(void *self, async_value error)
{
    assert_int_equal(error.type, ASYNC_NONE);
    async_set_result(self, async_none());
}

static const async_protocol sends_much = {.pause_writing = paused, .resume_writing = resumed, .connection_lost = sent_and_lost};

CORO(reads_slowly, async_stream stream; async_value data; size_t all, i;)
{
    CORO_BEGIN;
    while (self->all < MUCH) {
        ROUND
        {
            AWAIT_TO(self->data, async_read(self->stream, 200000));
            assert_memory_equal(async_data(self->data), much + self->all, async_length(self->data));
            self->all += async_length(self->data);
            AWAIT(async_sleep(0.001));
        }
        END_ROUND;
    }
    AWAIT_TO(self->data, async_read(self->stream, -1));
    assert_int_equal(async_length(self->data), 0);
    async_stream_close(self->stream);
    CORO_END;
}

CORO(sends, bool real; async_value own, of_peer, server, opened; async_transport transport; async_future lost;)
{
    CORO_BEGIN;
    for (size_t i = 0; i < MUCH; i++) {
        much[i] = (char)(i * 7 + i / 1000);
    }
    told_paused = told_resumed = 0;
    self->own = async_ssl_server(certificate_for_tests(), NULL);
    self->of_peer = async_ssl_client(certificate_for_tests());
    self->lost = async_create_future();
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), reads_slowly, async_ssl_context_of(self->own)));
    AWAIT_TO(self->opened, async_create_connection_ssl(&sends_much, NULL, self->lost,
                                                       ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server))),
                                                       async_ssl_context_of(self->of_peer)));
    self->transport = async_transport_of(self->opened);
    async_transport_write(self->transport, much, 300000);
    async_transport_write(self->transport, much + 300000, MUCH - 300000);
    if (!self->real) { /* a socket of the system's takes more, and the transport below keeps the rest */
        assert_int_equal(told_paused, 1);
        assert_true(async_transport_buffer_size(self->transport) > 512 * 1024);
    }
    while (told_resumed < told_paused) {
        AWAIT(async_sleep(0.001));
    }
    assert_in_range(async_transport_buffer_size(self->transport), 0, 128 * 1024);
    async_transport_close(self->transport);
    AWAIT(self->lost);
    async_server_close(async_server_of(self->server));
    AWAIT(async_server_wait_closed(async_server_of(self->server)));
    CORO_END;
}

static void more_than_there_is_room_for(void **state)
{
    (void)state;
    run(call(sends, false), false);
    run(call(sends, true), true);
}

/* ---- Calls of the system that fail ---- */

static void whatever_fails(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int error;
    } calls[] = {{"recv", ECONNRESET}, {"send", EPIPE}, {"send", ECONNRESET}, {"connect", ECONNREFUSED}, {"socket", EMFILE}};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        for (int at = 1; at <= 12; at++) {
            bad.way = PASSES_ON;
            int before = open_descriptors();
            failing.name = calls[i].name;
            failing.error = calls[i].error;
            failing.at = at;
            failing.count = 0;
            async_use(&(async_settings){.quiet = true, .turn_limit = 1000000});
            (void)async_run(call(goes_by_relay));
            failing.name = NULL;
            assert_int_equal(open_descriptors(), before);
        }
    }
}

/* ---- Who writes and never waits ---- */

CORO(writes_on, int most; async_value own, of_peer, server, opened, error; int i;)
{
    CORO_BEGIN;
    self->own = async_ssl_server(certificate_for_tests(), NULL);
    self->of_peer = async_ssl_client(certificate_for_tests());
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), answers, async_ssl_context_of(self->own)));
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server))),
                                                     async_ssl_context_of(self->of_peer)));
    failing.name = "send";
    failing.error = EPIPE;
    failing.at = 1;
    failing.count = 0;
    TRY {
        for (self->i = 0; self->i < 100; self->i++) {
            async_write_text(async_stream_of(self->opened), "a line\n");
            AWAIT(async_drain(async_stream_of(self->opened)));
        }
    }
    CATCH(ASYNC_CONNECTION_ERROR, self->error) {}
    END_TRY;
    failing.name = NULL;
    assert_in_range((uintmax_t)self->i, self->most == 100 ? 100 : 1, (uintmax_t)self->most);
    async_stream_close(async_stream_of(self->opened));
    async_server_close(async_server_of(self->server));
    CORO_END;
}

/* Before gh-118950 a drain() never gave way to the callback that tells of the end. */
static void who_writes_on_hears_of_the_end(void **state)
{
    (void)state;
    static const struct {
        const char *rules;
        int most;
    } cases[] = {{"3.13.0", 100}, {"3.13.1", 2}, {"3.12.7", 100}, {"3.12.8", 2}, {"3.14", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        async_use(&(async_settings){.quiet = true, .rules = async_rules_of(cases[i].rules)});
        assert_int_equal(async_run(call(writes_on, cases[i].most)), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_byte_at_a_time),
        cmocka_unit_test(ends_anywhere),
        cmocka_unit_test(more_than_there_is_room_for),
        cmocka_unit_test(whatever_fails),
        cmocka_unit_test(who_writes_on_hears_of_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
