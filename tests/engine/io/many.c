/* many.c: ten thousand connections open at once: over loopback with the clients in a process of their own, and over the network of virtual time. */
#include "async_stream.h"
#include "support/failing_calls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

enum { MANY = 10000, FEWER = 2000, AT_ONCE = 50 }; /* more at once than a server's backlog would wait for seconds */

static int wanted, here, most, echoed;
static async_future all_here;

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    if (++here > most) {
        most = here;
    }
    if (here == wanted) {
        async_set_result(all_here, async_none());
    }
    async_write_text(self->stream, ".");
    AWAIT(all_here); /* nobody is answered before all are connected */
    AWAIT_TO(self->line, async_readline(self->stream));
    async_write(self->stream, self->line);
    async_stream_close(self->stream);
    here--;
    CORO_END;
}

/* Child: connects so many times, then talks on each. Its status: 0 when all have been answered. */
static void be_the_clients(int port, int count)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int *all = calloc((size_t)count, sizeof *all), answered = 0;
    for (int i = 0; all && i < count; i++) {
        all[i] = socket(AF_INET, SOCK_STREAM, 0);
        char dot;
        if (i >= AT_ONCE && recv(all[i - AT_ONCE], &dot, 1, 0) != 1) {
            _exit(4);
        }
        if (all[i] < 0 || connect(all[i], (const struct sockaddr *)&to, sizeof to) != 0 || send(all[i], "line\n", 5, 0) != 5) {
            _exit(2);
        }
    }
    for (int i = 0; all && i < count; i++) {
        char line[8];
        ssize_t rest = i + AT_ONCE >= count ? 6 : 5; /* the dot is read already, but of the last */
        answered += recv(all[i], line, sizeof line, MSG_WAITALL) == rest;
    }
    _exit(answered == count ? 0 : 3);
}

CORO(over_loopback, async_value server; pid_t child; int status;)
{
    CORO_BEGIN;
    all_here = async_create_future();
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->child = fork();
    if (self->child == 0) {
        be_the_clients(async_server_port(async_server_of(self->server)), wanted);
    }
    AWAIT(all_here);
    async_server_close(async_server_of(self->server));
    AWAIT(async_server_wait_closed(async_server_of(self->server)));
    waitpid(self->child, &self->status, 0);
    assert_int_equal(self->status, 0);
    CORO_END;
}

static void open_many(int count)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < (rlim_t)count + 100) {
        print_message("only %llu descriptors may be open here: too few for %d connections\n", (unsigned long long)limit.rlim_max, count);
        skip();
    }
    wanted = count;
    here = most = 0;
    async_use(&(async_settings){.quiet = true});
    int before = open_descriptors();
    assert_int_equal(async_run(call(over_loopback)), 0);
    assert_int_equal(most, count);
    assert_int_equal(open_descriptors(), before);
}

static void connections_of_the_system(void **state)
{
    (void)state;
    portable = false;
    open_many(MANY);
}

static void connections_that_poll_watches(void **state)
{
    (void)state;
    portable = true;
    open_many(FEWER);
    portable = false;
}

CORO(client, int port; async_value opened, line; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "line\n");
    AWAIT_TO(self->line, async_read(self->stream, -1));
    echoed += async_length(self->line) == 6;
    async_stream_close(self->stream);
    CORO_END;
}

CORO(simulated, async_value server;)
{
    CORO_BEGIN;
    all_here = async_create_future();
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    WITH(async_server_of(self->server)) {
        async_awaitable *clients = calloc((size_t)wanted, sizeof *clients);
        for (int i = 0; i < wanted; i++) {
            clients[i] = call(client, async_server_port(async_server_of(self->server)));
        }
        async_future together = async_gather_list(clients, (size_t)wanted, false);
        free(clients);
        AWAIT(together);
    }
    END_WITH;
    CORO_END;
}

static void connections_of_the_simulated_network(void **state)
{
    (void)state;
    wanted = getenv("LOOPSCOPE_SANITIZED") || getenv("LOOPSCOPE_VALGRIND") ? FEWER : MANY;
    here = most = echoed = 0;
    async_use(&(async_settings){.virtual_time = true, .quiet = true});
    assert_int_equal(async_run(call(simulated)), 0);
    assert_int_equal(most, wanted);
    assert_int_equal(echoed, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(connections_of_the_system), cmocka_unit_test(connections_that_poll_watches),
                                       cmocka_unit_test(connections_of_the_simulated_network)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
