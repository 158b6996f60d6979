/* datagrams.c: datagrams that the socket does not take, that nobody hears, that are too long; at paths; and the network of virtual time, which loses them. */
#include "async_transport.h"
#include "support/failing_calls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* What an endpoint has heard. */
typedef struct Heard {
    async_transport transport;
    async_future woken; /* by whatever comes next */
    int made, datagrams, errors, lost, paused, resumed;
    size_t bytes;
    int number; /* errno of the last error */
    int from;   /* port */
} Heard;

static Heard here, there;

static void wake(Heard *heard)
{
    if (heard->woken && !async_done(heard->woken)) {
        async_set_result(heard->woken, async_none());
    }
}

static void made(void *self, async_transport transport)
{
    ((Heard *)self)->made++;
    ((Heard *)self)->transport = transport;
}

static void received(void *self, const char *data, size_t size, async_address from)
{
    (void)data;
    Heard *heard = self;
    heard->datagrams++;
    heard->bytes += size;
    heard->from = from.port;
    wake(heard);
}

static void failed(void *self, async_value error)
{
    Heard *heard = self;
    heard->errors++;
    heard->number = async_errno(error);
    wake(heard);
}

static void lost(void *self, async_value error)
{
    (void)error;
    ((Heard *)self)->lost++;
    wake(self);
}

static void paused(void *self) { ((Heard *)self)->paused++; }

static void resumed(void *self)
{
    ((Heard *)self)->resumed++;
    wake(self);
}

static const async_protocol protocol = {.connection_made = made,
                                        .datagram_received = received,
                                        .error_received = failed,
                                        .connection_lost = lost,
                                        .pause_writing = paused,
                                        .resume_writing = resumed};

static int port_of(const Heard *heard) { return async_port(async_transport_descriptor(heard->transport)); }

static async_future next(Heard *heard) { return heard->woken = async_create_future(); }

static async_coroutine open_here(void)
{
    return async_create_datagram_endpoint(&protocol, NULL, &here, ASYNC_ADDRESS("127.0.0.1", 0), ASYNC_NOWHERE);
}

static async_coroutine open_there(int port)
{
    return async_create_datagram_endpoint(&protocol, NULL, &there, ASYNC_NOWHERE, ASYNC_ADDRESS("127.0.0.1", port));
}

static void send_bytes(Heard *heard, size_t size)
{
    static const char zeros[70000];
    assert_int_equal(async_transport_sendto(heard->transport, zeros, size, ASYNC_NOWHERE).type, ASYNC_NONE);
}

static void run(async_coroutine main, bool virtual, const char *rules)
{
    here = there = (Heard){0};
    async_use(&(async_settings){.quiet = true, .virtual_time = virtual, .rules = async_rules_of(rules)});
    int before = open_descriptors();
    assert_int_equal(async_run(main), 0);
    assert_int_equal(open_descriptors(), before);
    assert_int_equal(here.lost + there.lost, here.made + there.made);
}

/* ---- By the real clock ---- */

/* How many bytes wait after two of ten bytes, and when they are sent: as Python's versions count. */
CORO(is_kept, size_t waiting; size_t left;)
{
    CORO_BEGIN;
    AWAIT(open_here());
    AWAIT(open_there(port_of(&here)));
    async_transport_set_limits(there.transport, 15, 5);
    failing.name = "sendto";
    failing.error = EAGAIN;
    failing.at = 1;
    failing.count = 0;
    failing.always = true;
    send_bytes(&there, 10);
    assert_int_equal(there.paused, self->waiting > 20); /* 18 bytes are more than 15 */
    send_bytes(&there, 10);
    assert_int_equal(there.paused, 1);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    assert_int_equal(async_transport_buffer_size(there.transport), self->waiting);
    failing.name = NULL;
    failing.always = false;
    if (self->left <= 5) {
        AWAIT(next(&there));
    }
    while (here.datagrams < 2) {
        AWAIT(next(&here));
    }
    assert_int_equal(here.bytes, 20);
    assert_int_equal(there.resumed, self->left <= 5);
    assert_int_equal(async_transport_buffer_size(there.transport), self->left);
    failing.name = "sendto"; /* what waits is sent before the end; of what fails then the protocol hears, and the rest is sent */
    failing.count = 0;
    failing.always = false;
    send_bytes(&there, 1);
    failing.error = EPERM;
    failing.at = 2;
    send_bytes(&there, 2);
    async_transport_close(there.transport);
    assert_int_equal(there.lost, 0);
    while (!there.lost) {
        AWAIT(next(&there));
    }
    failing.name = NULL;
    assert_int_equal(there.number, EPERM);
    while (here.datagrams < 3) {
        AWAIT(next(&here));
    }
    assert_int_equal(here.bytes, 22);
    async_transport_close(here.transport);
    CORO_END;
}

static void what_the_socket_does_not_take_waits(void **state)
{
    (void)state;
    run(call(is_kept, 20, 0), false, "3.12");
    run(call(is_kept, 36, 16), false, "3.13.0");
    run(call(is_kept, 36, 0), false, "3.14");
}

CORO(fails, int unused;)
{
    CORO_BEGIN;
    AWAIT(open_here());
    AWAIT(open_there(port_of(&here)));
    send_bytes(&there, 70000);
    assert_int_equal(there.number, EMSGSIZE);
    async_transport_close(here.transport);
    while (!here.lost) {
        AWAIT(next(&here));
    }
    send_bytes(&there, 1);
    AWAIT(next(&there)); /* nobody is there any more, and that is said */
    assert_int_equal(there.number, ECONNREFUSED);
    assert_int_equal(there.errors, 2);
    assert_false(async_transport_is_closing(there.transport));
    assert_true(async_is(async_transport_write(there.transport, "x", 1), &ASYNC_TYPE_ERROR));
    assert_true(async_is(async_transport_sendto(there.transport, "x", 1, ASYNC_ADDRESS("127.0.0.1", 9)), &ASYNC_VALUE_ERROR));
    async_transport_abort(there.transport);
    while (!there.lost) {
        AWAIT(next(&there));
    }
    CORO_END;
}

static void too_long_and_nobody_there(void **state)
{
    (void)state;
    run(call(fails), false, "3.14");
    portable = true;
    run(call(fails), false, "3.14");
    portable = false;
}

CORO(never_answers, async_value error;)
{
    CORO_BEGIN;
    AWAIT(open_here());
    AWAIT(open_there(port_of(&here)));
    send_bytes(&there, 1);
    TRY {
        AWAIT(async_wait_for(next(&there), 0.001));
        fail_msg("somebody answers");
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {}
    END_TRY;
    assert_int_equal(here.datagrams, 1);
    async_transport_close(there.transport);
    async_transport_close(here.transport);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    CORO_END;
}

static void nobody_answers(void **state)
{
    (void)state;
    run(call(never_answers), false, "3.14");
}

/* ---- The network of virtual time ---- */

CORO(is_lost, int i;)
{
    CORO_BEGIN;
    async_network((async_link){.latency = 0.1, .loss = 0.25}, 7);
    AWAIT(open_here());
    AWAIT(open_there(port_of(&here)));
    for (self->i = 0; self->i < 400; self->i++) {
        send_bytes(&there, 1);
    }
    AWAIT(async_sleep(1));
    assert_in_range(here.datagrams, 260, 340);
    assert_int_equal(here.from, port_of(&there));
    async_transport_close(here.transport);
    AWAIT(async_sleep(0.1));
    send_bytes(&there, 1); /* there and back again */
    AWAIT(async_sleep(0.15));
    assert_int_equal(there.errors, 0);
    AWAIT(async_sleep(0.1));
    assert_int_equal(there.number, ECONNREFUSED);
    async_transport_close(there.transport);
    AWAIT(async_sleep(0));
    CORO_END;
}

CORO(is_slow, double began;)
{
    CORO_BEGIN;
    async_network((async_link){.bandwidth = 1000, .buffer = 3000}, 7);
    AWAIT(open_here());
    AWAIT(open_there(port_of(&here)));
    async_transport_set_limits(there.transport, 2000, 1000);
    self->began = async_loop_time();
    while (!there.paused) {
        send_bytes(&there, 1000);
    }
    assert_true(async_transport_buffer_size(there.transport) > 2000);
    AWAIT(next(&there));
    assert_int_equal(there.resumed, 1);
    while (async_transport_buffer_size(there.transport) > 0) {
        AWAIT(async_sleep(0.5));
    }
    async_transport_close(there.transport);
    AWAIT(async_sleep(10));
    assert_int_equal(here.datagrams * 1000, (int)here.bytes);
    assert_in_range(here.datagrams, 5, 7);
    async_transport_close(here.transport);
    AWAIT(async_sleep(0));
    CORO_END;
}

/* A socket that sends to one alone hears that one alone; what nobody reads has an end. */
CORO(is_not_for_us, int i; async_value stranger;)
{
    CORO_BEGIN;
    async_network((async_link){.buffer = 1000}, 7);
    AWAIT(open_here());
    AWAIT(open_there(port_of(&here)));
    self->stranger = async_socket(ASYNC_UDP);
    AWAIT(async_sock_sendto((int)self->stranger.as.integer, "x", 1, ASYNC_ADDRESS("127.0.0.1", port_of(&there))));
    AWAIT(async_sleep(0.1));
    assert_int_equal(there.datagrams, 0);
    async_transport_pause_reading(here.transport);
    for (self->i = 0; self->i < 30; self->i++) {
        send_bytes(&there, 100);
    }
    async_transport_resume_reading(here.transport);
    AWAIT(async_sleep(0.1));
    assert_int_equal(here.datagrams, 10);
    (void)async_close((int)self->stranger.as.integer);
    async_transport_close(here.transport);
    async_transport_close(there.transport);
    AWAIT(async_sleep(0));
    CORO_END;
}

/* One that is larger than the room that is left: it waits, or it is taken; the loop does not go round and round meanwhile. */
CORO(is_large, int i;)
{
    CORO_BEGIN;
    async_network((async_link){.bandwidth = 1000, .buffer = 4000}, 7);
    AWAIT(open_here());
    AWAIT(open_there(port_of(&here)));
    for (self->i = 0; self->i < 4; self->i++) {
        send_bytes(&there, self->i == 0 ? 2000 : 2500);
    }
    AWAIT(async_sleep(20));
    assert_int_equal(here.datagrams, 4);
    assert_int_equal(async_transport_buffer_size(there.transport), 0);
    async_transport_close(here.transport);
    async_transport_close(there.transport);
    AWAIT(async_sleep(0));
    CORO_END;
}

static void the_network_of_virtual_time(void **state)
{
    (void)state;
    run(call(is_lost), true, "3.14");
    run(call(is_slow), true, "3.14");
    run(call(is_large), true, "3.14");
    run(call(is_not_for_us), true, "3.14");
}

/* ---- At paths, by both clocks ---- */

static char path[] = "/tmp/loopscope-path-XXXXXX", long_path[200];

CORO(at_a_path, async_value socket, got; int i, plain; async_value error;)
{
    CORO_BEGIN;
    AWAIT(async_create_datagram_endpoint(&protocol, NULL, &here, ASYNC_PATH(path),
                                         ASYNC_NOWHERE)); /* where a file of that name was not in its way */
    AWAIT(async_create_datagram_endpoint(&protocol, NULL, &there, ASYNC_NOWHERE, ASYNC_PATH(path)));
    async_transport_pause_reading(here.transport);
    for (self->i = 0; self->i < 20; self->i++) { /* nobody reads, and what the socket does not take waits */
        send_bytes(&there, 30000);
    }
    assert_true(async_transport_buffer_size(there.transport) > 0);
    assert_int_equal(there.paused, 1);
    AWAIT(async_sleep(0.01));
    assert_int_equal(here.datagrams, 0);
    async_transport_resume_reading(here.transport);
    while (here.datagrams < 20) {
        AWAIT(next(&here));
    }
    assert_int_equal(here.bytes, 600000); /* and none of it is lost */
    assert_int_equal(there.resumed, 1);
    self->socket = async_socket(ASYNC_UNIX_DATAGRAMS);
    self->plain = (int)self->socket.as.integer;
    AWAIT_TO(self->got, async_sock_sendto(self->plain, "plain", 5, ASYNC_PATH(path)));
    assert_int_equal(self->got.as.integer, 5);
    AWAIT(next(&here));
    assert_int_equal(here.from, ASYNC_NO_PORT);
    (void)async_close(self->plain);
    async_transport_close(here.transport);
    async_transport_close(there.transport);
    AWAIT(async_sleep(0));
    TRY {
        AWAIT(async_create_datagram_endpoint(&protocol, NULL, NULL, ASYNC_PATH(long_path), ASYNC_NOWHERE));
        fail_msg("a path of 199 characters is too long");
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        assert_string_equal(async_error_message(self->error), "AF_UNIX path too long");
    }
    END_TRY;
    TRY {
        AWAIT(async_create_datagram_endpoint(&protocol, NULL, NULL, ASYNC_PATH(path), ASYNC_ADDRESS("127.0.0.1", 1)));
        fail_msg("a path cannot send to a port");
    }
    CATCH(ASYNC_TYPE_ERROR, self->error) {}
    END_TRY;
    CORO_END;
}

static void between_paths(void **state)
{
    (void)state;
    close(mkstemp(path));
    unlink(path);
    memset(long_path, 'x', sizeof long_path - 1);
    run(call(at_a_path), true, "3.14");
    run(call(at_a_path), false, "3.14");
    run(call(at_a_path), false, "3.14"); /* what the run before has left there is removed */
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_socket_does_not_take_waits),
        cmocka_unit_test(too_long_and_nobody_there),
        cmocka_unit_test(nobody_answers),
        cmocka_unit_test(the_network_of_virtual_time),
        cmocka_unit_test(between_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
