/* layer.h: a transport whose bytes are encrypted and go over another transport: asyncio's SSLProtocol and _SSLProtocolTransport in one.

   The transport below has this one as its protocol, and holds it; when the connection is lost they let go of each other. */
#ifndef LOOPSCOPE_LAYER_H
#define LOOPSCOPE_LAYER_H

#include "io/transport.h"
#include "io/wish.h"
#include "tls/tls.h"

typedef enum layer_state { LAYER_UNWRAPPED, LAYER_DO_HANDSHAKE, LAYER_WRAPPED, LAYER_FLUSHING, LAYER_SHUTDOWN } layer_state;
/* What the program's protocol has been told. */
typedef enum layer_told { TOLD_NOTHING, TOLD_MADE, TOLD_EOF, TOLD_LOST } layer_told;

typedef struct tls_layer {
    Tls *tls;
    transport_object *transport;                   /* the program's, which this is part of */
    transport_object *under;                       /* a reference until connection_lost(); then NULL */
    future_object *waiter;                         /* of the handshake; a reference until it is over; then NULL */
    io_buffer backlog;                             /* what was written before the handshake was over */
    double handshake_timeout, shutdown_timeout;    /* s */
    user_handle *handshake_timer, *shutdown_timer; /* references, or NULL */
    uint8_t state, told;                           /* layer_state, layer_told */
    bool writing_paused, reading_paused;           /* of the transport below */
    bool eof_received;                             /* the connection has ended below */
} tls_layer;

static inline tls_layer *layer_of(const transport_object *transport) { return transport->over; }

/* What is asked for, with the name of the other end. */
typedef struct tls_wish {
    transport_wish wish;
    struct tls_context_object *context; /* a reference; NULL: one that trusts whom the system trusts is made when it is needed */
    bool is_server, is_named;
    char name[256];
    double handshake_timeout, shutdown_timeout; /* s */
} tls_wish;

/* ---- layer.c ---- */
extern const async_protocol layer_protocol; /* of the transport below */
/* The program's transport, with no transport below yet: one reference. NULL: *error, a reference. */
transport_object *layer_new(const tls_wish *wish, const async_protocol *protocol, void *self, async_object *held, future_object *waiter,
                            int descriptor, async_value *error);
void layer_lies_over(transport_object *transport, transport_object *under); /* takes the reference over */

/* ---- handshake.c ---- */
void layer_start_handshake(tls_layer *layer);
void layer_do_handshake(tls_layer *layer);
void layer_handshake_ended(tls_layer *layer, async_value error); /* None, or the error, which is borrowed */
void layer_wake_waiter(tls_layer *layer, async_value error);     /* the same */
user_handle *layer_timer(tls_layer *layer, double seconds, const char *name, async_callback function);
void layer_forget_timer(user_handle **timer);

/* ---- shutdown.c ---- */
void layer_start_shutdown(tls_layer *layer);
void layer_flush(tls_layer *layer);
void layer_shutdown(tls_layer *layer);
void layer_abort(tls_layer *layer, async_value error);
void layer_tell_eof(tls_layer *layer);
/* The connection cannot go on; errors of the system and of TLS are told nobody else. The error is borrowed. */
void layer_fatal(tls_layer *layer, async_value error, const char *message);

/* ---- flow.c ---- */
void layer_read(tls_layer *layer);
void layer_write(tls_layer *layer);                                    /* what waits in the backlog */
void layer_write_now(tls_layer *layer, const void *data, size_t size); /* where nothing waits there */
void layer_send(tls_layer *layer); /* what is encrypted goes to the transport below, which may have had enough */
size_t layer_waiting(const tls_layer *layer);
void layer_control_writing(tls_layer *layer);

/* ---- context.c ---- */
async_value layer_error(const TlsError *error); /* a reference */
extern const char LAYER_FAILED[];
TlsContext *layer_context(const tls_wish *wish, TlsContext **own, TlsError *error); /* *own: to be freed again. NULL: the error */

#endif
