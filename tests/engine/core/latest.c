/* No time lies beyond the end of the clock: a sleep of any length, a block and a deadline end there, and none of them wraps round. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

#include <math.h>

static void nothing(async_future future, void *context) { (void)future, (void)context; }

CORO(sleeps_for_ever, int round;)
{
    CORO_BEGIN;
    for (self->round = 0; self->round < 3; self->round++) {
        AWAIT(async_sleep((double)INFINITY));
        AWAIT(async_sleep(1e300));
        async_block(1e12);
        async_call_later(1e18, nothing, NULL);
        AWAIT(async_sleep(0));
    }
    TRY {
        AWAIT(async_wait_for(async_create_future(), 1e100));
    }
    FINALLY {
        async_print("%.0f", async_loop_time());
    }
    END_TRY;
    CORO_END;
}

static void nothing_is_later_than_the_end_of_the_clock(void **state)
{
    (void)state;
    Trace *trace = record(call(sleeps_for_ever), 0, NULL);
    bool reached = false;
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        assert_true(event->t >= 0 && event->t <= TRACE_LATEST);
        assert_true(event->kind != EV_TIMER_NEW || trace_time(event) <= TRACE_LATEST);
        assert_true(event->kind != EV_BLOCK || trace_time(event) <= TRACE_LATEST);
        reached = reached || event->t == TRACE_LATEST;
    }
    assert_true(reached);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_later_than_the_end_of_the_clock)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
