/* stream_read.c: asyncio's StreamReader: read, readline, readuntil, readexactly. */
#include "stream.h"

#include <stdio.h>
#include <string.h>

static void reader_dispose(void *variables);
static void read_all_dispose(void *variables);

/* What has come, from the front, as bytes: a reference; or MemoryError. */
static async_value take(stream_object *stream, size_t count)
{
    string_object *bytes = buffer_take(&stream->buffer, count);
    if (!bytes) {
        return error_out_of_memory();
    }
    stream_maybe_resume(stream);
    return (async_value){ASYNC_BYTES, {.object = &bytes->object}};
}

/* IncompleteReadError, with what has come: a reference. */
static async_value incomplete(stream_object *stream, size_t expected)
{
    char text[120];
    size_t count = stream->buffer.count;
    if (expected) {
        snprintf(text, sizeof text, "%zu bytes read on a total of %zu expected bytes", count, expected);
    } else {
        snprintf(text, sizeof text, "%zu bytes read on a total of undefined expected bytes", count);
    }
    string_object *bytes = bytes_new(count ? buffer_bytes(&stream->buffer) : NULL, count);
    async_value error = bytes ? error_new(&ASYNC_INCOMPLETE_READ_ERROR, text) : error_out_of_memory();
    if (bytes && error_class(error) == &ASYNC_INCOMPLETE_READ_ERROR) {
        ((error_object *)error.as.object)->carries = &bytes->object;
        buffer_drop(&stream->buffer, count);
    } else {
        object_release(bytes ? &bytes->object : NULL);
    }
    return error;
}

async_value async_incomplete(async_value error)
{
    async_object *bytes = async_is(error, &ASYNC_INCOMPLETE_READ_ERROR) ? ((error_object *)error.as.object)->carries : NULL;
    return bytes ? io_given((async_value){ASYNC_BYTES, {.object = object_retain(bytes)}}) : async_none();
}

#define READER_FIELDS stream_object *stream;
#define RAISE_IF_LOST                                                                                                                      \
    if (self->stream->error) {                                                                                                             \
        RAISE_AGAIN(stream_error(self->stream));                                                                                           \
    }
#define GIVE(value)                                                                                                                        \
    do {                                                                                                                                   \
        async_value given_ = io_given(value);                                                                                              \
        RAISE_IF_ERROR(given_);                                                                                                            \
        CORO_RETURN(given_);                                                                                                               \
    } while (0)

LIBRARY_CORO_WITH(reader_read, "asyncio.StreamReader.read", reader_dispose, READER_FIELDS int64_t most;)
{
    CORO_BEGIN;
    RAISE_IF_LOST;
    if (self->most == 0) {
        CORO_RETURN(async_bytes("", 0));
    }
    if (self->stream->buffer.count == 0 && !self->stream->eof) {
        AWAIT(stream_wait_for_data(self->stream));
    }
    GIVE(take(self->stream, (uint64_t)self->most < self->stream->buffer.count ? (size_t)self->most : self->stream->buffer.count));
    CORO_END;
}

/* read(-1): asyncio collects what read(limit) gives, again and again. */
LIBRARY_CORO_WITH(reader_read_all, "asyncio.StreamReader.read", read_all_dispose, READER_FIELDS io_buffer all; async_value block;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT_TO(self->block, custom_keep(call_at(ASYNC_HERE_(""), reader_read, self->stream, (int64_t)self->stream->limit),
                                          &self->stream->custom.object));
        if (async_length(self->block) == 0) {
            break;
        }
        if (!buffer_add(&self->all, async_data(self->block), async_length(self->block))) {
            RAISE_AGAIN(error_out_of_memory());
        }
    }
    CORO_RETURN(async_bytes(self->all.count ? buffer_bytes(&self->all) : "", self->all.count));
    CORO_END;
}

LIBRARY_CORO_WITH(reader_readexactly, "asyncio.StreamReader.readexactly", reader_dispose, READER_FIELDS size_t count;)
{
    CORO_BEGIN;
    RAISE_IF_LOST;
    while (self->stream->buffer.count < self->count) {
        if (self->stream->eof) {
            RAISE_IF_ERROR(io_given(incomplete(self->stream, self->count)));
        }
        AWAIT(stream_wait_for_data(self->stream));
    }
    GIVE(take(self->stream, self->count));
    CORO_END;
}

/* Where in the buffer the separator begins, from `offset` on; SIZE_MAX: nowhere. */
static size_t find(const io_buffer *buffer, size_t offset, const char *separator, size_t length)
{
    if (buffer->count < offset + length) {
        return SIZE_MAX;
    }
    const char *start = buffer_bytes(buffer), *end = start + buffer->count - length + 1;
    for (const char *at = start + offset; at < end; at++) {
        at = memchr(at, separator[0], (size_t)(end - at));
        if (!at) {
            return SIZE_MAX;
        }
        if (memcmp(at, separator, length) == 0) {
            return (size_t)(at - start);
        }
    }
    return SIZE_MAX;
}

static async_value overrun(const char *text, size_t consumed)
{
    async_value error = error_new(&ASYNC_LIMIT_OVERRUN_ERROR, text);
    if (error_class(error) == &ASYNC_LIMIT_OVERRUN_ERROR) {
        ((error_object *)error.as.object)->consumed = consumed;
    }
    return error;
}

LIBRARY_CORO_WITH(reader_readuntil, "asyncio.StreamReader.readuntil", reader_dispose, READER_FIELDS const char *separator; size_t offset;
                  size_t at;)
{
    CORO_BEGIN;
    if (self->separator[0] == '\0') {
        RAISE(ASYNC_VALUE_ERROR, "Separator should be at least one-byte string");
    }
    RAISE_IF_LOST;
    for (;;) {
        self->at = find(&self->stream->buffer, self->offset, self->separator, strlen(self->separator));
        if (self->at != SIZE_MAX) {
            break;
        }
        if (self->stream->buffer.count >= self->offset + strlen(self->separator)) {
            self->offset = self->stream->buffer.count + 1 - strlen(self->separator);
            if (self->offset > self->stream->limit) {
                RAISE_IF_ERROR(io_given(overrun("Separator is not found, and chunk exceed the limit", self->offset)));
            }
        }
        if (self->stream->eof) {
            RAISE_IF_ERROR(io_given(incomplete(self->stream, 0)));
        }
        AWAIT(stream_wait_for_data(self->stream));
    }
    if (self->at > self->stream->limit) {
        RAISE_IF_ERROR(io_given(overrun("Separator is found, but chunk is longer than limit", self->at)));
    }
    GIVE(take(self->stream, self->at + strlen(self->separator)));
    CORO_END;
}

/* readline() gives up on a line that is too long: what has come of it is thrown away. */
static void throw_away(stream_object *stream, async_value error)
{
    size_t consumed = ((const error_object *)value_object(error))->consumed;
    bool ends = consumed < stream->buffer.count && buffer_bytes(&stream->buffer)[consumed] == '\n';
    buffer_drop(&stream->buffer, ends ? consumed + 1 : stream->buffer.count);
    stream_maybe_resume(stream);
}

LIBRARY_CORO_WITH(reader_readline, "asyncio.StreamReader.readline", reader_dispose, READER_FIELDS async_value line; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->line, custom_keep(call_at(ASYNC_HERE_(""), reader_readuntil, self->stream, "\n"), &self->stream->custom.object));
        CORO_RETURN(self->line);
    }
    CATCH(ASYNC_INCOMPLETE_READ_ERROR, self->error) {
        CORO_RETURN(async_incomplete(self->error));
    }
    CATCH(ASYNC_LIMIT_OVERRUN_ERROR, self->error) {
        throw_away(self->stream, self->error);
        RAISE(ASYNC_VALUE_ERROR, "%s", async_error_message(self->error));
    }
    END_TRY;
    CORO_END;
}

static void reader_dispose(void *variables)
{
    struct reader_read_frame *self = variables; /* all begin with the stream */
    object_release(&self->stream->custom.object);
}

static void read_all_dispose(void *variables)
{
    struct reader_read_all_frame *self = variables;
    buffer_free(&self->all);
    object_release(&self->stream->custom.object);
}

/* ---- The program's own ---- */

async_coroutine async_read_(async_stream object, int64_t most, const TracePlace *place)
{
    async_value error;
    stream_object *stream = stream_of(object, &error);
    if (!stream) {
        return object_handle(error.as.object);
    }
    return object_handle(custom_keep(most < 0 ? call_at(place, reader_read_all, stream) : call_at(place, reader_read, stream, most),
                                     &stream->custom.object));
}

async_coroutine async_readline_(async_stream object, const TracePlace *place)
{
    async_value error;
    stream_object *stream = stream_of(object, &error);
    return object_handle(stream ? custom_keep(call_at(place, reader_readline, stream), &stream->custom.object) : error.as.object);
}

async_coroutine async_readexactly_(async_stream object, size_t count, const TracePlace *place)
{
    async_value error;
    stream_object *stream = stream_of(object, &error);
    return object_handle(stream ? custom_keep(call_at(place, reader_readexactly, stream, count), &stream->custom.object) : error.as.object);
}

async_coroutine async_readuntil_(async_stream object, const char *separator, const TracePlace *place)
{
    async_value error;
    stream_object *stream = stream_of(object, &error);
    return object_handle(stream ? custom_keep(call_at(place, reader_readuntil, stream, separator), &stream->custom.object)
                                : error.as.object);
}

bool async_at_eof(async_stream object)
{
    async_value error;
    const stream_object *stream = stream_of(object, &error);
    return !stream || (stream->eof && stream->buffer.count == 0);
}
