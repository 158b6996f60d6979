/* knobs.c: choices and orders are turned like other knobs, and the orders are those of itertools.permutations(). */
#include "async.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

CHOICE(blank, "the missing line", 1, "await both", "await the first", "nothing");
ORDER(steps, "the lines", "lock", "read", "write");

static const async_knob *knob_named(const char *name)
{
    const async_knob *knob = async_knobs();
    while (knob != NULL && strcmp(knob->name, name) != 0) {
        knob = knob->next;
    }
    assert_non_null(knob);
    return knob;
}

static void choices_and_orders_are_declared_with_their_lines_and_turned(void **state)
{
    (void)state;
    const async_knob *choice = knob_named("blank"), *order = knob_named("steps");
    assert_int_equal(choice->line_count, 3);
    assert_string_equal(choice->lines[2], "nothing");
    assert_true(choice->most > 1.9 && choice->most < 2.1 && !choice->ordered);
    assert_true(order->most > 4.9 && order->most < 5.1 && order->ordered);
    assert_int_equal(blank, 1);
    async_knob_turn(choice, 2);
    async_knob_turn(order, 4);
    assert_int_equal(blank, 2);
    assert_int_equal(steps, 4);
}

static void orders_come_as_permutations_are_listed(void **state)
{
    (void)state;
    static const int expected[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int order = 0; order < 6; order++) {
        for (int place = 0; place < 3; place++) {
            assert_int_equal(async_order(order, 3, place), expected[order][place]);
        }
        assert_int_equal(async_order_of(expected[order], 3), order);
    }
}

static void each_order_of_five_lines_is_found_again(void **state)
{
    (void)state;
    for (int order = 0; order < 120; order++) {
        int lines[ASYNC_ORDER_LINES];
        for (int place = 0; place < ASYNC_ORDER_LINES; place++) {
            lines[place] = async_order(order, ASYNC_ORDER_LINES, place);
        }
        assert_int_equal(async_order_of(lines, ASYNC_ORDER_LINES), order);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_and_orders_are_declared_with_their_lines_and_turned),
        cmocka_unit_test(orders_come_as_permutations_are_listed),
        cmocka_unit_test(each_order_of_five_lines_is_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
