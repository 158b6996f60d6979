/* tls_protocols: transports with TLS: reading that is paused, an error in a callback, an end that is kept open in vain; a handshake that takes too long, is given up, is no TLS; a shutdown that takes too long; start_tls */
#include "async_ssl.h"
#include "conformance/certificates.h"

extern const int scarce_runs;
const int scarce_runs = 60; /* each with handshakes */

#include <string.h>

static async_ssl_context shown, trust;
static async_future lost;

/* ---- A server's protocol, and a client's ---- */

typedef struct echo {
    async_transport transport;
} echo;

static echo echoes[8];
static int echo_count;

static void *echo_new(void *context)
{
    (void)context;
    return &echoes[echo_count++];
}

static void echo_made(void *self, async_transport transport)
{
    async_print("server: made");
    ((echo *)self)->transport = transport;
}

static void echo_received(void *self, const char *data, size_t size)
{
    async_print("server: %s", async_repr(async_bytes(data, size)));
    if (size == 4 && memcmp(data, "fail", 4) == 0) {
        async_callback_failed(async_error(&ASYNC_VALUE_ERROR, "as it should"));
        return;
    }
    if (size == 5 && memcmp(data, "pause", 5) == 0) {
        async_transport_pause_reading(((echo *)self)->transport);
        return;
    }
    async_transport_write(((echo *)self)->transport, data, size);
}

static bool echo_eof(void *self)
{
    (void)self;
    async_print("server: end");
    return true;
}

static void echo_lost(void *self, async_value error)
{
    (void)self;
    async_print("server: lost %s", async_repr(error));
}

static const async_protocol echo_protocol = {
    .connection_made = echo_made, .data_received = echo_received, .eof_received = echo_eof, .connection_lost = echo_lost};

static void client_made(void *self, async_transport transport)
{
    (void)self;
    (void)transport;
    async_print("client: made");
}

static void client_received(void *self, const char *data, size_t size)
{
    (void)self;
    async_print("client: %s", async_repr(async_bytes(data, size)));
}

static bool client_eof(void *self)
{
    (void)self;
    async_print("client: end");
    return false;
}

static void client_lost(void *self, async_value error)
{
    (void)self;
    async_print("client: lost %s", async_repr(error));
    async_set_result(lost, async_none());
}

static const async_protocol client_protocol = {
    .connection_made = client_made, .data_received = client_received, .eof_received = client_eof, .connection_lost = client_lost};

CORO(connects, int port; double shutdown; async_value opened;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_create_connection_ssl(&client_protocol, NULL, NULL, ASYNC_ADDRESS("127.0.0.1", self->port), trust,
                                                       .shutdown_timeout = self->shutdown));
    CORO_RETURN(self->opened);
    CORO_END;
}

CORO(talk, int port; async_value opened; async_transport transport;)
{
    CORO_BEGIN;
    lost = async_create_future();
    AWAIT_TO(self->opened, call(connects, self->port, 5));
    self->transport = async_transport_of(self->opened);
    async_transport_write(self->transport, "one", 3);
    AWAIT(async_sleep(0.05));
    async_transport_pause_reading(self->transport);
    async_transport_write(self->transport, "two", 3);
    AWAIT(async_sleep(0.05));
    async_print("resume");
    async_transport_resume_reading(self->transport);
    AWAIT(async_sleep(0.05));
    async_transport_close(self->transport);
    async_transport_write(self->transport, "three", 5);
    AWAIT(lost);
    CORO_END;
}

CORO(fail, int port; const char *what; double shutdown; async_value opened; async_transport transport;)
{
    CORO_BEGIN;
    lost = async_create_future();
    AWAIT_TO(self->opened, call(connects, self->port, self->shutdown));
    self->transport = async_transport_of(self->opened);
    async_transport_write(self->transport, self->what, strlen(self->what));
    AWAIT(async_sleep(0.05));
    async_transport_close(self->transport);
    AWAIT(lost);
    AWAIT(async_sleep(0.05));
    async_print("%s", async_transport_is_closing(self->transport) ? "True" : "False");
    CORO_END;
}

/* ---- A server without TLS ---- */

CORO(misbehave, async_stream stream; async_value hello;)
{
    CORO_BEGIN;
    AWAIT_TO(self->hello, async_read(self->stream, 6));
    if (async_data(self->hello)[0] == 0x16) {
        async_print("a hello of TLS");
        AWAIT(async_sleep(0.6));
        async_write_text(self->stream, "HTTP/1.1 400 Bad Request\r\n\r\n");
        AWAIT(async_sleep(3));
    } else {
        async_write_text(self->stream, "go on\n");
        AWAIT(async_start_tls(self->stream, shown));
        AWAIT_TO(self->hello, async_readline(self->stream));
        async_print("server: %s", async_repr(self->hello));
        async_write_text(self->stream, "safe\n");
        AWAIT(async_drain(self->stream));
    }
    async_stream_close(self->stream);
    CORO_END;
}

CORO(is_refused, int port; double handshake; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), trust, .handshake_timeout = self->handshake));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(upgrade, int port; async_value opened, line; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "hello\n");
    AWAIT_TO(self->line, async_readline(self->stream));
    async_print("client: %s", async_repr(self->line));
    AWAIT(async_start_tls(self->stream, trust, .server_hostname = "localhost"));
    async_write_text(self->stream, "secret\n");
    AWAIT_TO(self->line, async_readline(self->stream));
    async_print("client: %s", async_repr(self->line));
    AWAIT_TO(self->line, async_read(self->stream, -1));
    async_print("client: %s", async_repr(self->line));
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(plainly, async_value server, error; async_task waiting; int port;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), misbehave));
    self->port = async_server_port(async_server_of(self->server));
    AWAIT(call(is_refused, self->port, 0.3));
    AWAIT(async_sleep(1));
    AWAIT(call(is_refused, self->port, 3));
    self->waiting = async_create_task(call(is_refused, self->port, 3));
    AWAIT(async_sleep(0.05));
    async_cancel(self->waiting);
    TRY {
        AWAIT(self->waiting);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {}
    END_TRY;
    async_print("%s", async_cancelled(self->waiting) ? "True" : "False");
    AWAIT(async_sleep(5));
    AWAIT(call(upgrade, self->port));
    async_server_close(async_server_of(self->server));
    CORO_END;
}

/* ---- All of it ---- */

CORO(main_, async_value of_server, of_client, server; int port;)
{
    CORO_BEGIN;
    self->of_server = async_ssl_server(certificate_for_tests(), NULL);
    RAISE_IF_ERROR(self->of_server);
    self->of_client = async_ssl_client(certificate_for_tests());
    RAISE_IF_ERROR(self->of_client);
    shown = async_ssl_context_of(self->of_server);
    trust = async_ssl_context_of(self->of_client);
    echo_count = 0;
    AWAIT_TO(self->server, async_create_server_ssl(&echo_protocol, echo_new, NULL, ASYNC_ADDRESS("127.0.0.1", 0), shown));
    self->port = async_server_port(async_server_of(self->server));
    AWAIT(call(talk, self->port));
    AWAIT(call(fail, self->port, "fail", 5));
    AWAIT(call(fail, self->port, "pause", 0.5));
    async_server_close(async_server_of(self->server));
    AWAIT(call(plainly));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
