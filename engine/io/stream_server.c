/* stream_server.c: asyncio's start_server: a stream for each connection, and a task that talks with it. */
#include "server.h"
#include "stream.h"

/* What the streams of one server have in common. */
typedef struct stream_kind {
    custom_object custom;
    size_t limit;
    const async_coroutine_class *client;
} stream_kind;

static const custom_class kind_class = {.name = "stream kind"};

static async_object *make(void *context)
{
    const stream_kind *kind = context;
    stream_object *stream = stream_new(kind->limit, kind->client);
    return stream ? &stream->custom.object : NULL;
}

async_coroutine stream_start_server(const async_address *address, const async_coroutine_class *coroutine, size_t limit,
                                    transport_wish *wish, const TracePlace *place)
{
    stream_kind *kind = object_new(OBJECT_CUSTOM, sizeof *kind);
    if (!kind) {
        wish_release(wish);
        return error_out_of_memory().as.object;
    }
    kind->custom.class = &kind_class;
    kind->limit = limit;
    kind->client = coroutine;
    server_maker maker = {.protocol = &stream_protocol, .context = kind, .make = make, .held = &kind->custom.object, .wish = wish};
    return server_create(&maker, address, place);
}

async_coroutine async_start_server_(async_address address, const async_coroutine_class *coroutine, size_t limit, const TracePlace *place)
{
    return stream_start_server(&address, coroutine, limit, NULL, place);
}
