/* datagram.c: asyncio's _SelectorDatagramTransport: a datagram is sent at once if the socket takes it, else it waits behind those that wait already. */
#include "datagram.h"

#include "io/address.h"
#include "rules/rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 8 }; /* bytes that a datagram counts for besides its own */

typedef struct datagram_head {
    size_t size;
    bool to_one; /* no address was given */
    NetAddress to;
} datagram_head;

/* An error of the socket ends nothing: the protocol is told, and the next datagram is another matter. */
static void tell_error(transport_object *transport, int number)
{
    if (transport->protocol->error_received) {
        async_value error = error_of_system(number, NULL);
        transport->protocol->error_received(transport->self, error);
        value_release(error);
    }
}

void datagram_read_ready(async_future ignored, void *context)
{
    (void)ignored;
    transport_object *transport = context;
    async_loop *loop = loop_running;
    char *data = transport->lost ? NULL : io_scratch(loop->io_state);
    if (!data) {
        return;
    }
    NetAddress from = {"", 0};
    ssize_t count = net_receive_from(loop->poll, transport->descriptor, data, IO_LARGEST_READ, &from);
    if (count >= 0) {
        outside_bytes(loop, transport->descriptor, BYTES_READ, (size_t)count, data);
        if (transport->protocol->datagram_received) {
            transport->protocol->datagram_received(transport->self, data, (size_t)count, address_given(&from));
        }
    } else if (!net_would_block(count)) {
        tell_error(transport, (int)-count);
    }
}

/* How many bytes were sent, or a negative errno. */
static ssize_t send_one(transport_object *transport, const char *data, size_t size, const datagram_head *head)
{
    async_loop *loop = loop_running;
    const NetAddress *to = transport->datagrams->connected ? NULL : &head->to;
    ssize_t count = net_send_to(loop->poll, transport->descriptor, data, size, to);
    if (count >= 0) {
        outside_bytes(loop, transport->descriptor, BYTES_SENT, (size_t)count, data);
    }
    return count;
}

static size_t header(bool is_new) { return rule_holds(is_new ? RULE_DATAGRAM_HEADER : RULE_DATAGRAM_HEADER_GOES) ? HEADER : 0; }

static void drop_first(transport_object *transport, size_t size)
{
    transport->datagrams->waiting -= size + header(false);
    buffer_drop(&transport->buffer, sizeof(datagram_head) + size);
}

static void sendto_ready(async_future ignored, void *context)
{
    (void)ignored;
    transport_object *transport = context;
    while (transport->buffer.count > 0) {
        datagram_head head;
        const char *first = buffer_bytes(&transport->buffer);
        memcpy(&head, first, sizeof head);
        ssize_t count = send_one(transport, first + sizeof head, head.size, &head);
        if (net_would_block(count)) {
            break;
        }
        drop_first(transport, head.size);
        if (count < 0) {
            tell_error(transport, (int)-count); /* and the rest goes in the next turn */
            return;
        }
    }
    transport_maybe_resume(transport); /* may add to the buffer */
    if (transport->buffer.count == 0) {
        watch_no_writer(loop_running, transport->descriptor);
        if (transport->closing) {
            transport_connection_lost(transport, async_none());
        }
    }
}

/* False: there is no memory for it. */
static bool keep(transport_object *transport, const char *data, const datagram_head *head)
{
    io_buffer *buffer = &transport->buffer;
    size_t before = buffer->count;
    if (!buffer_add(buffer, head, sizeof *head)) {
        return false;
    }
    if (head->size && !buffer_add(buffer, data, head->size)) {
        buffer->count = before;
        return false;
    }
    transport->datagrams->waiting += head->size + header(true);
    outside_bytes(loop_running, transport->descriptor, BYTES_KEPT, head->size, NULL);
    return true;
}

static async_value send_or_keep(transport_object *transport, const char *data, const datagram_head *head)
{
    int error = 0;
    if (transport->buffer.count == 0) {
        ssize_t count = send_one(transport, data, head->size, head);
        if (count >= 0) {
            return async_none();
        }
        if (net_would_block(count)) {
            user_handle *handle = io_handle("_sendto_ready", sendto_ready, transport, &transport->custom.object, NULL);
            error = watch_writer(loop_running, transport->descriptor, handle);
        } else {
            error = (int)-count;
        }
    }
    if (error) {
        tell_error(transport, error);
    } else if (!keep(transport, data, head)) {
        return error_out_of_memory();
    } else {
        transport_maybe_pause(transport);
    }
    return async_none();
}

static bool same(const NetAddress *one, const NetAddress *other) { return one->port == other->port && strcmp(one->host, other->host) == 0; }

async_value datagram_send(transport_object *transport, const void *data, size_t size, const async_address *to)
{
    const datagrams *of = transport->datagrams;
    datagram_head head = {.size = size, .to_one = !to->host && to->port == ASYNC_NO_PORT};
    bool is_known = head.to_one || address_is_plain(to, &head.to);
    if (size == 0 && !rule_holds(RULE_DATAGRAM_HEADER)) {
        return async_none();
    }
    if (of->to.host[0] && !head.to_one && (!is_known || !same(&of->to, &head.to))) {
        char text[200];
        bool is_path = of->to.port == NET_PATH;
        snprintf(text, sizeof text, is_path ? "Invalid address: must be None or %s" : "Invalid address: must be None or ('%s', %d)",
                 of->to.host, of->to.port);
        return error_new(&ASYNC_VALUE_ERROR, text);
    }
    if (of->to.host[0]) {
        head.to = of->to;
        head.to_one = false;
    }
    if (transport->descriptor < 0 || (transport->lost && of->to.host[0])) {
        transport_wrote_in_vain(transport);
        return async_none();
    }
    if (!is_known) {
        tell_error(transport, EINVAL); /* a name: nobody looks it up here */
        return async_none();
    }
    if (head.to_one && !of->connected) {
        async_value error = error_new(&ASYNC_TYPE_ERROR, "a datagram needs an address: this endpoint is not connected");
        transport_fatal_error(transport, error, "Fatal write error on datagram transport");
        value_release(error);
        return async_none();
    }
    return send_or_keep(transport, data, &head);
}

transport_object *datagram_transport(int descriptor, const async_protocol *protocol, void *self, async_object *held, future_object *waiter,
                                     const NetAddress *to)
{
    async_loop *loop = loop_running;
    NetAddress peer;
    datagrams *of = calloc(1, sizeof *of);
    if (!of) {
        net_close(loop->poll, descriptor);
        return NULL;
    }
    of->connected = net_name(loop->poll, descriptor, true, &peer) == 0;
    of->to = to ? *to : (NetAddress){"", 0};
    transport_object *transport = transport_new(loop, descriptor, TRANSPORT_DATAGRAMS, protocol, self, held, waiter, NULL);
    if (!transport) {
        free(of);
        return NULL;
    }
    transport->datagrams = of;
    outside_made(loop, waiter, descriptor, OUTSIDE_DATAGRAM);
    return transport;
}

/* ---- The program's own ---- */

async_value async_transport_sendto(async_transport object, const void *data, size_t size, async_address to)
{
    transport_object *transport = custom_is(object, &transport_class);
    if (!transport || !transport->datagrams || !loop_running) {
        return transport ? async_error(&ASYNC_TYPE_ERROR, "sendto() is for endpoints of datagrams") : custom_misused(object, "a transport");
    }
    async_value error = datagram_send(transport, data, size, &to);
    return transport_raises(error);
}
