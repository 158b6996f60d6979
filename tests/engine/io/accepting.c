/* accepting.c: who waits for a connection is cancelled in the turn in which one comes, by the rules of a Python that takes it all the same; and the call that takes it fails. */
#include "async_io.h"
#include "async_wait.h"
#include "engine/io/each_call.h"
#include "support/failing_calls.h"
#include "trace/store.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static int reports; /* of an error that nobody could be given */

CORO(accepts, int listener; async_value connection;)
{
    CORO_BEGIN;
    AWAIT_TO(self->connection, async_sock_accept(self->listener));
    (void)async_close((int)self->connection.as.integer);
    CORO_END;
}

static void connect_now(int descriptor, int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(__real_connect(descriptor, (struct sockaddr *)&to, sizeof to), 0);
}

/* A connection is there, and in the turn in which the loop finds it this coroutine cancels who waits for it, before the loop tries to take it. */
CORO(cancels, int listener; async_value opened; async_task waiting; int client;)
{
    CORO_BEGIN;
    self->opened = async_socket(ASYNC_TCP);
    RAISE_IF_ERROR(self->opened);
    self->listener = (int)self->opened.as.integer;
    self->client = -1;
    TRY {
        RAISE_IF_ERROR(async_bind(self->listener, ASYNC_ADDRESS("127.0.0.1", 0)));
        RAISE_IF_ERROR(async_listen(self->listener, 5));
        self->waiting = async_create_task(call(accepts, self->listener));
        AWAIT(async_sleep(0));
        self->client = __real_socket(AF_INET, SOCK_STREAM, 0);
        connect_now(self->client, async_port(self->listener));
        AWAIT(async_sleep(0)); /* what is ready now runs first, then what the wait has found */
        async_cancel(self->waiting);
        AWAIT(async_gather_errors(self->waiting));
    }
    FINALLY {
        (void)async_close(self->listener);
        if (self->client >= 0) {
            close(self->client);
        }
    }
    END_TRY;
    CORO_END;
}

static async_coroutine program(void) { return call(cancels); }

static void use(const char *rules, TraceSink *sink)
{
    async_use(&(async_settings){.quiet = true, .rules = async_rules_of(rules), .sink = sink});
}

static void each_call_fails(const char *rules)
{
    use(rules, NULL);
    (void)each_call(program, "accept4", ERRORS(EMFILE, ENFILE, ENOBUFS, ENOMEM, EINTR, EAGAIN, ECONNABORTED, EPERM));
    (void)each_call(program, "socket", ERRORS(EMFILE));
    (void)each_call(program, "bind", ERRORS(EADDRINUSE));
    (void)each_call(program, "listen", ERRORS(EADDRINUSE));
    (void)each_call(program, "epoll_ctl", ERRORS(ENOMEM));
    (void)each_call(program, "epoll_wait", ERRORS(EINTR));
}

static void whichever_call_fails_the_run_ends(void **state)
{
    (void)state;
    each_call_fails("3.13.0");
    each_call_fails("3.14");
}

/* What comes of it when the second call, for nobody, fails. How often accept4() was called. */
static int run_with(const char *rules, int error)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    use(rules, &sink);
    failing.name = "accept4";
    failing.error = error;
    failing.at = error ? 2 : -1;
    failing.count = 0;
    int before = open_descriptors();
    assert_int_equal(async_run(program()), 0);
    assert_int_equal(open_descriptors(), before);
    int made = failing.count;
    failing.name = NULL;
    reports = 0;
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        reports += event->kind == EV_EXC_HANDLER && strstr(trace_text(trace, event->c), "_sock_accept") != NULL;
    }
    use(rules, NULL);
    trace_free(trace);
    return made;
}

static void what_is_taken_for_nobody_is_reported_and_closed(void **state)
{
    (void)state;
    static const int failures[] = {0, EMFILE, ENFILE, ENOBUFS, ENOMEM, ECONNABORTED, EPERM};
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        assert_int_equal(run_with("3.13.0", failures[i]), 2);
        assert_int_equal(reports, 1); /* asyncio's InvalidStateError, of a connection as of an error */
    }
}

static void where_nothing_is_there_any_more_nothing_is_reported(void **state)
{
    (void)state;
    assert_int_equal(run_with("3.13.0", EAGAIN), 2);
    assert_int_equal(reports, 0);
    assert_int_equal(run_with("3.13.0", EINTR), 2);
    assert_int_equal(reports, 0);
}

static void by_newer_rules_nobody_takes_it(void **state)
{
    (void)state;
    assert_int_equal(run_with("3.14", 0), 1);
    assert_int_equal(reports, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whichever_call_fails_the_run_ends),
        cmocka_unit_test(what_is_taken_for_nobody_is_reported_and_closed),
        cmocka_unit_test(where_nothing_is_there_any_more_nothing_is_reported),
        cmocka_unit_test(by_newer_rules_nobody_takes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
