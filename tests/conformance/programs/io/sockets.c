/* sockets.c: sock_accept, sock_connect, sock_recv, sock_sendall, sock_recv_into; who waits is cancelled; a socket that is watched twice; nobody listens */
#include "async_io.h"

CORO(serve, int listener; async_value connection; async_value data;)
{
    CORO_BEGIN;
    AWAIT_TO(self->connection, async_sock_accept(self->listener));
    for (;;) {
        AWAIT_TO(self->data, async_sock_recv((int)self->connection.as.integer, 100));
        if (async_length(self->data) == 0) {
            break;
        }
        AWAIT(async_sock_sendall((int)self->connection.as.integer, async_data(self->data), async_length(self->data)));
    }
    (void)async_close((int)self->connection.as.integer);
    CORO_END;
}

CORO(waits, int socket; const char *name; async_value got; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->got, async_sock_recv(self->socket, 10));
        async_print("%s %s", self->name, async_text(self->got));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s cancelled", self->name);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(readers, int one; int other; async_task first; async_task second; async_task third; async_task fourth; char buffer[3]; async_value got;)
{
    CORO_BEGIN;
    self->first = async_create_task(call(waits, self->one, "first"));
    AWAIT(async_sleep(0));
    self->second = async_create_task(call(waits, self->one, "second"));
    AWAIT(async_sleep(0));
    AWAIT(async_sock_sendall(self->other, "x", 1));
    AWAIT(self->second);
    AWAIT(async_sleep(0));
    async_print("%s", async_done(self->first) ? "True" : "False");
    async_cancel(self->first);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    AWAIT(async_sock_sendall(self->other, "later", 5));
    AWAIT_TO(self->got, async_sock_recv_into(self->one, self->buffer, sizeof self->buffer));
    async_print("%s %s", async_text(self->got), async_repr(async_bytes(self->buffer, 3)));
    self->third = async_create_task(call(waits, self->one, "third"));
    self->fourth = async_create_task(call(waits, self->other, "fourth"));
    AWAIT(async_sleep(0));
    async_cancel(self->fourth);
    AWAIT_TO(self->got, async_gather_errors(self->third, self->fourth));
    async_print("%s", async_text(self->got));
    CORO_END;
}

static int pair[2];

static void readable(async_future ignored, void *context)
{
    (void)ignored;
    char bytes[10];
    async_value count = async_socket_receive(pair[0], bytes, sizeof bytes);
    async_print("%s %s", (const char *)context, async_repr(async_bytes(bytes, (size_t)count.as.integer)));
    async_remove_reader(pair[0]);
}

static void is_writable(async_future ignored, void *context)
{
    (void)ignored;
    (void)context;
    async_print("writable");
    async_remove_writer(pair[1]);
}

static void send(async_future ignored, void *context)
{
    (void)ignored;
    (void)async_socket_send(pair[1], context, 4);
}

CORO(callbacks, int unused;)
{
    CORO_BEGIN;
    RAISE_IF_ERROR(async_add_reader(pair[0], readable, "one"));
    RAISE_IF_ERROR(async_add_writer(pair[1], is_writable, NULL));
    AWAIT(async_sleep(0.05));
    async_call_soon(send, "ping");
    AWAIT(async_sleep(0.05));
    async_print("%s", async_remove_reader(pair[0]) ? "True" : "False");
    CORO_END;
}

CORO(main_, async_value listener; async_value socket; async_task server; int round; async_value got; async_value error;)
{
    CORO_BEGIN;
    self->listener = async_socket(ASYNC_TCP);
    RAISE_IF_ERROR(self->listener);
    RAISE_IF_ERROR(async_bind((int)self->listener.as.integer, ASYNC_ADDRESS("127.0.0.1", 0)));
    RAISE_IF_ERROR(async_listen((int)self->listener.as.integer, 5));
    self->server = async_create_task(call(serve, (int)self->listener.as.integer));
    AWAIT(async_sleep(0));
    self->socket = async_socket(ASYNC_TCP);
    RAISE_IF_ERROR(self->socket);
    AWAIT(async_sock_connect((int)self->socket.as.integer, ASYNC_ADDRESS("127.0.0.1", async_port((int)self->listener.as.integer))));
    for (self->round = 0; self->round < 2; self->round++) {
        AWAIT(async_sock_sendall((int)self->socket.as.integer, self->round ? "world" : "hello", 5));
        AWAIT_TO(self->got, async_sock_recv((int)self->socket.as.integer, 100));
        async_print("%s", async_text(self->got));
    }
    (void)async_close((int)self->socket.as.integer);
    AWAIT(self->server);
    (void)async_close((int)self->listener.as.integer);
    RAISE_IF_ERROR(async_socket_pair(pair));
    AWAIT(call(readers, pair[0], pair[1]));
    (void)async_close(pair[0]);
    (void)async_close(pair[1]);
    RAISE_IF_ERROR(async_socket_pair(pair));
    AWAIT(call(callbacks));
    (void)async_close(pair[0]);
    TRY {
        AWAIT(async_sock_sendall(pair[1], "nobody", 6));
    }
    CATCH(ASYNC_BROKEN_PIPE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    (void)async_close(pair[1]);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
