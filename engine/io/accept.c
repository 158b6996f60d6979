/* accept.c: asyncio's _accept_connection: all connections that wait are taken in one callback, and each gets a task of its own. */
#include "accept.h"

#include "core/report.h"
#include "core/task.h"
#include "rules/rules.h"

#include <errno.h>

static const double RETRY_DELAY = 1; /* s; asyncio's ACCEPT_RETRY_DELAY */

/* One listening socket of a server. */
typedef struct listener {
    custom_object custom;
    server_object *server; /* a reference */
    int descriptor;
} listener;

static void dispose_listener(void *object) { object_release(&((listener *)object)->server->custom.object); }

static const custom_class listener_class = {.name = "listener", .dispose = dispose_listener};

static void accept_dispose(void *variables);

LIBRARY_CORO_WITH(accept_connection2, "asyncio.BaseSelectorEventLoop._accept_connection2", accept_dispose, server_object *server;
                  int descriptor; void *self_; async_object * held; future_object * waiter; transport_object * transport;
                  async_value error;)
{
    CORO_BEGIN;
    if (!server_make(&self->server->maker, &self->self_, &self->held) || !(self->waiter = wish_waiter(self->server->maker.wish))) {
        RAISE_AGAIN(error_out_of_memory());
    }
    self->transport = wish_transport(self->server->maker.wish, self->descriptor, self->server->maker.protocol, self->self_, self->held,
                                     self->waiter, self->server, &self->error);
    self->descriptor = -1;
    if (!self->transport) {
        RAISE_IF_ERROR(io_given(self->error));
    }
    TRY {
        AWAIT(&self->waiter->object);
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        transport_close(self->transport); /* and asyncio says nothing of it */
    }
    END_TRY;
    CORO_END;
}

static void accept_dispose(void *variables)
{
    struct accept_connection2_frame *self = variables;
    if (self->descriptor >= 0 && loop_running) { /* it never ran */
        watch_close(loop_running, self->descriptor);
    }
    object_release(self->held);
    object_release(self->waiter ? &self->waiter->object : NULL);
    object_release(self->transport ? &self->transport->custom.object : NULL);
    object_release(&self->server->custom.object);
}

static void begin_connection(listener *of, int descriptor)
{
    async_loop *loop = loop_running;
    outside_number(loop, descriptor, OUTSIDE_CONNECTION, outside_number(loop, of->descriptor, OUTSIDE_LISTENER, 0));
    async_object *coroutine = custom_keep(call_at(ASYNC_HERE_(""), accept_connection2, of->server, descriptor), &of->server->custom.object);
    task_object *task = coroutine->type == OBJECT_COROUTINE ? task_new(coroutine, NULL, VIA_USER, EAGER_AS_SET, NULL) : NULL;
    if (!task) {
        watch_close(loop, descriptor);
    }
    object_release(task ? &task->future.object : NULL);
}

static void serve_again(async_future ignored, void *context)
{
    (void)ignored;
    const listener *of = context;
    if (!of->server->closed) {
        (void)accept_begin(of->server, of->descriptor);
    }
}

/* There is nothing left to take a connection with: in a second it is tried again. */
static void rest(listener *of, int number)
{
    async_value error = error_of_system(number, NULL);
    report_handler(loop_running, "socket.accept() out of system resource", error);
    value_release(error);
    watch_no_reader(loop_running, of->descriptor);
    user_handle *later = io_handle("_start_serving", serve_again, of, &of->custom.object, NULL);
    if (later) {
        loop_add_timer(loop_running, &later->handle.entry, loop_time(loop_running) + loop_ns(RETRY_DELAY));
        object_release(&later->object);
    }
}

static void accept_connection(async_future ignored, void *context)
{
    (void)ignored;
    listener *of = context;
    Poll *poll = loop_running->poll;
    int most = SERVER_BACKLOG + rule_holds(RULE_ACCEPTS_ONE_MORE);
    for (int i = 0; i < most; i++) {
        int descriptor = net_accept(poll, of->descriptor);
        if (descriptor >= 0) {
            begin_connection(of, descriptor);
        } else if (descriptor == -EMFILE || descriptor == -ENFILE || descriptor == -ENOBUFS || descriptor == -ENOMEM) {
            rest(of, -descriptor);
            return; /* asyncio tries once more for each of the backlog, and reports each time */
        } else if (descriptor != -ECONNABORTED || !rule_holds(RULE_ABORTED_IS_PASSED)) {
            bool nothing = descriptor == -EAGAIN || descriptor == -EINTR || descriptor == -ECONNABORTED;
            if (!nothing) {
                async_callback_failed(io_error(-descriptor));
            }
            return;
        }
    }
}

int accept_begin(server_object *server, int descriptor)
{
    listener *of = object_new(OBJECT_CUSTOM, sizeof *of);
    if (!of) {
        return ENOMEM;
    }
    of->custom.class = &listener_class;
    of->server = server;
    of->descriptor = descriptor;
    object_retain(&server->custom.object);
    user_handle *handle = io_handle("_accept_connection", accept_connection, of, &of->custom.object, NULL);
    object_release(&of->custom.object);
    return watch_reader(loop_running, descriptor, handle);
}
