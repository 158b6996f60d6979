/* Marks, breakpoints and the way back: the lists keep their order and their bounds, and every way there leads back. */
#include "model/stops.h"
#include "model/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void marks_stand_in_order_and_are_taken_away_by_setting_them_again(void **state)
{
    (void)state;
    Stops stops = {0};
    const size_t set[] = {30, 10, 20};
    for (size_t i = 0; i < 3; i++) {
        assert_true(stops_turn_mark(&stops, set[i]));
    }
    assert_int_equal(stops_mark_from(&stops, 0, 1), 10);
    assert_int_equal(stops_mark_from(&stops, 10, 1), 20);
    assert_int_equal(stops_mark_from(&stops, 30, -1), 20);
    assert_true(stops_turn_mark(&stops, 20));
    assert_int_equal(stops_mark_from(&stops, 10, 1), 30);
    assert_true(stops_mark_from(&stops, 30, 1) == SIZE_MAX);
    assert_true(stops_mark_from(&stops, 10, -1) == SIZE_MAX);
}

static void there_is_room_for_so_many_and_no_more(void **state)
{
    (void)state;
    Stops stops = {0};
    for (uint32_t i = 0; i < STOPS_KEPT; i++) {
        assert_true(stops_turn_mark(&stops, i));
        assert_true(stops_add_breakpoint(&stops, (Breakpoint){i + 1, 0}));
    }
    assert_false(stops_turn_mark(&stops, 1000));
    assert_false(stops_add_breakpoint(&stops, (Breakpoint){1000, 0}));
    stops_take_breakpoint(&stops, 0);
    assert_int_equal(stops.breakpoints[0].line, 2);
    assert_true(stops_add_breakpoint(&stops, (Breakpoint){1000, 0}));
    assert_true(stops_turn_mark(&stops, 5)); /* taking one away needs no room */
}

static void the_way_back_is_as_long_as_it_is_kept_and_leads_forth_again(void **state)
{
    (void)state;
    Visits visits = {0};
    enum { JUMPS = VISITS_KEPT + 50 };
    for (size_t n = 0; n < JUMPS; n++) {
        visits_leave(&visits, n);
    }
    size_t at = JUMPS;
    for (size_t i = 0; i < VISITS_KEPT; i++) {
        size_t back = visits_back(&visits, at);
        assert_int_equal(back, at - 1);
        at = back;
    }
    assert_true(visits_back(&visits, at) == SIZE_MAX);
    for (size_t i = 0; i < VISITS_KEPT; i++) {
        at = visits_forth(&visits, at);
    }
    assert_int_equal(at, JUMPS);
    assert_true(visits_forth(&visits, at) == SIZE_MAX);
}

static void a_new_jump_ends_the_way_forth(void **state)
{
    (void)state;
    Visits visits = {0};
    visits_leave(&visits, 1);
    visits_leave(&visits, 2);
    assert_int_equal(visits_back(&visits, 3), 2);
    visits_leave(&visits, 2);
    assert_true(visits_forth(&visits, 9) == SIZE_MAX);
    assert_int_equal(visits_back(&visits, 9), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_stand_in_order_and_are_taken_away_by_setting_them_again),
        cmocka_unit_test(there_is_room_for_so_many_and_no_more),
        cmocka_unit_test(the_way_back_is_as_long_as_it_is_kept_and_leads_forth_again),
        cmocka_unit_test(a_new_jump_ends_the_way_forth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
