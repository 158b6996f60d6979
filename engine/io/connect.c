/* connect.c: create_connection and open_connection: from an address to a transport, or to a stream over one. */
#include "connect.h"

#include "address.h"
#include "stream.h"
#include "wish.h"

#include <errno.h>

static int open_for(const NetAddress *address)
{
    int family = address_family(address);
    return net_open(loop_running->poll, address->port == NET_PATH ? NET_UNIX : NET_TCP, family);
}

static void shut(int descriptor)
{
    if (descriptor >= 0 && loop_running) {
        watch_close(loop_running, descriptor);
    }
}

/* ---- asyncio's _connect_sock, for the addresses of a name one after the other: gives the descriptor of the first that answers ---- */

static void connect_dispose(void *variables);

LIBRARY_CORO_WITH(connect_sock, "asyncio.BaseEventLoop._connect_sock", connect_dispose, address_list *list; int opened; size_t next;
                  async_value error;)
{
    CORO_BEGIN;
    self->opened = -1;
    for (; self->next < self->list->count && self->opened < 0; self->next++) {
        self->opened = open_for(&self->list->addresses[self->next]);
        if (self->opened < 0) {
            self->error = io_error(-self->opened);
            continue;
        }
        TRY {
            AWAIT(sock_connect_plain(self->opened, &self->list->addresses[self->next]));
        }
        CATCH(ASYNC_OS_ERROR, self->error) {
            shut(self->opened);
            self->opened = -1;
        }
        END_TRY;
    }
    if (self->opened < 0) {
        RAISE_AGAIN(self->error);
    }
    self->next = (size_t)self->opened;
    self->opened = -1; /* its caller's from here on */
    CORO_RETURN(async_int((int64_t)self->next));
    CORO_END;
}

static void connect_dispose(void *variables)
{
    struct connect_sock_frame *self = variables;
    shut(self->opened); /* it was given up while it was under way */
    object_release(&self->list->custom.object);
}

/* ---- create_connection ---- */

/* The protocol of the new connection: the program's, or a stream. */
typedef struct connect_to {
    const async_protocol *protocol;
    async_protocol_factory factory;
    void *context;
    stream_object *stream; /* references, or NULL */
    transport_wish *wish;
} connect_to;

static bool make_protocol(const connect_to *to, void **self, async_object **held)
{
    if (!to->stream) {
        return transport_protocol(to->factory, to->context, self, held);
    }
    *self = to->stream;
    *held = object_retain(&to->stream->custom.object);
    return true;
}

static void create_dispose(void *variables);

LIBRARY_CORO_WITH(create_connection, "asyncio.BaseEventLoop.create_connection", create_dispose, address_list *list; connect_to to;
                  async_value opened; void *self_; async_object * held; future_object * waiter; transport_object * transport;
                  async_value error;)
{
    CORO_BEGIN;
    RAISE_IF_ERROR(io_given(wish_why_not(self->to.wish, self->list->name)));
    AWAIT(address_resolve(self->list));
    AWAIT_TO(self->opened, custom_keep(call_at(ASYNC_HERE_(""), connect_sock, self->list, -1), &self->list->custom.object));
    if (!make_protocol(&self->to, &self->self_, &self->held) || !(self->waiter = wish_waiter(self->to.wish))) {
        shut((int)self->opened.as.integer);
        RAISE_AGAIN(error_out_of_memory());
    }
    self->transport = wish_transport(self->to.wish, (int)self->opened.as.integer, self->to.protocol, self->self_, self->held, self->waiter,
                                     NULL, &self->error);
    if (!self->transport) {
        RAISE_AGAIN(io_given(self->error));
    }
    outside_number(loop_running, self->transport->descriptor, OUTSIDE_CONNECTION, 0);
    outside_awaited(loop_running, self->waiter, self->transport->descriptor, "the connection to ");
    TRY {
        AWAIT(&self->waiter->object);
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        transport_close(self->transport);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_RETURN(io_given((async_value){ASYNC_OBJECT, {.object = object_retain(&self->transport->custom.object)}}));
    CORO_END;
}

static void create_dispose(void *variables)
{
    struct create_connection_frame *self = variables;
    object_release(self->held);
    object_release(&self->list->custom.object);
    object_release(self->to.stream ? &self->to.stream->custom.object : NULL);
    wish_release(self->to.wish);
    object_release(self->waiter ? &self->waiter->object : NULL);
    object_release(self->transport ? &self->transport->custom.object : NULL);
}

async_coroutine connect_create(const async_protocol *protocol, async_protocol_factory factory, void *context, const async_address *address,
                               transport_wish *wish, const TracePlace *place)
{
    address_list *list = loop_running && io_of(loop_running) ? address_list_new(address, false) : NULL;
    async_object *coroutine =
        list ? call_at(place, create_connection, list, {protocol, factory, context, NULL, wish}) : error_out_of_memory().as.object;
    if (coroutine->type != OBJECT_COROUTINE) {
        object_release(list ? &list->custom.object : NULL);
        wish_release(wish);
    }
    return object_handle(coroutine);
}

async_coroutine async_create_connection_(const async_protocol *protocol, async_protocol_factory factory, void *context,
                                         async_address address, const TracePlace *place)
{
    return connect_create(protocol, factory, context, &address, NULL, place);
}

async_transport async_transport_of(async_value value) { return value.type == ASYNC_OBJECT ? object_handle(value.as.object) : NULL; }

/* ---- open_connection ---- */

static async_coroutine create_for(stream_object *stream, address_list *list, transport_wish *wish)
{
    async_object *coroutine = call_at(ASYNC_HERE_(""), create_connection, list, {&stream_protocol, NULL, NULL, stream, wish});
    if (coroutine->type == OBJECT_COROUTINE) {
        wish_retain(wish);
    }
    return custom_keep(custom_keep(coroutine, &list->custom.object), &stream->custom.object);
}

static void open_dispose(void *variables);

LIBRARY_CORO_WITH(open_connection, "asyncio.open_connection", open_dispose, address_list *list; size_t limit; transport_wish * wish;
                  stream_object * stream; async_value transport; stream_handle * handle;)
{
    CORO_BEGIN;
    self->stream = stream_new(self->limit, NULL);
    if (!self->stream) {
        RAISE_AGAIN(error_out_of_memory());
    }
    AWAIT_TO(self->transport, create_for(self->stream, self->list, self->wish));
    self->handle = stream_handle_new(self->stream, (transport_object *)(void *)self->transport.as.object, true);
    if (!self->handle) {
        RAISE_AGAIN(error_out_of_memory());
    }
    CORO_RETURN(io_given((async_value){ASYNC_OBJECT, {.object = &self->handle->custom.object}}));
    CORO_END;
}

static void open_dispose(void *variables)
{
    struct open_connection_frame *self = variables;
    object_release(&self->list->custom.object);
    wish_release(self->wish);
    object_release(self->stream ? &self->stream->custom.object : NULL);
}

async_coroutine connect_open(const async_address *address, size_t limit, transport_wish *wish, const TracePlace *place)
{
    address_list *list = loop_running && io_of(loop_running) ? address_list_new(address, false) : NULL;
    async_object *coroutine = list ? call_at(place, open_connection, list, limit, wish) : error_out_of_memory().as.object;
    if (coroutine->type != OBJECT_COROUTINE) {
        object_release(list ? &list->custom.object : NULL);
        wish_release(wish);
    }
    return object_handle(coroutine);
}

async_coroutine async_open_connection_(async_address address, size_t limit, const TracePlace *place)
{
    return connect_open(&address, limit, NULL, place);
}
