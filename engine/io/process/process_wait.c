/* process_wait.c: asyncio's Process: what a program asks of a child, and how it waits for it. */
#include "process.h"

#include "wait/gather.h"

#include <signal.h>

static const char A_PROCESS[] = "a process";

static process_object *process_of(async_process object) { return custom_is(object, &process_class); }

/* ---- wait ---- */

static void wait_dispose(void *variables);

LIBRARY_CORO_WITH(process_wait, "asyncio.Process.wait", wait_dispose, process_object *process; process_waiter waiter; async_value got;)
{
    CORO_BEGIN;
    if (self->process->exited) {
        CORO_RETURN(async_int(self->process->returncode));
    }
    self->waiter.future = io_future();
    if (!self->waiter.future) {
        RAISE_AGAIN(error_out_of_memory());
    }
    *self->process->waiters_last = &self->waiter;
    self->process->waiters_last = &self->waiter.next;
    if (hooked(loop_running)) {
        hook_emit(loop_running, EV_NAME, 0, 0, self->process->number, future_ref(&self->waiter.future->object),
                  hook_text(loop_running, "the end of a child process"), 0);
    }
    AWAIT_TO(self->got, &self->waiter.future->object);
    CORO_RETURN(self->got);
    CORO_END;
}

static void leave_line(process_object *process, process_waiter *waiter)
{
    for (process_waiter **at = &process->waiters; *at; at = &(*at)->next) {
        if (*at == waiter) {
            *at = waiter->next;
            if (!*at) {
                process->waiters_last = at;
            }
            return;
        }
    }
}

static void wait_dispose(void *variables)
{
    struct process_wait_frame *self = variables;
    if (self->waiter.future) {
        leave_line(self->process, &self->waiter);
        object_release(&self->waiter.future->object);
    }
    object_release(&self->process->custom.object);
}

static async_coroutine wait_of(process_object *process, const TracePlace *place)
{
    return custom_keep(call_at(place, process_wait, process), &process->custom.object);
}

/* ---- communicate: three tasks, and then the end ---- */

static void process_dispose(void *variables);

LIBRARY_CORO_WITH(feed_stdin, "asyncio.Process._feed_stdin", process_dispose, process_object *process; async_value input;
                  async_value error;)
{
    CORO_BEGIN;
    TRY {
        async_write(object_handle(&self->process->pipes[0].handle->custom.object), self->input);
        AWAIT(async_drain_(object_handle(&self->process->pipes[0].handle->custom.object), ASYNC_HERE_("")));
    }
    CATCH(ASYNC_BROKEN_PIPE_ERROR, self->error) {}
    CATCH(ASYNC_CONNECTION_RESET_ERROR, self->error) {}
    END_TRY;
    transport_close(self->process->pipes[0].transport);
    CORO_END;
}

LIBRARY_CORO_WITH(read_stream, "asyncio.Process._read_stream", process_dispose, process_object *process; async_value output; int index;)
{
    CORO_BEGIN;
    AWAIT_TO(self->output, async_read_(object_handle(&self->process->pipes[self->index].handle->custom.object), -1, ASYNC_HERE_("")));
    transport_close(self->process->pipes[self->index].transport);
    CORO_RETURN(self->output);
    CORO_END;
}

LIBRARY_CORO_WITH(noop, "asyncio.Process._noop", process_dispose, process_object *process; async_value none;)
{
    CORO_BEGIN;
    CORO_END;
}

static async_awaitable of_pipe(process_object *process, int index, async_value input)
{
    process_pipe *pipe = &process->pipes[index];
    async_object *coroutine = !pipe->handle ? call_at(ASYNC_HERE_(""), noop, process)
                              : index == 0  ? call_at(ASYNC_HERE_(""), feed_stdin, process, input)
                                            : call_at(ASYNC_HERE_(""), read_stream, process, {ASYNC_NONE, {.integer = 0}}, index);
    if (coroutine->type == OBJECT_COROUTINE && pipe->handle && index == 0) {
        value_retain(input);
    }
    return custom_keep(coroutine, &process->custom.object);
}

static async_awaitable all_pipes(process_object *process, async_value input)
{
    async_awaitable all[] = {of_pipe(process, 0, input), of_pipe(process, 1, input), of_pipe(process, 2, input)};
    return gather_via(all, PROCESS_PIPES, false, VIA_USER, NULL);
}

LIBRARY_CORO_WITH(communicate, "asyncio.Process.communicate", process_dispose, process_object *process; async_value input;
                  async_value said;)
{
    CORO_BEGIN;
    AWAIT_TO(self->said, all_pipes(self->process, self->input));
    AWAIT(wait_of(self->process, ASYNC_HERE_("")));
    CORO_RETURN(async_list((const async_value[]){async_item(self->said, 1), async_item(self->said, 2)}, 2));
    CORO_END;
}

static void process_dispose(void *variables)
{
    struct feed_stdin_frame *self = variables; /* all begin with the process and a value, which is theirs in two of them */
    if (self->coroutine == feed_stdin || self->coroutine == communicate) {
        value_release(self->input);
    }
    object_release(&self->process->custom.object);
}

/* ---- The program's own ---- */

async_coroutine async_process_wait_(async_process object, const TracePlace *place)
{
    process_object *process = process_of(object);
    return object_handle(process ? wait_of(process, place) : custom_misused(object, A_PROCESS).as.object);
}

async_coroutine async_process_communicate_(async_process object, async_value input, const TracePlace *place)
{
    process_object *process = process_of(object);
    if (!process) {
        return object_handle(custom_misused(object, A_PROCESS).as.object);
    }
    async_object *coroutine = call_at(place, communicate, process, input);
    if (coroutine->type == OBJECT_COROUTINE) {
        value_retain(input);
    }
    return object_handle(custom_keep(coroutine, &process->custom.object));
}

static async_stream stream_at(async_process object, int index)
{
    const process_object *process = process_of(object);
    return process && process->pipes[index].handle ? object_handle(&process->pipes[index].handle->custom.object) : NULL;
}

async_stream async_process_stdin(async_process process) { return stream_at(process, 0); }

async_stream async_process_stdout(async_process process) { return stream_at(process, 1); }

async_stream async_process_stderr(async_process process) { return stream_at(process, 2); }

int async_process_pid(async_process object)
{
    const process_object *process = process_of(object);
    return process ? process->pid : -1;
}

bool async_process_is_running(async_process object)
{
    const process_object *process = process_of(object);
    return process && !process->exited;
}

int async_process_returncode(async_process object)
{
    const process_object *process = process_of(object);
    return process ? process->returncode : -1;
}

bool async_process_send_signal(async_process object, int signal)
{
    const process_object *process = process_of(object);
    return process && !process->exited && !process->over && kill(process->pid, signal) == 0;
}

bool async_process_terminate(async_process process) { return async_process_send_signal(process, SIGTERM); }

bool async_process_kill(async_process process) { return async_process_send_signal(process, SIGKILL); }
