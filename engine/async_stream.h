/* async_stream.h: the part of async.h about streams: connections that are read and written like a conversation. Include it besides async.h.

       CORO(serve, async_stream stream; async_value line;)
       {
           CORO_BEGIN;
           for (;;) {
               AWAIT_TO(self->line, async_readline(self->stream));
               if (async_length(self->line) == 0) {
                   break;
               }
               async_write(self->stream, self->line);
               AWAIT(async_drain(self->stream));
           }
           async_stream_close(self->stream);
           AWAIT(async_stream_wait_closed(self->stream));
           CORO_END;
       }

   A stream is asyncio's StreamReader and StreamWriter in one. Whoever lets go of one that is open closes it, as in Python, and is told so. */
#ifndef LOOPSCOPE_ASYNC_STREAM_H
#define LOOPSCOPE_ASYNC_STREAM_H

#include "async_transport.h"

typedef async_object *async_stream;

/* Coroutines. open_connection() gives the stream as a value: async_stream_of(). A limit: how many bytes readline() and readuntil() look through, and half of what is
   kept before reading pauses; 0: 64 KiB. */
#define async_open_connection(address) async_open_connection_((address), 0, ASYNC_HERE_(""))
#define async_open_connection_with(address, limit) async_open_connection_((address), (limit), ASYNC_HERE_(""))
async_stream async_stream_of(async_value value);

/* Coroutines that give a stream over one end of a pipe, or over a terminal: what in Python is a StreamReader (or a StreamWriter), a StreamReaderProtocol and
   connect_read_pipe() (or connect_write_pipe()) put together. async_open_read_pipe(STDIN_FILENO) reads what is typed. The one can only be read, the other only be
   written; what async_transport.h says of the descriptor holds here too. */
#define async_open_read_pipe(descriptor) async_open_read_pipe_((descriptor), 0, ASYNC_HERE_(""))
#define async_open_read_pipe_with(descriptor, limit) async_open_read_pipe_((descriptor), (limit), ASYNC_HERE_(""))
#define async_open_write_pipe(descriptor) async_open_write_pipe_((descriptor), ASYNC_HERE_(""))

/* start_server(): for each connection a task that runs the coroutine, whose first variable is its stream: CORO(serve, async_stream stream; …). Gives the server. */
#define async_start_server(address, coroutine) async_start_server_with((address), (coroutine), 0)
#define async_start_server_with(address, coroutine, limit) async_start_server_((address), (coroutine), (limit), ASYNC_HERE_(""))

/* Coroutines that give bytes; none at the end of the stream, when nothing more comes. async_readexactly() and async_readuntil() raise an IncompleteReadError there,
   whose bytes async_incomplete() gives; a line or what ends with `separator` that is longer than the limit a ValueError or a LimitOverrunError. */
#define async_read(stream, most) async_read_((stream), (most), ASYNC_HERE_("")) /* what there is, at most so many; -1: all until the end */
#define async_readline(stream) async_readline_((stream), ASYNC_HERE_(""))
#define async_readexactly(stream, count) async_readexactly_((stream), (count), ASYNC_HERE_(""))
#define async_readuntil(stream, separator) async_readuntil_((stream), (separator), ASYNC_HERE_(""))
async_value async_incomplete(async_value error);
bool async_at_eof(async_stream stream); /* all is read, and nothing more comes */

/* Writing never waits; async_drain(), a coroutine, does while more is waiting to be sent than there should be. They give None, or the RuntimeError that asyncio
   raises after async_write_eof(). Of a connection that is lost they say nothing: async_drain() does. */
async_value async_write(async_stream stream, async_value bytes); /* bytes, or a text */
async_value async_write_data(async_stream stream, const void *data, size_t size);
async_value async_write_text(async_stream stream, const char *format, ...) __attribute__((format(printf, 2, 3)));
async_value async_write_eof(async_stream stream); /* None, or the OSError that asyncio raises */
#define async_drain(stream) async_drain_((stream), ASYNC_HERE_(""))
void async_stream_close(async_stream stream);
bool async_stream_is_closing(async_stream stream);
#define async_stream_wait_closed(stream) async_stream_wait_closed_((stream), ASYNC_HERE_(""))
async_transport async_stream_transport(async_stream stream);

/* ---- What the macros call; not for direct use ---- */

async_coroutine async_open_connection_(async_address address, size_t limit, const TracePlace *place);
async_coroutine async_open_read_pipe_(int descriptor, size_t limit, const TracePlace *place);
async_coroutine async_open_write_pipe_(int descriptor, const TracePlace *place);
async_coroutine async_start_server_(async_address address, const async_coroutine_class *coroutine, size_t limit, const TracePlace *place);
async_coroutine async_read_(async_stream stream, int64_t most, const TracePlace *place);
async_coroutine async_readline_(async_stream stream, const TracePlace *place);
async_coroutine async_readexactly_(async_stream stream, size_t count, const TracePlace *place);
async_coroutine async_readuntil_(async_stream stream, const char *separator, const TracePlace *place);
async_coroutine async_drain_(async_stream stream, const TracePlace *place);
async_coroutine async_stream_wait_closed_(async_stream stream, const TracePlace *place);

#endif
