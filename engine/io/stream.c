/* stream.c: asyncio's StreamReaderProtocol: what comes is kept until it is read, and who waits for it is woken. */
#include "stream.h"

#include "core/report.h"
#include "core/task.h"
#include "rules/rules.h"

#include <string.h>

static void dispose_stream(void *object)
{
    stream_object *stream = object;
    buffer_free(&stream->buffer);
    object_release(stream->error);
    if (stream->closed) {
        stream->closed->unretrieved = false; /* asyncio's __del__: nobody need have asked */
        object_release(&stream->closed->object);
    }
    object_release(stream->transport ? &stream->transport->custom.object : NULL);
}

const custom_class stream_class = {.name = "StreamReaderProtocol", .dispose = dispose_stream};

stream_object *stream_bare_new(size_t limit)
{
    stream_object *stream = object_new(OBJECT_CUSTOM, sizeof *stream);
    if (stream) {
        stream->custom.class = &stream_class;
        stream->limit = limit ? limit : STREAM_LIMIT;
        stream->drains_last = &stream->drains;
    }
    return stream;
}

stream_object *stream_new(size_t limit, const async_coroutine_class *client)
{
    stream_object *stream = stream_bare_new(limit);
    if (stream) {
        stream->client = client;
        if (hooked(loop_running) && !stream_closed(stream)) { /* the trace has it from the beginning, as asyncio does */
            object_release(&stream->custom.object);
            return NULL;
        }
    }
    return stream;
}

/* ---- The reader ---- */

static future_object *take_waiter(stream_object *stream)
{
    future_object *waiter = stream->waiter;
    stream->waiter = NULL;
    return waiter && waiter->state == FUTURE_PENDING ? waiter : NULL;
}

static void wake(stream_object *stream)
{
    future_object *waiter = take_waiter(stream);
    if (waiter) {
        future_finish(waiter, FUTURE_RESULT, async_none());
    }
}

void stream_feed_eof(stream_object *stream)
{
    stream->eof = true;
    wake(stream);
}

static void data_received(void *self, const char *data, size_t size) { stream_feed(self, data, size); }

void stream_feed(stream_object *stream, const char *data, size_t size)
{
    if (!buffer_add(&stream->buffer, data, size)) {
        async_callback_failed(error_out_of_memory());
        return;
    }
    wake(stream);
    if (stream->transport && !stream->reading_paused && stream->buffer.count > 2 * stream->limit) {
        transport_pause_reading(stream->transport);
        stream->reading_paused = true;
    }
}

static bool eof_received(void *self)
{
    const stream_object *stream = self;
    stream_feed_eof(self);
    return !stream->transport || !stream->transport->layer; /* TLS ends both ways at once, and would say so */
}

void stream_maybe_resume(stream_object *stream)
{
    if (stream->reading_paused && stream->buffer.count <= stream->limit) {
        stream->reading_paused = false;
        if (stream->transport) {
            transport_resume_reading(stream->transport);
        }
    }
}

static void wait_dispose(void *variables);

LIBRARY_CORO_WITH(wait_for_data, "asyncio.StreamReader._wait_for_data", wait_dispose, stream_object *stream; future_object * future;)
{
    CORO_BEGIN;
    if (self->stream->waiter) { /* says the method that awaits this: "asyncio.StreamReader.read" */
        const char *method = strrchr(coro_class(frame_->caller)->name, '.') + 1;
        RAISE(ASYNC_RUNTIME_ERROR, "%s() called while another coroutine is already waiting for incoming data", method);
    }
    if (self->stream->reading_paused) {
        self->stream->reading_paused = false;
        transport_resume_reading(self->stream->transport);
    }
    self->future = io_future();
    if (!self->future) {
        RAISE_AGAIN(error_out_of_memory());
    }
    self->stream->waiter = self->future;
    if (self->stream->transport) {
        outside_awaited(loop_running, self->future, self->stream->transport->descriptor, "data from ");
    }
    AWAIT(&self->future->object);
    CORO_END;
}

static void wait_dispose(void *variables)
{
    struct wait_for_data_frame *self = variables;
    if (self->future && self->stream->waiter == self->future) {
        self->stream->waiter = NULL;
    }
    object_release(self->future ? &self->future->object : NULL);
    object_release(&self->stream->custom.object);
}

async_coroutine stream_wait_for_data(stream_object *stream)
{
    return custom_keep(call_at(ASYNC_HERE_(""), wait_for_data, stream), &stream->custom.object);
}

/* ---- The writer's side ---- */

static void pause_writing(void *self) { ((stream_object *)self)->writing_paused = true; }

static void finish(future_object *future, async_value error)
{
    if (future->state == FUTURE_PENDING) {
        future_finish(future, error.type == ASYNC_ERROR ? FUTURE_ERROR : FUTURE_RESULT, error);
    }
}

static void resume_writing(void *self)
{
    stream_object *stream = self;
    stream->writing_paused = false;
    for (stream_waiter *waiter = stream->drains; waiter; waiter = waiter->next) {
        finish(waiter->future, async_none());
    }
}

static void connection_lost(void *self, async_value error) { stream_lost(self, error); }

void stream_lost(stream_object *stream, async_value error)
{
    if (error.type == ASYNC_ERROR) {
        stream->error = object_retain(error.as.object);
        future_object *waiter = take_waiter(stream);
        if (waiter) {
            finish(waiter, error);
        }
    } else {
        stream_feed_eof(stream);
    }
    if (stream->closed) {
        finish(stream->closed, error);
    }
    stream->lost = true;
    for (stream_waiter *waiter = stream->writing_paused ? stream->drains : NULL; waiter; waiter = waiter->next) {
        finish(waiter->future, error);
    }
    transport_object *transport = stream->transport;
    stream->transport = NULL;
    object_release(transport ? &transport->custom.object : NULL);
}

/* Most connections end without anybody waiting for it. */
future_object *stream_closed(stream_object *stream)
{
    if (!stream->closed) {
        stream->closed = io_future();
        if (stream->closed && stream->lost) {
            finish(stream->closed, stream_error(stream));
        }
    }
    return stream->closed;
}

/* ---- Each connection to a server gets a task ---- */

static const char HANDLER_DONE[] = "streams.handler_done";

static void client_ended(async_future task, void *context)
{
    transport_object *transport = context;
    future_object *future = (future_object *)object_of(task);
    if (future->state == FUTURE_CANCELLED && rule_holds(RULE_CANCELLED_CLIENT_CLOSES)) {
        transport_close(transport);
    } else if (future->state == FUTURE_CANCELLED) {
        report_callback(loop_running, HANDLER_DONE, future_value(future));
    } else if (future->state == FUTURE_ERROR) {
        future->unretrieved = false;
        report_handler(loop_running, "Unhandled exception in client_connected_cb", future_value(future));
        transport_close(transport);
    }
}

/* A coroutine object whose first variable is the stream, which it takes over; NULL: out of memory. */
static async_object *client_of(const async_coroutine_class *class, stream_handle *handle)
{
    uint8_t size_class;
    const async_coroutine_class **variables = pool_take_plain(class->size, &size_class);
    async_object *coroutine = NULL;
    if (variables) {
        variables[0] = class;
        async_stream stream = object_handle(&handle->custom.object);
        memcpy(variables + 1, &stream, sizeof stream);
        coroutine = coro_call(variables, false, ASYNC_HERE_(""));
        pool_give_plain(variables, size_class);
    }
    if (!coroutine || coroutine->type != OBJECT_COROUTINE) {
        object_release(&handle->custom.object);
        return NULL;
    }
    return scope_keep(coro_scope((async_frame *)coroutine), &handle->custom.object) ? coroutine : NULL;
}

static void serve(stream_object *stream, transport_object *transport)
{
    stream_handle *handle = stream_handle_new(stream, transport, true);
    async_object *coroutine = handle ? client_of(stream->client, handle) : NULL;
    task_object *task = coroutine ? task_new(coroutine, NULL, VIA_USER, EAGER_AS_SET, NULL) : NULL;
    user_handle *ended = task ? io_handle(HANDLER_DONE, client_ended, transport, &transport->custom.object, NULL) : NULL;
    if (!ended) {
        transport_force_close(transport, error_out_of_memory());
    } else if (rule_holds(RULE_CLIENT_IS_HEARD)) {
        future_add_callback(&task->future, &ended->handle);
    }
    object_release(ended ? &ended->object : NULL);
    object_release(task ? &task->future.object : NULL);
}

static void connection_made(void *self, async_transport object)
{
    stream_object *stream = self;
    transport_object *transport = (transport_object *)(void *)object_of(object);
    object_retain(&transport->custom.object);
    stream->transport = transport;
    if (stream->client) {
        serve(stream, transport);
    }
}

const async_protocol stream_protocol = {.name = "StreamReaderProtocol",
                                        .connection_made = connection_made,
                                        .data_received = data_received,
                                        .eof_received = eof_received,
                                        .connection_lost = connection_lost,
                                        .pause_writing = pause_writing,
                                        .resume_writing = resume_writing};
