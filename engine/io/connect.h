/* connect.h: from an address to a socket that is connected to it, to a transport, to a stream. */
#ifndef LOOPSCOPE_CONNECT_H
#define LOOPSCOPE_CONNECT_H

#include "wish.h"

/* A coroutine object: loop.sock_connect() to an address that need not be looked up. */
async_coroutine sock_connect_plain(int descriptor, const NetAddress *address);
/* Coroutine objects: create_connection(), open_connection(). They take over the wish's reference, or NULL. */
async_coroutine connect_create(const async_protocol *protocol, async_protocol_factory factory, void *context, const async_address *address,
                               transport_wish *wish, const TracePlace *place);
async_coroutine connect_open(const async_address *address, size_t limit, transport_wish *wish, const TracePlace *place);

#endif
