/* flow.c: bytes on their way through TLS, both ways, and where they stop when too many wait. */
#include "layer.h"

#include "core/report.h"

#include <string.h>

enum { READ_HIGH_WATER = 256 * 1024, READ_LOW_WATER = READ_HIGH_WATER / 4 };

const char LAYER_FAILED[] = "Fatal error on SSL protocol";

/* ---- Sending ---- */

size_t layer_waiting(const tls_layer *layer) { return tls_unsent(layer->tls) + layer->backlog.count; }

static void tell_protocol(tls_layer *layer, void (*function)(void *self), const char *message)
{
    if (function) {
        function(layer->transport->self);
    }
    async_value error = transport_failure(loop_running);
    if (error_ends_run(error)) {
        async_callback_failed(error);
    } else if (error.type == ASYNC_ERROR) {
        report_handler(loop_running, message, error);
    }
    value_release(error);
}

void layer_control_writing(tls_layer *layer)
{
    transport_object *transport = layer->transport;
    size_t size = layer_waiting(layer);
    if (size >= transport->high && !transport->protocol_paused) {
        transport->protocol_paused = true;
        tell_protocol(layer, transport->protocol->pause_writing, "protocol.pause_writing() failed");
    } else if (size <= transport->low && transport->protocol_paused) {
        transport->protocol_paused = false;
        tell_protocol(layer, transport->protocol->resume_writing, "protocol.resume_writing() failed");
    }
}

void layer_send(tls_layer *layer)
{
    size_t size;
    const char *data = tls_outgoing(layer->tls, &size);
    if (!layer->writing_paused && size > 0 && layer->under) {
        value_release(transport_write(layer->under, data, size));
        tls_sent(layer->tls);
    }
    layer_control_writing(layer);
}

static void fail(tls_layer *layer, const TlsError *why)
{
    async_value error = layer_error(why);
    layer_fatal(layer, error, LAYER_FAILED);
    value_release(error);
}

void layer_write_now(tls_layer *layer, const void *data, size_t size)
{
    TlsError why;
    TlsResult result = tls_write(layer->tls, data, size, &why);
    if (result == TLS_FAILED) {
        fail(layer, &why);
    } else if (result == TLS_AGAIN && !buffer_add(&layer->backlog, data, size)) {
        layer_fatal(layer, error_out_of_memory(), LAYER_FAILED);
    } else {
        layer_send(layer);
    }
}

void layer_write(tls_layer *layer)
{
    if (layer->backlog.count > 0) {
        TlsError why;
        TlsResult result = tls_write(layer->tls, buffer_bytes(&layer->backlog), layer->backlog.count, &why);
        if (result == TLS_FAILED) {
            fail(layer, &why);
            return;
        }
        if (result == TLS_DONE) {
            buffer_drop(&layer->backlog, layer->backlog.count);
        }
    }
    layer_send(layer);
}

/* ---- Receiving ---- */

/* All that has come, as one piece: in the scratch memory, or if it is more than that has room for, in `more`. */
typedef struct received {
    char *scratch;
    size_t count;
    io_buffer more;
} received;

static TlsResult receive(tls_layer *layer, received *all, TlsError *why)
{
    TlsResult result;
    size_t count;
    while ((result = tls_read(layer->tls, all->scratch + all->count, IO_LARGEST_READ - all->count, &count, why)) == TLS_DONE) {
        all->count += count;
        if (all->count == IO_LARGEST_READ) {
            if (!buffer_add(&all->more, all->scratch, all->count)) {
                *why = (TlsError){.text = ""};
                return TLS_FAILED;
            }
            all->count = 0;
        }
    }
    return result;
}

/* False: the program's function has failed. */
static bool hand_over(tls_layer *layer, received *all)
{
    const transport_object *transport = layer->transport;
    const char *data = all->scratch;
    size_t count = all->count;
    async_value error = async_none();
    if (all->more.count > 0) {
        if (!buffer_add(&all->more, all->scratch, all->count)) {
            error = error_out_of_memory();
        }
        data = buffer_bytes(&all->more);
        count = all->more.count;
    }
    if (count > 0 && error.type != ASYNC_ERROR && transport->protocol->data_received) {
        transport->protocol->data_received(transport->self, data, count);
        error = transport_failure(loop_running);
    }
    bool failed = error.type == ASYNC_ERROR;
    if (error_ends_run(error)) {
        async_callback_failed(error);
    } else if (failed) {
        layer_fatal(layer, error, LAYER_FAILED);
    }
    value_release(error);
    return !failed;
}

/* False: it has failed. */
static bool read_all(tls_layer *layer)
{
    received all = {.scratch = io_scratch(loop_running->io_state)};
    TlsError why = {.text = ""};
    TlsResult result = all.scratch ? receive(layer, &all, &why) : TLS_FAILED;
    bool good = result != TLS_FAILED;
    if (!good) { /* what came before is lost with the rest, as in asyncio */
        fail(layer, &why);
    } else {
        good = hand_over(layer, &all);
    }
    buffer_free(&all.more);
    if (good && result == TLS_ENDED) {
        layer_tell_eof(layer);
        layer_start_shutdown(layer);
    }
    return good;
}

static void control_reading(tls_layer *layer)
{
    size_t waiting = tls_waiting(layer->tls);
    if (waiting >= READ_HIGH_WATER && !layer->reading_paused) {
        layer->reading_paused = true;
        transport_pause_reading(layer->under);
    } else if (waiting <= READ_LOW_WATER && layer->reading_paused) {
        layer->reading_paused = false;
        transport_resume_reading(layer->under);
    }
}

void layer_read(tls_layer *layer)
{
    if (layer->state != LAYER_WRAPPED && layer->state != LAYER_FLUSHING) {
        return;
    }
    if (!layer->transport->paused) {
        if (!read_all(layer)) {
            return;
        }
        layer_write(layer);
    }
    if (layer->under) {
        control_reading(layer);
    }
}
