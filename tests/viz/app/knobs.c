/* knobs.c: knobs: what a lesson declares, what values they take, and the run that they give: the engine's, with a ghost behind it. */
#include "async.h"
#include "app/parts.h"
#include "view/axis.h"
#include "view/ghost.h"
#include "support/golden.h"
#include "trace/stream.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/failing_memory.h"
#include "panels/timeline/timeline.h"
#include "panels/panels.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

static Trace *record(const Lesson *lesson, const KnobValues *values)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    assert_int_equal(lesson_run(lesson, values, trace_sink(trace), false), 0);
    return trace;
}

static const Lesson *gather(void)
{
    const Lesson *lesson = lesson_find("gather");
    assert_non_null(lesson);
    return lesson;
}

static void open_gather(App *app, Trace **trace)
{
    *trace = record(gather(), NULL);
    assert_true(app_init(app));
    assert_true(app_open(app, *trace, gather(), LIVE_NONE));
}

/* What main does when a knob was turned. */
static void turn(App *app, Trace **trace, size_t knob, double value)
{
    app->ui.knobs.value[knob] = value;
    Trace *next = record(app->lesson, &app->ui.knobs);
    assert_true(app_turned(app, next, *trace));
    *trace = next;
}

static void close_app(App *app, Trace *trace)
{
    app_free(app);
    trace_free(trace);
}

static void every_lesson_declares_knobs_that_its_python_has_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        size_t count = 0;
        const Knob *knobs = lesson_knobs(lesson, &count);
        assert_true(count > 0 && count <= LESSON_KNOBS);
        for (size_t k = 0; k < count; k++) {
            assert_true(knobs[k].least <= knobs[k].usual && knobs[k].usual <= knobs[k].most && knobs[k].step > 0);
            assert_true(knobs[k].words[0] != '\0' && knobs[k].c_line > 0);
            assert_true(knobs[k].python_line > 0 ||
                        strcmp(lesson->name, "echo") == 0); /* its network is inside of the run, Python's is the machine's */
            assert_true(k == 0 || knobs[k - 1].c_line < knobs[k].c_line);
            assert_true(knob_nearest(&knobs[k], knobs[k].usual) == knobs[k].usual);
        }
    }
    size_t none = 1;
    (void)lesson_knobs(NULL, &none);
    assert_int_equal(none, 0);
}

static void a_slider_gives_the_numbers_that_somebody_would_write(void **state)
{
    (void)state;
    size_t count = 0;
    const Knob *knob = lesson_knobs(gather(), &count);
    assert_true(knob_nearest(knob, 0.29) == 0.3);
    assert_true(knob_nearest(knob, 0.34) == 0.3);
    assert_true(knob_nearest(knob, -7) == 0);
    assert_true(knob_nearest(knob, 1e300) == 5);
    assert_true(knob_nearest(knob, (double)NAN) == 0);
}

static void assert_refused(const char *assignment, const char *words)
{
    KnobValues values = knobs_usual(gather());
    const KnobValues before = values;
    char error[400];
    assert_false(knobs_set(gather(), &values, assignment, error, sizeof error));
    assert_non_null(strstr(error, words));
    assert_true(knobs_equal(&values, &before));
}

static void an_assignment_is_taken_or_refused_with_what_there_is(void **state)
{
    (void)state;
    KnobValues values = knobs_usual(gather());
    char error[400];
    assert_true(knobs_set(gather(), &values, "delay_b=2.25", error, sizeof error));
    assert_true(values.value[1] == 2.25);
    assert_true(knobs_set(gather(), &values, "together=off", error, sizeof error));
    assert_true(values.value[3] == 0);
    assert_true(knobs_set(gather(), &values, "together=1", error, sizeof error));
    assert_true(values.value[3] == 1);
    assert_refused("delay_x=1", "it has delay_a, delay_b, delay_c and together");
    assert_refused("delay_=1", "no knob delay_");
    assert_refused("delay_a", "give a knob and its value");
    assert_refused("delay_a=", "delay_a goes from 0 to 5 s");
    assert_refused("delay_a=5.1", "delay_a goes from 0 to 5 s");
    assert_refused("delay_a=-1", "delay_a goes from 0 to 5 s");
    assert_refused("delay_a=nan", "delay_a goes from 0 to 5 s");
    assert_refused("delay_a=0x2", "delay_a goes from 0 to 5 s");
    assert_refused("delay_a=2s", "delay_a goes from 0 to 5 s");
    assert_refused("together=0.5", "together is on or off");
    assert_refused("together=maybe", "together is on or off");
    assert_refused("=1", "no knob");
}

static void a_run_takes_what_its_knobs_say_and_the_next_one_does_not(void **state)
{
    (void)state;
    KnobValues values = {.count = 4, .value = {0.5, 4, 1.5, 1}};
    Trace *trace = record(gather(), &values);
    assert_int_equal(ghost_duration(trace), INT64_C(4000000000));
    trace_free(trace);
    values.value[3] = 0; /* one after another */
    trace = record(gather(), &values);
    assert_int_equal(ghost_duration(trace), INT64_C(6000000000));
    trace_free(trace);
    trace = record(gather(), NULL);
    assert_int_equal(ghost_duration(trace), INT64_C(3000000000));
    assert_string_equal(trace_knob(trace, "delay_a"), "");
    trace_free(trace);
}

static bool append(void *context, const void *bytes, size_t length) { return fwrite(bytes, 1, length, context) == length; }

static void a_recording_knows_its_knobs(void **state)
{
    (void)state;
    KnobValues values = knobs_usual(gather());
    values.value[1] = 2.5;
    values.value[3] = 0;
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    assert_non_null(out);
    TraceWriter *writer = trace_writer_new(append, out);
    assert_non_null(writer);
    Trace *trace = record(gather(), &values);
    trace_replay(trace, trace_writer_sink(writer));
    assert_true(trace_writer_flush(writer));
    trace_writer_free(writer);
    fclose(out);
    Trace *read = trace_new();
    assert_non_null(read);
    TraceReader *reader = trace_reader_new(read);
    assert_non_null(reader);
    assert_true(trace_reader_feed(reader, bytes, length) && trace_reader_finish(reader));
    assert_string_equal(trace_knob(read, "delay_b"), "2.5");
    KnobValues known = knobs_of_trace(gather(), read);
    assert_true(knobs_equal(&known, &values));
    trace_reader_free(reader);
    free(bytes);
    trace_free(read);
    trace_free(trace);
}

static void a_recording_that_lies_about_its_knobs_is_not_believed(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    assert_non_null(trace);
    TraceSink sink = trace_sink(trace);
    uint32_t name = sink.text(sink.context, "delay_a", 7);
    sink.meta(sink.context, META_KNOB, name, sink.text(sink.context, "1e999", 5));
    KnobValues usual = knobs_usual(gather()), known = knobs_of_trace(gather(), trace);
    assert_true(knobs_equal(&known, &usual));
    trace_free(trace);
}

static void another_python_is_a_turn_too_and_says_what_it_changes(void **state)
{
    (void)state;
    App app;
    Trace *trace = NULL;
    char sentence[300];
    open_gather(&app, &trace);
    app_command(&app, COMMAND_RULES, 1000000000);
    assert_true(app.want_turned && app.ghost_due && app.ui.knobs.rules == async_rules_of("3.13"));
    for (int i = 0; i < 4; i++) { /* round to the usual one again */
        app_command(&app, COMMAND_RULES, 1000000000);
    }
    assert_int_equal(app.ui.knobs.rules, 0);
    assert_string_equal(lesson_rules_sentence(LANGUAGE_ENGLISH, 0, async_rules_of("3.12"), sentence, sizeof sentence),
                        "As Python 3.12 this run is the same.");
    app.lesson = NULL;
    app_command(&app, COMMAND_RULES, 1000000000);
    assert_non_null(strstr(app.notice, "has been recorded"));
    close_app(&app, trace);
}

static void the_ghost_is_the_run_before_the_hand_took_the_knob(void **state)
{
    (void)state;
    App app;
    Trace *trace = NULL;
    open_gather(&app, &trace);
    assert_null(app.ghost);
    turn(&app, &trace, 2, 4);
    turn(&app, &trace, 2, 4.5);
    assert_int_equal(ghost_end(app.ghost), INT64_C(3000000000));
    app.ghost_due = true; /* another grip */
    turn(&app, &trace, 2, 5);
    assert_int_equal(ghost_end(app.ghost), INT64_C(4500000000));
    assert_true(app_open(&app, trace, gather(), LIVE_NONE));
    assert_null(app.ghost);
    close_app(&app, trace);
}

static void the_cursor_keeps_its_await_point(void **state)
{
    (void)state;
    App app;
    Trace *trace = NULL;
    open_gather(&app, &trace);
    size_t k = 0, total = 0, after = 0, whole = trace_count(trace);
    for (size_t n = 0; n <= whole; n++) {
        player_seek(&app.player, trace, n);
        player_position(&app.player, app.spans, &k, &total);
        turn(&app, &trace, 1, app.ui.knobs.value[1] > 1 ? 1 : 2.5);
        player_position(&app.player, app.spans, &after, &total);
        assert_int_equal(after, k);
        assert_true(n != 0 || app.player.n == 0);
        assert_true(n != whole || app.player.n == trace_count(trace));
    }
    /* A run with fewer await points: the same share of them. */
    player_seek(&app.player, trace, 60);
    player_position(&app.player, app.spans, &k, &total);
    turn(&app, &trace, 3, 0);
    size_t fewer = 0;
    player_position(&app.player, app.spans, &after, &fewer);
    assert_true(fewer < total);
    assert_int_equal(after, (k * fewer + total / 2) / total);
    close_app(&app, trace);
}

static void the_ruler_reaches_as_far_as_the_longer_run(void **state)
{
    (void)state;
    Trace *trace = record(gather(), NULL);
    AxisMap *map = axis_new();
    assert_non_null(map);
    assert_true(axis_update(map, trace));
    static const Axis axes[] = {AXIS_ELASTIC, AXIS_TIME, AXIS_STEPS};
    for (size_t i = 0; i < 3; i++) {
        axis_extend(map, 0);
        double length = axis_length(map, axes[i]), end = axis_event(map, axes[i], trace_count(trace));
        axis_extend(map, INT64_C(6000000000));
        assert_true(axis_length(map, axes[i]) > length);
        assert_true(axis_event(map, axes[i], trace_count(trace)) == end);
        double at = end;
        for (int64_t ns = INT64_C(3500000000); ns <= INT64_C(6000000000); ns += 500000000) {
            double next = axis_time(map, axes[i], ns);
            assert_true(next > at && next < axis_length(map, axes[i]));
            assert_true(llabs(axis_time_at(map, axes[i], next) - ns) <= 1000);
            at = next;
        }
    }
    axis_free(map);
    trace_free(trace);
}

static char *strip_text(App *app, DrawList *frame, float width)
{
    View view;
    Sentence sentence;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    assert_true(app_view(app, &view, &sentence, 0));
    drawlist_clear(frame);
    view_knobs(frame, &view, (Rect){0, 48, width, 40});
    drawlist_dump(frame, out);
    fclose(out);
    return text;
}

static void the_strip_shows_what_is_turned_and_what_came_of_it(void **state)
{
    (void)state;
    App app;
    Trace *trace = NULL;
    open_gather(&app, &trace);
    DrawList frame;
    drawlist_init(&frame, drawlist_stub_metrics());
    turn(&app, &trace, 1, 2.5);
    turn(&app, &trace, 3, 0);
    app.ui.knob_focus = 2;
    char *wide = strip_text(&app, &frame, 1920), *narrow = strip_text(&app, &frame, 1200);
    golden_check("knobs_wide.txt", wide, strlen(wide));
    golden_check("knobs_narrow.txt", narrow, strlen(narrow));
    free(wide);
    free(narrow);
    drawlist_free(&frame);
    close_app(&app, trace);
}

static Rect dashed_at(const DrawList *frame, size_t which)
{
    for (size_t i = 0; i < frame->count; i++) {
        if (frame->commands[i].kind == DRAW_DASHED && frame->commands[i].rect.y > 500 && which-- == 0) {
            return frame->commands[i].rect;
        }
    }
    return (Rect){0, 0, 0, 0};
}

/* Four outlines: main's wait and three sleeps. */
static void what_has_not_changed_lies_upon_its_ghost(void **state)
{
    (void)state;
    App app;
    Trace *trace = NULL;
    open_gather(&app, &trace);
    DrawList frame;
    drawlist_init(&frame, drawlist_stub_metrics());
    app_draw(&app, &frame, 1440, 900, 0);
    assert_true(dashed_at(&frame, 0).w <= 0);
    turn(&app, &trace, 1, 1.5);
    drawlist_clear(&frame);
    app_draw(&app, &frame, 1440, 900, 0);
    assert_true(dashed_at(&frame, 3).w > 0);
    assert_true(dashed_at(&frame, 4).w <= 0);
    View view;
    Sentence sentence;
    assert_true(app_view(&app, &view, &sentence, 0));
    static const uint32_t unchanged[] = {1, 2, 4}; /* main, API A, File C */
    for (size_t i = 0; i < 3; i++) {
        const Span *spans = NULL;
        size_t count = spans_of(app.spans, unchanged[i], &spans), asleep = 0;
        while (asleep < count && spans[asleep].state != TASK_SLEEPING && spans[asleep].state != TASK_AWAITING) {
            asleep++;
        }
        assert_true(asleep < count);
        Rect outline = dashed_at(&frame, i == 2 ? 3 : i);
        Rect area = app_layout(&app).panel[PANEL_TIMELINE];
        /* A cursor stands half an event before its event. */
        assert_true(fabsf(outline.x - timeline_x_of(&view, area, spans[asleep].from + 1)) < 6);
        assert_true(fabsf(outline.x + outline.w - timeline_x_of(&view, area, spans[asleep].to + 1)) < 6);
    }
    drawlist_free(&frame);
    close_app(&app, trace);
}

static size_t memory_held(void)
{
#ifdef __GLIBC__
    return mallinfo2().uordblks;
#else
    return 0;
#endif
}

static void a_thousand_values_leave_the_memory_as_it_was(void **state)
{
    (void)state;
    App app;
    Trace *trace = NULL;
    open_gather(&app, &trace);
    DrawList frame;
    drawlist_init(&frame, drawlist_stub_metrics());
    size_t held = 0;
    for (int i = 0; i <= 2000; i++) {
        app.ghost_due = app.ghost_due || i % 50 == 0;
        turn(&app, &trace, 1, knob_nearest(lesson_knobs(gather(), &(size_t){0}), (i % 50) * 0.1));
        drawlist_clear(&frame);
        app_draw(&app, &frame, 1440, 900, 0);
        assert_false(frame.failed);
        if (i == 1000) { /* by then the allocator has found its sizes */
            held = memory_held();
        }
    }
    /* Blocks that are used again may be a little larger than what was asked for; the smallest leak would be 32 bytes a value. */
    assert_true(memory_held() < held + 16384);
    drawlist_free(&frame);
    close_app(&app, trace);
}

static void a_turn_for_which_there_is_no_memory_leaves_what_is_shown(void **state)
{
    (void)state;
    long refusals = 1;
    for (long allowed = 0; refusals > 0; allowed++) {
        assert_true(allowed < 2000);
        App app;
        Trace *trace = NULL;
        open_gather(&app, &trace);
        DrawList frame;
        drawlist_init(&frame, drawlist_stub_metrics());
        app.ui.knobs.value[0] = 4;
        Trace *next = record(gather(), &app.ui.knobs);
        memory = (FailingMemory){.left = allowed, .returns = allowed % 2 == 1};
        bool turned = app_turned(&app, next, trace);
        refusals = memory.refusals;
        memory = enough_memory;
        assert_ptr_equal(app.trace, turned ? next : trace);
        assert_true(turned || app.ghost == NULL);
        app_draw(&app, &frame, 1440, 900, 0);
        assert_false(frame.failed);
        trace_free(turned ? NULL : next);
        drawlist_free(&frame);
        close_app(&app, turned ? next : trace);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lesson_declares_knobs_that_its_python_has_too),
        cmocka_unit_test(a_slider_gives_the_numbers_that_somebody_would_write),
        cmocka_unit_test(an_assignment_is_taken_or_refused_with_what_there_is),
        cmocka_unit_test(a_run_takes_what_its_knobs_say_and_the_next_one_does_not),
        cmocka_unit_test(a_recording_knows_its_knobs),
        cmocka_unit_test(a_recording_that_lies_about_its_knobs_is_not_believed),
        cmocka_unit_test(another_python_is_a_turn_too_and_says_what_it_changes),
        cmocka_unit_test(the_ghost_is_the_run_before_the_hand_took_the_knob),
        cmocka_unit_test(the_cursor_keeps_its_await_point),
        cmocka_unit_test(the_ruler_reaches_as_far_as_the_longer_run),
        cmocka_unit_test(the_strip_shows_what_is_turned_and_what_came_of_it),
        cmocka_unit_test(what_has_not_changed_lies_upon_its_ghost),
        cmocka_unit_test(a_thousand_values_leave_the_memory_as_it_was),
        cmocka_unit_test(a_turn_for_which_there_is_no_memory_leaves_what_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
