/* transport.c: asyncio's _SelectorSocketTransport: a connection from its first callback to its last. */
#include "transport.h"

#include "server.h"
#include "core/report.h"
#include "datagram/datagram.h"

#include <errno.h>
#include <stdlib.h>

enum { HIGH_WATER = 64 * 1024 };

async_value transport_failure(async_loop *loop)
{
    async_value error = loop->callback_error;
    loop->callback_error = async_none();
    return error;
}

static transport_object *transport_of(void *context) { return context; }

void transport_is_open(async_loop *loop, transport_object *transport)
{
    io_member *ring = &loop->io_state->members;
    transport->member = (io_member){ring, ring->previous};
    ring->previous->next = &transport->member;
    ring->previous = &transport->member;
}

static void unlink_member(transport_object *transport)
{
    io_member *member = &transport->member;
    if (member->next) {
        member->next->previous = member->previous;
        member->previous->next = member->next;
        member->next = member->previous = NULL;
    }
}

static void dispose(void *object)
{
    transport_object *transport = object;
    unlink_member(transport);
    buffer_free(&transport->buffer);
    free(transport->datagrams);
    if (transport->layer) {
        transport->layer->dispose(transport);
    }
    object_release(transport->held);
    object_release(transport->server ? &transport->server->custom.object : NULL);
}

const custom_class transport_class = {.name = "_SelectorSocketTransport", .dispose = dispose};

bool transport_is_closing(const transport_object *transport)
{
    return transport->layer ? transport->layer->is_closing(transport) : transport->closing;
}

/* ---- The end ---- */

static void close_descriptor(transport_object *transport, async_value error)
{
    async_loop *loop = loop_running;
    outside_end(loop, transport->descriptor, error.type == ASYNC_ERROR ? GONE_LOST : GONE_CLOSED, error);
    watch_close(loop, transport->descriptor);
    transport->descriptor = -1;
    unlink_member(transport);
}

void transport_connection_lost(transport_object *transport, async_value error)
{
    async_object *held = transport->held;
    server_object *server = transport->server;
    object_retain(&transport->custom.object); /* one that lies over it may let go of it */
    if (transport->protocol->connection_lost) {
        transport->protocol->connection_lost(transport->self, error);
    }
    close_descriptor(transport, error);
    transport->held = NULL;
    transport->server = NULL;
    object_release(held);
    if (server) {
        server_detach(server);
        object_release(&server->custom.object);
    }
    object_release(&transport->custom.object);
}

void transport_over_lost(transport_object *transport, async_value error)
{
    async_object *held = transport->held;
    if (transport->protocol->connection_lost) {
        transport->protocol->connection_lost(transport->self, error);
    }
    transport->descriptor = -1;
    transport->held = NULL;
    unlink_member(transport);
    object_release(held);
}

typedef struct lost_call { /* the end of a connection, one turn later */
    custom_object custom;
    transport_object *transport; /* references */
    async_value error;
    transport_end *end;
} lost_call;

static void dispose_lost(void *object)
{
    lost_call *call = object;
    object_release(&call->transport->custom.object);
    value_release(call->error);
}

static const custom_class lost_class = {.name = "connection_lost", .dispose = dispose_lost};

static void call_lost(async_future ignored, void *context)
{
    (void)ignored;
    const lost_call *call = context;
    call->end(call->transport, call->error);
}

void transport_end_soon(transport_object *transport, async_value error, const char *name, transport_end *end)
{
    lost_call *call = object_new(OBJECT_CUSTOM, sizeof *call);
    if (!call) {
        end(transport, error); /* out of memory: a turn earlier, but not never */
        return;
    }
    object_retain(&transport->custom.object);
    *call = (lost_call){
        .custom = {.object = call->custom.object, .class = &lost_class}, .transport = transport, .error = value_retain(error), .end = end};
    if (!io_soon(name, call_lost, call, &call->custom.object, NULL)) {
        end(transport, error);
    }
    object_release(&call->custom.object);
}

void transport_lose_soon(transport_object *transport, async_value error)
{
    transport->lost++;
    transport_end_soon(transport, error, "_call_connection_lost", transport_connection_lost);
}

void transport_close(transport_object *transport)
{
    if (transport->layer) {
        transport->layer->close(transport);
        return;
    }
    if (transport->closing) {
        return;
    }
    transport->closing = true;
    if (transport->kind != TRANSPORT_WRITES ||
        transport->buffer.count == 0) { /* a pipe that is written hears of its other end by reading */
        watch_no_reader(loop_running, transport->descriptor);
    }
    if (transport->buffer.count == 0) {
        watch_no_writer(loop_running, transport->descriptor);
        transport_lose_soon(transport, async_none());
    }
}

void transport_force_close(transport_object *transport, async_value error)
{
    if (transport->layer) {
        transport->layer->force_close(transport, error);
        return;
    }
    if (transport->lost) {
        return;
    }
    if (transport->buffer.count > 0) {
        buffer_drop(&transport->buffer, transport->buffer.count);
        if (transport->datagrams) {
            transport->datagrams->waiting = 0;
        }
        watch_no_writer(loop_running, transport->descriptor);
    }
    if (!transport->closing) {
        transport->closing = true;
        watch_no_reader(loop_running, transport->descriptor);
    }
    transport_lose_soon(transport, error);
}

void transport_fatal_error(transport_object *transport, async_value error, const char *message)
{
    bool is_told = transport->kind == TRANSPORT_READS ? async_errno(error) != EIO : !async_is(error, &ASYNC_OS_ERROR);
    if (is_told) {
        report_handler(loop_running, message, error);
    }
    transport_force_close(transport, error);
}

/* ---- The beginning ---- */

/* What a factory has made of the engine's objects. */
typedef struct belongings {
    custom_object custom;
    async_scope scope;
} belongings;

static void dispose_belongings(void *object) { scope_end(&((belongings *)object)->scope); }

static const custom_class belongings_class = {.name = "belongings", .dispose = dispose_belongings};

bool transport_protocol(async_protocol_factory factory, void *context, void **self, async_object **held)
{
    async_loop *loop = loop_running;
    belongings *of = factory ? object_new(OBJECT_CUSTOM, sizeof *of) : NULL;
    *held = of ? &of->custom.object : NULL;
    *self = context;
    if (of) {
        of->custom.class = &belongings_class;
        async_scope *before = loop->guest;
        loop->guest = &of->scope;
        *self = factory(context);
        loop->guest = before;
    }
    return of || !factory;
}

static void connection_made(async_future ignored, void *context)
{
    (void)ignored;
    transport_object *transport = transport_of(context);
    if (transport->protocol->connection_made) {
        transport->protocol->connection_made(transport->self, object_handle(&transport->custom.object));
    }
}

transport_object *transport_new(async_loop *loop, int descriptor, transport_kind kind, const async_protocol *protocol, void *self,
                                async_object *held, future_object *waiter, struct server_object *server)
{
    transport_object *transport = object_new(OBJECT_CUSTOM, sizeof *transport);
    if (transport) {
        transport->custom.class = &transport_class;
    }
    watch_slot *slot = transport ? watch_make(loop, descriptor) : NULL;
    if (!slot) {
        object_release(transport ? &transport->custom.object : NULL);
        net_close(loop->poll, descriptor);
        return NULL;
    }
    transport->descriptor = descriptor;
    transport->kind = (uint8_t)kind;
    transport->protocol = protocol;
    transport->self = self;
    transport->held = object_retain(held);
    transport->server = server;
    object_retain(server ? &server->custom.object : NULL);
    transport->high = HIGH_WATER;
    transport->low = HIGH_WATER / 4;
    transport_is_open(loop, transport);
    slot->transport = transport;
    if (server) {
        server_attach(server);
    }
    if (kind == TRANSPORT_SOCKET) {
        net_no_delay(descriptor);
    }
    io_soon("connection_made", connection_made, transport, &transport->custom.object, NULL);
    if (kind != TRANSPORT_WRITES ||
        net_sort(loop->poll, descriptor) != NET_TERMINAL) { /* of which nobody hears that its other end is gone */
        io_soon("_add_reader", transport_add_reader, transport, &transport->custom.object, NULL);
    }
    if (waiter) {
        io_resolve_soon(waiter);
    }
    return transport;
}

void transport_end_all(async_loop *loop, io_state *io)
{
    while (io->members.next != &io->members) {
        transport_object *transport = (transport_object *)(void *)((char *)io->members.next - offsetof(transport_object, member));
        object_retain(&transport->custom.object);
        if (transport->layer) {
            transport->layer->end(transport);
        } else {
            watch_close(loop, transport->descriptor);
        }
        transport->descriptor = -1;
        transport->closing = true;
        transport->lost++;
        unlink_member(transport);
        async_object *held = transport->held;
        transport->held = NULL;
        object_release(held);
        object_release(&transport->custom.object);
    }
}
