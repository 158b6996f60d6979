/* process.c: asyncio's create_subprocess_exec and Process: starting a child, talking with it, waiting for its end. */
#include "process.h"

#include "core/report.h"
#include "wait/gather.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void dispose(void *object)
{
    process_object *process = object;
    process_drop_calls(process);
    if (process->pidfd >= 0) { /* it was never waited for to its end */
        close(process->pidfd);
    }
    for (int i = 0; i < PROCESS_PIPES; i++) {
        process_pipe *pipe = &process->pipes[i];
        if (pipe->descriptor >= 0) {
            close(pipe->descriptor);
        }
        object_release(pipe->handle ? &pipe->handle->custom.object : NULL);
        object_release(pipe->stream ? &pipe->stream->custom.object : NULL);
        object_release(pipe->transport ? &pipe->transport->custom.object : NULL);
    }
    object_release(process->input_closed ? &process->input_closed->object : NULL);
}

const custom_class process_class = {.name = "Process", .dispose = dispose};

/* ---- Its end: asyncio's PidfdChildWatcher ---- */

#ifdef SYS_pidfd_open
static void process_exited_soon(async_future ignored, void *context)
{
    (void)ignored;
    process_object *process = context;
    process_ended(process, process->returncode);
}

static void do_wait(async_future ignored, void *context)
{
    (void)ignored;
    process_object *process = context;
    int status = 0, returncode = 255;
    watch_no_reader(loop_running, process->pidfd);
    watch_slot *slot = watch_find(loop_running->io_state, process->pidfd);
    if (slot) {
        slot->number = 0; /* only the descriptor goes: the end of the child is told when it is handed on */
    }
    watch_closed(loop_running, process->pidfd);
    if (waitpid(process->pid, &status, 0) == process->pid) {
        returncode = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    } else {
        report_say("child process pid %d exit status already read: will report returncode 255\n", process->pid);
    }
    close(process->pidfd);
    process->pidfd = -1;
    process->returncode = returncode;
    if (rule_holds(RULE_EXIT_AT_ONCE)) {
        process_ended(process, returncode);
    } else {
        io_soon("_process_exited", process_exited_soon, process, &process->custom.object, NULL);
    }
}

static int watch_end_of(process_object *process)
{
    process->pidfd = (int)syscall(SYS_pidfd_open, process->pid, 0);
    if (process->pidfd < 0) {
        return errno;
    }
    watch_slot *slot = watch_make(loop_running, process->pidfd);
    if (!slot) {
        return ENOMEM;
    }
    slot->number = process->number;
    return watch_reader(loop_running, process->pidfd, io_handle("_do_wait", do_wait, process, &process->custom.object, NULL));
}
#else
static int watch_end_of(process_object *process)
{
    (void)process;
    return ENOSYS;
}
#endif

/* ---- Its pipes: asyncio's _connect_pipes, a task of its own ---- */

/* The future of a transport that has the pipe from now on: one reference; NULL: out of memory. */
static future_object *connect_pipe(process_object *process, int index)
{
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    process_pipe *pipe = &process->pipes[index];
    future_object *waiter = io_waiter();
    if (!waiter) {
        return NULL;
    }
    int descriptor = pipe->descriptor;
    pipe->descriptor = -1;
    watch_slot *slot = watch_make(loop_running, descriptor);
    if (slot && hooked(loop_running)) {
        char name[48];
        snprintf(name, sizeof name, "%s of child %d", names[index], process->pid);
        slot->number = outside_new(loop_running, OUTSIDE_PIPE, name, process->number);
    }
    transport_kind kind = index == 0 ? TRANSPORT_WRITES : TRANSPORT_READS;
    pipe->transport = transport_new(loop_running, descriptor, kind, &process_pipe_protocol, pipe, &process->custom.object, waiter, NULL);
    if (!pipe->transport) {
        object_release(&waiter->object);
        return NULL;
    }
    return waiter;
}

static void connect_dispose(void *variables);

LIBRARY_CORO_WITH(connect_pipes, "asyncio.BaseSubprocessTransport._connect_pipes", connect_dispose, process_object *process;
                  future_object * made; future_object * waiter; int next;)
{
    CORO_BEGIN;
    for (self->next = 0; self->next < PROCESS_PIPES; self->next++) {
        if (self->process->pipes[self->next].descriptor >= 0) {
            self->waiter = connect_pipe(self->process, self->next);
            if (!self->waiter) {
                RAISE_AGAIN(error_out_of_memory());
            }
            AWAIT(&self->waiter->object);
            object_release(&self->waiter->object);
            self->waiter = NULL;
        }
    }
    process_connected(self->process);
    if (self->made->state == FUTURE_PENDING) {
        future_finish(self->made, FUTURE_RESULT, async_none());
    }
    CORO_END;
}

static void connect_dispose(void *variables)
{
    struct connect_pipes_frame *self = variables;
    object_release(self->waiter ? &self->waiter->object : NULL);
    object_release(&self->made->object);
    object_release(&self->process->custom.object);
}

/* ---- create_subprocess_exec ---- */

/* The task of the pipes; false: out of memory. `made` is resolved when they are connected. */
static bool begin_pipes(process_object *process, future_object *made)
{
    async_object *coroutine = call_at(ASYNC_HERE_(""), connect_pipes, process, made);
    if (coroutine->type != OBJECT_COROUTINE) {
        return false;
    }
    object_retain(&process->custom.object);
    object_retain(&made->object);
    task_object *task = task_new(coroutine, NULL, VIA_USER, EAGER_AS_SET, NULL);
    object_release(task ? &task->future.object : NULL);
    return task != NULL;
}

static process_object *process_new(void)
{
    process_object *process = object_new(OBJECT_CUSTOM, sizeof *process);
    if (process) {
        process->custom.class = &process_class;
        process->pidfd = -1;
        process->calls_last = &process->calls;
        process->waiters_last = &process->waiters;
        for (int i = 0; i < PROCESS_PIPES; i++) {
            process->pipes[i].process = process;
            process->pipes[i].descriptor = -1;
        }
    }
    return process;
}

/* Makes the futures that asyncio makes, starts the program and watches it. The error: a reference; or None. */
static async_value begin(process_object *process, future_object **made, const char *const *arguments, const async_pipe *modes)
{
    process->input_closed = io_future();
    *made = process->input_closed ? io_future() : NULL;
    if (!*made) {
        return error_out_of_memory();
    }
    int error = spawn(process, arguments, modes);
    if (error) {
        return error_of_system(error, NULL);
    }
    process->number = outside_new(loop_running, OUTSIDE_PROCESS, arguments[0], 0);
    if (!begin_pipes(process, *made)) {
        process_close(process);
        return error_out_of_memory();
    }
    error = watch_end_of(process);
    if (error) { /* nobody could hear of its end */
        process_close(process);
        (void)waitpid(process->pid, NULL, 0);
    }
    return error ? error_of_system(error, NULL) : async_none();
}

static void create_dispose(void *variables);

LIBRARY_CORO_WITH(create_subprocess_exec, "asyncio.create_subprocess_exec", create_dispose, const char *const *arguments;
                  async_pipe modes[PROCESS_PIPES]; process_object * process; future_object * made;)
{
    CORO_BEGIN;
    if (!loop_running->poll->real) {
        RAISE(ASYNC_RUNTIME_ERROR, "there are no child processes in virtual time");
    }
    self->process = io_of(loop_running) ? process_new() : NULL;
    if (!self->process) {
        RAISE_AGAIN(error_out_of_memory());
    }
    RAISE_IF_ERROR(io_given(begin(self->process, &self->made, self->arguments, self->modes)));
    AWAIT(&self->made->object);
    CORO_RETURN(io_given((async_value){ASYNC_OBJECT, {.object = object_retain(&self->process->custom.object)}}));
    CORO_END;
}

static void create_dispose(void *variables)
{
    struct create_subprocess_exec_frame *self = variables;
    object_release(self->process ? &self->process->custom.object : NULL);
    object_release(self->made ? &self->made->object : NULL);
}

async_coroutine async_create_subprocess_exec_(const char *const *arguments, async_pipe input, async_pipe output, async_pipe errors,
                                              const TracePlace *place)
{
    return object_handle(call_at(place, create_subprocess_exec, arguments, {input, output, errors}));
}

async_process async_process_of(async_value value) { return value.type == ASYNC_OBJECT ? object_handle(value.as.object) : NULL; }
