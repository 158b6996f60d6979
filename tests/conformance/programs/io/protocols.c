/* protocols.c: connection_made, data_received, eof_received, connection_lost; pause and resume; a buffer over its high mark; abort; an error in a callback */
#include "async_transport.h"

#include <string.h>

typedef struct Echo {
    async_transport transport;
} Echo;

static Echo echoes[8];
static int echo_count;

static void *new_echo(void *context)
{
    (void)context;
    return &echoes[echo_count++];
}

static void echo_made(void *self, async_transport transport)
{
    async_print("server: made");
    ((Echo *)self)->transport = transport;
}

static void echo_received(void *self, const char *data, size_t size)
{
    async_print("server: %s", async_repr(size > 20 ? async_int((int64_t)size) : async_bytes(data, size)));
    if (size == 4 && memcmp(data, "fail", 4) == 0) {
        async_callback_failed(async_error(&ASYNC_VALUE_ERROR, "as it should"));
        return;
    }
    async_transport_write(((Echo *)self)->transport, data, size);
}

static bool echo_ended(void *self)
{
    (void)self;
    async_print("server: end");
    return false;
}

static void echo_lost(void *self, async_value error)
{
    (void)self;
    async_print("server: lost %s", async_repr(error));
}

static const async_protocol echo = {.name = "Echo",
                                    .connection_made = echo_made,
                                    .data_received = echo_received,
                                    .eof_received = echo_ended,
                                    .connection_lost = echo_lost};

typedef struct Client {
    async_future lost;
} Client;

static Client clients[3]; /* a connection may be lost after the coroutine that made it has ended */

static void *new_client(void *context)
{
    ((Client *)context)->lost = async_create_future();
    return context;
}

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

static void client_paused(void *self)
{
    (void)self;
    async_print("client: pause");
}

static void client_resumed(void *self)
{
    (void)self;
    async_print("client: resume");
}

static void client_lost(void *self, async_value error)
{
    async_print("client: lost %s", async_repr(error));
    async_set_result(((Client *)self)->lost, async_none());
}

static const async_protocol client = {.name = "Client",
                                      .connection_made = client_made,
                                      .data_received = client_received,
                                      .connection_lost = client_lost,
                                      .pause_writing = client_paused,
                                      .resume_writing = client_resumed};

CORO(talk, int port; Client *client; async_value made; async_transport transport;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_create_connection(&client, new_client, self->client, ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->transport = async_transport_of(self->made);
    async_transport_write(self->transport, "one", 3);
    AWAIT(async_sleep(0.05));
    async_transport_pause_reading(self->transport);
    async_transport_write(self->transport, "two", 3);
    AWAIT(async_sleep(0.05));
    async_print("resume");
    async_transport_resume_reading(self->transport);
    AWAIT(async_sleep(0.05));
    async_transport_write_eof(self->transport);
    AWAIT(self->client->lost);
    CORO_END;
}

CORO(fail, int port; Client *client; async_value made; async_transport transport;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_create_connection(&client, new_client, self->client, ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->transport = async_transport_of(self->made);
    async_transport_write(self->transport, "fail", 4);
    AWAIT(self->client->lost);
    async_print("%s", async_transport_is_closing(self->transport) ? "True" : "False");
    CORO_END;
}

CORO(abort_, int port; Client *client; async_value made; async_transport transport;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_create_connection(&client, new_client, self->client, ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->transport = async_transport_of(self->made);
    async_transport_write(self->transport, "short", 5);
    async_transport_abort(self->transport);
    async_transport_abort(self->transport);
    AWAIT(self->client->lost);
    CORO_END;
}

CORO(main_, async_value made; async_server server; int port; async_task forever; async_value ended;)
{
    CORO_BEGIN;
    echo_count = 0;
    AWAIT_TO(self->made, async_create_server(&echo, new_echo, NULL, ASYNC_ADDRESS("127.0.0.1", 0)));
    self->server = async_server_of(self->made);
    self->port = async_server_port(self->server);
    AWAIT(call(talk, self->port, &clients[0]));
    AWAIT(call(fail, self->port, &clients[1]));
    AWAIT(call(abort_, self->port, &clients[2]));
    AWAIT(async_sleep(0.05));
    self->forever = async_create_task(async_server_serve_forever(self->server));
    AWAIT(async_sleep(0));
    async_cancel(self->forever);
    AWAIT_TO(self->ended, async_gather_errors(self->forever));
    async_print("%s %s", async_text(self->ended), async_server_is_serving(self->server) ? "True" : "False");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
