/* outside.c: the panels of a run that meets the outside: who waits for what, and the lanes below the tasks. */
#include "panels/loop/parts.h"
#include "panels/panels.h"
#include "panels/timeline/lanes.h"
#include "panels/timeline/timeline.h"
#include "support/golden.h"
#include "support/outside.h"
#include "support/view.h"
#include "view/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Stage stage;

static int open_stage(void **state)
{
    (void)state;
    stage_open(&stage, outside_record(), true);
    return 0;
}

static int close_stage(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

/* The task's handler waits for data, and everything else that can wake the loop is there. */
static size_t moment(void) { return stage_after(&stage, EV_STEP_END, ref_make(REF_TASK, 2), 1); }

static void check(const char *golden, void (*draw)(DrawList *, const View *, Rect), Rect area)
{
    stage_at(&stage, moment());
    char *text = stage_draw(&stage, draw, area);
    golden_check(golden, text, strlen(text));
    free(text);
}

static void who_waits_for_the_outside_has_a_section(void **state)
{
    (void)state;
    check("panels_loop_outside.txt", view_loop, (Rect){0, 0, 440, 560});
}

static void in_a_low_panel_it_is_a_line(void **state)
{
    (void)state;
    check("panels_loop_outside_low.txt", view_loop, (Rect){0, 0, 420, 190});
}

static void below_the_tasks_are_the_lanes_of_the_outside(void **state)
{
    (void)state;
    check("panels_timeline_outside.txt", view_timeline, (Rect){0, 0, 900, 400});
}

static void a_run_that_meets_nothing_outside_has_neither(void **state)
{
    (void)state;
    Stage plain;
    stage_open(&plain, stage_lesson("gather"), true);
    stage_at(&plain, 40);
    assert_true(timeline_outside_area(&plain.view, (Rect){0, 0, 900, 400}).h == 0);
    char *text = stage_draw(&plain, view_loop, (Rect){0, 0, 440, 560});
    assert_null(strstr(text, "OUTSIDE"));
    free(text);
    stage_close(&plain);
}

/* However many there are, those that are there now are in sight, and the tasks keep their room. */
static void of_many_those_that_are_there_are_seen(void **state)
{
    (void)state;
    TraceSink sink = trace_sink(stage.trace);
    for (uint32_t i = 1; i <= 40; i++) {
        Event event = {
            .kind = EV_OUTSIDE_NEW, .detail = OUTSIDE_CALL, .a = OUT_CLIENT + i, .b = sink.text(sink.context, "later", 5), .t = 60000000};
        sink.event(sink.context, &event);
    }
    assert_true(spans_update(stage.spans));
    stage_at(&stage, moment());
    Rect area = {0, 0, 900, 400};
    assert_true(timeline_outside_area(&stage.view, area).h < 0.4F * area.h);
    char *text = stage_draw(&stage, view_timeline, area);
    static const char *const there[] = {"at :4242", "SIGTERM", "count_words", "child 4711", "\"stdout\"", "from :50000"};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++) {
        assert_non_null(strstr(text, there[i]));
    }
    assert_non_null(strstr(text, "OUTSIDE  +"));
    free(text);
}

/* The lesson about the network, half way, in the smallest window. */
static void open_smallest(Stage *smallest, Layout *layout)
{
    stage_open(smallest, stage_lesson("echo"), true);
    smallest->ui.knobs = knobs_usual(lesson_find("echo"));
    smallest->ui.timeline_needs = 400;
    stage_at(smallest, trace_count(smallest->trace) / 2);
    *layout = layout_of(960, 600, &smallest->ui);
}

static void in_the_smallest_window_four_tasks_and_the_outside_have_their_lanes(void **state)
{
    (void)state;
    Stage smallest;
    Layout layout;
    open_smallest(&smallest, &layout);
    Rect area = layout.panel[PANEL_TIMELINE], plot = timeline_plot(&smallest.view, area);
    Rect outside = timeline_outside_area(&smallest.view, area);
    assert_true(4 + 4 * timeline_lane_sizes(&smallest.view, plot.h).height <= plot.h);
    assert_true(outside.h >= 32 && outside.y >= plot.y + plot.h && outside.y + outside.h <= area.y + area.h);
    char *text = stage_draw(&smallest, view_timeline, area);
    static const char *const seen[] = {"\"main\"", "\"Ann\"", "\"Bob\"", "\"Cleo\"", "\"at :40000\""};
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        assert_non_null(strstr(text, seen[i]));
    }
    free(text);
    stage_close(&smallest);
}

static void in_the_smallest_window_every_section_of_the_loop_has_its_line(void **state)
{
    (void)state;
    Stage smallest;
    Layout layout;
    open_smallest(&smallest, &layout);
    Rect area = layout.panel[PANEL_LOOP];
    LoopPlaces places;
    loop_place(&smallest.list, &smallest.view, smallest.view.state, loop_body(area), &places);
    float below = area.y;
    for (int section = 0; section < LOOP_SECTIONS; section++) {
        assert_true(places.used[section] && places.title_y[section] >= below);
        below = places.title_y[section] + 16;
    }
    assert_true(below <= area.y + area.h);
    for (size_t i = 0; i < places.count; i++) {
        assert_true(places.items[i].rect.y + places.items[i].rect.h < area.y + area.h);
    }
    stage_close(&smallest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_waits_for_the_outside_has_a_section, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(in_a_low_panel_it_is_a_line, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(below_the_tasks_are_the_lanes_of_the_outside, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_run_that_meets_nothing_outside_has_neither, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(of_many_those_that_are_there_are_seen, open_stage, close_stage),
        cmocka_unit_test(in_the_smallest_window_four_tasks_and_the_outside_have_their_lanes),
        cmocka_unit_test(in_the_smallest_window_every_section_of_the_loop_has_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
