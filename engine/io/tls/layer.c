/* layer.c: what a transport with TLS is to the one below, whose protocol it is, and to the program, which writes to it and closes it. */
#include "layer.h"

#include "core/report.h"
#include "rules/rules.h"

#include <errno.h>
#include <stdlib.h>

enum { HIGH_WATER = 512 * 1024, WRITES_IN_VAIN = 5 };

/* ---- What the transport below calls ---- */

static void under_made(void *self, async_transport ignored)
{
    (void)ignored;
    tls_layer *layer = layer_of(self);
    if (layer->under) {
        layer_start_handshake(layer);
    }
}

static void go_on(tls_layer *layer)
{
    switch (layer->state) {
    case LAYER_DO_HANDSHAKE: layer_do_handshake(layer); break;
    case LAYER_WRAPPED: layer_read(layer); break;
    case LAYER_FLUSHING: layer_flush(layer); break;
    case LAYER_SHUTDOWN: layer_shutdown(layer); break;
    default: break;
    }
}

static void under_received(void *self, const char *data, size_t size)
{
    transport_object *transport = self;
    tls_layer *layer = layer_of(transport);
    if (!tls_feed(layer->tls, data, size)) {
        layer_fatal(layer, error_out_of_memory(), LAYER_FAILED);
        return;
    }
    object_retain(&transport->custom.object);
    go_on(layer);
    object_release(&transport->custom.object);
}

static bool end_received(tls_layer *layer)
{
    layer->eof_received = true;
    if (layer->state == LAYER_DO_HANDSHAKE) {
        async_value error = error_new(&ASYNC_CONNECTION_RESET_ERROR, "");
        layer_handshake_ended(layer, error);
        value_release(error);
    } else if (layer->state == LAYER_WRAPPED) {
        layer->state = LAYER_FLUSHING;
        if (layer->transport->paused) {
            return true;
        }
        layer_flush(layer);
    } else if (layer->state == LAYER_FLUSHING) {
        layer_write(layer);
        layer->state = LAYER_SHUTDOWN;
        layer_shutdown(layer);
    } else if (layer->state == LAYER_SHUTDOWN) {
        layer_shutdown(layer);
    }
    return false;
}

static bool under_ended(void *self)
{
    transport_object *transport = self;
    object_retain(&transport->custom.object);
    bool keeps = end_received(layer_of(transport));
    object_release(&transport->custom.object);
    return keeps;
}

/* The program's protocol has never heard of the connection, or has heard of its end: what it is part of is let go of. */
static void forget_protocol(transport_object *transport)
{
    async_object *held = transport->held;
    transport->held = NULL;
    transport->descriptor = -1;
    object_release(held);
}

static void under_lost(void *self, async_value error)
{
    transport_object *transport = self, *under = layer_of(transport)->under;
    tls_layer *layer = layer_of(transport);
    object_retain(&transport->custom.object);
    buffer_free(&layer->backlog);
    tls_sent(layer->tls);
    transport->lost++;
    transport->closing = true;
    layer->under = NULL;
    bool is_told = layer->state != LAYER_DO_HANDSHAKE && (layer->told == TOLD_MADE || layer->told == TOLD_EOF);
    layer->state = LAYER_UNWRAPPED;
    if (is_told) {
        layer->told = TOLD_LOST;
        transport_end_soon(transport, error, "connection_lost", transport_over_lost);
    } else {
        forget_protocol(transport);
    }
    layer_wake_waiter(layer, error);
    layer_forget_timer(&layer->shutdown_timer);
    layer_forget_timer(&layer->handshake_timer);
    object_release(under ? &under->custom.object : NULL);
    object_release(&transport->custom.object);
}

static void under_pauses(void *self) { layer_of(self)->writing_paused = true; }

static void under_resumes(void *self)
{
    layer_of(self)->writing_paused = false;
    layer_send(layer_of(self));
}

const async_protocol layer_protocol = {.name = "SSLProtocol",
                                       .connection_made = under_made,
                                       .data_received = under_received,
                                       .eof_received = under_ended,
                                       .connection_lost = under_lost,
                                       .pause_writing = under_pauses,
                                       .resume_writing = under_resumes};

/* ---- What the program asks of it ---- */

static bool is_ending(const tls_layer *layer)
{
    return layer->state == LAYER_FLUSHING || layer->state == LAYER_SHUTDOWN || layer->state == LAYER_UNWRAPPED;
}

static async_value write_layer(transport_object *transport, const void *data, size_t size)
{
    tls_layer *layer = layer_of(transport);
    if (size == 0) {
        return async_none();
    }
    if (is_ending(layer)) {
        if (transport->lost >= WRITES_IN_VAIN) {
            report_say("SSL connection is closed\n");
        }
        transport->lost++;
        return async_none();
    }
    object_retain(&transport->custom.object);
    if (layer->state == LAYER_WRAPPED && layer->backlog.count == 0) { /* the usual case, in which nothing need be kept */
        layer_write_now(layer, data, size);
    } else if (!buffer_add(&layer->backlog, data, size)) {
        layer_fatal(layer, error_out_of_memory(), LAYER_FAILED);
    } else if (layer->state == LAYER_WRAPPED) {
        layer_write(layer);
    }
    object_release(&transport->custom.object);
    return async_none();
}

static void close_layer(transport_object *transport)
{
    if (!transport->closing) {
        transport->closing = true;
        object_retain(&transport->custom.object);
        layer_start_shutdown(layer_of(transport));
        object_release(&transport->custom.object);
    }
}

static void force_close(transport_object *transport, async_value error)
{
    transport->closing = true;
    object_retain(&transport->custom.object);
    layer_abort(layer_of(transport), error);
    object_release(&transport->custom.object);
}

static bool is_closing(const transport_object *transport)
{
    const transport_object *under = layer_of(transport)->under;
    return transport->closing || (under && rule_holds(RULE_CLOSING_BELOW) && transport_is_closing(under));
}

static void resume(async_future ignored, void *context)
{
    (void)ignored;
    tls_layer *layer = layer_of(context);
    if (layer->state != LAYER_DO_HANDSHAKE) {
        go_on(layer);
    }
}

static void resume_reading(transport_object *transport)
{
    if (transport->paused) {
        transport->paused = false;
        io_soon("resume", resume, transport, &transport->custom.object, NULL);
    }
}

static size_t waiting(const transport_object *transport) { return layer_waiting(layer_of(transport)); }

static void limits_changed(transport_object *transport) { layer_control_writing(layer_of(transport)); }

static void drop_timers(tls_layer *layer)
{
    user_handle *first = layer->handshake_timer, *second = layer->shutdown_timer;
    layer->handshake_timer = layer->shutdown_timer = NULL;
    object_release(first ? &first->object : NULL);
    object_release(second ? &second->object : NULL);
}

static void end(transport_object *transport) { drop_timers(layer_of(transport)); }

static void dispose(transport_object *transport)
{
    tls_layer *layer = layer_of(transport);
    drop_timers(layer);
    tls_free(layer->tls);
    buffer_free(&layer->backlog);
    object_release(layer->under ? &layer->under->custom.object : NULL);
    object_release(layer->waiter ? &layer->waiter->object : NULL);
    free(layer);
}

static const transport_layer functions = {write_layer, close_layer,    force_close, is_closing, resume_reading,
                                          waiting,     limits_changed, end,         dispose};

/* ---- Making one ---- */

static Tls *new_tls(const tls_wish *wish, async_value *error)
{
    TlsError why = {.number = ENOMEM};
    TlsContext *own = NULL, *context = layer_context(wish, &own, &why);
    Tls *tls = context ? tls_new(context, wish->is_server, wish->name[0] && !wish->is_server ? wish->name : NULL, &why) : NULL;
    tls_context_free(own);
    *error = tls ? async_none() : layer_error(&why);
    return tls;
}

transport_object *layer_new(const tls_wish *wish, const async_protocol *protocol, void *self, async_object *held, future_object *waiter,
                            int descriptor, async_value *error)
{
    Tls *tls = new_tls(wish, error);
    transport_object *transport = tls ? object_new(OBJECT_CUSTOM, sizeof *transport) : NULL;
    if (transport) {
        transport->custom.class = &transport_class;
    }
    tls_layer *layer = transport ? calloc(1, sizeof *layer) : NULL;
    if (!layer) {
        *error = tls ? error_out_of_memory() : *error;
        object_release(transport ? &transport->custom.object : NULL);
        tls_free(tls);
        return NULL;
    }
    object_retain(&waiter->object);
    *layer = (tls_layer){.tls = tls,
                         .transport = transport,
                         .waiter = waiter,
                         .handshake_timeout = wish->handshake_timeout,
                         .shutdown_timeout = wish->shutdown_timeout};
    transport->descriptor = descriptor;
    transport->kind = TRANSPORT_OVER;
    transport->protocol = protocol;
    transport->self = self;
    transport->held = object_retain(held);
    transport->layer = &functions;
    transport->over = layer;
    transport_is_open(loop_running, transport);
    transport->high = HIGH_WATER;
    transport->low = HIGH_WATER / 4;
    return transport;
}

void layer_lies_over(transport_object *transport, transport_object *under)
{
    layer_of(transport)->under = under;
    under->is_under = true;
}
