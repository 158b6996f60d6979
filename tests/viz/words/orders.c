/* orders.c: the orders in which a lesson's waits can end: that a planted fault is found, that what is sound holds, and that a timing can be shown again. */
#include "words/course/orders.h"

#include "lesson/knobs.h"
#include "lesson/timing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static Orders search(const char *name, const char *set)
{
    const Lesson *lesson = lesson_find(name);
    char error[400];
    Orders orders;
    assert_non_null(lesson);
    KnobValues values = knobs_usual(lesson);
    if (set != NULL && !knobs_set(lesson, &values, set, error, sizeof error)) {
        fail_msg("%s", error);
    }
    assert_true(orders_search(LANGUAGE_ENGLISH, lesson, &values, ORDERS_MOST, NULL, NULL, &orders));
    return orders;
}

static void assert_says(const Orders *orders, const char *expected)
{
    char sentence[ORDERS_TEXT];
    assert_string_equal(orders_sentence(orders, sentence, sizeof sentence), expected);
}

static void a_lost_update_depends_on_who_is_faster(void **unused)
{
    (void)unused;
    Orders orders = search("lost_update", NULL);
    assert_says(
        &orders,
        "Of 2 orders in which its waits can end, 1 goes otherwise. The shortest: the sleep of Bob at line 21 takes 0.500 s and not one "
        "second. Then it prints \"balance: 150\" and not \"balance: 130\".");
    assert_int_equal(search("lost_update", "guard=2").wrong, 0);
}

static void a_deadlock_that_the_usual_times_hide_is_found(void **unused)
{
    (void)unused;
    Orders orders = search("deadlock", "bob_later=3");
    assert_int_equal(orders.as_it_stands, ORDER_HOLDS);
    assert_int_equal(orders.fault, ORDER_DEADLOCK);
    assert_non_null(strstr(orders.sleeps, "the sleep of Ann at line 15 takes four seconds and not one second"));
    assert_int_equal(search("deadlock", "bob_takes=1").fault, ORDER_HOLDS);
    assert_int_equal(search("deadlock", NULL).as_it_stands, ORDER_DEADLOCK); /* it needs no other order */
}

/* The lessons in which tasks share something: a fault that shows at once needs no other order, and what is sound holds in all. */
static void what_the_lessons_about_sharing_have_planted_is_found(void **unused)
{
    (void)unused;
    assert_int_equal(search("back_pressure", NULL).fault, ORDER_PRINTS);            /* how many pages lie there depends on who is faster */
    assert_int_equal(search("signalling", "batch=3").as_it_stands, ORDER_DEADLOCK); /* three loaves, and one is told */
    assert_int_equal(search("lost_update", "guard=1").fault, ORDER_PRINTS);         /* a lock round the writing alone */
    static const char *const sound[][2] = {
        {"queue", NULL}, {"one_at_a_time", NULL}, {"one_at_a_time", "counting=on"}, {"signalling", NULL}, {"signalling", "tell_all=on"}};
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        Orders orders = search(sound[i][0], sound[i][1]);
        assert_int_equal(orders.as_it_stands, ORDER_HOLDS);
        assert_int_equal(orders.wrong, 0);
    }
}

static void three_that_sleep_at_once_end_in_six_orders(void **unused)
{
    (void)unused;
    Orders orders = search("gather", NULL);
    assert_true(orders.all);
    assert_int_equal(orders.different, 6);
    assert_int_equal(orders.wrong, 0); /* its lines differ in their times and in their order alone */
}

static void a_bound_is_kept_and_said(void **unused)
{
    (void)unused;
    KnobValues values = knobs_usual(lesson_find("back_pressure"));
    Orders orders;
    char sentence[ORDERS_TEXT];
    assert_true(orders_search(LANGUAGE_ENGLISH, lesson_find("back_pressure"), &values, 20, NULL, NULL, &orders));
    assert_false(orders.all);
    assert_int_equal(orders.runs, 20);
    assert_non_null(strstr(orders_sentence(&orders, sentence, sizeof sentence), "(there are more)"));
    assert_false(search("back_pressure", NULL).all); /* it comes to its end, but more than TIMING_CHANGES sleeps could end elsewhere */
    assert_true(search("queue", NULL).all);
}

/* The balance with which the run ends, as the last line says it. */
static const char *last_line(const Trace *trace)
{
    const char *line = "";
    for (size_t i = 0; i < trace_count(trace); i++) {
        line = trace_event(trace, i)->kind == EV_OUT ? trace_text(trace, trace_event(trace, i)->b) : line;
    }
    return line;
}

static void a_timing_is_kept_in_the_recording_and_can_be_given_again(void **unused)
{
    (void)unused;
    const Lesson *lesson = lesson_find("lost_update");
    KnobValues values = knobs_usual(lesson);
    char error[400];
    assert_true(knobs_set(lesson, &values, "timing=2:0", error, sizeof error));
    Trace *trace = trace_new();
    lesson_run(lesson, &values, trace_sink(trace), false);
    assert_string_equal(last_line(trace), "balance: 150");
    KnobValues again = knobs_of_trace(lesson, trace);
    assert_true(knobs_equal(&again, &values));
    trace_free(trace);
    static const char *const wrong[] = {"timing=", "timing=2", "timing=0:1", "timing=3:1,2:0", "timing=1:0 2:0 3:0 4:0 5:0", "timing=x"};
    for (size_t i = 1; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(knobs_set(lesson, &values, wrong[i], error, sizeof error));
        assert_non_null(strstr(error, "is not understood: a timing is up to 4 sleeps, each with its place, like timing=2:0,5:1"));
    }
    assert_true(knobs_set(lesson, &values, wrong[0], error, sizeof error)); /* none */
    assert_int_equal(values.timing.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lost_update_depends_on_who_is_faster),
        cmocka_unit_test(a_deadlock_that_the_usual_times_hide_is_found),
        cmocka_unit_test(what_the_lessons_about_sharing_have_planted_is_found),
        cmocka_unit_test(three_that_sleep_at_once_end_in_six_orders),
        cmocka_unit_test(a_bound_is_kept_and_said),
        cmocka_unit_test(a_timing_is_kept_in_the_recording_and_can_be_given_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
