/* shutdown.c: the end of a connection with TLS: what is left is sent, each end tells the other that no more comes, and waits for that only so long. */
#include "layer.h"

#include "core/report.h"
#include "rules/rules.h"

void layer_fatal(tls_layer *layer, async_value error, const char *message)
{
    if (layer->under) {
        transport_force_close(layer->under, error);
    }
    if (!async_is(error, &ASYNC_OS_ERROR) && !async_is(error, &ASYNC_CANCELLED_ERROR)) {
        report_handler(loop_running, message, error);
    }
}

void layer_abort(tls_layer *layer, async_value error)
{
    layer->state = LAYER_UNWRAPPED;
    if (layer->under) {
        transport_force_close(layer->under, error);
    }
}

void layer_tell_eof(tls_layer *layer)
{
    transport_object *transport = layer->transport;
    if (layer->told != TOLD_MADE) {
        return;
    }
    layer->told = TOLD_EOF;
    bool keeps = transport->protocol->eof_received && transport->protocol->eof_received(transport->self);
    async_value error = transport_failure(loop_running);
    if (error_ends_run(error)) {
        async_callback_failed(error);
    } else if (error.type == ASYNC_ERROR) {
        layer_fatal(layer, error, "Error calling eof_received()");
    } else if (keeps) {
        report_say("returning true from eof_received() has no effect when using ssl\n");
    }
    value_release(error);
}

static void check_timeout(async_future ignored, void *context)
{
    (void)ignored;
    tls_layer *layer = layer_of(context);
    if (layer->under && (layer->state == LAYER_FLUSHING || layer->state == LAYER_SHUTDOWN)) {
        async_value error = error_new(&ASYNC_TIMEOUT_ERROR, "SSL shutdown timed out");
        transport_force_close(layer->under, error);
        value_release(error);
    }
}

static void set_limit(tls_layer *layer)
{
    layer->shutdown_timer = layer_timer(layer, layer->shutdown_timeout, "_check_shutdown_timeout", check_timeout);
}

void layer_start_shutdown(tls_layer *layer)
{
    if (layer->state == LAYER_FLUSHING || layer->state == LAYER_SHUTDOWN || layer->state == LAYER_UNWRAPPED) {
        return;
    }
    layer->transport->closing = true;
    if (layer->state == LAYER_DO_HANDSHAKE) {
        layer_abort(layer, async_none());
        return;
    }
    layer->state = LAYER_FLUSHING;
    set_limit(layer);
    layer_flush(layer);
}

void layer_flush(tls_layer *layer)
{
    layer_read(layer);
    if (layer->state == LAYER_FLUSHING) { /* else the program has given the connection up meanwhile */
        layer->state = LAYER_SHUTDOWN;
        layer_shutdown(layer);
    }
}

static void close_under(async_future ignored, void *context)
{
    (void)ignored;
    transport_close(context);
}

static void ended_well(tls_layer *layer)
{
    bool keeps_limit = rule_holds(RULE_SHUTDOWN_LIMIT); /* until all is sent that waits below */
    if (!keeps_limit) {
        layer_forget_timer(&layer->shutdown_timer);
    } else if (!layer->shutdown_timer) {
        set_limit(layer);
    }
    io_soon("close", close_under, layer->under, &layer->under->custom.object, NULL);
}

void layer_shutdown(tls_layer *layer)
{
    TlsError why;
    TlsResult result = layer->eof_received ? TLS_DONE : tls_close(layer->tls, &why);
    if (result == TLS_FAILED) {
        async_value error = layer_error(&why);
        layer_forget_timer(&layer->shutdown_timer);
        layer_fatal(layer, error, "Fatal error on transport");
        value_release(error);
        return;
    }
    layer_send(layer);
    if (result == TLS_DONE) {
        layer_tell_eof(layer);
        if (layer->under) {
            ended_well(layer);
        }
    }
}
