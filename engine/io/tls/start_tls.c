/* start_tls.c: a connection that goes on with TLS: the transport that it has gets another one over it. */
#include "context.h"

#include "io/stream.h"

/* The protocol that the transport had, and what is to become of it. */
typedef struct upgrade {
    transport_object *under; /* a reference */
    const async_protocol *protocol;
    void *self;
    stream_object *stream; /* a reference, or NULL */
    tls_wish *wish;        /* a reference */
} upgrade;

/* What is under TLS from now on calls that, and belongs to it. */
static void take_over(transport_object *transport, transport_object *under)
{
    async_object *held = under->held;
    object_retain(&under->custom.object);
    layer_lies_over(transport, under);
    layer_of(transport)->told = TOLD_MADE;
    under->held = object_retain(&transport->custom.object);
    under->protocol = &layer_protocol;
    under->self = transport;
    object_release(held);
}

/* What the other end has sent with TLS already lies in the stream's buffer. */
static bool take_back(transport_object *transport, stream_object *stream)
{
    io_buffer *buffer = &stream->buffer;
    bool taken = buffer->count == 0 || tls_feed(layer_of(transport)->tls, buffer_bytes(buffer), buffer->count);
    buffer_drop(buffer, buffer->count);
    return taken;
}

static void made(async_future ignored, void *context)
{
    (void)ignored;
    layer_protocol.connection_made(context, NULL);
}

static void resume(async_future ignored, void *context)
{
    (void)ignored;
    transport_resume_reading(context);
}

static void cancel(user_handle *callback)
{
    if (callback && loop_running) {
        loop_cancel_timer(loop_running, &callback->handle.entry);
    }
}

static user_handle *soon(const char *name, async_callback function, transport_object *transport)
{
    user_handle *callback = io_handle(name, function, transport, &transport->custom.object, NULL);
    if (callback) {
        io_schedule(loop_running, callback);
    }
    return callback;
}

/* None, or the error: a reference. */
static async_value begin(const upgrade *of, future_object *waiter, transport_object **made_of)
{
    async_value error = async_none();
    transport_object *under = of->under;
    if (under->kind != TRANSPORT_SOCKET && under->kind != TRANSPORT_OVER) {
        return error_new(&ASYNC_TYPE_ERROR, "this transport is not supported by start_tls()");
    }
    if (under->descriptor < 0) {
        return error_new(&ASYNC_CONNECTION_RESET_ERROR, "Connection lost");
    }
    async_object *held = of->stream ? &of->stream->custom.object : under->held;
    transport_object *transport = layer_new(of->wish, of->protocol, of->self, held, waiter, under->descriptor, &error);
    if (!transport) {
        return error;
    }
    *made_of = transport;
    transport_pause_reading(under);
    if (of->stream && of->wish->is_server && !take_back(transport, of->stream)) {
        return error_out_of_memory();
    }
    take_over(transport, under);
    return async_none();
}

static void start_dispose(void *variables);

LIBRARY_CORO_WITH(loop_start_tls, "asyncio.BaseEventLoop.start_tls", start_dispose, upgrade of; future_object * waiter;
                  transport_object * transport; user_handle * is_made; user_handle * resumes; async_value error;)
{
    CORO_BEGIN;
    RAISE_IF_ERROR(io_given(wish_why_not(&self->of.wish->wish, "")));
    self->waiter = io_future();
    if (!self->waiter) {
        RAISE_AGAIN(error_out_of_memory());
    }
    RAISE_IF_ERROR(io_given(begin(&self->of, self->waiter, &self->transport)));
    self->is_made = soon("connection_made", made, self->transport);
    self->resumes = soon("resume_reading", resume, self->of.under);
    outside_awaited(loop_running, self->waiter, self->transport->descriptor, "the handshake with ");
    TRY {
        AWAIT(&self->waiter->object);
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        transport_close(self->of.under);
        cancel(self->is_made);
        cancel(self->resumes);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_RETURN(io_given((async_value){ASYNC_OBJECT, {.object = object_retain(&self->transport->custom.object)}}));
    CORO_END;
}

static void release_upgrade(const upgrade *of)
{
    object_release(&of->under->custom.object);
    object_release(of->stream ? &of->stream->custom.object : NULL);
    object_release(&of->wish->wish.custom.object);
}

static void start_dispose(void *variables)
{
    struct loop_start_tls_frame *self = variables;
    release_upgrade(&self->of);
    object_release(self->waiter ? &self->waiter->object : NULL);
    object_release(self->transport ? &self->transport->custom.object : NULL);
    object_release(self->is_made ? &self->is_made->object : NULL);
    object_release(self->resumes ? &self->resumes->object : NULL);
}

/* A coroutine object, which has references of its own. */
static async_coroutine start(const upgrade *of, const TracePlace *place)
{
    async_object *coroutine = call_at(place, loop_start_tls, *of);
    if (coroutine->type == OBJECT_COROUTINE) {
        object_retain(&of->under->custom.object);
        object_retain(of->stream ? &of->stream->custom.object : NULL);
        object_retain(&of->wish->wish.custom.object);
    }
    return coroutine;
}

async_coroutine async_transport_start_tls_(async_transport object, const async_protocol *protocol, void *self, bool is_server,
                                           async_ssl ssl, const TracePlace *place)
{
    async_value error = async_none();
    transport_object *transport = custom_is(object, &transport_class);
    tls_wish *wish = transport && loop_running ? wish_new(&ssl, is_server, &error) : NULL;
    if (!wish) {
        return object_handle(error.type == ASYNC_ERROR ? error.as.object : custom_misused(object, "a transport").as.object);
    }
    async_object *coroutine = start(&(upgrade){transport, protocol, self, NULL, wish}, place);
    object_release(&wish->wish.custom.object);
    return object_handle(coroutine);
}

/* ---- Of a stream ---- */

/* asyncio's _replace_transport(): the stream and who writes to it go on with the new one. */
static void replace(stream_handle *handle, transport_object *transport)
{
    transport_object *before = handle->transport;
    handle->transport = transport;
    object_retain(&transport->custom.object);
    object_release(&before->custom.object);
    if (handle->stream->transport) { /* it is not lost meanwhile */
        before = handle->stream->transport;
        handle->stream->transport = transport;
        object_retain(&transport->custom.object);
        object_release(&before->custom.object);
    }
}

static void stream_dispose(void *variables);

LIBRARY_CORO_WITH(stream_start_tls, "asyncio.StreamWriter.start_tls", stream_dispose, stream_handle *handle; tls_wish * wish;
                  async_value transport;)
{
    CORO_BEGIN;
    AWAIT(stream_drain(self->handle, ASYNC_HERE_("")));
    AWAIT_TO(self->transport,
             start(&(upgrade){self->handle->transport, &stream_protocol, self->handle->stream, self->handle->stream, self->wish},
                   ASYNC_HERE_("")));
    replace(self->handle, (transport_object *)(void *)self->transport.as.object);
    CORO_END;
}

static void stream_dispose(void *variables)
{
    struct stream_start_tls_frame *self = variables;
    object_release(&self->handle->custom.object);
    object_release(&self->wish->wish.custom.object);
}

async_coroutine async_start_tls_(async_stream object, async_ssl ssl, const TracePlace *place)
{
    async_value error = async_none();
    stream_handle *handle = stream_handle_of(object);
    tls_wish *wish = handle && loop_running ? wish_new(&ssl, handle->stream->client != NULL, &error) : NULL;
    if (!wish) {
        return object_handle(error.type == ASYNC_ERROR ? error.as.object : custom_misused(object, "a stream").as.object);
    }
    async_object *coroutine = call_at(place, stream_start_tls, handle, wish);
    if (coroutine->type == OBJECT_COROUTINE) {
        object_retain(&handle->custom.object);
    } else {
        object_release(&wish->wish.custom.object);
    }
    return object_handle(coroutine);
}
