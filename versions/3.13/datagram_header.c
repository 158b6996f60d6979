/* datagram_header: a datagram without bytes is sent, and one with some */
#include "async_transport.h"

static void received(void *self, const char *data, size_t size, async_address from)
{
    (void)self;
    (void)from;
    async_print("received %s", async_repr(async_bytes(data, size)));
}

static const async_protocol receiver = {.name = "Receiver", .datagram_received = received};

CORO(main_, async_value here, there; async_transport receiving, sending;)
{
    CORO_BEGIN;
    AWAIT_TO(self->here, async_create_datagram_endpoint(&receiver, NULL, NULL, ASYNC_ADDRESS("127.0.0.1", 0), ASYNC_NOWHERE));
    self->receiving = async_transport_of(self->here);
    int port = async_port(async_transport_descriptor(self->receiving));
    AWAIT_TO(self->there, async_create_datagram_endpoint(&receiver, NULL, NULL, ASYNC_NOWHERE, ASYNC_ADDRESS("127.0.0.1", port)));
    self->sending = async_transport_of(self->there);
    async_transport_sendto(self->sending, "", 0, ASYNC_NOWHERE);
    async_transport_sendto(self->sending, "some", 4, ASYNC_NOWHERE);
    AWAIT(async_sleep(1));
    async_transport_close(self->sending);
    async_transport_close(self->receiving);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
