/* server.h: listening sockets, and the connections that they accepted. */
#ifndef LOOPSCOPE_SERVER_H
#define LOOPSCOPE_SERVER_H

#include "wish.h"

enum { SERVER_SOCKETS = 8, SERVER_BACKLOG = 100 };

/* What each accepted connection gets as its protocol. */
typedef struct server_maker {
    const async_protocol *protocol;
    async_protocol_factory factory; /* the program's; NULL: `make` */
    void *context;
    async_object *(*make)(void *context); /* asyncio's own: gives what `self` is part of, one reference; NULL: out of memory */
    async_object *held;                   /* what the context is part of: a reference, or NULL */
    transport_wish *wish;                 /* the same */
} server_maker;

typedef struct server_waiter {
    custom_object custom;
    future_object *future; /* a reference */
    struct server_waiter *next;
} server_waiter;

typedef struct server_object {
    custom_object custom;
    server_maker maker;
    int sockets[SERVER_SOCKETS];
    size_t socket_count;
    bool closed, woken, serving;
    size_t active;          /* connections that are not over */
    server_waiter *waiters; /* of wait_closed(), the newest first; references */
    future_object *forever; /* of serve_forever(); the coroutine's, which has a reference; NULL: nobody is in it */
    async_loop *loop;
} server_object;

extern const custom_class server_class;
void server_attach(server_object *server);
void server_detach(server_object *server);
void server_close(server_object *server);
/* The coroutine object of create_server(); what the maker holds is taken over. */
async_coroutine server_create(const server_maker *maker, const async_address *address, const TracePlace *place);
/* The `self` of a new connection, and what it is part of, a reference. False: out of memory. */
bool server_make(const server_maker *maker, void **self, async_object **held);

#endif
