/* process_pipes.c: what asyncio's SubprocessStreamProtocol does: what a child says goes to its streams, its end to whoever waits for it. */
#include "process.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Something that the protocol hears of in a turn of its own. */
typedef struct process_call {
    custom_object custom;
    struct process_call *next;
    const char *name;
    void (*function)(struct process_call *call);
    process_object *process; /* references */
    process_pipe *pipe;
    async_value value; /* bytes, an error, or None */
} process_call;

static void dispose_call(void *object)
{
    process_call *call = object;
    value_release(call->value);
    object_release(&call->process->custom.object);
}

static const custom_class call_class = {.name = "call", .dispose = dispose_call};

static void run_call(async_future ignored, void *context)
{
    (void)ignored;
    process_call *call = context;
    call->function(call);
}

/* asyncio's _call(): until the protocol is connected, what it is to hear of waits. The value's reference is taken over. */
static void soon(process_object *process, const char *name, void (*function)(process_call *call), process_pipe *pipe, async_value value)
{
    process_call *call = object_new(OBJECT_CUSTOM, sizeof *call);
    if (!call) {
        value_release(value);
        return;
    }
    object_retain(&process->custom.object);
    *call = (process_call){.custom = {.object = call->custom.object, .class = &call_class},
                           .name = name,
                           .function = function,
                           .process = process,
                           .pipe = pipe,
                           .value = value};
    if (process->connected) {
        io_soon(name, run_call, call, &call->custom.object, NULL);
        object_release(&call->custom.object);
    } else {
        *process->calls_last = call;
        process->calls_last = &call->next;
    }
}

static process_call *take_call(process_object *process)
{
    process_call *call = process->calls;
    if (call) {
        process->calls = call->next;
    }
    return call;
}

void process_drop_calls(process_object *process)
{
    for (process_call *call; (call = take_call(process));) {
        object_release(&call->custom.object);
    }
}

static void maybe_close(process_object *process)
{
    bool open = false;
    for (int i = 1; i < PROCESS_PIPES; i++) {
        open |= process->pipes[i].wanted && !process->pipes[i].told_lost;
    }
    if (!open && process->told_exited) {
        process_close(process);
    }
}

static void finish(process_object *process)
{
    while (process->waiters) {
        process_waiter *waiter = process->waiters;
        process->waiters = waiter->next;
        waiter->next = NULL;
        if (waiter->future->state == FUTURE_PENDING) {
            future_finish(waiter->future, FUTURE_RESULT, async_int(process->returncode));
        }
    }
}

static void call_connection_lost(process_call *call)
{
    call->process->over = true;
    finish(call->process);
}

static void try_finish(process_object *process)
{
    bool all = process->exited && !process->finished;
    for (int i = 0; i < PROCESS_PIPES; i++) {
        all = all && (!process->pipes[i].wanted || process->pipes[i].disconnected);
    }
    if (all) {
        process->finished = true;
        soon(process, "_call_connection_lost", call_connection_lost, NULL, async_none());
    }
}

/* ---- Its pipes ---- */

static void pipe_data_received(process_call *call)
{
    if (call->pipe->stream) {
        stream_feed(call->pipe->stream, async_data(call->value), async_length(call->value));
    }
}

static void pipe_connection_lost(process_call *call)
{
    process_pipe *pipe = call->pipe;
    process_object *process = call->process;
    bool is_input = pipe == &process->pipes[0];
    if (pipe->stream) {
        stream_lost(pipe->stream, call->value);
    }
    if (is_input && process->input_closed && process->input_closed->state == FUTURE_PENDING) {
        future_finish(process->input_closed, call->value.type == ASYNC_ERROR ? FUTURE_ERROR : FUTURE_RESULT, call->value);
        process->input_closed->unretrieved = false;
    }
    pipe->told_lost = true;
    if (!is_input) {
        maybe_close(process);
    }
}

static void made(void *self, async_transport transport)
{
    (void)self;
    (void)transport;
}

static void received(void *self, const char *data, size_t size)
{
    process_pipe *pipe = self;
    string_object *bytes = bytes_new(data, size);
    if (bytes) {
        soon(pipe->process, "pipe_data_received", pipe_data_received, pipe, (async_value){ASYNC_BYTES, {.object = &bytes->object}});
    }
}

static void lost(void *self, async_value error)
{
    process_pipe *pipe = self;
    pipe->disconnected = true;
    soon(pipe->process, "pipe_connection_lost", pipe_connection_lost, pipe, value_retain(error));
    try_finish(pipe->process);
}

static void paused(void *self)
{
    process_pipe *pipe = self;
    if (pipe->stream) {
        stream_protocol.pause_writing(pipe->stream);
    }
}

static void resumed(void *self)
{
    process_pipe *pipe = self;
    if (pipe->stream) {
        stream_protocol.resume_writing(pipe->stream);
    }
}

const async_protocol process_pipe_protocol = {.name = "SubprocessPipeProto",
                                              .connection_made = made,
                                              .data_received = received,
                                              .connection_lost = lost,
                                              .pause_writing = paused,
                                              .resume_writing = resumed};

/* The protocol's connection_made(): it has its streams from here on. */
static void connection_made(async_future ignored, void *context)
{
    static const int order[] = {1, 2, 0};
    (void)ignored;
    process_object *process = context;
    for (int i = 0; i < PROCESS_PIPES; i++) {
        process_pipe *pipe = &process->pipes[order[i]];
        pipe->stream = pipe->transport ? stream_bare_new(0) : NULL;
        if (!pipe->stream) {
            continue;
        }
        object_retain(&pipe->transport->custom.object);
        pipe->stream->transport = pipe->transport;
        if (order[i] == 0) {
            pipe->stream->closed = (future_object *)object_retain(&process->input_closed->object);
        }
        pipe->handle = stream_handle_new(pipe->stream, pipe->transport, order[i] == 0);
    }
}

void process_connected(process_object *process)
{
    process->connected = true;
    io_soon("connection_made", connection_made, process, &process->custom.object, NULL);
    for (process_call *call; (call = take_call(process));) {
        io_soon(call->name, run_call, call, &call->custom.object, NULL);
        object_release(&call->custom.object);
    }
}

/* ---- Its end ---- */

static void process_exited(process_call *call)
{
    call->process->told_exited = true;
    maybe_close(call->process);
}

void process_ended(process_object *process, int returncode)
{
    process->exited = true;
    process->returncode = returncode;
    outside_gone(loop_running, process->number, GONE_DONE, async_none(), returncode < 0 ? 128 - returncode : returncode);
    soon(process, "process_exited", process_exited, NULL, async_none());
    try_finish(process);
    if (rule_holds(RULE_EXIT_WAKES)) {
        finish(process);
    }
}

void process_close(process_object *process)
{
    if (process->closed) {
        return;
    }
    process->closed = true;
    for (int i = 0; i < PROCESS_PIPES; i++) {
        if (process->pipes[i].transport && process->pipes[i].transport->descriptor >= 0) {
            transport_close(process->pipes[i].transport);
        }
    }
    if (process->pid > 0 && !process->exited) {
        (void)kill(process->pid, SIGKILL);
    }
}
