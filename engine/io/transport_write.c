/* transport_write.c: how a transport writes: at once what the descriptor takes, the rest when it takes more, and not without telling when too much waits. */
#include "transport.h"

#include "core/report.h"
#include "datagram/datagram.h"

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

size_t transport_waiting(const transport_object *transport)
{
    return transport->layer       ? transport->layer->waiting(transport)
           : transport->datagrams ? transport->datagrams->waiting
                                  : transport->buffer.count;
}

void transport_maybe_pause(transport_object *transport)
{
    size_t waiting = transport_waiting(transport);
    if (waiting > transport->high && !transport->protocol_paused) {
        transport->protocol_paused = true;
        outside_flow(loop_running, transport->descriptor, FLOW_WRITING_PAUSED, waiting);
        tell_protocol(transport, transport->protocol->pause_writing, "protocol.pause_writing() failed");
    }
}

void transport_maybe_resume(transport_object *transport)
{
    size_t waiting = transport_waiting(transport);
    if (transport->protocol_paused && waiting <= transport->low) {
        transport->protocol_paused = false;
        outside_flow(loop_running, transport->descriptor, FLOW_WRITING_RESUMED, waiting);
        tell_protocol(transport, transport->protocol->resume_writing, "protocol.resume_writing() failed");
    }
}

static void write_failed(transport_object *transport, int number)
{
    async_value error = error_of_system(number, NULL);
    watch_no_writer(loop_running, transport->descriptor);
    buffer_drop(&transport->buffer, transport->buffer.count);
    transport_fatal_error(transport, error,
                          transport->kind == TRANSPORT_WRITES ? "Fatal write error on pipe transport"
                                                              : "Fatal write error on socket transport");
    value_release(error);
}

/* The buffer of a pipe is empty: asyncio looks no further for room before it tells the protocol, and tells it only now. */
static void pipe_is_written(transport_object *transport)
{
    watch_no_writer(loop_running, transport->descriptor);
    transport_maybe_resume(transport); /* may add to the buffer */
    if (transport->closing) {
        watch_no_reader(loop_running, transport->descriptor);
        transport_connection_lost(transport, async_none());
    }
}

static void socket_is_written(transport_object *transport)
{
    watch_no_writer(loop_running, transport->descriptor);
    if (transport->closing) {
        transport_connection_lost(transport, async_none());
    } else if (transport->ended) {
        int error = -net_finish(loop_running->poll, transport->descriptor);
        if (error) {
            async_callback_failed(io_error(error));
        }
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
    if (transport->kind == TRANSPORT_WRITES) {
        if (transport->buffer.count == 0) {
            pipe_is_written(transport);
        }
        return;
    }
    transport_maybe_resume(transport); /* may add to the buffer */
    if (transport->buffer.count == 0) {
        socket_is_written(transport);
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

void transport_wrote_in_vain(transport_object *transport)
{
    if (transport->lost >= WRITES_IN_VAIN) {
        report_say(transport->kind == TRANSPORT_WRITES ? "pipe closed by peer or os.write(pipe, data) raised exception.\n"
                                                       : "socket.send() raised exception.\n");
    }
    transport->lost++;
}

/* None of it waits yet: sends what the descriptor takes. False: nothing is to be kept. */
static bool write_some(transport_object *transport, const void *data, size_t size, size_t *sent)
{
    ssize_t count = send_now(transport, data, size);
    if (count < 0) {
        write_failed(transport, (int)-count);
        return false;
    }
    *sent = (size_t)count;
    if (*sent == size) {
        return false;
    }
    user_handle *handle = io_handle("_write_ready", write_ready, transport, &transport->custom.object, NULL);
    int error = watch_writer(loop_running, transport->descriptor, handle);
    if (error) {
        write_failed(transport, error);
    }
    return !error;
}

async_value transport_write(transport_object *transport, const void *data, size_t size)
{
    if (transport->layer) {
        return transport->layer->write(transport, data, size);
    }
    if (transport->datagrams) {
        return error_new(&ASYNC_TYPE_ERROR, "datagrams are sent by sendto()");
    }
    if (transport->kind == TRANSPORT_READS) {
        return error_new(&ASYNC_TYPE_ERROR, "this end of a pipe can only be read");
    }
    if (transport->ended) {
        return error_new(&ASYNC_RUNTIME_ERROR, "Cannot call write() after write_eof()");
    }
    if (size == 0) {
        return async_none();
    }
    if (transport->lost || (transport->kind == TRANSPORT_WRITES && transport->closing)) {
        transport_wrote_in_vain(transport);
        return async_none();
    }
    size_t sent = 0;
    if (transport->buffer.count == 0 && !write_some(transport, data, size, &sent)) {
        return async_none();
    }
    if (!buffer_add(&transport->buffer, (const char *)data + sent, size - sent)) {
        write_failed(transport, ENOMEM);
        return async_none();
    }
    outside_bytes(loop_running, transport->descriptor, BYTES_KEPT, size - sent, NULL);
    transport_maybe_pause(transport);
    return async_none();
}

async_value transport_write_eof(transport_object *transport)
{
    if (transport->layer) {
        return error_new(&ASYNC_NOT_IMPLEMENTED_ERROR, ""); /* an end of one direction alone is nothing that TLS has */
    }
    if (transport->closing || transport->ended) {
        return async_none();
    }
    if (transport->kind == TRANSPORT_WRITES) { /* of a pipe this is its end */
        transport_close(transport);
        return async_none();
    }
    transport->ended = !transport->datagrams;
    int error = transport->datagrams           ? EOPNOTSUPP
                : transport->buffer.count == 0 ? -net_finish(loop_running->poll, transport->descriptor)
                                               : 0;
    return error ? error_of_system(error, NULL) : async_none();
}
