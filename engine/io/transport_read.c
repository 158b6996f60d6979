/* transport_read.c: what a connection reads: it calls its protocol, or is kept for a stream; and when reading pauses. */
#include "transport.h"

#include "core/report.h"
#include "datagram/datagram.h"
#include "stream.h"

/* Has the protocol's function failed that was just called? Then the connection is lost. */
static bool protocol_failed(transport_object *transport, const char *message)
{
    async_value error = transport_failure(loop_running);
    if (error.type != ASYNC_ERROR) {
        return false;
    }
    if (error_ends_run(error)) {
        loop_escape(loop_running, error);
    } else {
        transport_fatal_error(transport, error, message);
    }
    value_release(error);
    return true;
}

/* ---- Reading ---- */

static void pipe_ended(async_future ignored, void *context)
{
    (void)ignored;
    transport_object *transport = context;
    if (transport->protocol->eof_received) {
        (void)transport->protocol->eof_received(transport->self);
    }
}

static void at_end(transport_object *transport)
{
    if (transport->kind == TRANSPORT_READS) {
        transport->closing = true;
        watch_no_reader(loop_running, transport->descriptor);
        io_soon("eof_received", pipe_ended, transport, &transport->custom.object, NULL);
        transport_lose_soon(transport, async_none());
        return;
    }
    bool keeps = transport->protocol->eof_received && transport->protocol->eof_received(transport->self);
    if (protocol_failed(transport, "Fatal error: protocol.eof_received() call failed.")) {
        return;
    }
    if (keeps) { /* it goes on sending; more does not come */
        watch_no_reader(loop_running, transport->descriptor);
    } else {
        transport_close(transport);
    }
}

static void read_failed(transport_object *transport, int number)
{
    async_value error = error_of_system(number, NULL);
    transport_fatal_error(transport, error,
                          transport->kind == TRANSPORT_READS ? "Fatal read error on pipe transport"
                                                             : "Fatal read error on socket transport");
    value_release(error);
}

/* ---- Much for a stream: what comes is read to where the stream keeps it, and only what has no room there is copied ---- */

enum { MUCH = 16 * 1024, ROOM = 64 * 1024 }; /* bytes */

static io_buffer *kept_of(const transport_object *transport) { return &((stream_object *)transport->self)->buffer; }

static bool may_keep(const transport_object *transport)
{
    return transport->reads_much && transport->protocol == &stream_protocol && kept_of(transport)->count == 0 &&
           buffer_make_room(kept_of(transport), ROOM);
}

static ssize_t receive_into(transport_object *transport, char **data)
{
    io_buffer *into = kept_of(transport);
    char *scratch = *data;
    *data = buffer_bytes(into);
    ssize_t count = net_receive_both(loop_running->poll, transport->descriptor, *data, ROOM, scratch, IO_LARGEST_READ - ROOM);
    if (count <= 0) {
        buffer_drop(into, 0);
    }
    return count;
}

static void keep_rest(transport_object *transport, size_t count)
{
    io_buffer *into = kept_of(transport);
    into->count = count < ROOM ? count : ROOM;
    stream_feed(transport->self, io_scratch(loop_running->io_state), count - into->count);
}

static void read_ready(async_future ignored, void *context)
{
    (void)ignored;
    transport_object *transport = context;
    async_loop *loop = loop_running;
    char *data = transport->lost ? NULL : io_scratch(loop->io_state);
    if (!data) {
        return;
    }
    if (transport->kind == TRANSPORT_WRITES) { /* that it can be read means that nobody reads at the other end any more */
        async_value error = transport->buffer.count ? error_new(&ASYNC_BROKEN_PIPE_ERROR, "") : async_none();
        transport_force_close(transport, error);
        value_release(error);
        return;
    }
    bool is_kept = may_keep(transport);
    ssize_t count = is_kept ? receive_into(transport, &data) : net_receive(loop->poll, transport->descriptor, data, IO_LARGEST_READ);
    transport->reads_much = count > MUCH;
    if (count < 0) {
        if (!net_would_block(count)) {
            read_failed(transport, (int)-count);
        }
        return;
    }
    outside_bytes(loop, transport->descriptor, BYTES_READ, (size_t)count, data);
    if (count == 0) {
        at_end(transport);
        return;
    }
    if (is_kept) {
        keep_rest(transport, (size_t)count);
    } else if (transport->protocol->data_received) {
        transport->protocol->data_received(transport->self, data, (size_t)count);
    }
    if (transport->kind == TRANSPORT_SOCKET) { /* of a pipe only the callback has failed, which is reported like others */
        protocol_failed(transport, transport->is_under ? "Fatal error: protocol.buffer_updated() call failed."
                                                       : "Fatal error: protocol.data_received() call failed.");
    }
}

static void begin_reading(transport_object *transport)
{
    async_callback reads = transport->datagrams ? datagram_read_ready : read_ready;
    user_handle *handle = io_handle("_read_ready", reads, transport, &transport->custom.object, NULL);
    int error = watch_reader(loop_running, transport->descriptor, handle);
    if (error) {
        read_failed(transport, error);
    }
}

void transport_add_reader(async_future ignored, void *context)
{
    (void)ignored;
    transport_object *transport = context;
    if (!transport->closing && !transport->paused) {
        begin_reading(transport);
    }
}

void transport_pause_reading(transport_object *transport)
{
    if (transport->layer) {
        transport->paused = true;
        return;
    }
    if (transport->closing || transport->paused) {
        return;
    }
    transport->paused = true;
    outside_flow(loop_running, transport->descriptor, FLOW_READING_PAUSED, 0);
    watch_no_reader(loop_running, transport->descriptor);
}

void transport_resume_reading(transport_object *transport)
{
    if (transport->layer) {
        transport->layer->resume_reading(transport);
        return;
    }
    if (transport->closing || !transport->paused) {
        return;
    }
    transport->paused = false;
    outside_flow(loop_running, transport->descriptor, FLOW_READING_RESUMED, 0);
    begin_reading(transport);
}
