/* wish.h: what a program wants its connections to be more than bytes over a socket: TLS. Nothing here names it, so that a program without it needs no OpenSSL. */
#ifndef LOOPSCOPE_WISH_H
#define LOOPSCOPE_WISH_H

#include "transport.h"

typedef struct transport_wish {
    custom_object custom;
    /* The error that asyncio raises before anything is connected: a reference; or None. `host`: as the program calls the other end; "": it has none. */
    async_value (*why_not)(struct transport_wish *wish, const char *host);
    /* As transport_new(), of the transport that the program gets. NULL: *error, a reference, and the descriptor is closed. */
    transport_object *(*make)(const struct transport_wish *wish, int descriptor, const async_protocol *protocol, void *self,
                              async_object *held, future_object *waiter, struct server_object *server, async_value *error);
} transport_wish;

/* Each takes NULL, which wishes for nothing. */
async_value wish_why_not(transport_wish *wish, const char *host);
future_object *wish_waiter(const transport_wish *wish); /* for wish_transport(): one reference; NULL: out of memory */
transport_object *wish_transport(const transport_wish *wish, int descriptor, const async_protocol *protocol, void *self, async_object *held,
                                 future_object *waiter, struct server_object *server, async_value *error);
transport_wish *wish_retain(transport_wish *wish);
void wish_release(transport_wish *wish);

#endif
