/* transport_write.c: how a transport writes: at once what the descriptor takes, the rest when it takes more, and not without telling when too much waits. */
#include "transport.h"

#include "core/report.h"

#include <errno.h>

enum { WRITES_IN_VAIN = 5 };

static void tell_protocol(transport_object *transport, void (*function)(void *self), const char *message)
{
    if (function) {
        function(transport->self);
    }
    async_value error = transport_failure(loop_running);
    if (error_ends_run(error)) {
        loop_escape(loop_running, error);
    } else if (error.type == ASYNC_ERROR) {
        report_handler(loop_running, message, error);
    }
    value_release(error);
}

void transport_maybe_pause(transport_object *transport)
{
    if (transport->buffer.count > transport->high && !transport->protocol_paused) {
        transport->protocol_paused = true;
        outside_flow(loop_running, transport->descriptor, FLOW_WRITING_PAUSED, transport->buffer.count);
        tell_protocol(transport, transport->protocol->pause_writing, "protocol.pause_writing() failed");
    }
}

static void maybe_resume(transport_object *transport)
{
    if (transport->protocol_paused && transport->buffer.count <= transport->low) {
        transport->protocol_paused = false;
        outside_flow(loop_running, transport->descriptor, FLOW_WRITING_RESUMED, transport->buffer.count);
        tell_protocol(transport, transport->protocol->resume_writing, "protocol.resume_writing() failed");
    }
}

static void write_failed(transport_object *transport, int number)
{
    async_value error = error_of_system(number, NULL);
    watch_no_writer(loop_running, transport->descriptor);
    buffer_drop(&transport->buffer, transport->buffer.count);
    transport_fatal_error(transport, error, "Fatal write error on socket transport");
    value_release(error);
}

static void watch_no_reader_of_pipe(const transport_object *transport)
{
    if (transport->kind == TRANSPORT_WRITES && transport->closing) {
        watch_no_reader(loop_running, transport->descriptor);
    }
}

static void write_ready(async_future ignored, void *context)
{
    (void)ignored;
    transport_object *transport = context;
    async_loop *loop = loop_running;
    if (transport->lost || transport->buffer.count == 0) {
        return;
    }
    ssize_t count = net_send(loop->poll, transport->descriptor, buffer_bytes(&transport->buffer), transport->buffer.count);
    if (count < 0) {
        if (!net_would_block(count)) {
            write_failed(transport, (int)-count);
        }
        return;
    }
    outside_bytes(loop, transport->descriptor, BYTES_SENT, (size_t)count, buffer_bytes(&transport->buffer));
    buffer_drop(&transport->buffer, (size_t)count);
    maybe_resume(transport); /* may add to the buffer */
    if (transport->buffer.count == 0) {
        watch_no_writer(loop, transport->descriptor);
        watch_no_reader_of_pipe(transport);
        if (transport->closing) {
            transport_connection_lost(transport, async_none());
        } else if (transport->ended) {
            int error = -net_finish(loop->poll, transport->descriptor);
            if (error) {
                async_callback_failed(io_error(error));
            }
        }
    }
}

/* What the descriptor takes at once; more than nothing failed: a negative errno. */
static ssize_t send_now(transport_object *transport, const void *data, size_t size)
{
    ssize_t count = net_send(loop_running->poll, transport->descriptor, data, size);
    if (net_would_block(count)) {
        return 0;
    }
    if (count >= 0) {
        outside_bytes(loop_running, transport->descriptor, BYTES_SENT, (size_t)count, data);
    }
    return count;
}

void transport_write(transport_object *transport, const void *data, size_t size)
{
    if (size == 0) {
        return;
    }
    if (transport->lost || (transport->kind == TRANSPORT_WRITES && transport->closing)) {
        if (transport->lost >= WRITES_IN_VAIN) {
            report_say("socket.send() raised exception.\n");
        }
        transport->lost++;
        return;
    }
    size_t sent = 0;
    if (transport->buffer.count == 0) {
        ssize_t count = send_now(transport, data, size);
        if (count < 0) {
            write_failed(transport, (int)-count);
            return;
        }
        sent = (size_t)count;
        if (sent == size) {
            return;
        }
        user_handle *handle = io_handle("_write_ready", write_ready, transport, &transport->custom.object, NULL);
        int error = watch_writer(loop_running, transport->descriptor, handle);
        if (error) {
            write_failed(transport, error);
            return;
        }
    }
    if (!buffer_add(&transport->buffer, (const char *)data + sent, size - sent)) {
        write_failed(transport, ENOMEM);
        return;
    }
    outside_bytes(loop_running, transport->descriptor, BYTES_KEPT, size - sent, NULL);
    transport_maybe_pause(transport);
}

int transport_write_eof(transport_object *transport)
{
    if (transport->closing || transport->ended) {
        return 0;
    }
    if (transport->kind == TRANSPORT_WRITES) { /* of a pipe this is its end */
        transport_close(transport);
        return 0;
    }
    transport->ended = true;
    return transport->buffer.count == 0 ? -net_finish(loop_running->poll, transport->descriptor) : 0;
}
