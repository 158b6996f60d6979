/* failing.c: whichever call of the system fails, and however, a program with connections comes to its end, and no descriptor is left open. */
#include "async_stream.h"
#include "async_thread.h"
#include "engine/io/each_call.h"
#include "support/failing_calls.h"
#include "trace/store.h"

#include <stdio.h>
#include <sys/resource.h>

CORO(serve, async_stream stream; async_value data, error; bool goes_on;)
{
    CORO_BEGIN;
    TRY {
        do {
            AWAIT_TO(self->data, async_read(self->stream, 100));
            self->goes_on = async_length(self->data) > 0;
            async_write(self->stream, self->data);
            AWAIT(async_drain(self->stream));
        } while (self->goes_on);
    }
    CATCH(ASYNC_OS_ERROR, self->error) {}
    FINALLY {
        async_stream_close(self->stream);
    }
    END_TRY;
    CORO_END;
}

CORO(talk, int port; async_value opened, line; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    TRY {
        async_write_text(self->stream, "a line\n");
        AWAIT(async_drain(self->stream));
        AWAIT_TO(self->line, async_readline(self->stream));
        RAISE_IF_ERROR(async_write_eof(self->stream));
        AWAIT_TO(self->line, async_read(self->stream, -1));
    }
    FINALLY {
        async_stream_close(self->stream);
    }
    END_TRY;
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(talk_plainly, int port; async_value socket, data;)
{
    CORO_BEGIN;
    self->socket = async_socket(ASYNC_TCP);
    RAISE_IF_ERROR(self->socket);
    TRY {
        AWAIT(async_sock_connect((int)self->socket.as.integer, ASYNC_ADDRESS("127.0.0.1", self->port)));
        AWAIT(async_sock_sendall((int)self->socket.as.integer, "hello", 5));
        AWAIT_TO(self->data, async_sock_recv((int)self->socket.as.integer, 100));
    }
    FINALLY {
        (void)async_close((int)self->socket.as.integer);
    }
    END_TRY;
    CORO_END;
}

static int64_t nothing(void *context)
{
    (void)context;
    return 0;
}

CORO(call_a_thread, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_to_thread(nothing, NULL));
    CORO_END;
}

CORO(a_pair, int pair[2]; async_value data;)
{
    CORO_BEGIN;
    RAISE_IF_ERROR(async_socket_pair(self->pair));
    TRY {
        self->data = async_socket_send(self->pair[0], "x", 1);
        if (self->data.type != ASYNC_ERROR) {
            AWAIT_TO(self->data, async_sock_recv(self->pair[1], 1));
        }
    }
    FINALLY {
        (void)async_close(self->pair[0]);
        (void)async_close(self->pair[1]);
    }
    END_TRY;
    CORO_END;
}

static void hear(void *self, const char *data, size_t size, async_address from)
{
    (void)data;
    (void)size;
    (void)from;
    if (!async_done(self)) {
        async_set_result(self, async_none());
    }
}

static void is_told(void *self, async_value error)
{
    if (!async_done(self)) {
        async_set_error(self, error);
    }
}

static void is_lost(void *self, async_value error)
{
    if (error.type == ASYNC_ERROR) {
        is_told(self, error);
    }
}

static const async_protocol listener = {.datagram_received = hear, .error_received = is_told, .connection_lost = is_lost};

static async_transport opened_transport(async_value opened) { return async_transport_of(opened); }

CORO(datagrams, async_value opened, other; async_future came; int port;)
{
    CORO_BEGIN;
    self->came = async_create_future();
    AWAIT_TO(self->opened, async_create_datagram_endpoint(&listener, NULL, self->came, ASYNC_ADDRESS("127.0.0.1", 0), ASYNC_NOWHERE));
    self->port = async_port(async_transport_descriptor(opened_transport(self->opened)));
    TRY {
        AWAIT_TO(self->other,
                 async_create_datagram_endpoint(&listener, NULL, self->came, ASYNC_NOWHERE, ASYNC_ADDRESS("127.0.0.1", self->port)));
        async_transport_sendto(opened_transport(self->other), "x", 1, ASYNC_NOWHERE);
        AWAIT(self->came);
        async_transport_close(opened_transport(self->other));
    }
    FINALLY {
        async_transport_close(opened_transport(self->opened));
    }
    END_TRY;
    CORO_END;
}

CORO(pipes, int ends[2]; async_value reads, writes, line;)
{
    CORO_BEGIN;
    RAISE_IF_ERROR(async_pipe_pair(self->ends));
    AWAIT_TO(self->reads, async_open_read_pipe(self->ends[0]));
    AWAIT_TO(self->writes, async_open_write_pipe(self->ends[1]));
    async_write_text(async_stream_of(self->writes), "a line");
    async_stream_close(async_stream_of(self->writes));
    AWAIT_TO(self->line, async_read(async_stream_of(self->reads), -1));
    CORO_END;
}

CORO(everything, async_value server; int port;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->port = async_server_port(async_server_of(self->server));
    WITH(async_server_of(self->server)) {
        AWAIT(async_gather_errors(call(talk, self->port), call(talk_plainly, self->port), call(a_pair), call(call_a_thread),
                                  call(datagrams), call(pipes)));
    }
    END_WITH;
    CORO_END;
}

static async_coroutine program(void) { return call(everything); }

static void try_call(const char *name, const int *errors) { (void)each_call(program, name, errors); }

static void each_call_in_turn(bool by_poll)
{
    portable = by_poll;
    async_use(&(async_settings){.quiet = true});
    try_call("recv", ERRORS(EINTR, EAGAIN, ECONNRESET, ETIMEDOUT, ENOMEM));
    try_call("send", ERRORS(EINTR, EAGAIN, ECONNRESET, EPIPE, ENOBUFS));
    try_call("recvfrom", ERRORS(EINTR, EAGAIN, ECONNREFUSED, ENOMEM));
    try_call("sendto", ERRORS(EINTR, EAGAIN, EPERM, EMSGSIZE, ENOBUFS));
    try_call("read", ERRORS(EINTR, EAGAIN, EIO));
    try_call("write", ERRORS(EINTR));
    try_call("socket", ERRORS(EMFILE, EACCES));
    try_call("bind", ERRORS(EADDRINUSE, EACCES));
    try_call("listen", ERRORS(EADDRINUSE));
    try_call("accept4", ERRORS(EINTR, EAGAIN, ECONNABORTED, EPERM));
    try_call("connect", ERRORS(EINTR, EAGAIN, ECONNREFUSED, ENETUNREACH, EADDRNOTAVAIL));
    try_call("shutdown", ERRORS(ENOTCONN));
    try_call("getsockopt", ERRORS(ENOBUFS));
    try_call("setsockopt", ERRORS(ENOBUFS));
    try_call("socketpair", ERRORS(EMFILE));
    try_call("pipe", ERRORS(EMFILE));
    try_call("fcntl", ERRORS(EINVAL));
    try_call("getsockname", ERRORS(ENOBUFS));
    try_call("close", ERRORS(EINTR, EIO));
}

static void each_call_fails_with_epoll(void **state)
{
    (void)state;
    each_call_in_turn(false);
    try_call("epoll_create1", ERRORS(EMFILE));
    try_call("epoll_ctl", ERRORS(ENOMEM, ENOSPC));
    try_call("epoll_wait", ERRORS(EINTR));
}

static void each_call_fails_with_poll(void **state)
{
    (void)state;
    each_call_in_turn(true);
    try_call("poll", ERRORS(EINTR));
}

/* ---- No descriptor is left for a connection that has come ---- */

static int limit_descriptors(int free)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    int before = (int)limit.rlim_cur, lowest = dup(0);
    close(lowest);
    limit.rlim_cur = free < 0 ? limit.rlim_max : (rlim_t)(lowest + free);
    setrlimit(RLIMIT_NOFILE, &limit);
    return before;
}

CORO(answer, async_stream stream;)
{
    CORO_BEGIN;
    async_write_text(self->stream, "late");
    async_stream_close(self->stream);
    CORO_END;
}

CORO(crowded, async_value server, client, got; int descriptor; double began;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), answer));
    self->client = async_socket(ASYNC_TCP);
    self->descriptor = (int)self->client.as.integer;
    AWAIT(async_sleep(0));
    limit_descriptors(0);
    self->began = async_loop_time();
    AWAIT(async_sock_connect(self->descriptor, ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->server)))));
    AWAIT(async_sleep(0.01)); /* the server finds that it can take nobody, and rests */
    limit_descriptors(-1);
    AWAIT_TO(self->got, async_sock_recv(self->descriptor, 10));
    assert_string_equal(async_data(self->got), "late");
    assert_true(async_loop_time() - self->began > 0.9);
    (void)async_close(self->descriptor);
    async_server_close(async_server_of(self->server));
    AWAIT(async_server_wait_closed(async_server_of(self->server)));
    CORO_END;
}

static void no_descriptor_for_a_connection_is_waited_out(void **state)
{
    (void)state;
    if (getenv("LOOPSCOPE_VALGRIND") != NULL) {
        return; /* which takes the connection itself, and closes it, before it says that there is no descriptor */
    }
    portable = false;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.quiet = true, .sink = &sink});
    failing.name = "accept4"; /* which is counted and never fails by itself */
    failing.at = -1;
    failing.count = 0;
    int before = open_descriptors();
    assert_int_equal(async_run(call(crowded)), 0);
    assert_int_equal(open_descriptors(), before);
    assert_true(failing.count > 1 && failing.count < 10); /* it was not asked again and again meanwhile */
    failing.name = NULL;
    int told = 0;
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        told += event->kind == EV_EXC_HANDLER && strcmp(trace_text(trace, event->c), "socket.accept() out of system resource") == 0;
    }
    assert_int_equal(told, 1);
    async_use(&(async_settings){.quiet = true});
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_call_fails_with_epoll),
        cmocka_unit_test(each_call_fails_with_poll),
        cmocka_unit_test(no_descriptor_for_a_connection_is_waited_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
