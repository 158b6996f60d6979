/* sock.c: loop.sock_connect, sock_accept, sock_recv, sock_sendall, and their like of datagrams: coroutines that try at once, and wait for the descriptor if they must. */
#include "address.h"
#include "connect.h"
#include "core/report.h"

#include <errno.h>
#include <stdio.h>

typedef enum sock_what {
    SOCK_RECV,
    SOCK_RECV_INTO,
    SOCK_SENDALL,
    SOCK_CONNECT,
    SOCK_ACCEPT,
    SOCK_RECVFROM,
    SOCK_RECVFROM_INTO,
    SOCK_SENDTO
} sock_what;

/* What one of them is about. Its coroutine holds it, and the callbacks that serve it do. */
typedef struct sock_op {
    custom_object custom;
    sock_what what;
    int descriptor;
    char *buffer;      /* the caller's */
    size_t size, sent; /* bytes */
    NetAddress address;
    bool calling;          /* of CONNECT: it is under way */
    future_object *future; /* that waits: the coroutine's, which has a reference; NULL: there is none any more */
    user_handle *watching; /* that serves it: a reference, given back when the future is done */
} sock_op;

static void dispose_op(void *object)
{
    sock_op *op = object;
    object_release(op->watching ? &op->watching->object : NULL);
}

static const custom_class op_class = {.name = "socket operation", .dispose = dispose_op};

static sock_op *op_new(sock_what what, int descriptor, char *buffer, size_t size)
{
    sock_op *op = object_new(OBJECT_CUSTOM, sizeof *op);
    if (op) {
        op->custom.class = &op_class;
        op->what = what;
        op->descriptor = descriptor;
        op->buffer = buffer;
        op->size = size;
    }
    return op;
}

static ssize_t receive_to(const sock_op *op, char *to, size_t most)
{
    ssize_t count = net_receive(loop_running->poll, op->descriptor, to, most);
    if (count >= 0) {
        outside_bytes(loop_running, op->descriptor, BYTES_READ, (size_t)count, to);
    }
    return count;
}

/* What sock_recv() reads into: bytes that are given as they are when much has come, and else are there for the next one. */
static string_object *block_of(io_state *io, size_t most)
{
    if (!io->block || io->block->length < most) {
        object_release(io->block ? &io->block->object : NULL);
        io->block = bytes_new(NULL, most);
    }
    return io->block;
}

static async_value receive(const sock_op *op, ssize_t *result)
{
    io_state *io = io_of(loop_running);
    size_t most = op->size < IO_LARGEST_READ ? op->size : IO_LARGEST_READ;
    string_object *bytes = io ? block_of(io, most) : NULL;
    if (!bytes) {
        return error_out_of_memory();
    }
    *result = receive_to(op, bytes->text, most);
    if (*result < 0) {
        return async_none();
    }
    size_t count = (size_t)*result;
    if (count > bytes->length / 2) {
        io->block = NULL;
        bytes->length = count;
        bytes->text[count] = '\0';
    } else {
        bytes = bytes_new(bytes->text, count);
    }
    return bytes ? (async_value){ASYNC_BYTES, {.object = &bytes->object}} : error_out_of_memory();
}

/* A list: what has come, and where from. */
static async_value receive_datagram(sock_op *op, ssize_t *result)
{
    async_loop *loop = loop_running;
    io_state *io = io_of(loop);
    char *to = op->what == SOCK_RECVFROM_INTO ? op->buffer : io ? io_scratch(io) : NULL;
    if (!to) {
        return error_out_of_memory();
    }
    NetAddress from = {"", 0};
    size_t most = op->what == SOCK_RECVFROM && op->size > IO_LARGEST_READ ? IO_LARGEST_READ : op->size;
    *result = net_receive_from(loop->poll, op->descriptor, to, most, &from);
    if (*result < 0) {
        return async_none();
    }
    outside_bytes(loop, op->descriptor, BYTES_READ, (size_t)*result, to);
    if (op->what == SOCK_RECVFROM_INTO) {
        return address_with(async_int(*result), &from);
    }
    string_object *bytes = bytes_new(to, (size_t)*result);
    return bytes ? address_with((async_value){ASYNC_BYTES, {.object = &bytes->object}}, &from) : error_out_of_memory();
}

static void send_datagram(sock_op *op, ssize_t *result)
{
    async_loop *loop = loop_running;
    *result = net_send_to(loop->poll, op->descriptor, op->buffer, op->size, &op->address);
    if (*result >= 0) {
        outside_bytes(loop, op->descriptor, BYTES_SENT, (size_t)*result, op->buffer);
    }
}

static void send_more(sock_op *op, ssize_t *result)
{
    async_loop *loop = loop_running;
    *result = net_send(loop->poll, op->descriptor, op->buffer + op->sent, op->size - op->sent);
    if (*result >= 0) {
        outside_bytes(loop, op->descriptor, BYTES_SENT, (size_t)*result, op->buffer + op->sent);
        op->sent += (size_t)*result;
        *result = op->sent == op->size ? 0 : -EAGAIN;
    }
}

static ssize_t connect_now(sock_op *op)
{
    Poll *poll = loop_running->poll;
    if (op->calling) {
        return -net_error(poll, op->descriptor);
    }
    int result = net_connect(poll, op->descriptor, &op->address);
    op->calling = result == -EINPROGRESS || net_would_block(result);
    return op->calling ? -EAGAIN : result;
}

/* False: it has to wait. Else what came of it: a reference. */
static bool attempt(sock_op *op, async_value *value)
{
    ssize_t result = 0;
    *value = async_none();
    switch (op->what) {
    case SOCK_RECV: *value = receive(op, &result); break;
    case SOCK_RECV_INTO:
        result = receive_to(op, op->buffer, op->size);
        *value = async_int(result);
        break;
    case SOCK_SENDALL: send_more(op, &result); break;
    case SOCK_CONNECT: result = connect_now(op); break;
    case SOCK_ACCEPT:
        result = net_accept(loop_running->poll, op->descriptor);
        *value = async_int(result);
        break;
    case SOCK_RECVFROM:
    case SOCK_RECVFROM_INTO: *value = receive_datagram(op, &result); break;
    case SOCK_SENDTO:
        send_datagram(op, &result);
        *value = async_int(result);
        break;
    }
    if (net_would_block(result)) {
        return false;
    }
    if (result < 0) {
        char text[200], name[128];
        snprintf(text, sizeof text, "Connect call failed %s", op->what == SOCK_CONNECT ? net_text(&op->address, name, sizeof name) : "");
        *value = error_of_system((int)-result, op->what == SOCK_CONNECT && op->calling ? text : NULL);
    }
    return true;
}

static void finish(future_object *future, async_value value)
{
    future_finish(future, value.type == ASYNC_ERROR ? FUTURE_ERROR : FUTURE_RESULT, value);
    value_release(value);
}

static async_value begin_waiting(sock_op *op, future_object *future);

/* asyncio tries also for somebody who was cancelled in this turn: nobody can be given a connection or an error. */
static void accept_for_nobody(sock_op *op)
{
    int connection = net_accept(loop_running->poll, op->descriptor);
    async_value error =
        net_would_block(connection) ? begin_waiting(op, op->future) : error_new(&ASYNC_INVALID_STATE_ERROR, "invalid state");
    if (error.type == ASYNC_ERROR) {
        report_callback(loop_running, "_sock_accept", error);
    }
    value_release(error);
    if (connection >= 0) {
        (void)async_close(connection);
    }
}

static void descriptor_is_ready(async_future ignored, void *context)
{
    (void)ignored;
    sock_op *op = context;
    async_value value;
    if (op->future && op->future->state != FUTURE_PENDING) {
        if (op->what == SOCK_ACCEPT && !rule_holds(RULE_ACCEPT_IS_KEPT)) {
            accept_for_nobody(op);
        }
    } else if (op->future && attempt(op, &value)) {
        finish(op->future, value);
    }
}

static bool writes(const sock_op *op) { return op->what == SOCK_SENDALL || op->what == SOCK_CONNECT || op->what == SOCK_SENDTO; }

/* asyncio's _sock_read_done and _sock_write_done: unless another serves the descriptor by now. */
static void wait_is_over(async_future ignored, void *context)
{
    (void)ignored;
    sock_op *op = context;
    user_handle *watching = op->watching;
    op->watching = NULL;
    if (watching && !watching->handle.cancelled) {
        (writes(op) ? watch_no_writer : watch_no_reader)(loop_running, op->descriptor);
    }
    object_release(watching ? &watching->object : NULL);
}

/* Waits for the descriptor on the future's behalf. The error: a reference; or None. */
static async_value begin_waiting(sock_op *op, future_object *future)
{
    static const char *const names[] = {"_sock_recv",   "_sock_recv_into", "_sock_sendall",       "_sock_connect_cb",
                                        "_sock_accept", "_sock_recvfrom",  "_sock_recvfrom_into", "_sock_sendto"};
    static const char *const waits[] = {"data from ",       "data from ",     "room to send to ", "the connection to ",
                                        "a connection at ", "a datagram at ", "a datagram at ",   "room to send from "};
    async_loop *loop = loop_running;
    async_value taken = watch_taken(loop->io_state, op->descriptor);
    if (taken.type == ASYNC_ERROR) {
        return taken;
    }
    user_handle *handle = io_handle(names[op->what], descriptor_is_ready, op, &op->custom.object, &future->object);
    object_retain(handle ? &handle->object : NULL);
    int error = (writes(op) ? watch_writer : watch_reader)(loop, op->descriptor, handle);
    object_release(op->watching ? &op->watching->object : NULL); /* of one who was cancelled */
    op->watching = handle;
    op->future = future;
    user_handle *over =
        error ? NULL : io_handle(writes(op) ? "_sock_write_done" : "_sock_read_done", wait_is_over, op, &op->custom.object, NULL);
    if (!over) {
        return error_of_system(error ? error : ENOMEM, NULL);
    }
    future_add_callback(future, &over->handle);
    object_release(&over->object);
    if (future->state == FUTURE_PENDING && (op->what != SOCK_CONNECT || op->calling)) {
        outside_awaited(loop, future, op->descriptor, waits[op->what]);
    }
    return async_none();
}

static void operation_dispose(void *variables);

/* Of all of them: tries, and waits. asyncio makes the future of connect and accept before it tries. */
#define SOCK_VARIABLES                                                                                                                     \
    sock_op *op;                                                                                                                           \
    future_object *future;                                                                                                                 \
    async_value value;
#define SOCK_BODY(future_first)                                                                                                            \
    if (future_first && !(self->future = io_future())) {                                                                                   \
        RAISE_AGAIN(error_out_of_memory());                                                                                                \
    }                                                                                                                                      \
    if (attempt(self->op, &self->value)) {                                                                                                 \
        if (!(future_first)) {                                                                                                             \
            RAISE_IF_ERROR(io_given(self->value));                                                                                         \
            CORO_RETURN(self->value);                                                                                                      \
        }                                                                                                                                  \
        finish(self->future, self->value);                                                                                                 \
    } else {                                                                                                                               \
        self->future = self->future ? self->future : io_future();                                                                          \
        self->value = self->future ? begin_waiting(self->op, self->future) : error_out_of_memory();                                        \
        RAISE_IF_ERROR(io_given(self->value));                                                                                             \
    }                                                                                                                                      \
    AWAIT_TO(self->value, &self->future->object);                                                                                          \
    CORO_RETURN(self->value)

#define SOCK_CORO(name, future_first)                                                                                                      \
    LIBRARY_CORO_WITH(name, "asyncio.BaseSelectorEventLoop." #name, operation_dispose, SOCK_VARIABLES)                                     \
    {                                                                                                                                      \
        CORO_BEGIN;                                                                                                                        \
        SOCK_BODY(future_first);                                                                                                           \
        CORO_END;                                                                                                                          \
    }

SOCK_CORO(sock_recv, false)
SOCK_CORO(sock_recv_into, false)
SOCK_CORO(sock_sendall, false)
SOCK_CORO(sock_recvfrom, false)
SOCK_CORO(sock_recvfrom_into, false)
SOCK_CORO(sock_sendto, false)
SOCK_CORO(sock_accept, true)

LIBRARY_CORO_WITH(sock_connect, "asyncio.BaseSelectorEventLoop.sock_connect", operation_dispose, SOCK_VARIABLES address_list *list;)
{
    CORO_BEGIN;
    if (self->list) {
        AWAIT(address_resolve(self->list));
        self->op->address = self->list->addresses[0];
    }
    SOCK_BODY(true);
    CORO_END;
}

static void let_go(sock_op *op, future_object *future)
{
    op->future = NULL;
    if (op->watching) { /* it goes without having been waited for to its end */
        op->watching->handle.future = NULL;
        object_release(&op->watching->object);
        op->watching = NULL;
    }
    object_release(&op->custom.object);
    object_release(future ? &future->object : NULL);
}

static void operation_dispose(void *variables)
{
    struct sock_recv_frame *self = variables; /* the others begin like it */
    let_go(self->op, self->future);
}

static async_coroutine started(async_object *coroutine, sock_op *op)
{
    if (coroutine->type != OBJECT_COROUTINE) {
        object_release(&op->custom.object);
    }
    return object_handle(coroutine);
}

static async_coroutine no_memory(void) { return error_out_of_memory().as.object; }

async_coroutine async_sock_recv_(int descriptor, size_t most, const TracePlace *place)
{
    sock_op *op = op_new(SOCK_RECV, descriptor, NULL, most);
    return op ? started(call_at(place, sock_recv, op), op) : no_memory();
}

async_coroutine async_sock_recv_into_(int descriptor, void *buffer, size_t size, const TracePlace *place)
{
    sock_op *op = op_new(SOCK_RECV_INTO, descriptor, buffer, size);
    return op ? started(call_at(place, sock_recv_into, op), op) : no_memory();
}

async_coroutine async_sock_sendall_(int descriptor, const void *data, size_t size, const TracePlace *place)
{
    sock_op *op = op_new(SOCK_SENDALL, descriptor, (char *)(uintptr_t)data, size);
    return op ? started(call_at(place, sock_sendall, op), op) : no_memory();
}

async_coroutine async_sock_accept_(int descriptor, const TracePlace *place)
{
    sock_op *op = op_new(SOCK_ACCEPT, descriptor, NULL, 0);
    return op ? started(call_at(place, sock_accept, op), op) : no_memory();
}

async_coroutine async_sock_recvfrom_(int descriptor, size_t most, const TracePlace *place)
{
    sock_op *op = op_new(SOCK_RECVFROM, descriptor, NULL, most);
    return op ? started(call_at(place, sock_recvfrom, op), op) : no_memory();
}

async_coroutine async_sock_recvfrom_into_(int descriptor, void *buffer, size_t size, const TracePlace *place)
{
    sock_op *op = op_new(SOCK_RECVFROM_INTO, descriptor, buffer, size);
    return op ? started(call_at(place, sock_recvfrom_into, op), op) : no_memory();
}

async_coroutine async_sock_sendto_(int descriptor, const void *data, size_t size, async_address address, const TracePlace *place)
{
    sock_op *op = op_new(SOCK_SENDTO, descriptor, (char *)(uintptr_t)data, size);
    if (op && !address_is_plain(&address, &op->address)) {
        op->address = (NetAddress){"", 0}; /* which the system refuses */
    }
    return op ? started(call_at(place, sock_sendto, op), op) : no_memory();
}

async_coroutine sock_connect_plain(int descriptor, const NetAddress *address)
{
    sock_op *op = op_new(SOCK_CONNECT, descriptor, NULL, 0);
    if (!op) {
        return error_out_of_memory().as.object;
    }
    op->address = *address;
    async_object *coroutine = call_at(ASYNC_HERE_(""), sock_connect, op);
    if (coroutine->type != OBJECT_COROUTINE) {
        object_release(&op->custom.object);
    }
    return coroutine;
}

async_coroutine async_sock_connect_(int descriptor, async_address address, const TracePlace *place)
{
    sock_op *op = op_new(SOCK_CONNECT, descriptor, NULL, 0);
    address_list *list = op && !address_is_plain(&address, &op->address) ? address_list_new(&address, false) : NULL;
    if (!op) {
        return no_memory();
    }
    async_object *coroutine = call_at(place, sock_connect, op, NULL, {ASYNC_NONE, {.integer = 0}}, list);
    return started(coroutine, op);
}
