/* peers.c: connections whose other end is none of the engine's, and behaves as others do: it resets, half-closes, says one byte at a time, does not read. */
#include "async_stream.h"
#include "support/failing_calls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { MUCH = 4 << 20 };
static char much[MUCH];

/* The other end: a socket of the system's, which never blocks once it is connected. */
static int peer_connect(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(descriptor, (const struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(fcntl(descriptor, F_SETFL, O_NONBLOCK), 0);
    return descriptor;
}

static void peer_reset(int descriptor)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(descriptor);
}

/* All that there is now. */
static size_t peer_read(int descriptor)
{
    static char block[65536];
    size_t all = 0;
    for (ssize_t count; (count = recv(descriptor, block, sizeof block, 0)) > 0;) {
        all += (size_t)count;
    }
    return all;
}

/* The stream of the one connection that the test is about, for its main: the serving task waits until it is told to end. */
static async_stream served;
static async_future arrived, over;

CORO(serve, async_stream stream;)
{
    CORO_BEGIN;
    served = self->stream;
    over = async_create_future();
    async_set_result(arrived, async_none());
    AWAIT(over);
    async_stream_close(self->stream);
    CORO_END;
}

typedef struct setting {
    async_value server, data, error;
    int peer, i;
    size_t count;
} setting;

/* Each body has its peer connected, and its own end in `served`. */
CORO(connection, async_coroutine (*body)(setting *s); setting s;)
{
    CORO_BEGIN;
    AWAIT_TO(self->s.server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    WITH(async_server_of(self->s.server)) {
        arrived = async_create_future();
        self->s.peer = peer_connect(async_server_port(async_server_of(self->s.server)));
        AWAIT(arrived);
        AWAIT(self->body(&self->s));
        close(self->s.peer);
        async_set_result(over, async_none());
    }
    END_WITH;
    CORO_END;
}

CORO(resets, setting *s;)
{
    CORO_BEGIN;
    peer_reset(self->s->peer);
    TRY {
        AWAIT(async_readline(served));
        fail_msg("nothing is said of the reset");
    }
    CATCH(ASYNC_CONNECTION_RESET_ERROR, self->s->error) {}
    END_TRY;
    assert_int_equal(async_errno(self->s->error), ECONNRESET);
    TRY {
        AWAIT(async_drain(served));
        fail_msg("drain() says nothing");
    }
    CATCH(ASYNC_CONNECTION_RESET_ERROR, self->s->error) {}
    END_TRY;
    for (self->s->i = 0; self->s->i < 2; self->s->i++) { /* whoever asks only now is told the same, and so is the next */
        TRY {
            AWAIT(async_stream_wait_closed(served));
            fail_msg("wait_closed() says nothing");
        }
        CATCH(ASYNC_CONNECTION_RESET_ERROR, self->s->error) {}
        END_TRY;
    }
    for (self->s->i = 0; self->s->i < 10; self->s->i++) { /* in vain, but it does no harm */
        async_write_text(served, "x");
    }
    self->s->peer = -1;
    CORO_END;
}

CORO(half_closes, setting *s;)
{
    CORO_BEGIN;
    assert_int_equal(send(self->s->peer, "question", 8, 0), 8);
    shutdown(self->s->peer, SHUT_WR);
    AWAIT_TO(self->s->data, async_read(served, -1));
    assert_string_equal(async_data(self->s->data), "question");
    assert_true(async_at_eof(served));
    async_write_data(served, much, 100000);
    AWAIT(async_drain(served));
    for (self->s->count = 0; self->s->count < 100000; self->s->count += peer_read(self->s->peer)) {
        AWAIT(async_sleep(0));
    }
    assert_int_equal(self->s->count, 100000);
    CORO_END;
}

CORO(says_a_byte_at_a_time, setting *s; async_task reading;)
{
    CORO_BEGIN;
    self->reading = async_create_task(async_readexactly(served, 300));
    for (self->s->i = 0; self->s->i < 300; self->s->i++) {
        assert_int_equal(send(self->s->peer, &"0123456789"[self->s->i % 10], 1, 0), 1);
        AWAIT(async_sleep(0));
    }
    AWAIT_TO(self->s->data, self->reading);
    assert_memory_equal(async_data(self->s->data) + 290, "0123456789", 10);
    send(self->s->peer, "four", 4, 0);
    shutdown(self->s->peer, SHUT_WR);
    TRY {
        AWAIT(async_readexactly(served, 5));
        fail_msg("four bytes are not five");
    }
    CATCH(ASYNC_INCOMPLETE_READ_ERROR, self->s->error) {}
    END_TRY;
    assert_string_equal(async_data(async_incomplete(self->s->error)), "four");
    CORO_END;
}

/* More than the system's buffers take, which grow; how much that was. */
static size_t write_too_much(async_transport transport)
{
    size_t all = 0;
    for (; async_transport_buffer_size(transport) <= 65536; all += MUCH / 4) {
        async_write_data(served, much, MUCH / 4);
    }
    return all;
}

CORO(does_not_read, setting *s; async_task draining; async_transport transport; size_t written;)
{
    CORO_BEGIN;
    self->transport = async_stream_transport(served);
    self->written = write_too_much(self->transport);
    self->draining = async_create_task(async_drain(served));
    for (self->s->i = 0; self->s->i < 20; self->s->i++) {
        AWAIT(async_sleep(0));
    }
    assert_false(async_done(self->draining));
    for (self->s->count = 0; !async_done(self->draining); self->s->count += peer_read(self->s->peer)) {
        AWAIT(async_sleep(0));
    }
    assert_true(async_transport_buffer_size(self->transport) <= 16384); /* the low mark */
    for (; self->s->count < self->written; self->s->count += peer_read(self->s->peer)) {
        AWAIT(async_sleep(0));
    }
    assert_int_equal(async_transport_buffer_size(self->transport), 0);
    /* Once more, and now it resets while somebody waits for room. */
    write_too_much(self->transport);
    self->draining = async_create_task(async_drain(served));
    AWAIT(async_sleep(0));
    peer_reset(self->s->peer);
    self->s->peer = -1;
    TRY {
        AWAIT(self->draining);
        fail_msg("who waits for room is told nothing");
    }
    CATCH(ASYNC_CONNECTION_ERROR, self->s->error) {}
    END_TRY;
    CORO_END;
}

CORO(is_not_read, setting *s;)
{
    CORO_BEGIN;
    for (self->s->i = 0; self->s->i < 100; self->s->i++) { /* until neither the stream nor the system takes any more */
        for (ssize_t count; (count = send(self->s->peer, much, MUCH, 0)) > 0;) {
            self->s->count += (size_t)count;
        }
        AWAIT(async_sleep(0));
    }
    assert_int_equal(send(self->s->peer, much, 1, 0), -1);
    shutdown(self->s->peer, SHUT_WR);
    AWAIT_TO(self->s->data, async_read(served, -1));
    assert_int_equal(async_length(self->s->data), self->s->count);
    CORO_END;
}

CORO(is_closed_behind_our_back, setting *s; int descriptor, other;)
{
    CORO_BEGIN;
    self->descriptor = async_transport_descriptor(async_stream_transport(served));
    close(self->descriptor);
    async_write_text(served, "x"); /* EBADF: the connection is lost, and nothing else */
    TRY {
        AWAIT(async_readline(served));
        fail_msg("a descriptor that is closed says nothing");
    }
    CATCH(ASYNC_OS_ERROR, self->s->error) {}
    END_TRY;
    assert_int_equal(async_errno(self->s->error), EBADF);
    assert_int_equal(async_errno(async_add_reader(self->descriptor, NULL, NULL)), portable ? 0 : EBADF); /* poll(2) tells later */
    async_remove_reader(self->descriptor);
    TRY {
        AWAIT(async_sock_recv(self->descriptor, 10));
        fail_msg("nor does it here");
    }
    CATCH(ASYNC_OS_ERROR, self->s->error) {}
    END_TRY;
    assert_int_equal(async_errno(self->s->error), EBADF);
    CORO_END;
}

static void try_peer(async_coroutine (*body)(setting *s), bool by_poll)
{
    portable = by_poll;
    async_use(&(async_settings){.quiet = true});
    int before = open_descriptors();
    assert_int_equal(async_run(call(connection, body)), 0);
    assert_int_equal(open_descriptors(), before);
}

#define TRY_PEER(name)                                                                                                                     \
    static async_coroutine name##_body(setting *s) { return call(name, s); }                                                               \
    static void a_peer_that_##name(void **state)                                                                                           \
    {                                                                                                                                      \
        (void)state;                                                                                                                       \
        try_peer(name##_body, false);                                                                                                      \
        try_peer(name##_body, true);                                                                                                       \
    }
TRY_PEER(resets)
TRY_PEER(half_closes)
TRY_PEER(says_a_byte_at_a_time)
TRY_PEER(does_not_read)
TRY_PEER(is_not_read)
TRY_PEER(is_closed_behind_our_back)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_peer_that_resets),
        cmocka_unit_test(a_peer_that_half_closes),
        cmocka_unit_test(a_peer_that_says_a_byte_at_a_time),
        cmocka_unit_test(a_peer_that_does_not_read),
        cmocka_unit_test(a_peer_that_is_not_read),
        cmocka_unit_test(a_peer_that_is_closed_behind_our_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
