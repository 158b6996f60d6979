/* async_transport.h: the part of async.h about transports and protocols: connections whose bytes call functions of yours. Include it besides async.h.

   A protocol is a set of functions and the struct of yours that they are called with. The loop calls connection_made() first and connection_lost() last, each once;
   in between what arrives. For code that reads like a conversation, async_stream.h is shorter. */
#ifndef LOOPSCOPE_ASYNC_TRANSPORT_H
#define LOOPSCOPE_ASYNC_TRANSPORT_H

#include "async_io.h"

typedef async_object *async_transport; /* valid from connection_made() until connection_lost() has returned */
typedef async_object *async_server;

/* Each function may be NULL: then nothing is done. `self` is what the factory gave; it is the program's, and in use until connection_lost(). A function that fails says
   so with async_callback_failed(), and loses its connection. */
typedef struct async_protocol {
    const char *name;
    void (*connection_made)(void *self, async_transport transport);
    void (*data_received)(void *self, const char *data, size_t size);
    bool (*eof_received)(
        void *self); /* the other end sends nothing more. True: this end may go on sending; else the connection is closed */
    void (*connection_lost)(void *self, async_value error); /* None: it was closed in good order */
    void (*pause_writing)(void *self);                      /* the write buffer has grown over its high mark */
    void (*resume_writing)(void *self);                     /* and has shrunk to its low one */
    void (*datagram_received)(void *self, const char *data, size_t size, async_address from);
    void (*error_received)(void *self, async_value error); /* of a datagram that was sent before */
} async_protocol;

typedef void *(*async_protocol_factory)(void *context); /* what the functions of one connection are called with */

/* Coroutines. They give the transport or the server as a value: async_transport_of(), async_server_of(). */
async_coroutine async_create_connection_(const async_protocol *protocol, async_protocol_factory factory, void *context,
                                         async_address address, const TracePlace *place);
async_coroutine async_create_server_(const async_protocol *protocol, async_protocol_factory factory, void *context, async_address address,
                                     const TracePlace *place);
#define async_create_connection(protocol, factory, context, address)                                                                       \
    async_create_connection_((protocol), (factory), (context), (address), ASYNC_HERE_(""))
#define async_create_server(protocol, factory, context, address)                                                                           \
    async_create_server_((protocol), (factory), (context), (address), ASYNC_HERE_(""))
async_transport async_transport_of(async_value value);
async_server async_server_of(async_value value);

/* Sends at once what the descriptor takes, and keeps the rest. Never waits: how much is kept, the size of the buffer tells. None, or the RuntimeError that asyncio
   raises after async_transport_write_eof(), with which the protocol's function fails that has called this. */
async_value async_transport_write(async_transport transport, const void *data, size_t size);
/* Nothing more is sent; the other end hears of it when all is. None, or the OSError that asyncio raises; with TLS its NotImplementedError. */
async_value async_transport_write_eof(async_transport transport);
void async_transport_close(async_transport transport); /* when the buffer is empty */
void async_transport_abort(async_transport transport); /* at once */
bool async_transport_is_closing(async_transport transport);
void async_transport_pause_reading(async_transport transport);
void async_transport_resume_reading(async_transport transport);
size_t async_transport_buffer_size(async_transport transport);                       /* bytes that wait to be sent */
void async_transport_set_limits(async_transport transport, size_t high, size_t low); /* bytes: at first 64 KiB and 16 KiB */
int async_transport_descriptor(async_transport transport);                           /* -1: it is closed */
/* Where the other end is, "127.0.0.1:4242"; into the buffer, which it returns. */
const char *async_transport_peer(async_transport transport, char *buffer, size_t size);

/* ---- Datagrams: each is sent by itself, arrives whole or not at all, and calls datagram_received() ---- */

/* create_datagram_endpoint(), a coroutine that gives the transport. `local`: where it is bound, and others can send to; `remote`: the one that it sends to, and alone
   hears of; at least one of them, ASYNC_NOWHERE for the other. That nobody is at `remote` comes as a ConnectionRefusedError to error_received(), once something
   has been sent; of one that is sent to by its address nothing is heard.
   Both may be paths, ASYNC_PATH(). Then the socket takes the place of one that was left at `local`; others see who has no path of its own at ASYNC_NOWHERE; and what
   nobody can receive is an error at once. In virtual time a path goes with its socket. */
#define async_create_datagram_endpoint(protocol, factory, context, local, remote)                                                          \
    async_create_datagram_endpoint_((protocol), (factory), (context), (local), (remote), ASYNC_HERE_(""))
/* `to`: ASYNC_NOWHERE where the endpoint has a remote address, else a host by its number, or a path. What the socket does not take at once waits, as with
   async_transport_write(); an error of the socket's goes to error_received(). None, or the ValueError of an address that is not the remote one. */
async_value async_transport_sendto(async_transport transport, const void *data, size_t size, async_address to);

/* ---- Pipes ---- */

/* connect_read_pipe(), connect_write_pipe(): coroutines that give the transport of one end of a pipe, of a socket or a terminal. The descriptor is the transport's from
   then on, which makes it one that never blocks and closes it in the end, also if it is standard input or output. A ValueError of anything else, such as a
   file. The end that is read calls data_received(), then eof_received(); of the end that is written async_transport_write_eof() is the same as closing, and
   connection_lost() comes with a BrokenPipeError if nobody reads any more and something still waited. */
#define async_connect_read_pipe(protocol, factory, context, descriptor)                                                                    \
    async_connect_read_pipe_((protocol), (factory), (context), (descriptor), ASYNC_HERE_(""))
#define async_connect_write_pipe(protocol, factory, context, descriptor)                                                                   \
    async_connect_write_pipe_((protocol), (factory), (context), (descriptor), ASYNC_HERE_(""))

/* ---- Servers ---- */

/* A server listens from the beginning. */
int async_server_port(async_server server);   /* 0: it is closed */
void async_server_close(async_server server); /* takes no more connections; those that it has go on */
void async_server_close_clients(async_server server);
bool async_server_is_serving(async_server server);
async_coroutine async_server_wait_closed_(async_server server, const TracePlace *place);
async_coroutine async_server_serve_forever_(async_server server,
                                            const TracePlace *place); /* until it is cancelled, and then closes the server */
#define async_server_wait_closed(server) async_server_wait_closed_((server), ASYNC_HERE_(""))
#define async_server_serve_forever(server) async_server_serve_forever_((server), ASYNC_HERE_(""))
/* WITH(self->server) { … } END_WITH; closes it in the end and waits for that. */

/* ---- What the macros call; not for direct use ---- */

async_coroutine async_create_datagram_endpoint_(const async_protocol *protocol, async_protocol_factory factory, void *context,
                                                async_address local, async_address remote, const TracePlace *place);
async_coroutine async_connect_read_pipe_(const async_protocol *protocol, async_protocol_factory factory, void *context, int descriptor,
                                         const TracePlace *place);
async_coroutine async_connect_write_pipe_(const async_protocol *protocol, async_protocol_factory factory, void *context, int descriptor,
                                          const TracePlace *place);

#endif
