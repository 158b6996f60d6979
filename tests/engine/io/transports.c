/* transports.c: what a program asks of its transports and servers besides reading and writing: limits, an end after which nothing is sent, clients that are sent away. */
#include "async_stream.h"
#include "async_thread.h"
#include "support/failing_calls.h"
#include "trace/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static int served, ended;

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    served++;
    AWAIT_TO(self->line, async_read(self->stream, -1));
    ended++;
    async_stream_close(self->stream);
    CORO_END;
}

static void run(async_coroutine main)
{
    served = ended = 0;
    async_use(&(async_settings){.virtual_time = true, .quiet = true});
    assert_int_equal(async_run(main), 0);
}

CORO(opens, int port; async_value opened;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    CORO_RETURN(self->opened);
    CORO_END;
}

CORO(sends_away, async_value made, first, second, end; async_server server;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->server = async_server_of(self->made);
    AWAIT_TO(self->first, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(self->server))));
    AWAIT_TO(self->second, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(self->server))));
    AWAIT(async_sleep(0.1));
    assert_int_equal(served, 2);
    async_server_close_clients(self->server);
    assert_true(async_server_is_serving(self->server)); /* others may come */
    AWAIT_TO(self->end, async_read(async_stream_of(self->first), -1));
    assert_int_equal(async_length(self->end), 0);
    AWAIT_TO(self->end, async_read(async_stream_of(self->second), -1));
    assert_int_equal(async_length(self->end), 0);
    AWAIT(async_sleep(0.1));
    assert_int_equal(ended, 2);
    async_stream_close(async_stream_of(self->first));
    async_stream_close(async_stream_of(self->second));
    async_server_close(self->server);
    AWAIT(async_server_wait_closed(self->server));
    CORO_END;
}

CORO(waits_for_end, async_stream stream;)
{
    CORO_BEGIN;
    AWAIT(async_stream_wait_closed(self->stream));
    ended++;
    CORO_END;
}

CORO(ends, async_value made, opened; async_stream stream; async_task one, other;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->made)))));
    self->stream = async_stream_of(self->opened);
    self->one = async_create_task(call(waits_for_end, self->stream));
    self->other = async_create_task(call(waits_for_end, self->stream));
    AWAIT(async_sleep(0.1));
    assert_int_equal(ended, 0);
    async_stream_close(self->stream);
    AWAIT(self->one);
    AWAIT(self->other);
    AWAIT(async_stream_wait_closed(self->stream));
    async_server_close(async_server_of(self->made));
    AWAIT(async_sleep(0.1));
    assert_int_equal(ended, 3); /* these two, and the server's end */
    CORO_END;
}

static void all_hear_of_the_end(void **state)
{
    (void)state;
    run(call(ends));
}

static void clients_are_sent_away(void **state)
{
    (void)state;
    run(call(sends_away));
}

CORO(limited, async_value made, opened; async_stream stream; async_task draining; int i;)
{
    CORO_BEGIN;
    async_network((async_link){.latency = 0.1, .buffer = 1000}, 1);
    AWAIT_TO(self->made, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->made)))));
    self->stream = async_stream_of(self->opened);
    async_transport_set_limits(async_stream_transport(self->stream), 100, 50);
    async_transport_set_limits(async_stream_transport(self->stream), 10, 50); /* nonsense, which changes nothing */
    for (self->i = 0; self->i < 11; self->i++) {
        async_write_text(self->stream, "%0100d", 0);
    }
    AWAIT(async_drain(self->stream)); /* 100 bytes wait, and so many may */
    async_write_text(self->stream, "x");
    self->draining = async_create_task(async_drain(self->stream));
    AWAIT(async_sleep(0.05));
    assert_int_equal(async_transport_buffer_size(async_stream_transport(self->stream)), 101);
    assert_false(async_done(self->draining));
    AWAIT(self->draining);
    async_write_text(self->stream, "%01500d", 0);
    async_transport_set_limits(async_stream_transport(self->stream), 100000, 0); /* now it is not too much any more, but still paused */
    self->draining = async_create_task(async_drain(self->stream));
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    assert_false(async_done(self->draining));
    AWAIT(self->draining);
    assert_int_equal(async_transport_buffer_size(async_stream_transport(self->stream)), 0);
    async_stream_close(self->stream);
    async_server_close(async_server_of(self->made));
    CORO_END;
}

static void how_much_may_wait(void **state)
{
    (void)state;
    run(call(limited));
}

CORO(ends_and_writes, async_value made, opened, error; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", async_server_port(async_server_of(self->made)))));
    self->stream = async_stream_of(self->opened);
    RAISE_IF_ERROR(async_write_text(self->stream, "before"));
    RAISE_IF_ERROR(async_write_eof(self->stream));
    TRY {
        RAISE_IF_ERROR(async_write(self->stream, async_bytes("after", 5)));
        fail_msg("it is written");
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {}
    END_TRY;
    assert_string_equal(async_error_message(self->error), "Cannot call write() after write_eof()");
    assert_true(async_is(async_write_text(self->stream, "after"), &ASYNC_RUNTIME_ERROR));
    assert_true(async_is(async_transport_write(async_stream_transport(self->stream), "", 0), &ASYNC_RUNTIME_ERROR));
    AWAIT(async_drain(self->stream));
    async_stream_close(self->stream);
    async_server_close(async_server_of(self->made));
    CORO_END;
}

static void nothing_is_written_behind_the_end(void **state)
{
    (void)state;
    run(call(ends_and_writes));
}

/* ---- As many at once as can wait ---- */

enum { CROWD = 101 };

CORO(crowd, async_value made; async_server server;)
{
    CORO_BEGIN;
    AWAIT_TO(self->made, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->server = async_server_of(self->made);
    for (int i = 0; i < CROWD; i++) {
        async_create_task(call(opens, async_server_port(self->server)));
    }
    AWAIT(async_sleep(0.1));
    async_server_close(self->server);
    CORO_END;
}

/* How many were accepted in one callback, the most. */
static int taken_at_once(const char *rules)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .sink = &sink, .rules = async_rules_of(rules)});
    assert_int_equal(async_run(call(crowd)), 0);
    int most = 0, count = 0;
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        count = event->kind == EV_CB ? 0 : count + (event->kind == EV_OUTSIDE_NEW && event->c != 0);
        most = count > most ? count : most;
    }
    async_use(NULL);
    trace_free(trace);
    return most;
}

static void a_crowd_is_let_in(void **state)
{
    (void)state;
    assert_int_equal(taken_at_once("3.13.0"), CROWD - 1);
    assert_int_equal(taken_at_once("3.14"), CROWD);
}

/* ---- Threads ---- */

static int64_t works(void *context)
{
    async_block(1);
    return *(const int *)context;
}

CORO(few_threads, int one; double began;)
{
    CORO_BEGIN;
    self->one = 1;
    assert_false(async_set_threads(0));
    assert_true(async_set_threads(2));
    self->began = async_loop_time();
    AWAIT(async_gather(async_to_thread(works, &self->one), async_to_thread(works, &self->one), async_to_thread(works, &self->one)));
    assert_int_equal((int)((async_loop_time() - self->began) * 1000 + 0.5), 2000); /* two at a time */
    CORO_END;
}

static void so_many_threads(void **state)
{
    (void)state;
    run(call(few_threads));
}

/* A connection that never comes about: nobody takes those that wait already, and there is no room for more. */
CORO(waits_for_nobody, int port; async_value all[4], error; int i; async_value listener;)
{
    CORO_BEGIN;
    self->listener = async_socket(ASYNC_TCP);
    RAISE_IF_ERROR(async_bind((int)self->listener.as.integer, ASYNC_ADDRESS("127.0.0.1", 0)));
    RAISE_IF_ERROR(async_listen((int)self->listener.as.integer, 0));
    TRY {
        for (self->i = 0; self->i < 4; self->i++) {
            AWAIT_TO(self->all[self->i], async_wait_for(call(opens, async_port((int)self->listener.as.integer)), 0.01));
        }
        fail_msg("it stands");
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {}
    END_TRY;
    while (self->i > 0) {
        async_stream_close(async_stream_of(self->all[--self->i]));
    }
    (void)async_close((int)self->listener.as.integer);
    AWAIT(async_sleep(0));
    CORO_END;
}

static void nobody_takes_the_connection(void **state)
{
    (void)state;
    async_use(&(async_settings){.quiet = true});
    int before = open_descriptors();
    assert_int_equal(async_run(call(waits_for_nobody)), 0);
    assert_int_equal(open_descriptors(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clients_are_sent_away),       cmocka_unit_test(all_hear_of_the_end),
        cmocka_unit_test(how_much_may_wait),           cmocka_unit_test(nothing_is_written_behind_the_end),
        cmocka_unit_test(a_crowd_is_let_in),           cmocka_unit_test(so_many_threads),
        cmocka_unit_test(nobody_takes_the_connection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
