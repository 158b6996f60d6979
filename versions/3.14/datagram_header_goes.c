/* datagram_header_goes: a datagram waits until the one before it has left, and is sent */
#include "async_transport.h"

static const char bytes[4500];
static const async_protocol nothing = {.name = "DatagramProtocol"};

CORO(main_, async_value made; async_transport sending;)
{
    CORO_BEGIN;
    async_network((async_link){.bandwidth = sizeof bytes, .buffer = sizeof bytes}, 0); /* takes one, for a second */
    AWAIT_TO(self->made, async_create_datagram_endpoint(&nothing, NULL, NULL, ASYNC_ADDRESS("127.0.0.1", 0), ASYNC_NOWHERE));
    self->sending = async_transport_of(self->made);
    async_address nobody = ASYNC_ADDRESS("127.0.0.1", 9);
    async_transport_sendto(self->sending, bytes, sizeof bytes, nobody);
    async_transport_sendto(self->sending, bytes, sizeof bytes, nobody);
    async_print("%zu bytes wait", async_transport_buffer_size(self->sending));
    async_block(1);
    AWAIT(async_sleep(1));
    async_print("%zu bytes wait", async_transport_buffer_size(self->sending));
    async_transport_close(self->sending);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
