/* stream_write.c: asyncio's StreamWriter: what a program holds of a stream, and how it writes to it. */
#include "stream.h"

#include "core/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Of a server's connection: does asyncio still hold it where its coroutine lets go of it? An error of the coroutine does, until the callback that looks at
   the task has closed the connection; and the protocol did, until the connection is lost. */
static bool is_kept(void) { return async_step_.given.type == ASYNC_ERROR || !rule_holds(RULE_DROPPED_CLIENT_CLOSES); }

/* asyncio's StreamWriter.__del__: nobody can close it any more, so it is closed, and that is said. */
static void dispose_handle(void *object)
{
    stream_handle *handle = object;
    /* Nobody need close the pipes of a child process, nor does a StreamReader close the pipe that it reads. */
    bool is_own = handle->transport->kind != TRANSPORT_READS && handle->transport->protocol == &stream_protocol;
    bool is_open = is_own && loop_running && !loop_running->closing && !transport_is_closing(handle->transport);
    if (is_open && !(handle->stream->client && is_kept())) {
        transport_close(handle->transport);
        report_say("ResourceWarning: unclosed stream: async_stream_close() was not called\n");
    }
    object_release(&handle->stream->custom.object);
    object_release(&handle->transport->custom.object);
}

static const custom_class handle_class = {.name = "StreamWriter", .dispose = dispose_handle};

stream_handle *stream_handle_new(stream_object *stream, transport_object *transport, bool writes)
{
    stream_handle *handle = object_new(OBJECT_CUSTOM, sizeof *handle);
    if (!handle) {
        return NULL;
    }
    handle->custom.class = &handle_class;
    handle->stream = stream;
    handle->transport = transport;
    object_retain(&stream->custom.object);
    object_retain(&transport->custom.object);
    future_object *complete = writes ? io_future() : NULL; /* asyncio's _complete_fut, which nobody uses and which counts */
    if (complete) {
        future_finish(complete, FUTURE_RESULT, async_none());
        object_release(&complete->object);
    }
    return handle;
}

static const char A_STREAM[] = "a stream";

stream_handle *stream_handle_of(async_stream object) { return custom_is(object, &handle_class); }

stream_object *stream_of(async_stream object, async_value *error)
{
    const stream_handle *handle = stream_handle_of(object);
    if (!handle) {
        *error = custom_misused(object, A_STREAM);
    }
    return handle ? handle->stream : NULL;
}

async_stream async_stream_of(async_value value) { return value.type == ASYNC_OBJECT ? object_handle(value.as.object) : NULL; }

async_value async_write_data(async_stream object, const void *data, size_t size)
{
    const stream_handle *handle = stream_handle_of(object);
    return handle && loop_running ? transport_raises(transport_write(handle->transport, data, size)) : async_none();
}

async_value async_write(async_stream object, async_value bytes) { return async_write_data(object, async_data(bytes), async_length(bytes)); }

async_value async_write_text(async_stream object, const char *format, ...)
{
    char small[512];
    size_t length;
    va_list arguments;
    va_start(arguments, format);
    char *text = text_format(small, sizeof small, &length, format, arguments);
    va_end(arguments);
    const stream_handle *handle = stream_handle_of(object);
    async_value error = async_none();
    if (text) {
        error = async_write_data(object, text, length);
    } else if (handle && loop_running) { /* a stream must not go on with a gap in it */
        transport_force_close(handle->transport, error_out_of_memory());
    }
    if (text != small) {
        free(text);
    }
    return error;
}

async_value async_write_eof(async_stream object)
{
    const stream_handle *handle = stream_handle_of(object);
    return handle && loop_running ? io_given(transport_write_eof(handle->transport)) : async_none();
}

void async_stream_close(async_stream object)
{
    const stream_handle *handle = stream_handle_of(object);
    if (handle && loop_running) {
        transport_close(handle->transport);
    }
}

bool async_stream_is_closing(async_stream object)
{
    const stream_handle *handle = stream_handle_of(object);
    return !handle || transport_is_closing(handle->transport);
}

async_transport async_stream_transport(async_stream object)
{
    const stream_handle *handle = stream_handle_of(object);
    return handle ? object_handle(&handle->transport->custom.object) : NULL;
}

/* ---- drain ---- */

static void leave_line(stream_object *stream, stream_waiter *waiter)
{
    for (stream_waiter **at = &stream->drains; *at; at = &(*at)->next) {
        if (*at == waiter) {
            *at = waiter->next;
            if (!*at) {
                stream->drains_last = at;
            }
            return;
        }
    }
}

static void drain_dispose(void *variables);

LIBRARY_CORO_WITH(drain_helper, "asyncio.FlowControlMixin._drain_helper", drain_dispose, stream_object *stream; stream_waiter waiter;)
{
    CORO_BEGIN;
    if (self->stream->lost) {
        RAISE(ASYNC_CONNECTION_RESET_ERROR, "Connection lost");
    }
    if (self->stream->writing_paused) {
        self->waiter.future = io_future();
        if (!self->waiter.future) {
            RAISE_AGAIN(error_out_of_memory());
        }
        *self->stream->drains_last = &self->waiter;
        self->stream->drains_last = &self->waiter.next;
        outside_awaited(loop_running, self->waiter.future, self->stream->transport->descriptor, "room to send to ");
        AWAIT(&self->waiter.future->object);
    }
    CORO_END;
}

static void drain_dispose(void *variables)
{
    struct drain_helper_frame *self = variables;
    if (self->waiter.future) {
        leave_line(self->stream, &self->waiter);
        object_release(&self->waiter.future->object);
    }
    object_release(&self->stream->custom.object);
}

static void writer_dispose(void *variables);

LIBRARY_CORO_WITH(writer_drain, "asyncio.StreamWriter.drain", writer_dispose, stream_object *stream; transport_object * transport;)
{
    CORO_BEGIN;
    if (self->stream->error) {
        RAISE_AGAIN(stream_error(self->stream));
    }
    if (transport_is_closing(self->transport)) {
        AWAIT(async_sleep(0)); /* so that who writes and drains in a loop hears that the connection is lost */
    }
    if (self->stream->lost || self->stream->writing_paused) {
        AWAIT(custom_keep(call_at(ASYNC_HERE_(""), drain_helper, self->stream), &self->stream->custom.object));
    }
    CORO_END;
}

LIBRARY_CORO_WITH(writer_wait_closed, "asyncio.StreamWriter.wait_closed", writer_dispose, stream_object *stream;
                  transport_object * transport;)
{
    CORO_BEGIN;
    if (!stream_closed(self->stream)) {
        RAISE_AGAIN(error_out_of_memory());
    }
    AWAIT(&self->stream->closed->object);
    CORO_END;
}

static void writer_dispose(void *variables)
{
    struct writer_drain_frame *self = variables;
    object_release(&self->stream->custom.object);
    object_release(&self->transport->custom.object);
}

static async_coroutine started(async_coroutine coroutine, const stream_handle *handle)
{
    if (coroutine->type == OBJECT_COROUTINE) {
        object_retain(&handle->stream->custom.object);
        object_retain(&handle->transport->custom.object);
    }
    return coroutine;
}

async_coroutine stream_drain(const stream_handle *handle, const TracePlace *place)
{
    return started(call_at(place, writer_drain, handle->stream, handle->transport), handle);
}

async_coroutine async_drain_(async_stream object, const TracePlace *place)
{
    const stream_handle *handle = stream_handle_of(object);
    return object_handle(handle ? stream_drain(handle, place) : custom_misused(object, A_STREAM).as.object);
}

async_coroutine async_stream_wait_closed_(async_stream object, const TracePlace *place)
{
    const stream_handle *handle = stream_handle_of(object);
    return object_handle(handle ? started(call_at(place, writer_wait_closed, handle->stream, handle->transport), handle)
                                : custom_misused(object, A_STREAM).as.object);
}
