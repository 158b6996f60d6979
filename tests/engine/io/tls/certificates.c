/* certificates.c: whom a client with TLS believes and whom a server lets in, files that are none, and what a program asks for that cannot be. */
#include "async_ssl.h"
#include "conformance/certificates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static char folder[] = "/tmp/loopscope-tls-XXXXXX";

/* A file of the folder; valid until the fourth next call. */
static const char *in_folder(const char *name)
{
    static char paths[4][100];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int make_all(void **state)
{
    (void)state;
    enum { DAY = 86400 };
    assert_non_null(mkdtemp(folder));
    certificate_write(in_folder("good"), "DNS:localhost,DNS:*.example.org,IP:127.0.0.1", -DAY, DAY);
    certificate_write(in_folder("other"), "DNS:localhost,IP:127.0.0.1", -DAY, DAY);
    certificate_write(in_folder("expired"), "DNS:localhost,IP:127.0.0.1", -2L * DAY, -DAY);
    certificate_write(in_folder("early"), "DNS:localhost,IP:127.0.0.1", DAY, 2L * DAY);
    FILE *nothing = fopen(in_folder("nothing"), "w");
    fputs("this is no certificate\n", nothing);
    fclose(nothing);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    static const char *const names[] = {"good", "other", "expired", "early", "nothing"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unlink(in_folder(names[i]));
    }
    rmdir(folder);
    return 0;
}

static void run(async_coroutine main, bool real)
{
    async_use(&(async_settings){.virtual_time = !real, .quiet = true});
    assert_int_equal(async_run(main), 0);
}

CORO(answers, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    AWAIT_TO(self->line, async_readline(self->stream));
    async_write(self->stream, self->line);
    async_stream_close(self->stream);
    CORO_END;
}

/* What comes of one connection: "line", or the text of the error. */
CORO(tries, int port; const char *host; async_ssl_context trust; async_value opened, line, error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->opened,
                 async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), self->trust, .server_hostname = self->host));
        async_write_text(async_stream_of(self->opened), "line\n");
        AWAIT_TO(self->line, async_readline(async_stream_of(self->opened)));
        async_stream_close(async_stream_of(self->opened));
        AWAIT(async_stream_wait_closed(async_stream_of(self->opened)));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        CORO_RETURN(async_str("%s: %s", async_error_name(self->error), async_text(self->error)));
    }
    END_TRY;
    CORO_RETURN(self->line);
    CORO_END;
}

static void is_said(async_value said, const char *expected)
{
    if (!strstr(async_text(said), expected)) {
        fail_msg("“%s” is said, and not “%s”", async_text(said), expected);
    }
}

CORO(serves, const char *shown; async_value context, server;)
{
    CORO_BEGIN;
    self->context = async_ssl_server(in_folder(self->shown), NULL);
    RAISE_IF_ERROR(self->context);
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), answers, async_ssl_context_of(self->context)));
    CORO_RETURN(self->server);
    CORO_END;
}

CORO(believes, const char *shown, *trusted, *host, *expected; async_value server, trust, said;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, call(serves, self->shown));
    WITH(async_server_of(self->server)) {
        self->trust = async_ssl_client(self->trusted ? in_folder(self->trusted) : NULL);
        RAISE_IF_ERROR(self->trust);
        AWAIT_TO(self->said, call(tries, async_server_port(async_server_of(self->server)), self->host, async_ssl_context_of(self->trust)));
        is_said(self->said, self->expected);
    }
    END_WITH;
    CORO_END;
}

static void a_client_believes_whom_it_should(void **state)
{
    (void)state;
    static const struct {
        const char *shown, *trusted, *host, *expected;
    } cases[] = {
        {"good", "good", NULL, "line"},
        {"good", "good", "localhost", "line"},
        {"good", "good", "www.example.org", "line"},
        {"good", "good", "example.org",
         "SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'example.org'."},
        {"good", "good", "127.0.0.2", "certificate verify failed: IP address mismatch, certificate is not valid for '127.0.0.2'."},
        {"good", "other", NULL, "certificate verify failed: self-signed certificate"},
        {"good", NULL, NULL, "certificate verify failed: self-signed certificate"},
        {"expired", "expired", NULL,
         "SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired"},
        {"early", "early", NULL, "certificate verify failed: certificate is not yet valid"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run(call(believes, cases[i].shown, cases[i].trusted, cases[i].host, cases[i].expected), i % 2);
        run(call(believes, cases[i].shown, cases[i].trusted, cases[i].host, cases[i].expected), true);
    }
}

CORO(trusts_anybody, async_value server, trust, said; int port;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, call(serves, "expired"));
    self->port = async_server_port(async_server_of(self->server));
    self->trust = async_ssl_client(NULL);
    async_ssl_set_verify(async_ssl_context_of(self->trust), false, false);
    AWAIT_TO(self->said, call(tries, self->port, "example.org", async_ssl_context_of(self->trust)));
    is_said(self->said, "line");
    async_server_close(async_server_of(self->server));
    AWAIT_TO(self->server, call(serves, "good"));
    self->port = async_server_port(async_server_of(self->server));
    self->trust = async_ssl_client(in_folder("good"));
    async_ssl_set_verify(async_ssl_context_of(self->trust), true, false);
    AWAIT_TO(self->said, call(tries, self->port, "example.org", async_ssl_context_of(self->trust)));
    is_said(self->said, "line");
    async_server_close(async_server_of(self->server));
    CORO_END;
}

static void who_says_so_talks_with_anybody(void **state)
{
    (void)state;
    run(call(trusts_anybody), false);
}

/* A server that asks for a certificate. Whom it refuses it says nothing to, as asyncio's, but ends the connection; which in TLS 1.3 the client, whose handshake is over
   by then, reads as an end. */
CORO(asks_clients, async_value context, server, trust, said; int port;)
{
    CORO_BEGIN;
    self->context = async_ssl_server(in_folder("good"), NULL);
    async_ssl_set_verify(async_ssl_context_of(self->context), true, true);
    assert_int_equal(async_ssl_load_verify_locations(async_ssl_context_of(self->context), in_folder("other")).type, ASYNC_NONE);
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), answers, async_ssl_context_of(self->context)));
    self->port = async_server_port(async_server_of(self->server));
    self->trust = async_ssl_client(in_folder("good"));
    AWAIT_TO(self->said, call(tries, self->port, NULL, async_ssl_context_of(self->trust)));
    is_said(self->said, "b''");
    assert_int_equal(async_ssl_load_cert_chain(async_ssl_context_of(self->trust), in_folder("other"), NULL).type, ASYNC_NONE);
    AWAIT_TO(self->said, call(tries, self->port, NULL, async_ssl_context_of(self->trust)));
    is_said(self->said, "line");
    async_server_close(async_server_of(self->server));
    CORO_END;
}

static void a_server_lets_in_whom_it_knows(void **state)
{
    (void)state;
    run(call(asks_clients), false);
}

CORO(reads_files, int unused;)
{
    CORO_BEGIN;
    is_said(async_ssl_client(in_folder("none")), "[Errno 2] No such file or directory");
    is_said(async_ssl_server(in_folder("none"), NULL), "[Errno 2] No such file or directory");
    is_said(async_ssl_server(in_folder("good"), in_folder("none")), "[Errno 2] No such file or directory");
    is_said(async_ssl_client(in_folder("nothing")), "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found");
    is_said(async_ssl_server(in_folder("nothing"), NULL), "[PEM: NO_START_LINE] no start line");
    is_said(async_ssl_server(in_folder("good"), in_folder("other")), "[X509: KEY_VALUES_MISMATCH] key values mismatch");
    assert_true(async_is(async_ssl_server(in_folder("nothing"), NULL), &ASYNC_SSL_ERROR));
    CORO_END;
}

static void a_file_that_is_none_is_said_to_be(void **state)
{
    (void)state;
    run(call(reads_files), false);
}

/* What comes of awaiting it. */
CORO(fails, async_coroutine what; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(self->what);
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        CORO_RETURN(async_str("%s: %s", async_error_name(self->error), async_text(self->error)));
    }
    END_TRY;
    CORO_END;
}

CORO(asks_wrongly, async_value of_client, of_server, said, server, opened; async_ssl_context client, shown; async_address here;)
{
    CORO_BEGIN;
    self->of_client = async_ssl_client(in_folder("good"));
    self->of_server = async_ssl_server(in_folder("good"), NULL);
    self->client = async_ssl_context_of(self->of_client);
    self->shown = async_ssl_context_of(self->of_server);
    self->here = ASYNC_ADDRESS("127.0.0.1", 1);
    AWAIT_TO(self->said, call(fails, async_start_server_ssl(self->here, answers, NULL)));
    is_said(self->said, "ValueError: Server side SSL needs a valid SSLContext");
    AWAIT_TO(self->said, call(fails, async_start_server_ssl(self->here, answers, self->client)));
    is_said(self->said, "SSLError: Cannot create a server socket with a PROTOCOL_TLS_CLIENT context");
    AWAIT_TO(self->said, call(fails, async_open_connection_ssl(self->here, self->shown)));
    is_said(self->said, "SSLError: Cannot create a client socket with a PROTOCOL_TLS_SERVER context");
    AWAIT_TO(self->said, call(fails, async_open_connection_ssl(self->here, self->client, .handshake_timeout = -1)));
    is_said(self->said, "ValueError: ssl_handshake_timeout should be a positive number, got -1.0");
    AWAIT_TO(self->said, call(fails, async_open_connection_ssl(self->here, self->client, .shutdown_timeout = -0.5)));
    is_said(self->said, "ValueError: ssl_shutdown_timeout should be a positive number, got -0.5");
    AWAIT_TO(self->said, call(fails, async_open_connection_ssl(self->here, self->client, .server_hostname = "")));
    is_said(self->said, "ValueError: server_hostname cannot be an empty string or start with a leading dot.");
    AWAIT_TO(self->said, call(fails, async_open_connection_ssl(ASYNC_ADDRESS(NULL, 1), self->client)));
    is_said(self->said, "ValueError: You must set server_hostname when using ssl without a host");
    AWAIT_TO(self->said, call(fails, async_open_connection_ssl(self->here, async_create_lock())));
    is_said(self->said, "TypeError");
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), answers));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server)))));
    assert_null(async_transport_cipher(async_stream_transport(async_stream_of(self->opened))));
    AWAIT_TO(self->said, call(fails, async_start_tls(async_stream_of(self->opened), self->client)));
    is_said(self->said, "ValueError: You must set server_hostname when using ssl without a host");
    async_stream_close(async_stream_of(self->opened));
    async_server_close(async_server_of(self->server));
    CORO_END;
}

static void what_cannot_be_is_said_in_a_sentence(void **state)
{
    (void)state;
    run(call(asks_wrongly), false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_believes_whom_it_should),     cmocka_unit_test(who_says_so_talks_with_anybody),
        cmocka_unit_test(a_server_lets_in_whom_it_knows),       cmocka_unit_test(a_file_that_is_none_is_said_to_be),
        cmocka_unit_test(what_cannot_be_is_said_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
