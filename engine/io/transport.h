/* transport.h: a connection whose bytes call a protocol. */
#ifndef LOOPSCOPE_TRANSPORT_H
#define LOOPSCOPE_TRANSPORT_H

#include "async_transport.h"
#include "io.h"

struct server_object;

/* Bytes in the order in which they came. */
typedef struct io_buffer {
    string_object *
        block; /* where they lie, one reference: it becomes what a stream gives; until then its length is what it has room for. NULL: none */
    size_t start, count;
} io_buffer;
bool buffer_add(io_buffer *buffer, const void *data, size_t size); /* false: out of memory */
void buffer_drop(io_buffer *buffer, size_t count);                 /* the first */
void buffer_free(io_buffer *buffer);
/* Room behind what is in it; false: out of memory. */
bool buffer_make_room(io_buffer *buffer, size_t size);
/* The first, as bytes, and drops them: without a copy where they are all. One reference; NULL: out of memory, and they stay. */
string_object *buffer_take(io_buffer *buffer, size_t count);
static inline char *buffer_bytes(const io_buffer *buffer) { return buffer->block->text + buffer->start; }

/* What it reads and writes: a socket; one end of a pipe; datagrams; another transport. */
typedef enum transport_kind { TRANSPORT_SOCKET, TRANSPORT_READS, TRANSPORT_WRITES, TRANSPORT_DATAGRAMS, TRANSPORT_OVER } transport_kind;

struct datagrams;
struct transport_object;

/* What a transport over another one does instead: TLS, which lies in folder tls. Nothing here names it, so that a program without it needs no OpenSSL. */
typedef struct transport_layer {
    async_value (*write)(struct transport_object *transport, const void *data, size_t size); /* None, or the error: a reference */
    void (*close)(struct transport_object *transport);
    void (*force_close)(struct transport_object *transport, async_value error);
    bool (*is_closing)(const struct transport_object *transport);
    void (*resume_reading)(struct transport_object *transport);
    size_t (*waiting)(const struct transport_object *transport);
    void (*limits_changed)(struct transport_object *transport);
    void (*end)(struct transport_object *transport); /* the loop goes: it lets go of what holds it */
    void (*dispose)(struct transport_object *transport);
} transport_layer;

typedef struct transport_object {
    custom_object custom;
    io_member member; /* while it is open */
    int descriptor;   /* its own; -1: closed */
    unsigned lost;    /* asyncio's _conn_lost: connection_lost() is under way; counts what was written in vain since */
    const async_protocol *protocol;
    void *self;                   /* that its functions are called with */
    async_object *held;           /* what `self` is part of: a reference, or NULL */
    struct server_object *server; /* that accepted it; a reference, or NULL */
    io_buffer buffer;             /* what waits to be sent */
    struct datagrams *datagrams;  /* its own, by malloc; NULL: it is no transport of datagrams */
    const transport_layer *layer; /* of one that lies over another; NULL: it does not */
    void *over;                   /* that layer's own: in whose dispose() it goes */
    size_t high, low;             /* bytes */
    bool reads_much;              /* what it has read last was much */
    bool is_under;                /* another one lies over this */
    bool closing, paused, ended, protocol_paused;
    uint8_t kind; /* transport_kind */
} transport_object;

extern const custom_class transport_class;
/* Takes the descriptor over. connection_made() runs in the next turn, then it begins to read, then the waiter (or NULL) is resolved. One reference; NULL: out of memory, and
   the descriptor is closed. */
transport_object *transport_new(async_loop *loop, int descriptor, transport_kind kind, const async_protocol *protocol, void *self,
                                async_object *held, future_object *waiter, struct server_object *server);
/* Calls the program's factory: what it makes belongs to *held, a reference, as long as the connection is there. False: out of memory. */
bool transport_protocol(async_protocol_factory factory, void *context, void **self, async_object **held);
/* None, or the error that asyncio raises: a reference. */
async_value transport_write(transport_object *transport, const void *data, size_t size);
void transport_wrote_in_vain(transport_object *transport);   /* it is lost, and who writes again and again is told */
size_t transport_waiting(const transport_object *transport); /* bytes that wait to be sent */
void transport_maybe_pause(transport_object *transport);     /* more waits than the high mark: the protocol is told */
void transport_maybe_resume(transport_object *transport);    /* the same of the low mark */
/* Hands to the program what asyncio raises there, a reference that is taken over, or None: a callback fails with it. */
async_value transport_raises(async_value error);
void transport_connection_lost(transport_object *transport, async_value error); /* at once */
void transport_lose_soon(transport_object *transport, async_value error);       /* in the next turn */
void transport_add_reader(async_future ignored, void *context);                 /* a callback: the transport begins to read */
async_value transport_write_eof(transport_object *transport);                   /* as transport_write() */
void transport_close(transport_object *transport);
void transport_force_close(transport_object *transport, async_value error);
bool transport_is_closing(const transport_object *transport);
void transport_is_open(async_loop *loop, transport_object *transport); /* from here on, until it is lost or the loop goes */
/* The end of one that lies over another: its protocol hears of it, and what that is part of goes. */
void transport_over_lost(transport_object *transport, async_value error);
/* One of these two ends in the next turn, under asyncio's name of that callback; without memory at once. The error is borrowed. */
typedef void transport_end(transport_object *transport, async_value error);
void transport_end_soon(transport_object *transport, async_value error, const char *name, transport_end *end);
void transport_pause_reading(transport_object *transport);
void transport_resume_reading(transport_object *transport);
void transport_fatal_error(transport_object *transport, async_value error, const char *message); /* the error is borrowed */
void transport_end_all(async_loop *loop, io_state *io); /* the loop goes: what is left open is closed, and nobody is called */
/* What the protocol's function has failed with, since it was called: a reference, or None. */
async_value transport_failure(async_loop *loop);

#endif
