/* tls_agreed: what the ends of connections with TLS agree on and are told of each other: what is spoken, the version, the certificates, of streams, transports and after start_tls; names that cannot be */
#include "async_ssl.h"
#include "conformance/certificates.h"

extern const int scarce_runs;
const int scarce_runs = 60; /* each with handshakes */

#include <string.h>

static async_ssl_context shown;

static void say(const char *who, async_stream stream)
{
    async_transport transport = async_stream_transport(stream);
    const char *spoken = async_transport_alpn_protocol(transport);
    async_print("%s: %s, %s", who, spoken ? spoken : "None", async_transport_tls_version(transport));
    if (async_transport_peercert(transport, "version").type == ASYNC_INT) {
        async_print("%s: %s, version %s", who, async_text(async_transport_peercert(transport, "subject")),
                    async_text(async_transport_peercert(transport, "version")));
        async_print("%s: %s", who, async_repr(async_transport_peercert(transport, "subjectAltName")));
    } else {
        async_print("%s: is shown %s", who, async_transport_peercert_bytes(transport).type == ASYNC_BYTES ? "True" : "False");
    }
}

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    say("server", self->stream);
    AWAIT_TO(self->line, async_readline(self->stream));
    async_write(self->stream, self->line);
    async_stream_close(self->stream);
    CORO_END;
}

CORO(talk, const char *name; int port; async_ssl_context trust; async_value opened, line; async_stream stream;)
{
    CORO_BEGIN;
    async_print("%s", self->name);
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), self->trust));
    self->stream = async_stream_of(self->opened);
    say("client", self->stream);
    async_write_text(self->stream, "line\n");
    AWAIT_TO(self->line, async_read(self->stream, -1));
    async_print("%s", async_repr(self->line));
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(goes_on, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    AWAIT_TO(self->line, async_readline(self->stream));
    async_print("server: %s", async_repr(self->line));
    AWAIT(async_start_tls(self->stream, shown));
    say("server", self->stream);
    async_stream_close(self->stream);
    CORO_END;
}

CORO(upgrade, async_ssl_context trust; async_value server, opened, line; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), goes_on));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server)))));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "hello\n");
    AWAIT(async_sleep(0.05));
    AWAIT(async_start_tls(self->stream, self->trust, .server_hostname = "localhost"));
    say("client", self->stream);
    AWAIT_TO(self->line, async_read(self->stream, -1));
    async_print("%s", async_repr(self->line));
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    async_server_close(async_server_of(self->server));
    CORO_END;
}

static void is_wrong(async_value error)
{
    if (async_is(error, &ASYNC_SSL_ERROR)) {
        async_print("SSLError: %s", async_text(error));
    }
}

static void try_wrong_names(async_ssl_context context)
{
    char longest[257];
    memset(longest, 'x', 256);
    longest[256] = '\0';
    is_wrong(async_ssl_set_alpn_protocols(context, "h2", ""));
    is_wrong(async_ssl_set_alpn_protocols(context, longest));
}

CORO(main_, async_value of_server, of_client, server; async_ssl_context trust; int port;)
{
    CORO_BEGIN;
    self->of_server = async_ssl_server(certificate_for_tests(), NULL);
    RAISE_IF_ERROR(self->of_server);
    self->of_client = async_ssl_client(certificate_for_tests());
    RAISE_IF_ERROR(self->of_client);
    shown = async_ssl_context_of(self->of_server);
    self->trust = async_ssl_context_of(self->of_client);
    try_wrong_names(self->trust);
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), serve, shown));
    self->port = async_server_port(async_server_of(self->server));
    AWAIT(call(talk, "neither says anything", self->port, self->trust));
    RAISE_IF_ERROR(async_ssl_set_alpn_protocols(self->trust, "http/1.1", "h2"));
    AWAIT(call(talk, "the client alone", self->port, self->trust));
    RAISE_IF_ERROR(async_ssl_set_alpn_protocols(shown, "h2", "http/1.1"));
    AWAIT(call(talk, "both", self->port, self->trust));
    RAISE_IF_ERROR(async_ssl_set_alpn_protocols(self->trust, "smtp"));
    AWAIT(call(talk, "none in common", self->port, self->trust));
    RAISE_IF_ERROR(async_ssl_set_alpn_protocols(self->trust, "smtp", "http/1.1"));
    RAISE_IF_ERROR(async_ssl_set_versions(self->trust, NULL, "TLSv1.2"));
    AWAIT(call(talk, "of TLS 1.2", self->port, self->trust));
    async_ssl_set_verify(self->trust, false, false);
    AWAIT(call(talk, "whoever it is", self->port, self->trust));
    async_ssl_ask_certificate(shown);
    RAISE_IF_ERROR(async_ssl_load_verify_locations(shown, certificate_for_tests()));
    AWAIT(call(talk, "the server asks", self->port, self->trust));
    RAISE_IF_ERROR(async_ssl_load_cert_chain(self->trust, certificate_for_tests(), NULL));
    AWAIT(call(talk, "the client shows", self->port, self->trust));
    async_server_close(async_server_of(self->server));
    AWAIT(call(upgrade, self->trust));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
