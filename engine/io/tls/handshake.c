/* handshake.c: the beginning of a connection with TLS: both ends agree on how to encrypt, and one or both look at a certificate. */
#include "layer.h"

#include <errno.h>
#include <stdio.h>

void layer_wake_waiter(tls_layer *layer, async_value error)
{
    future_object *waiter = layer->waiter;
    layer->waiter = NULL;
    if (waiter && waiter->state == FUTURE_PENDING) {
        future_finish(waiter, error.type == ASYNC_ERROR ? FUTURE_ERROR : FUTURE_RESULT, error);
    }
    object_release(waiter ? &waiter->object : NULL);
}

/* ---- Time limits ---- */

user_handle *layer_timer(tls_layer *layer, double seconds, const char *name, async_callback function)
{
    async_loop *loop = loop_running;
    user_handle *timer = io_handle(name, function, layer->transport, &layer->transport->custom.object, NULL);
    if (timer && !loop_add_timer(loop, &timer->handle.entry, loop_time(loop) + loop_ns(seconds))) {
        object_release(&timer->object);
        timer = NULL;
    }
    return timer;
}

void layer_forget_timer(user_handle **timer)
{
    user_handle *was = *timer;
    *timer = NULL;
    if (was && loop_running) {
        loop_cancel_timer(loop_running, &was->handle.entry);
    }
    object_release(was ? &was->object : NULL);
}

static void check_timeout(async_future ignored, void *context)
{
    (void)ignored;
    tls_layer *layer = layer_of(context);
    if (layer->state == LAYER_DO_HANDSHAKE) {
        char text[120];
        snprintf(text, sizeof text, "SSL handshake is taking longer than %s seconds: aborting the connection",
                 async_text(async_float(layer->handshake_timeout)));
        async_value error = error_new(&ASYNC_CONNECTION_ABORTED_ERROR, text);
        layer_fatal(layer, error, "Fatal error on transport");
        value_release(error);
    }
}

/* ---- The handshake ---- */

void layer_handshake_ended(tls_layer *layer, async_value error)
{
    layer_forget_timer(&layer->handshake_timer);
    if (error.type == ASYNC_ERROR) {
        bool of_certificate = async_is(error, &ASYNC_SSL_CERT_VERIFICATION_ERROR);
        layer->state = LAYER_UNWRAPPED;
        layer_fatal(layer, error, of_certificate ? "SSL handshake failed on verifying the certificate" : "SSL handshake failed");
        layer_wake_waiter(layer, error);
        return;
    }
    layer->state = LAYER_WRAPPED;
    transport_object *transport = layer->transport;
    if (layer->told == TOLD_NOTHING) {
        layer->told = TOLD_MADE;
        if (transport->protocol->connection_made) {
            transport->protocol->connection_made(transport->self, object_handle(&transport->custom.object));
        }
        if (loop_running->callback_error.type == ASYNC_ERROR) { /* the transport below looks at it next, and closes the connection */
            return;
        }
    }
    layer_wake_waiter(layer, async_none());
    layer_read(layer);
}

void layer_do_handshake(tls_layer *layer)
{
    TlsError why;
    TlsResult result = tls_handshake(layer->tls, &why);
    if (result == TLS_AGAIN) {
        layer_send(layer);
        return;
    }
    async_value error = result == TLS_FAILED ? layer_error(&why) : async_none();
    layer_handshake_ended(layer, error);
    value_release(error);
}

void layer_start_handshake(tls_layer *layer)
{
    layer->state = LAYER_DO_HANDSHAKE;
    layer->handshake_timer = layer_timer(layer, layer->handshake_timeout, "_check_handshake_timeout", check_timeout);
    layer_do_handshake(layer);
}
