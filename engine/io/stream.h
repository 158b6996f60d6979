/* stream.h: a connection that is read and written like a conversation. */
#ifndef LOOPSCOPE_STREAM_H
#define LOOPSCOPE_STREAM_H

#include "async_stream.h"
#include "wish.h"

enum { STREAM_LIMIT = 64 * 1024 };

typedef struct stream_waiter { /* of drain() */
    future_object *future;     /* the coroutine's */
    struct stream_waiter *next;
} stream_waiter;

/* asyncio's StreamReaderProtocol and StreamReader: what its transport calls. */
typedef struct stream_object {
    custom_object custom;
    transport_object *transport;         /* a reference until connection_lost(); then NULL */
    const async_coroutine_class *client; /* of a server's: what each connection runs; NULL: none */
    io_buffer buffer;                    /* what has come and has not been read */
    size_t limit;
    bool eof, reading_paused, writing_paused, lost;
    async_object *error;                  /* what it was lost with: a reference; NULL: nothing */
    future_object *waiter;                /* who waits for data: the coroutine's; NULL: nobody */
    future_object *closed;                /* of stream_closed(): a reference; NULL: nobody has asked for it */
    stream_waiter *drains, **drains_last; /* who waits until there is room to write, in the order of asking */
} stream_object;

/* asyncio's StreamWriter, and what a program holds: when it goes, and the connection is still open, it is closed. */
typedef struct stream_handle {
    custom_object custom;
    stream_object *stream;       /* a reference */
    transport_object *transport; /* a reference */
} stream_handle;

extern const async_protocol stream_protocol;
extern const custom_class stream_class;
stream_object *stream_bare_new(size_t limit);                                 /* of a pipe: one reference; its end is told of elsewhere */
stream_object *stream_new(size_t limit, const async_coroutine_class *client); /* one reference; NULL: out of memory */
/* asyncio's _closed: resolved when the connection is over. Borrowed; NULL: out of memory */
future_object *stream_closed(stream_object *stream);
static inline async_value stream_error(const stream_object *stream) /* what it was lost with, borrowed, or None */
{
    return stream->error ? (async_value){ASYNC_ERROR, {.object = stream->error}} : async_none();
}
stream_handle *stream_handle_new(stream_object *stream, transport_object *transport, bool writes); /* the same */
stream_object *stream_of(async_stream object, async_value *error); /* NULL: the error is in the current scope */
/* A coroutine object that waits until something has come: asyncio's _wait_for_data. */
async_coroutine stream_wait_for_data(stream_object *stream);
void stream_feed(stream_object *stream, const char *data, size_t size);
void stream_feed_eof(stream_object *stream);
void stream_lost(stream_object *stream, async_value error); /* or None: it has ended */
void stream_maybe_resume(stream_object *stream);            /* something was read: there may be room again */
stream_handle *stream_handle_of(async_stream object);       /* NULL: it is none */
/* Coroutine objects: start_server(), which takes over the wish's reference, or NULL; drain(). */
async_coroutine stream_start_server(const async_address *address, const async_coroutine_class *coroutine, size_t limit,
                                    transport_wish *wish, const TracePlace *place);
async_coroutine stream_drain(const stream_handle *handle, const TracePlace *place);

#endif
