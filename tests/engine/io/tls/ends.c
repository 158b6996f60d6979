/* ends.c: connections that go on with TLS, also over TLS, and how the last of them go: all that waits is sent before the end, and what nobody closes goes with the loop. */
#include "async_ssl.h"
#include "answers.h"
#include "conformance/certificates.h"
#include "support/failing_calls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { MUCH = 1000000 };
static char much[MUCH];
static async_ssl_context shown;

/* ---- TLS over TLS ---- */

CORO(goes_further, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    AWAIT_TO(self->line, async_readline(self->stream));
    assert_string_equal(async_data(self->line), "again\n");
    async_write_text(self->stream, "ok\n");
    AWAIT(async_start_tls(self->stream, shown));
    AWAIT_TO(self->line, async_readline(self->stream));
    async_write(self->stream, self->line);
    async_write_data(self->stream, much, MUCH);
    async_stream_close(self->stream); /* when that is sent */
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(goes_twice, async_value own, of_peer, server, opened, line; async_stream stream;)
{
    CORO_BEGIN;
    self->own = async_ssl_server(certificate_for_tests(), NULL);
    self->of_peer = async_ssl_client(certificate_for_tests());
    shown = async_ssl_context_of(self->own);
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), goes_further, shown));
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server))),
                                                     async_ssl_context_of(self->of_peer)));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "again\n");
    AWAIT_TO(self->line, async_readline(self->stream));
    AWAIT(async_start_tls(self->stream, async_ssl_context_of(self->of_peer), .server_hostname = "localhost"));
    async_write_text(self->stream, "doubly secret\n");
    AWAIT_TO(self->line, async_readline(self->stream));
    assert_string_equal(async_data(self->line), "doubly secret\n");
    AWAIT_TO(self->line, async_read(self->stream, -1));
    assert_int_equal(async_length(self->line), MUCH);
    assert_memory_equal(async_data(self->line), much, MUCH);
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    async_server_close(async_server_of(self->server));
    AWAIT(async_server_wait_closed(async_server_of(self->server)));
    CORO_END;
}

static void tls_goes_over_tls(void **state)
{
    (void)state;
    for (size_t i = 0; i < MUCH; i++) {
        much[i] = (char)(i * 7 + i / 1000);
    }
    run(call(goes_twice), false);
    run(call(goes_twice), true);
}

/* ---- A transport of the program's own goes on with TLS ---- */

static struct {
    bool is_secret;       /* TLS has begun */
    size_t plain, secret; /* bytes that came before that, and after */
    async_future came, lost;
} heard;

static void hears(void *self, const char *data, size_t size)
{
    (void)self;
    if (heard.is_secret) {
        for (size_t i = 0; i < size; i++, heard.secret++) {
            assert_int_equal(data[i], heard.secret < 7 ? "secret\n"[heard.secret] : much[heard.secret - 7]);
        }
        return;
    }
    heard.plain += size;
    if (heard.plain == strlen("ok\n")) {
        async_set_result(heard.came, async_none());
    }
}

static void hears_the_end(void *self, async_value error)
{
    (void)self;
    async_set_result(heard.lost, error);
}

static const async_protocol hearing = {.name = "hearing", .data_received = hears, .connection_lost = hears_the_end};

CORO(goes_on_with_tls, async_value own, of_peer, server, opened, lost; async_future came, end;)
{
    CORO_BEGIN;
    self->own = async_ssl_server(certificate_for_tests(), NULL);
    self->of_peer = async_ssl_client(certificate_for_tests());
    shown = async_ssl_context_of(self->own);
    self->came = async_create_future();
    self->end = async_create_future();
    heard.is_secret = false;
    heard.plain = heard.secret = 0;
    heard.came = self->came;
    heard.lost = self->end;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), goes_further));
    AWAIT_TO(self->opened,
             async_create_connection(&hearing, NULL, NULL, ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server)))));
    async_transport_write(async_transport_of(self->opened), "again\n", 6);
    AWAIT(self->came);
    heard.is_secret = true;
    AWAIT_TO(self->opened, async_transport_start_tls(async_transport_of(self->opened), &hearing, NULL, false,
                                                     async_ssl_context_of(self->of_peer), .server_hostname = "localhost"));
    assert_non_null(async_transport_tls_version(async_transport_of(self->opened)));
    async_transport_write(async_transport_of(self->opened), "secret\n", 7);
    AWAIT_TO(self->lost, self->end);
    assert_int_equal(self->lost.type, ASYNC_NONE);
    assert_int_equal(heard.secret, 7 + MUCH);
    async_server_close(async_server_of(self->server));
    AWAIT(async_server_wait_closed(async_server_of(self->server)));
    CORO_END;
}

static void a_transport_of_the_programs_own_goes_on_with_tls(void **state)
{
    (void)state;
    run(call(goes_on_with_tls), false);
    run(call(goes_on_with_tls), true);
}

/* ---- The loop ends first ---- */

CORO(leaves_open, bool in_handshake; async_value own, of_peer, server, opened; async_task opening;)
{
    CORO_BEGIN;
    self->own = async_ssl_server(certificate_for_tests(), NULL);
    self->of_peer = async_ssl_client(certificate_for_tests());
    if (self->in_handshake) { /* with nobody who knows of TLS */
        AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), answers));
        self->opening = async_create_task(async_open_connection_ssl(
            ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server))), async_ssl_context_of(self->of_peer)));
        AWAIT(async_sleep(0.01));
    } else {
        AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), answers, async_ssl_context_of(self->own)));
        AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server))),
                                                         async_ssl_context_of(self->of_peer)));
        async_write_text(async_stream_of(self->opened), "nobody reads the answer\n");
    }
    CORO_END;
}

CORO(drops, async_stream stream;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0)); /* and closes nothing, which before 3.12.3 nobody else did */
    CORO_END;
}

static const async_protocol says_nothing = {.name = "says nothing"};

CORO(leaves_streams_open, async_value own, of_peer, server;)
{
    CORO_BEGIN;
    self->own = async_ssl_server(certificate_for_tests(), NULL);
    self->of_peer = async_ssl_client(certificate_for_tests());
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), drops, async_ssl_context_of(self->own)));
    AWAIT(async_create_connection_ssl(&says_nothing, NULL, NULL,
                                      ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server))),
                                      async_ssl_context_of(self->of_peer)));
    AWAIT(async_sleep(0.01));
    CORO_END;
}

static void what_is_left_open_goes_with_the_loop(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        int before = open_descriptors();
        async_use(&(async_settings){.virtual_time = i, .quiet = true, .rules = async_rules_of("3.12.1")});
        assert_int_equal(async_run(call(leaves_streams_open)), 0);
        assert_int_equal(open_descriptors(), before);
    }
    for (int i = 0; i < 4; i++) {
        run(call(leaves_open, i & 1), i & 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tls_goes_over_tls),
        cmocka_unit_test(a_transport_of_the_programs_own_goes_on_with_tls),
        cmocka_unit_test(what_is_left_open_goes_with_the_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
