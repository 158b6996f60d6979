/* solved.c: the run that solves a lesson's task says so, the first time. */
#include "app/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static Trace *record(const Lesson *lesson, const KnobValues *values)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    assert_int_equal(lesson_run(lesson, values, trace_sink(trace), false), 0);
    return trace;
}

/* What main does when knobs were turned. */
static void turn(App *app, Trace **trace, const KnobValues *values)
{
    Trace *next = record(app->lesson, values);
    app->ghost_due = false;
    assert_true(app_turned(app, next, *trace));
    *trace = next;
}

static void a_knob_that_solves_the_task_says_so(void **state)
{
    (void)state;
    App app;
    char error[200];
    const Lesson *lesson = lesson_find("gather");
    KnobValues usual = knobs_usual(lesson), solution = usual;
    Trace *trace = record(lesson, NULL);
    assert_true(knobs_set(lesson, &solution, "together=off", error, sizeof error));
    assert_true(app_init(&app));
    assert_true(app_open(&app, trace, lesson, LIVE_NONE));
    assert_string_equal(app.notice, "");
    turn(&app, &trace, &solution);
    assert_true(app.solved);
    assert_string_equal(app.notice, "Solved: this run does what the lesson asks for.");
    turn(&app, &trace, &usual);
    assert_false(app.solved);
    turn(&app, &trace, &solution); /* it is known by now */
    assert_string_equal(app.notice, "");
    app_free(&app);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_knob_that_solves_the_task_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
