/* wake.c: asyncio's self-pipe: a byte in it ends the loop's wait, and what other threads have left is put into the ready queue. */
#include "wake.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Neither end may block: the one that is read is read until nothing is there. */
static bool open_pipe(async_loop *loop, wake_state *wake)
{
    int pair[2];
    if (net_pipe(loop->poll, pair) != 0) {
        return false;
    }
    wake->pipe[0] = pair[0];
    wake->pipe[1] = pair[1];
    return true;
}

/* asyncio's _read_from_self: an entry of the ready queue like others, but none of the program's, so the trace is not told of it. */
static void read_from_self(async_future ignored, void *context)
{
    (void)ignored;
    wake_state *wake = context;
    unsigned char bytes[256];
    ssize_t count;
    while ((count = read(wake->pipe[0], bytes, sizeof bytes)) > 0) {
        signals_came(loop_running, wake, bytes, (size_t)count);
    }
}

static bool watch_pipe(async_loop *loop, wake_state *wake)
{
    user_handle *handle = io_handle("_read_from_self", read_from_self, wake, NULL, NULL);
    if (handle) {
        handle->handle.silent = true;
    }
    const TraceSink *sink = loop->sink;
    loop->sink = NULL; /* it is none of the program's descriptors */
    bool watched = watch_reader(loop, wake->pipe[0], handle) == 0;
    loop->sink = sink;
    if (watched) {
        loop->io_state->watched--;
    }
    return watched;
}

static bool is_called(void *io) { return wake_is_called(io); }

wake_state *wake_of(async_loop *loop)
{
    io_state *io = io_of(loop);
    if (!io || io->wake) {
        return io ? io->wake : NULL;
    }
    wake_state *wake = calloc(1, sizeof *wake);
    if (!wake) {
        return NULL;
    }
    wake->last = &wake->first;
    wake->pipe[0] = wake->pipe[1] = -1;
    pthread_mutex_init(&wake->mutex, NULL);
    io->wake = wake;
    if (!loop->poll->real) {
        loop->poll->woken = is_called;
        loop->poll->woken_context = io;
    }
    if (loop->poll->real && (!open_pipe(loop, wake) || !watch_pipe(loop, wake))) {
        wake_end(loop, io);
        return NULL;
    }
    return wake;
}

void wake_ring(wake_state *wake)
{
    if (wake->pipe[1] >= 0) {
        unsigned char nothing = 0;
        while (write(wake->pipe[1], &nothing, 1) < 0 && errno == EINTR) {
            /* a signal came first; of a full pipe the loop hears anyway */
        }
    }
}

void wake_call_loop(wake_state *wake, wake_call *call)
{
    call->next = NULL;
    pthread_mutex_lock(&wake->mutex);
    *wake->last = call;
    wake->last = &call->next;
    pthread_mutex_unlock(&wake->mutex);
    wake_ring(wake);
}

static wake_call *take_all(wake_state *wake)
{
    pthread_mutex_lock(&wake->mutex);
    wake_call *first = wake->first;
    wake->first = NULL;
    wake->last = &wake->first;
    pthread_mutex_unlock(&wake->mutex);
    return first;
}

static void put(const wake_call *call)
{
    if (hooked(loop_running) && call->number) {
        hook_emit_by(loop_running, TRACE_LOOP, EV_ARRIVED, DIRECTION_READ, 0, call->number, 0, 0, 0);
    }
    if (call->resolves) {
        io_resolve_soon((future_object *)call->future);
        return;
    }
    async_object *held = call->hold ? call->hold(call->context) : NULL;
    if (call->hold && !held) {
        call->drop(call->context);
    } else if (!io_soon(call->name, call->function, call->context, held, call->future) && call->future) {
        future_object *future = (future_object *)call->future;
        if (future->state == FUTURE_PENDING) {
            future_finish(future, FUTURE_ERROR, error_out_of_memory());
        }
    }
    object_release(held);
}

void wake_hear(async_loop *loop)
{
    wake_state *wake = loop->io_state->wake;
    for (wake_call *call = wake ? take_all(wake) : NULL, *next; call; call = next) {
        next = call->next;
        put(call);
        free(call);
    }
}

bool wake_is_called(const io_state *io)
{
    wake_state *wake = io->wake;
    if (!wake) {
        return false;
    }
    pthread_mutex_lock(&wake->mutex);
    bool called = wake->first != NULL;
    pthread_mutex_unlock(&wake->mutex);
    return called;
}

bool wake_may_come(const io_state *io)
{
    const wake_state *wake = io->wake;
    return wake && wake->pipe[0] >= 0 && (wake->expected > 0 || wake->asked || wake->signal_count > 0);
}

void wake_end(async_loop *loop, io_state *io)
{
    wake_state *wake = io->wake;
    if (!wake) {
        return;
    }
    signals_end(loop, wake);
    for (wake_call *call = take_all(wake), *next; call; call = next) {
        next = call->next;
        if (call->drop) {
            call->drop(call->context);
        }
        free(call);
    }
    submit_end(wake);
    if (wake->pipe[0] >= 0) {
        watch_slot *slot = watch_find(io, wake->pipe[0]);
        if (slot) {
            object_release(slot->reader ? &slot->reader->object : NULL);
            *slot = (watch_slot){0};
        }
        close(wake->pipe[0]);
        close(wake->pipe[1]);
    }
    pthread_mutex_destroy(&wake->mutex);
    free(wake);
    io->wake = NULL;
}

/* ---- The program's own ---- */

struct async_loop *async_running_loop(void)
{
    wake_state *wake = loop_running ? wake_of(loop_running) : NULL;
    if (wake) {
        wake->asked = true;
    }
    return wake ? loop_running : NULL;
}

bool async_call_soon_threadsafe_(struct async_loop *loop, async_callback function, void *context, const char *name)
{
    if (!loop) {
        return false;
    }
    if (loop == loop_running) { /* as call_soon(), and the loop looks around once more */
        bool put_in = io_soon(name, function, context, NULL, NULL);
        wake_ring(loop->io_state->wake);
        return put_in;
    }
    wake_call *call = calloc(1, sizeof *call);
    if (call) {
        call->name = name;
        call->function = function;
        call->context = context;
        wake_call_loop(loop->io_state->wake, call);
    }
    return call != NULL;
}
