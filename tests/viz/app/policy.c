/* policy.c: another order of the ready queue than asyncio's, where it meets recordings, the real clock and memory that is short. */
#include "app/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/observe.h"

static const Lesson *gather(void) { return lesson_find("gather"); }

static Trace *record(const char *assignment)
{
    KnobValues values = knobs_usual(gather());
    char error[400];
    Trace *trace = trace_new();
    assert_non_null(trace);
    assert_true(assignment == NULL || knobs_set(gather(), &values, assignment, error, sizeof error));
    lesson_run(gather(), &values, trace_sink(trace), false);
    return trace;
}

static bool shows(App *app, const char *words)
{
    DrawList frame;
    drawlist_init(&frame, drawlist_stub_metrics());
    app_draw(app, &frame, 1440, 900, 0);
    bool shown = observe_text(&frame, words);
    drawlist_free(&frame);
    return shown;
}

/* The child that runs it is told of the knobs alone. */
static void a_run_by_the_real_clock_is_in_asyncios_order_again(void **state)
{
    (void)state;
    App app;
    Trace *trace = record("policy=last-in"), *live = trace_new();
    assert_true(app_init(&app));
    assert_true(app_open_beside(&app, trace, gather(), record(NULL)));
    assert_int_equal(app.ui.knobs.policy.kind, POLICY_LAST_IN);
    assert_non_null(strstr(app.order.verdict, "The program holds"));
    assert_true(shows(&app, "Not asyncio's order: last in"));
    app.ui.schedules = true;
    assert_true(app_open(&app, live, gather(), LIVE_RUNNING));
    assert_int_equal(app.ui.knobs.policy.kind, POLICY_FIRST_IN);
    assert_false(app.ui.schedules);
    assert_string_equal(app.order.verdict, "");
    app_command(&app, COMMAND_SCHEDULE, 0);
    assert_false(app.want_turned);
    assert_string_equal(app.order.said, "Another order of the ready queue can be tried in virtual time.");
    app_free(&app);
    trace_free(trace);
    trace_free(live);
}

static void a_recording_of_another_order_says_so_and_asks_nothing(void **state)
{
    (void)state;
    App app;
    Trace *trace = record("picks=3");
    assert_true(app_init(&app));
    assert_true(app_open(&app, trace, NULL, LIVE_NONE));
    assert_true(shows(&app, "Not asyncio's order: you pick"));
    app.ui.knobs.policy.kind = POLICY_FIRST_IN; /* as of a program that says nothing of it */
    assert_false(shows(&app, "Not asyncio's order"));
    app_command(&app, COMMAND_LAST, 0); /* but then somebody has chosen */
    assert_true(shows(&app, "Not asyncio's order: somebody chooses"));
    app_command(&app, COMMAND_PREDICT, 0);
    assert_false(app.ui.predict.on);
    assert_string_equal(app.order.said, "Predict mode asks about asyncio's order, and this is another.");
    app_command(&app, COMMAND_POLICY, 0);
    assert_string_equal(app.order.said, "Another order of the ready queue can be tried of a lesson, and this is a recording.");
    app_free(&app);
    trace_free(trace);
}

static void another_order_solves_no_task(void **state)
{
    (void)state;
    const Lesson *lesson = lesson_find("lost_update");
    KnobValues values = knobs_usual(lesson);
    char error[400];
    assert_true(knobs_set(lesson, &values, lesson->page.solution.line[0], error, sizeof error));
    for (int other = 0; other < 2; other++) {
        App app;
        Trace *trace = trace_new();
        values.policy.kind = other ? POLICY_LAST_IN : POLICY_FIRST_IN;
        lesson_run(lesson, &values, trace_sink(trace), false);
        assert_true(app_init(&app));
        assert_true(app_open(&app, trace, lesson, LIVE_NONE));
        assert_int_equal(app.solved, other == 0);
        app_free(&app);
        trace_free(trace);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_by_the_real_clock_is_in_asyncios_order_again),
        cmocka_unit_test(a_recording_of_another_order_says_so_and_asks_nothing),
        cmocka_unit_test(another_order_solves_no_task),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
