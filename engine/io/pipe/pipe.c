/* pipe.c: connect_read_pipe and connect_write_pipe: a transport over one end of a pipe, and a stream over that. */
#include "io/stream.h"

/* Which end of what, and what hears of it: the program's protocol, or a stream. */
typedef struct pipe_end {
    const async_protocol *protocol;
    async_protocol_factory factory;
    void *context;
    bool is_stream;
    size_t limit;
    int descriptor;
    transport_kind kind;
} pipe_end;

/* Python's words. NULL: it may be one. */
static const char *why_not(const pipe_end *end)
{
    NetSort sort = net_sort(loop_running->poll, end->descriptor);
    if (sort == NET_STREAM || sort == NET_DATAGRAMS || sort == NET_PIPE || sort == NET_TERMINAL) {
        return NULL;
    }
    return end->kind == TRANSPORT_READS ? "Pipe transport is for pipes/sockets only."
                                        : "Pipe transport is only for pipes, sockets and character devices";
}

static bool make_protocol(const pipe_end *end, void **self, async_object **held)
{
    if (!end->is_stream) {
        return transport_protocol(end->factory, end->context, self, held);
    }
    stream_object *stream = stream_new(end->limit, NULL);
    *self = stream;
    *held = stream ? &stream->custom.object : NULL;
    return stream != NULL;
}

static transport_object *make_transport(const pipe_end *end, void *self, async_object *held, future_object *waiter)
{
    net_never_blocks(end->descriptor);
    transport_object *transport = transport_new(loop_running, end->descriptor, end->kind, end->is_stream ? &stream_protocol : end->protocol,
                                                self, held, waiter, NULL);
    if (transport) {
        outside_made(loop_running, waiter, end->descriptor, OUTSIDE_PIPE);
    }
    return transport;
}

/* The transport, or the stream over it: a reference; or MemoryError. */
static async_value result_of(const pipe_end *end, void *self, transport_object *transport)
{
    if (!end->is_stream) {
        return (async_value){ASYNC_OBJECT, {.object = object_retain(&transport->custom.object)}};
    }
    stream_handle *handle = stream_handle_new(self, transport, end->kind == TRANSPORT_WRITES);
    return handle ? (async_value){ASYNC_OBJECT, {.object = &handle->custom.object}} : error_out_of_memory();
}

static void connect_dispose(void *variables);

#define CONNECT_VARIABLES                                                                                                                  \
    pipe_end end;                                                                                                                          \
    void *self_;                                                                                                                           \
    async_object *held;                                                                                                                    \
    future_object *waiter;                                                                                                                 \
    transport_object *transport;                                                                                                           \
    async_value result, error;

/* Of both coroutines, which differ in their names. The error: a reference; or None. */
static async_value begin(const pipe_end *end, void **self, async_object **held, future_object **waiter, transport_object **transport)
{
    if (!make_protocol(end, self, held) || !(*waiter = io_waiter())) {
        return error_out_of_memory();
    }
    if (!loop_running->poll->real && end->descriptor < NET_SIMULATED) {
        return error_new(&ASYNC_RUNTIME_ERROR, "in virtual time there are only the pipes that async_pipe_pair() makes");
    }
    const char *why = why_not(end);
    if (why) {
        return error_new(&ASYNC_VALUE_ERROR, why);
    }
    *transport = make_transport(end, *self, *held, *waiter);
    return *transport ? async_none() : error_out_of_memory();
}

#define CONNECT_BODY                                                                                                                       \
    RAISE_IF_ERROR(io_given(begin(&self->end, &self->self_, &self->held, &self->waiter, &self->transport)));                               \
    TRY {                                                                                                                                  \
        AWAIT(&self->waiter->object);                                                                                                      \
    }                                                                                                                                      \
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {                                                                                             \
        transport_close(self->transport);                                                                                                  \
        RAISE_AGAIN(self->error);                                                                                                          \
    }                                                                                                                                      \
    END_TRY;                                                                                                                               \
    self->result = io_given(result_of(&self->end, self->self_, self->transport));                                                          \
    RAISE_IF_ERROR(self->result);                                                                                                          \
    CORO_RETURN(self->result)

LIBRARY_CORO_WITH(connect_read_pipe, "asyncio.BaseEventLoop.connect_read_pipe", connect_dispose, CONNECT_VARIABLES)
{
    CORO_BEGIN;
    CONNECT_BODY;
    CORO_END;
}

LIBRARY_CORO_WITH(connect_write_pipe, "asyncio.BaseEventLoop.connect_write_pipe", connect_dispose, CONNECT_VARIABLES)
{
    CORO_BEGIN;
    CONNECT_BODY;
    CORO_END;
}

static void connect_dispose(void *variables)
{
    struct connect_read_pipe_frame *self = variables; /* the other has the same variables */
    object_release(self->held);
    object_release(self->waiter ? &self->waiter->object : NULL);
    object_release(self->transport ? &self->transport->custom.object : NULL);
}

static async_coroutine connect(const pipe_end *end, const TracePlace *place)
{
    bool runs = loop_running && io_of(loop_running);
    return object_handle(!runs                          ? error_out_of_memory().as.object
                         : end->kind == TRANSPORT_READS ? call_at(place, connect_read_pipe, *end)
                                                        : call_at(place, connect_write_pipe, *end));
}

async_coroutine async_connect_read_pipe_(const async_protocol *protocol, async_protocol_factory factory, void *context, int descriptor,
                                         const TracePlace *place)
{
    return connect(&(pipe_end){protocol, factory, context, false, 0, descriptor, TRANSPORT_READS}, place);
}

async_coroutine async_connect_write_pipe_(const async_protocol *protocol, async_protocol_factory factory, void *context, int descriptor,
                                          const TracePlace *place)
{
    return connect(&(pipe_end){protocol, factory, context, false, 0, descriptor, TRANSPORT_WRITES}, place);
}

async_coroutine async_open_read_pipe_(int descriptor, size_t limit, const TracePlace *place)
{
    return connect(&(pipe_end){NULL, NULL, NULL, true, limit, descriptor, TRANSPORT_READS}, place);
}

async_coroutine async_open_write_pipe_(int descriptor, const TracePlace *place)
{
    return connect(&(pipe_end){NULL, NULL, NULL, true, 0, descriptor, TRANSPORT_WRITES}, place);
}
