/* The heap of timers: deadlines in order, equal ones in order of creation. */
#include "timers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

static void earlier_deadlines_come_first(void **state)
{
    (void)state;
    async_timers timers = {0};
    async_timer three = {.when = 3}, one = {.when = 1}, two = {.when = 2};
    assert_true(timers_push(&timers, &three) && timers_push(&timers, &one) && timers_push(&timers, &two));
    assert_ptr_equal(timers_first(&timers), &one);
    assert_ptr_equal(timers_pop(&timers), &one);
    assert_ptr_equal(timers_pop(&timers), &two);
    assert_ptr_equal(timers_pop(&timers), &three);
    assert_null(timers_pop(&timers));
    timers_free(&timers);
}

static void equal_deadlines_come_in_order_of_creation(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    async_timers timers = {0};
    static async_timer all[MANY];
    unsigned seed = 20240101;
    for (int i = 0; i < MANY; i++) {
        seed = seed * 1103515245U + 12345U;
        all[i].when = (seed >> 16) % 10;
        assert_true(timers_push(&timers, &all[i]));
    }
    const async_timer *before = timers_pop(&timers);
    for (int i = 1; i < MANY; i++) {
        const async_timer *next = timers_pop(&timers);
        assert_true(before->when < next->when || (before->when == next->when && before->sequence < next->sequence));
        before = next;
    }
    timers_free(&timers);
}

static bool is_odd(const async_timer *timer) { return timer->when % 2 != 0; }

static int dropped;

static void count_drop(async_timer *timer)
{
    (void)timer;
    dropped++;
}

static void a_purge_takes_the_cancelled_ones_and_keeps_the_order(void **state)
{
    (void)state;
    async_timers timers = {0};
    async_timer all[100] = {0};
    for (int i = 0; i < 100; i++) {
        all[i].when = (i * 37) % 100;
        assert_true(timers_push(&timers, &all[i]));
    }
    timers_purge(&timers, is_odd, count_drop);
    assert_int_equal(dropped, 50);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(timers_pop(&timers)->when, 2 * i);
    }
    timers_free(&timers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(earlier_deadlines_come_first),
        cmocka_unit_test(equal_deadlines_come_in_order_of_creation),
        cmocka_unit_test(a_purge_takes_the_cancelled_ones_and_keeps_the_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
