/* agreed.c: what both ends of a connection with TLS agree on, what each is told of the other's certificate, and what cannot be agreed on. */
#include "answers.h"
#include "async_sync.h"
#include "conformance/certificates.h"
#include "support/failing_calls.h"

#include <string.h>

typedef struct settings {
    const char *const *alpn;  /* NULL: nothing is said of it */
    const char *least, *most; /* versions */
    const char *ciphers;      /* or NULL */
} settings;

static const char *const NOTHING[] = {NULL}, *const TWO[] = {"h2", "http/1.1", NULL}, *const OTHER[] = {"imap", "http/1.1", NULL},
                         *const NONE_OF_THEM[] = {"smtp", NULL};

static void set(async_value context, const settings *wanted)
{
    async_ssl_context of = async_ssl_context_of(context);
    assert_int_equal(async_ssl_set_versions(of, wanted->least, wanted->most).type, ASYNC_NONE);
    assert_true(!wanted->alpn || async_ssl_set_alpn_protocols_(of, wanted->alpn).type == ASYNC_NONE);
    assert_true(!wanted->ciphers || async_ssl_set_ciphers(of, wanted->ciphers).type == ASYNC_NONE);
}

static char served[80]; /* what the server has to say of the last connection */

CORO(tells, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    const async_transport transport = async_stream_transport(self->stream);
    const char *alpn = async_transport_alpn_protocol(transport);
    snprintf(served, sizeof served, "%s, %s, %s", alpn ? alpn : "nothing", async_transport_tls_version(transport),
             async_text(async_transport_peercert(transport, "subject")));
    AWAIT_TO(self->line, async_readline(self->stream));
    async_write(self->stream, self->line);
    async_stream_close(self->stream);
    CORO_END;
}

/* Gives what the client has to say: "h2, TLSv1.3"; or the error. */
CORO(connects, const settings *shown, *trusted; async_value of_server, of_client, server, opened, line, said, error; async_stream stream;)
{
    CORO_BEGIN;
    self->of_server = async_ssl_server(certificate_for_tests(), NULL);
    self->of_client = async_ssl_client(certificate_for_tests());
    set(self->of_server, self->shown);
    set(self->of_client, self->trusted);
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), tells, async_ssl_context_of(self->of_server)));
    TRY {
        AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server))),
                                                         async_ssl_context_of(self->of_client)));
        self->stream = async_stream_of(self->opened);
        const char *alpn = async_transport_alpn_protocol(async_stream_transport(self->stream));
        self->said = async_str("%s, %s", alpn ? alpn : "nothing", async_transport_tls_version(async_stream_transport(self->stream)));
        async_write_text(self->stream, "line\n");
        AWAIT_TO(self->line, async_readline(self->stream));
        assert_string_equal(async_data(self->line), "line\n");
        async_stream_close(self->stream);
        AWAIT(async_stream_wait_closed(self->stream));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        self->said = async_str("%s: %s", async_error_name(self->error), async_text(self->error));
    }
    END_TRY;
    async_server_close(async_server_of(self->server));
    CORO_RETURN(self->said);
    CORO_END;
}

CORO(agree, const settings *shown, *trusted; const char *client, *server; async_value said;)
{
    CORO_BEGIN;
    served[0] = '\0';
    AWAIT_TO(self->said, call(connects, self->shown, self->trusted));
    if (strncmp(async_text(self->said), self->client, strlen(self->client)) != 0) {
        fail_msg("the client says “%s”, and not “%s”", async_text(self->said), self->client);
    }
    assert_string_equal(served, self->server);
    CORO_END;
}

static void what_is_spoken_is_the_first_of_the_servers_that_the_client_offers(void **state)
{
    (void)state;
    static const struct {
        const char *const *server, *const *client;
        const char *spoken;
    } cases[] = {
        {TWO, TWO, "h2"},       {TWO, OTHER, "http/1.1"}, {OTHER, TWO, "http/1.1"},  {TWO, NONE_OF_THEM, "nothing"},
        {TWO, NULL, "nothing"}, {NULL, TWO, "nothing"},   {NOTHING, TWO, "nothing"}, {TWO, NOTHING, "nothing"},
    };
    static const char *const versions[] = {"TLSv1.2", "TLSv1.3"};
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        const char *version = versions[i % 2];
        settings server = {.alpn = cases[i / 2].server}, client = {cases[i / 2].client, version, version, NULL};
        char said[40], told[60];
        snprintf(said, sizeof said, "%s, %s", cases[i / 2].spoken, version);
        snprintf(told, sizeof told, "%s, None", said);
        run(call(agree, &server, &client, said, told), false);
        run(call(agree, &server, &client, said, told), true);
    }
}

static void versions_and_ciphers_are_those_that_both_allow(void **state)
{
    (void)state;
    static const settings usual = {0}, old = {.most = "TLSv1.2"}, new = {.least = "TLSv1.3"},
                          strict = {.most = "TLSv1.2", .ciphers = "ECDHE-ECDSA-CHACHA20-POLY1305"},
                          other = {.most = "TLSv1.2", .ciphers = "ECDHE-ECDSA-AES256-GCM-SHA384"};
    run(call(agree, &usual, &usual, "nothing, TLSv1.3", "nothing, TLSv1.3, None"), false);
    run(call(agree, &old, &usual, "nothing, TLSv1.2", "nothing, TLSv1.2, None"), false);
    run(call(agree, &usual, &new, "nothing, TLSv1.3", "nothing, TLSv1.3, None"), false);
    run(call(agree, &strict, &strict, "nothing, TLSv1.2", "nothing, TLSv1.2, None"), false);
    /* Whom the server cannot agree with it tells nothing, as asyncio's: it goes away. */
    run(call(agree, &old, &new, "ConnectionResetError", ""), false);
    run(call(agree, &strict, &other, "ConnectionResetError", ""), false);
}

/* ---- What cannot be asked for ---- */

static void is_said(async_value said, const async_error_class *class, const char *expected)
{
    assert_true(async_is(said, class));
    assert_string_equal(async_error_message(said), expected);
}

CORO(asks_wrongly, async_value context; async_ssl_context of;)
{
    CORO_BEGIN;
    self->context = async_ssl_client(certificate_for_tests());
    self->of = async_ssl_context_of(self->context);
    char longest[257];
    memset(longest, 'x', sizeof longest);
    longest[256] = '\0';
    static const char length[] = "ALPN protocols must be 1 to 255 in length";
    is_said(async_ssl_set_alpn_protocols(self->of, ""), &ASYNC_SSL_ERROR, length);
    is_said(async_ssl_set_alpn_protocols(self->of, "h2", longest), &ASYNC_SSL_ERROR, length);
    assert_int_equal(async_ssl_set_alpn_protocols(self->of, longest + 1).type, ASYNC_NONE);
    is_said(async_ssl_set_alpn_protocols(self->of, "h\xc3\xa4"), &ASYNC_VALUE_ERROR, "ALPN protocols must be ASCII, got 'hä'");
    const char *many[258] = {NULL};
    for (int i = 0; i < 256; i++) {
        many[i] = longest + 1;
    }
    is_said(async_ssl_set_alpn_protocols_(self->of, many), &ASYNC_SSL_ERROR,
            "ALPN protocols must be at most 65535 in length together, got 65536");
    is_said(async_ssl_set_versions(self->of, "TLSv1.1", NULL), &ASYNC_VALUE_ERROR,
            "from TLSv1.1 to the newest there is no version of TLS: there are TLSv1.2 and TLSv1.3");
    is_said(async_ssl_set_versions(self->of, "TLSv1.3", "TLSv1.2"), &ASYNC_VALUE_ERROR,
            "from TLSv1.3 to TLSv1.2 there is no version of TLS: there are TLSv1.2 and TLSv1.3");
    is_said(async_ssl_set_ciphers(self->of, "none"), &ASYNC_SSL_ERROR, "No cipher can be selected.");
    assert_true(async_is(async_ssl_set_alpn_protocols(NULL, "h2"), &ASYNC_TYPE_ERROR));
    assert_true(async_is(async_ssl_set_versions(async_create_lock(), NULL, NULL), &ASYNC_TYPE_ERROR));
    assert_true(async_is(async_ssl_set_ciphers(async_create_lock(), "ALL"), &ASYNC_TYPE_ERROR));
    CORO_END;
}

static void what_cannot_be_asked_for_is_said_in_a_sentence(void **state)
{
    (void)state;
    run(call(asks_wrongly), false);
}

/* What was wrong has changed nothing. */
CORO(keeps, async_value server, client, listens, opened, line;)
{
    CORO_BEGIN;
    self->server = async_ssl_server(certificate_for_tests(), NULL);
    self->client = async_ssl_client(certificate_for_tests());
    assert_int_equal(async_ssl_set_alpn_protocols(async_ssl_context_of(self->server), "h2").type, ASYNC_NONE);
    assert_int_equal(async_ssl_set_alpn_protocols(async_ssl_context_of(self->client), "h2").type, ASYNC_NONE);
    assert_int_equal(async_ssl_set_alpn_protocols(async_ssl_context_of(self->client), "other", "").type, ASYNC_ERROR);
    AWAIT_TO(self->listens, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), answers, async_ssl_context_of(self->server)));
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->listens))),
                                                     async_ssl_context_of(self->client)));
    assert_string_equal(async_transport_alpn_protocol(async_stream_transport(async_stream_of(self->opened))), "h2");
    async_stream_close(async_stream_of(self->opened));
    AWAIT(async_stream_wait_closed(async_stream_of(self->opened)));
    assert_string_equal(async_transport_alpn_protocol(async_stream_transport(async_stream_of(self->opened))), "h2");
    async_server_close(async_server_of(self->listens));
    CORO_END;
}

static void a_list_with_something_wrong_changes_nothing(void **state)
{
    (void)state;
    run(call(keeps), false);
}

/* The context goes with the coroutine that has made it, while the connection is still being made: the choice is the connection's own by then. */
CORO(listens, async_value context, server;)
{
    CORO_BEGIN;
    self->context = async_ssl_server(certificate_for_tests(), NULL);
    assert_int_equal(async_ssl_set_alpn_protocols(async_ssl_context_of(self->context), "h2").type, ASYNC_NONE);
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), tells, async_ssl_context_of(self->context)));
    CORO_RETURN(self->server);
    CORO_END;
}

CORO(closes_early, async_value server, trust, plain, upgraded; int port; async_stream stream;)
{
    CORO_BEGIN;
    self->trust = async_ssl_client(certificate_for_tests());
    assert_int_equal(async_ssl_set_alpn_protocols(async_ssl_context_of(self->trust), "h2").type, ASYNC_NONE);
    ROUND
    {
        AWAIT_TO(self->server, call(listens));
        self->port = async_server_port(async_server_of(self->server));
        AWAIT_TO(self->plain, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
        self->stream = async_stream_of(self->plain);
        AWAIT(async_sleep(0.01)); /* the server has begun with the handshake */
        async_server_close(async_server_of(self->server));
        self->server = async_none();
        AWAIT(async_sleep(0.01));
        AWAIT(async_start_tls(self->stream, async_ssl_context_of(self->trust), .server_hostname = "localhost"));
        assert_string_equal(async_transport_alpn_protocol(async_stream_transport(self->stream)), "h2");
        async_stream_close(self->stream);
        AWAIT(async_stream_wait_closed(self->stream));
    }
    END_ROUND;
    CORO_END;
}

static void a_context_may_go_while_connections_are_made(void **state)
{
    (void)state;
    run(call(closes_early), false);
    run(call(closes_early), true);
}

/* ---- Certificates ---- */

static async_value field(async_stream stream, const char *name) { return async_transport_peercert(async_stream_transport(stream), name); }

CORO(looks, bool checks; async_value of_server, of_client, server, opened; async_stream stream;)
{
    CORO_BEGIN;
    self->of_server = async_ssl_server(certificate_for_tests(), NULL);
    async_ssl_ask_certificate(async_ssl_context_of(self->of_server));
    assert_int_equal(async_ssl_load_verify_locations(async_ssl_context_of(self->of_server), certificate_for_tests()).type, ASYNC_NONE);
    self->of_client = async_ssl_client(certificate_for_tests());
    async_ssl_set_verify(async_ssl_context_of(self->of_client), self->checks, self->checks);
    if (self->checks) {
        assert_int_equal(async_ssl_load_cert_chain(async_ssl_context_of(self->of_client), certificate_for_tests(), NULL).type, ASYNC_NONE);
    }
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), tells, async_ssl_context_of(self->of_server)));
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server))),
                                                     async_ssl_context_of(self->of_client)));
    self->stream = async_stream_of(self->opened);
    assert_int_equal(async_data(async_transport_peercert_bytes(async_stream_transport(self->stream)))[0], 0x30);
    assert_string_equal(async_text(field(self->stream, "subject")), self->checks ? "commonName=localhost" : "None");
    if (self->checks) {
        assert_string_equal(async_text(field(self->stream, "issuer")), "commonName=localhost");
        assert_int_equal(field(self->stream, "version").as.integer, 3);
        assert_string_equal(async_text(field(self->stream, "serialNumber")), "01");
        assert_string_equal(async_repr(field(self->stream, "subjectAltName")), "['DNS:localhost', 'IP Address:127.0.0.1']");
        assert_non_null(strstr(async_text(field(self->stream, "notBefore")), " GMT"));
        assert_non_null(strstr(async_text(field(self->stream, "notAfter")), " GMT"));
    }
    assert_string_equal(async_repr(field(self->stream, "color")), "KeyError('color')");
    async_write_text(self->stream, "line\n");
    AWAIT(async_read(self->stream, -1));
    assert_string_equal(served, self->checks ? "nothing, TLSv1.3, commonName=localhost" : "nothing, TLSv1.3, None");
    async_stream_close(self->stream);
    async_server_close(async_server_of(self->server));
    CORO_END;
}

static void each_end_is_told_of_the_others_certificate(void **state)
{
    (void)state;
    run(call(looks, true), false);
    run(call(looks, true), true);
}

static void who_is_only_asked_for_a_certificate_is_let_in_without(void **state)
{
    (void)state;
    run(call(looks, false), false);
}

CORO(plain, async_value server, opened; async_transport transport;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), answers));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server)))));
    self->transport = async_stream_transport(async_stream_of(self->opened));
    assert_null(async_transport_alpn_protocol(self->transport));
    assert_int_equal(async_transport_peercert(self->transport, "subject").type, ASYNC_NONE);
    assert_int_equal(async_transport_peercert_bytes(self->transport).type, ASYNC_NONE);
    async_stream_close(async_stream_of(self->opened));
    async_server_close(async_server_of(self->server));
    CORO_END;
}

static void of_a_connection_without_tls_there_is_nothing_to_tell(void **state)
{
    (void)state;
    run(call(plain), false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_spoken_is_the_first_of_the_servers_that_the_client_offers),
        cmocka_unit_test(versions_and_ciphers_are_those_that_both_allow),
        cmocka_unit_test(what_cannot_be_asked_for_is_said_in_a_sentence),
        cmocka_unit_test(a_list_with_something_wrong_changes_nothing),
        cmocka_unit_test(a_context_may_go_while_connections_are_made),
        cmocka_unit_test(each_end_is_told_of_the_others_certificate),
        cmocka_unit_test(who_is_only_asked_for_a_certificate_is_let_in_without),
        cmocka_unit_test(of_a_connection_without_tls_there_is_nothing_to_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
