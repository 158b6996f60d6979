/* wish.c: see wish.h: a transport over a socket, or what is wished for over that. */
#include "wish.h"

async_value wish_why_not(transport_wish *wish, const char *host) { return wish ? wish->why_not(wish, host) : async_none(); }

/* That of a handshake is resolved when it is over, the other one turn after the connection is made. */
future_object *wish_waiter(const transport_wish *wish) { return wish ? io_future() : io_waiter(); }

transport_object *wish_transport(const transport_wish *wish, int descriptor, const async_protocol *protocol, void *self, async_object *held,
                                 future_object *waiter, struct server_object *server, async_value *error)
{
    if (wish) {
        return wish->make(wish, descriptor, protocol, self, held, waiter, server, error);
    }
    *error = error_out_of_memory();
    return transport_new(loop_running, descriptor, TRANSPORT_SOCKET, protocol, self, held, waiter, server);
}

transport_wish *wish_retain(transport_wish *wish)
{
    object_retain(wish ? &wish->custom.object : NULL);
    return wish;
}

void wish_release(transport_wish *wish) { object_release(wish ? &wish->custom.object : NULL); }
