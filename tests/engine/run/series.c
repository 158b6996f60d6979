/* series.c: runs that follow each other in one thread: their tasks are numbered and the clock goes on over them; one with a hook of its own begins at nothing. */
#include "async.h"
#include "async_wait.h"
#include "trace/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char name[32];
static double time_at_the_end;

CORO(sleeps, double delay;)
{
    CORO_BEGIN;
    snprintf(name, sizeof name, "%s", async_name(async_current_task()));
    AWAIT(async_sleep(self->delay));
    time_at_the_end = async_loop_time();
    CORO_END;
}

static const async_settings plain = {.virtual_time = true, .quiet = true};

static void a_second_run_goes_on_where_the_first_ended(void **unused)
{
    (void)unused;
    async_use(&plain);
    assert_int_equal(async_run(call(sleeps, 1)), 0);
    assert_string_equal(name, "Task-1");
    assert_int_equal(async_run(call(sleeps, 2)), 0);
    assert_string_equal(name, "Task-4"); /* the first run has closed its loop with two */
    assert_true(time_at_the_end > 2.99 && time_at_the_end < 3.01);
}

static void the_limit_of_turns_is_each_runs_own(void **unused)
{
    (void)unused;
    async_settings limited = plain;
    limited.turn_limit = 12;
    async_use(&limited);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(async_run(call(sleeps, 1)), 0);
    }
    limited.turn_limit = 2;
    async_use(&limited);
    assert_int_equal(async_run(call(sleeps, 1)), 3);
}

static void a_run_with_a_hook_of_its_own_begins_at_nothing(void **unused)
{
    (void)unused;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    async_settings hooked = plain;
    hooked.sink = &sink;
    async_use(&hooked);
    assert_int_equal(async_run(call(sleeps, 1)), 0);
    assert_string_equal(name, "Task-1");
    assert_true(time_at_the_end < 1.01);
    trace_free(trace);
    async_use(&plain);
    assert_int_equal(async_run(call(sleeps, 1)), 0);
    assert_string_not_equal(name, "Task-1");
}

static void never(async_object *future, void *context)
{
    (void)future;
    (void)context;
}

CORO(leaves, bool anything;)
{
    CORO_BEGIN;
    if (self->anything) {
        async_call_later(5, never, NULL);
    }
    CORO_END;
}

static void what_is_left_in_the_loop_is_told_when_it_is_closed(void **unused)
{
    (void)unused;
    for (int left = 0; left < 2; left++) {
        Trace *trace = trace_new();
        TraceSink sink = trace_sink(trace);
        async_settings hooked = plain;
        hooked.sink = &sink;
        async_use(&hooked);
        assert_int_equal(async_run(call(leaves, left)), 0);
        const Event *last = trace_event(trace, trace_count(trace) - 1), *before = last - 1;
        assert_int_equal(last->kind, EV_DONE);
        assert_int_equal(before->kind == EV_LEFT, left);
        assert_int_equal(before->kind == EV_LEFT ? before->b : 0, left);
        trace_free(trace);
    }
    async_use(&plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_run_goes_on_where_the_first_ended),
        cmocka_unit_test(the_limit_of_turns_is_each_runs_own),
        cmocka_unit_test(what_is_left_in_the_loop_is_told_when_it_is_closed),
        cmocka_unit_test(a_run_with_a_hook_of_its_own_begins_at_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
