/* datagram.h: a transport of datagrams: each is sent and received by itself. */
#ifndef LOOPSCOPE_DATAGRAM_H
#define LOOPSCOPE_DATAGRAM_H

#include "io/transport.h"

/* What a transport of datagrams has besides: its buffer holds each datagram behind a datagram_head. */
typedef struct datagrams {
    bool connected; /* the socket sends to one address alone, and hears of it alone */
    NetAddress to;  /* that one: asyncio's _address */
    size_t waiting; /* asyncio's _buffer_size: bytes that wait to be sent, as the rules count them */
} datagrams;

/* As transport_new(); `to`: whom it sends to, NULL: whom each is sent to. */
transport_object *datagram_transport(int descriptor, const async_protocol *protocol, void *self, async_object *held, future_object *waiter,
                                     const NetAddress *to);
void datagram_read_ready(async_future ignored, void *context);
/* None, or the error that asyncio raises: a reference. */
async_value datagram_send(transport_object *transport, const void *data, size_t size, const async_address *to);

#endif
