/* holds.c: a lesson in another order of its ready queue: each policy's order, whether the program holds in it, and who was the first to go otherwise. */
#include "words/course/holds.h"

#include "lesson/knobs.h"
#include "lesson/policy.h"
#include "words/tell/tell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static KnobValues set(const Lesson *lesson, const char *assignment)
{
    char error[400];
    KnobValues values = knobs_usual(lesson);
    if (!knobs_set(lesson, &values, assignment, error, sizeof error)) {
        fail_msg("%s", error);
    }
    return values;
}

static Trace *run(const Lesson *lesson, const KnobValues *values)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    (void)lesson_run(lesson, values, trace_sink(trace), false);
    return trace;
}

static void assert_says(const char *name, const char *assignment, const char *expected)
{
    const Lesson *lesson = lesson_find(name);
    char sentence[HOLDS_TEXT];
    Holds holds;
    KnobValues values = set(lesson, assignment);
    Trace *trace = run(lesson, &values);
    assert_true(holds_look(LANGUAGE_ENGLISH, lesson, &values, trace, &holds));
    assert_string_equal(holds_sentence(&holds, sentence, sizeof sentence), expected);
    trace_free(trace);
}

static void what_holds_in_another_order_is_said(void **unused)
{
    (void)unused;
    assert_says(
        "gather", "policy=last-in",
        "Not asyncio's order: the ready queue goes last in, first out, and of 2 choices 2 went otherwise. The first, in turn 2: File C runs, where "
        "asyncio would run API A. The program holds: it prints the same lines, and nothing is stuck.");
    assert_says(
        "gather", "picks=1:1",
        "The ready queue goes as it was picked: of 2 choices each was asyncio's own, so this is its order too. The program holds: it prints the "
        "same lines, and nothing is stuck.");
    assert_says(
        "say_after", "policy=last-in",
        "The ready queue goes last in, first out: there was nobody to choose, so this is asyncio's order too. The program holds: it prints the same "
        "lines, and nothing is stuck.");
}

static void what_holds_by_the_order_alone_is_said(void **unused)
{
    (void)unused;
    assert_says(
        "lost_update", "policy=last-in",
        "Not asyncio's order: the ready queue goes last in, first out, and of 3 choices 3 went otherwise. The first, in turn 2: Bob runs, where "
        "asyncio would run Ann. The program does not hold: it prints \"balance: 150\" and not \"balance: 130\".");
    assert_says(
        "lost_update", "picks=1:1:2",
        "Not asyncio's order: the ready queue goes as it was picked, and of 3 choices 1 went otherwise. The first, in turn 4: Bob runs, where "
        "asyncio would run Ann. The program does not hold: it prints \"balance: 150\" and not \"balance: 130\".");
    assert_says(
        "deadlock", "policy=last-in",
        "Not asyncio's order: the ready queue goes last in, first out, and of 3 choices 3 went otherwise. The first, in turn 2: Bob runs, where "
        "asyncio would run Ann. As in asyncio's order it stands still.");
}

/* asyncio's transports count on first in, first out themselves. */
static void a_run_that_would_not_end_is_cut_off_and_told_so(void **unused)
{
    (void)unused;
    const Lesson *lesson = lesson_find("echo");
    KnobValues values = set(lesson, "policy=last-in");
    Holds holds;
    Trace *trace = run(lesson, &values);
    assert_true(holds_look(LANGUAGE_ENGLISH, lesson, &values, trace, &holds));
    assert_int_equal(holds.fault, ORDER_ENDLESS);
    trace_free(trace);
}

static void the_same_seed_gives_the_same_order_and_another_one_another(void **unused)
{
    (void)unused;
    const Lesson *lesson = lesson_find("queue");
    KnobValues values = set(lesson, "policy=random:7"), other = set(lesson, "policy=random:8");
    Trace *one = run(lesson, &values), *again = run(lesson, &values), *another = run(lesson, &other);
    bool differs = trace_count(one) != trace_count(another);
    assert_int_equal(trace_count(one), trace_count(again));
    for (size_t i = 0; i < trace_count(one); i++) {
        assert_memory_equal(trace_event(one, i), trace_event(again, i), sizeof(Event));
        differs = differs || memcmp(trace_event(one, i), trace_event(another, i), sizeof(Event)) != 0;
    }
    assert_true(differs);
    trace_free(one);
    trace_free(again);
    trace_free(another);
}

static void an_order_is_kept_in_the_recording_and_can_be_given_again(void **unused)
{
    (void)unused;
    static const char *const orders[] = {"policy=last-in", "policy=random:4294967295", "picks=3:2", "policy=first-in", "picks="};
    const Lesson *lesson = lesson_find("gather");
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        KnobValues values = set(lesson, orders[i]);
        Trace *trace = run(lesson, &values);
        KnobValues known = knobs_of_trace(lesson, trace);
        assert_true(knobs_equal(&known, &values));
        assert_int_equal(policy_is_asyncios(trace), values.policy.kind == POLICY_FIRST_IN);
        trace_free(trace);
    }
}

static void what_is_no_order_is_said_in_a_sentence(void **unused)
{
    (void)unused;
    static const char *const wrong[] = {"policy=",          "policy=lifo",      "policy=random:", "policy=random:4294967296",
                                        "policy=random:-1", "policy=random:7x", "picks=0",        "picks=256",
                                        "picks=1:",         "picks=:1",         "picks=1;2",      "picks=x"};
    const Lesson *lesson = lesson_find("gather");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char error[400];
        KnobValues values = knobs_usual(lesson);
        assert_false(knobs_set(lesson, &values, wrong[i], error, sizeof error));
        assert_non_null(strstr(error, "is not understood: "));
        assert_int_equal(values.policy.kind, POLICY_FIRST_IN);
    }
}

static void a_pick_that_nobody_could_make_is_said(void **unused)
{
    (void)unused;
    static const char *const cases[][2] = {
        {"picks=1:3", "--set picks=1:3 is not possible: at choice 2 only 2 are ready, and pick 3 is none of them"},
        {"picks=1:1:1", "--set picks=1:1:1 is not possible: it has more picks than this run has choices, which are 2"}};
    const Lesson *lesson = lesson_find("gather");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char error[400] = "";
        KnobValues values = set(lesson, cases[i][0]);
        Trace *trace = run(lesson, &values);
        assert_false(policy_fits(&values.policy, trace, error, sizeof error));
        assert_string_equal(error, cases[i][1]);
        trace_free(trace);
    }
}

static void each_choice_is_told_where_it_is_made(void **unused)
{
    (void)unused;
    const Lesson *lesson = lesson_find("gather");
    KnobValues values = set(lesson, "picks=3:1");
    Trace *trace = run(lesson, &values);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_true(tell_run(LANGUAGE_ENGLISH, trace, out));
    fclose(out);
    assert_non_null(
        strstr(text, "\n\nNot asyncio's order: the ready queue goes as it was picked. Each choice is told where it is made.\n\n"));
    assert_non_null(strstr(
        text, "File C is chosen to run next, the third of three entries that are ready: not as in asyncio, where API A would run, which "
              "is first in the queue."));
    assert_non_null(strstr(text, "File C takes its first step: main made it, and now it is chosen to run."));
    assert_non_null(
        strstr(text, "API A is chosen to run next, the first of two entries that are ready: asyncio, first in, first out, does the same."));
    free(text);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_holds_in_another_order_is_said),
        cmocka_unit_test(what_holds_by_the_order_alone_is_said),
        cmocka_unit_test(a_run_that_would_not_end_is_cut_off_and_told_so),
        cmocka_unit_test(the_same_seed_gives_the_same_order_and_another_one_another),
        cmocka_unit_test(an_order_is_kept_in_the_recording_and_can_be_given_again),
        cmocka_unit_test(what_is_no_order_is_said_in_a_sentence),
        cmocka_unit_test(a_pick_that_nobody_could_make_is_said),
        cmocka_unit_test(each_choice_is_told_where_it_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
