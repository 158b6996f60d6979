/* The heap of timers: deadlines in order, equal ones in order of creation. */
#include "core/handle.h"
#include "core/timers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

enum { MANY = 1000 };
static async_entry all[MANY];
static int64_t when[MANY]; /* of each of them */

static int64_t when_of(const async_entry *timer) { return when[timer - all]; }

static void push(async_timers *timers, int index, uint32_t number, int64_t at)
{
    all[index] = (async_entry){.number = number};
    when[index] = at;
    assert_true(timers_push(timers, &all[index], at));
}

static void earlier_deadlines_come_first(void **state)
{
    (void)state;
    async_timers timers = {0};
    push(&timers, 0, 1, 3);
    push(&timers, 1, 2, 1);
    push(&timers, 2, 3, 2);
    assert_ptr_equal(timers_first(&timers)->timer, &all[1]);
    assert_ptr_equal(timers_pop(&timers), &all[1]);
    assert_ptr_equal(timers_pop(&timers), &all[2]);
    assert_ptr_equal(timers_pop(&timers), &all[0]);
    assert_null(timers_pop(&timers));
    timers_free(&timers);
}

static void comes_before(const async_entry *one, const async_entry *other)
{
    assert_true(when_of(one) < when_of(other) || (when_of(one) == when_of(other) && (int32_t)(one->number - other->number) < 0));
}

static void equal_deadlines_come_in_order_of_creation_also_where_the_numbers_wrap(void **state)
{
    (void)state;
    async_timers timers = {0};
    unsigned seed = 20240101;
    for (int i = 0; i < MANY; i++) {
        seed = seed * 1103515245U + 12345U;
        push(&timers, i, UINT32_MAX - MANY / 2 + (uint32_t)i, (seed >> 16) % 10);
    }
    const async_entry *before = timers_pop(&timers);
    for (int i = 1; i < MANY; i++) {
        const async_entry *next = timers_pop(&timers);
        comes_before(before, next);
        before = next;
    }
    timers_free(&timers);
}

static void the_order_holds_while_timers_come_and_go(void **state)
{
    (void)state;
    async_timers timers = {0};
    unsigned seed = 20261123;
    int64_t now = 0;
    for (int i = 0; i < MANY; i++) {
        seed = seed * 1103515245U + 12345U;
        push(&timers, i, (uint32_t)i, now + (seed >> 16) % 50);
        if (seed & 0x10000) {
            now = when_of(timers_pop(&timers));
            assert_true(!timers.count || timers_first(&timers)->when >= now);
        }
    }
    while (timers.count) {
        const async_entry *next = timers_pop(&timers);
        assert_false(next->scheduled);
        assert_true(when_of(next) >= now);
        now = when_of(next);
    }
    timers_free(&timers);
}

static int dropped;

static void count_drop(async_entry *timer)
{
    assert_true(timer->cancelled);
    dropped++;
}

static void a_purge_takes_the_cancelled_ones_and_keeps_the_order(void **state)
{
    (void)state;
    async_timers timers = {0};
    for (int i = 0; i < 100; i++) {
        push(&timers, i, (uint32_t)i, (i * 37) % 100);
        all[i].cancelled = when[i] % 2 != 0;
    }
    timers.cancelled = 50;
    timers_purge(&timers, count_drop);
    assert_int_equal(dropped, 50);
    assert_int_equal(timers.cancelled, 0);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(when_of(timers_pop(&timers)), 2 * i);
    }
    timers_free(&timers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(earlier_deadlines_come_first),
        cmocka_unit_test(equal_deadlines_come_in_order_of_creation_also_where_the_numbers_wrap),
        cmocka_unit_test(the_order_holds_while_timers_come_and_go),
        cmocka_unit_test(a_purge_takes_the_cancelled_ones_and_keeps_the_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
