/* calls.c: whichever call of the system fails, and however, connections with TLS come to their end, and no descriptor is left open. */
#include "async_ssl.h"
#include "answers.h"
#include "conformance/certificates.h"
#include "engine/io/each_call.h"
#include "support/failing_calls.h"

#include <stdlib.h>
#include <string.h>

static async_ssl_context shown, trust;
static char much[40000]; /* several records of TLS */

CORO(talks, async_stream stream; async_value line; size_t count;)
{
    CORO_BEGIN;
    TRY {
        async_write_text(self->stream, "a line\n");
        AWAIT(async_drain(self->stream));
        AWAIT_TO(self->line, async_readline(self->stream));
        async_write_data(self->stream, much, sizeof much);
        async_write_text(self->stream, "\n");
        AWAIT(async_drain(self->stream));
        while (self->count < sizeof much) {
            AWAIT_TO(self->line, async_read(self->stream, 65536));
            self->count = async_length(self->line) ? self->count + async_length(self->line) : sizeof much;
        }
    }
    FINALLY {
        async_stream_close(self->stream);
    }
    END_TRY;
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(client, int port; async_value opened;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), trust, .limit = sizeof much + 10,
                                                     .handshake_timeout = 0.3, .shutdown_timeout = 0.3));
    AWAIT(call(talks, async_stream_of(self->opened)));
    CORO_END;
}

CORO(upgrades, async_stream stream; async_value line, error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->line, async_readline(self->stream));
        AWAIT(async_start_tls(self->stream, shown, .handshake_timeout = 0.3, .shutdown_timeout = 0.3));
        AWAIT_TO(self->line, async_readline(self->stream));
        async_write(self->stream, self->line);
        AWAIT(async_drain(self->stream));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {}
    END_TRY;
    async_stream_close(self->stream);
    CORO_END;
}

CORO(upgraded, int port; async_value opened, line; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    TRY {
        async_write_text(self->stream, "go on\n");
        AWAIT(async_start_tls(self->stream, trust, .server_hostname = "localhost", .handshake_timeout = 0.3, .shutdown_timeout = 0.3));
        async_write_text(self->stream, "secret\n");
        AWAIT_TO(self->line, async_read(self->stream, -1));
    }
    FINALLY {
        async_stream_close(self->stream);
    }
    END_TRY;
    CORO_END;
}

CORO(everything, async_value of_server, of_client, server, plain;)
{
    CORO_BEGIN;
    self->of_server = async_ssl_server(certificate_for_tests(), NULL);
    RAISE_IF_ERROR(self->of_server);
    self->of_client = async_ssl_client(certificate_for_tests());
    RAISE_IF_ERROR(self->of_client);
    shown = async_ssl_context_of(self->of_server);
    trust = async_ssl_context_of(self->of_client);
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), answers, shown, .limit = sizeof much + 10,
                                                  .handshake_timeout = 0.3, .shutdown_timeout = 0.3));
    WITH(async_server_of(self->server)) {
        AWAIT_TO(self->plain, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), upgrades));
        WITH(async_server_of(self->plain)) {
            AWAIT(async_gather_errors(call(client, async_server_port(async_server_of(self->server))),
                                      call(upgraded, async_server_port(async_server_of(self->plain)))));
        }
        END_WITH;
    }
    END_WITH;
    CORO_END;
}

static async_coroutine program(void) { return call(everything); }

static void each_fails(size_t most)
{
    static const struct {
        const char *name;
        int errors[5];
    } calls[] = {
        {"recv", {EINTR, EAGAIN, ECONNRESET}},
        {"send", {EINTR, EAGAIN, EPIPE}},
        {"socket", {EMFILE}},
        {"bind", {EADDRINUSE}},
        {"listen", {EADDRINUSE}},
        {"accept4", {EINTR, EAGAIN, ECONNABORTED, EPERM}},
        {"connect", {EINTR, EAGAIN, ECONNREFUSED}},
        {"getsockopt", {ENOBUFS}},
        {"setsockopt", {ENOBUFS}},
        {"getsockname", {ENOBUFS}},
        {"fcntl", {EINVAL}},
        {"close", {EINTR, EIO}},
        {"pipe", {EMFILE}},
        {"access", {EACCES, ENOENT}},
    };
    async_use(&(async_settings){.quiet = true});
    for (size_t i = 0; i < most && i < sizeof calls / sizeof *calls; i++) {
        if (each_call(program, calls[i].name, calls[i].errors) == 0) {
            fail_msg("%s is called nowhere", calls[i].name);
        }
    }
}

static void each_call_fails_with_epoll(void **state)
{
    (void)state;
    portable = false;
    each_fails(SIZE_MAX);
    assert_true(each_call(program, "epoll_create1", ERRORS(EMFILE)) > 0);
    assert_true(each_call(program, "epoll_ctl", ERRORS(ENOMEM, ENOSPC)) > 0);
    assert_true(each_call(program, "epoll_wait", ERRORS(EINTR)) > 0);
}

static void each_call_fails_with_poll(void **state)
{
    (void)state;
    portable = true;
    each_fails(2);
    assert_true(each_call(program, "poll", ERRORS(EINTR)) > 0);
}

/* What TLS has that a plain connection has not goes through memory: the system hears of it by these alone, and by files that are read. */
static void only_these_are_called(void **state)
{
    (void)state;
    static const char *const others[] = {"read", "write", "recvfrom", "sendto", "shutdown", "socketpair"};
    portable = false;
    async_use(&(async_settings){.quiet = true});
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (each_call(program, others[i], ERRORS(EIO)) > 0) {
            fail_msg("%s is called", others[i]);
        }
    }
}

int main(void)
{
    if (getenv("LOOPSCOPE_VALGRIND")) {
        return 0; /* there a handshake takes seconds, and this is some thousand of them; the sanitizers see them all */
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_call_fails_with_epoll),
        cmocka_unit_test(each_call_fails_with_poll),
        cmocka_unit_test(only_these_are_called),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
