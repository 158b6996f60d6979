/* datagram_header: a datagram without a byte is sent, and one with a byte */
#include "async_transport.h"

static void received(void *self, const char *data, size_t size, async_address from)
{
    (void)self;
    (void)from;
    async_print("received %s", async_repr(async_bytes(data, size)));
}

static const async_protocol prints = {.datagram_received = received}, plain = {.name = "DatagramProtocol"};

CORO(main_, async_value opened; async_transport one, other; int port;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_create_datagram_endpoint(&prints, NULL, NULL, ASYNC_ADDRESS("127.0.0.1", 0), ASYNC_NOWHERE));
    self->one = async_transport_of(self->opened);
    self->port = async_port(async_transport_descriptor(self->one));
    AWAIT_TO(self->opened, async_create_datagram_endpoint(&plain, NULL, NULL, ASYNC_NOWHERE, ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->other = async_transport_of(self->opened);
    async_transport_sendto(self->other, "", 0, ASYNC_NOWHERE);
    async_transport_sendto(self->other, "x", 1, ASYNC_NOWHERE);
    AWAIT(async_sleep(1));
    async_transport_close(self->other);
    async_transport_close(self->one);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
