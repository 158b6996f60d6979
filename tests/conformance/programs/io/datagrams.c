/* datagrams.c: create_datagram_endpoint, connected and not; one that is empty, one that is too long, one that nobody hears; an error in a callback; close and abort */
#include "async_transport.h"

#include <string.h>

static async_transport server;

static void echo_made(void *self, async_transport transport)
{
    (void)self;
    async_print("server: made");
    server = transport;
}

static void echo_received(void *self, const char *data, size_t size, async_address from)
{
    (void)self;
    async_print("server: %s", async_repr(async_bytes(data, size)));
    if (size == 4 && memcmp(data, "fail", 4) == 0) {
        async_callback_failed(async_error(&ASYNC_VALUE_ERROR, "as it should"));
        return;
    }
    async_transport_sendto(server, data, size, from);
}

static void echo_failed(void *self, async_value error)
{
    (void)self;
    async_print("server: error %s", async_repr(error));
}

static void echo_lost(void *self, async_value error)
{
    (void)self;
    async_print("server: lost %s", async_repr(error));
}

static const async_protocol echo = {.name = "Echo",
                                    .connection_made = echo_made,
                                    .datagram_received = echo_received,
                                    .error_received = echo_failed,
                                    .connection_lost = echo_lost};

typedef struct Client {
    async_future lost;
} Client;

static Client clients[3]; /* an endpoint may be lost after the coroutine that made it has ended */

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

static void client_received(void *self, const char *data, size_t size, async_address from)
{
    (void)self;
    (void)from;
    async_print("client: %s", async_repr(async_bytes(data, size)));
}

static void client_failed(void *self, async_value error)
{
    (void)self;
    async_print("client: error %s", async_repr(error));
}

static void client_lost(void *self, async_value error)
{
    async_print("client: lost %s", async_repr(error));
    async_set_result(((Client *)self)->lost, async_none());
}

static const async_protocol client = {.name = "Client",
                                      .connection_made = client_made,
                                      .datagram_received = client_received,
                                      .error_received = client_failed,
                                      .connection_lost = client_lost};

static const char zeros[70000];
static const char *truth(bool is_true) { return is_true ? "True" : "False"; }

CORO(connected, int port; Client *client; async_value made; async_transport transport;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_create_datagram_endpoint(&client, new_client, self->client, ASYNC_NOWHERE, ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->transport = async_transport_of(self->made);
    async_transport_sendto(self->transport, "one", 3, ASYNC_NOWHERE);
    async_transport_sendto(self->transport, "second", 6, ASYNC_NOWHERE);
    async_transport_sendto(self->transport, "", 0, ASYNC_NOWHERE);
    AWAIT(async_sleep(0.05));
    async_transport_sendto(self->transport, "fail", 4, ASYNC_NOWHERE);
    async_transport_sendto(self->transport, "three", 5, ASYNC_NOWHERE);
    async_transport_sendto(self->transport, zeros, sizeof zeros, ASYNC_NOWHERE);
    if (async_is(async_transport_sendto(self->transport, "elsewhere", 9, ASYNC_ADDRESS("127.0.0.1", 9)), &ASYNC_VALUE_ERROR)) {
        async_print("ValueError");
    }
    AWAIT(async_sleep(0.05));
    async_print("%zu %s", async_transport_buffer_size(self->transport), truth(async_transport_is_closing(self->transport)));
    async_transport_close(self->transport);
    async_transport_sendto(self->transport, "in vain", 7, ASYNC_NOWHERE);
    AWAIT(self->client->lost);
    async_print("%s", truth(async_transport_is_closing(self->transport)));
    CORO_END;
}

CORO(unconnected, int port; Client *client; async_value made; async_transport transport;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_create_datagram_endpoint(&client, new_client, self->client, ASYNC_ADDRESS("127.0.0.1", 0), ASYNC_NOWHERE));
    self->transport = async_transport_of(self->made);
    async_transport_sendto(self->transport, "four", 4, ASYNC_ADDRESS("127.0.0.1", self->port));
    AWAIT(async_sleep(0.05));
    async_transport_abort(self->transport);
    async_transport_abort(self->transport);
    AWAIT(self->client->lost);
    CORO_END;
}

CORO(nobody, int port; Client *client; async_value made, error; async_transport transport;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_create_datagram_endpoint(&client, new_client, self->client, ASYNC_ADDRESS("127.0.0.1", 0),
                                                        ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->transport = async_transport_of(self->made);
    async_transport_sendto(self->transport, "hello?", 6, ASYNC_NOWHERE);
    AWAIT(async_sleep(0.05));
    async_transport_sendto(self->transport, "hello?", 6, ASYNC_NOWHERE);
    async_transport_sendto(self->transport, "hello?", 6, ASYNC_NOWHERE);
    async_transport_sendto(self->transport, "hello?", 6, ASYNC_NOWHERE);
    AWAIT(async_sleep(0.05));
    async_transport_close(self->transport);
    AWAIT(self->client->lost);
    TRY {
        AWAIT(async_create_datagram_endpoint(&client, new_client, self->client, ASYNC_NOWHERE, ASYNC_NOWHERE));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_error_message(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value made; async_transport transport; int port;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_create_datagram_endpoint(&echo, NULL, NULL, ASYNC_ADDRESS("127.0.0.1", 0), ASYNC_NOWHERE));
    self->transport = async_transport_of(self->made);
    self->port = async_port(async_transport_descriptor(self->transport));
    AWAIT(call(connected, self->port, &clients[0]));
    AWAIT(call(unconnected, self->port, &clients[1]));
    async_transport_close(self->transport);
    AWAIT(async_sleep(0.05));
    AWAIT(call(nobody, self->port, &clients[2]));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
