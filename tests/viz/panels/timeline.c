/* timeline.c: the timeline: a lane a task, bars by state, and a frame that costs what is visible. */
#include "support/golden.h"
#include "panels/panels.h"
#include "support/view.h"
#include "panels/timeline/lanes.h"
#include "panels/timeline/timeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const Rect panel = {0, 0, 1200, 260};

static Ref task(uint32_t number) { return ref_make(REF_TASK, number); }

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, what)) != NULL; at += strlen(what)) {
        count++;
    }
    return count;
}

/* The n at which Database B has printed that it is finished. */
static void open_gather(Stage *stage)
{
    stage_open(stage, stage_lesson("gather"), true);
    stage_at(stage, stage_after(stage, EV_OUT, task(3), 2));
}

static void a_lesson_is_drawn_as_it_was(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    static const char *const names[] = {"timeline_elastic.txt", "timeline_time.txt", "timeline_steps.txt"};
    for (int axis = 0; axis < 3; axis++) {
        stage.ui.axis = (Axis)axis;
        char *text = stage_draw(&stage, view_timeline, panel);
        golden_check(names[axis], text, strlen(text));
        free(text);
    }
    stage_close(&stage);
}

static void every_task_has_a_lane_and_those_that_close_the_loop_share_the_last(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    stage_at(&stage, trace_count(stage.trace));
    free(stage_draw(&stage, view_timeline, panel));
    static const uint32_t order[] = {1, 2, 3, 4, 6}; /* the last that was made speaks for the lane */
    size_t lane = 0;
    for (size_t i = 0; i < stage.list.hit_count; i++) {
        if (stage.list.hits[i].kind == HIT_TASK) {
            assert_true(lane < 5);
            assert_int_equal(stage.list.hits[i].id, order[lane++]);
        }
    }
    assert_int_equal(lane, 5);
    stage_close(&stage);
}

static void bars_say_what_a_task_waits_for(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    char *text = stage_draw(&stage, view_timeline, panel);
    assert_non_null(strstr(text, "\"gather\""));
    assert_non_null(strstr(text, "\"sleep 1 s\""));
    assert_non_null(strstr(text, "\"sleep 2 s\""));
    assert_non_null(strstr(text, "\"sleep 3 s\""));
    assert_non_null(strstr(text, "\"3 s\""));
    free(text);
    stage_close(&stage);
}

/* The run of gather, in which whoever recorded it gave what main waits for a name. */
static Trace *gather_with_a_name(const char *name)
{
    Trace *plain = stage_lesson("gather"), *named = trace_new();
    TraceSink sink = trace_sink(named);
    for (size_t i = 1; i <= trace_text_count(plain); i++) {
        sink.text(sink.context, trace_text(plain, (uint32_t)i), trace_text_length(plain, (uint32_t)i));
    }
    for (size_t i = 1; i <= trace_place_count(plain); i++) {
        sink.place(sink.context, trace_place(plain, (uint32_t)i));
    }
    uint32_t id = sink.text(sink.context, name, strlen(name));
    for (size_t i = 0; i < trace_count(plain); i++) {
        const Event *event = trace_event(plain, i);
        if (event->kind == EV_STEP_END && event->a == 1 && event->detail == REASON_AWAIT) {
            sink.event(sink.context, &(Event){.kind = EV_NAME, .by = event->by, .t = event->t, .b = event->b, .c = id});
        }
        sink.event(sink.context, event);
    }
    trace_free(plain);
    return named;
}

static void what_lies_outside_of_the_loop_is_called_by_its_name(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, gather_with_a_name("data from 127.0.0.1:4242"), true);
    char *text = stage_draw(&stage, view_timeline, (Rect){0, 0, 1400, 240});
    assert_non_null(strstr(text, "data from 127.0.0.1:4242"));
    free(text);
    stage_close(&stage);
}

static void the_view_without_a_cache_draws_the_same(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    stage.ui.zoom = 3;
    stage.ui.pan = 0.4;
    char *with = stage_draw(&stage, view_timeline, panel);
    AxisMap *cache = stage.view.axis;
    stage.view.axis = NULL;
    char *without = stage_draw(&stage, view_timeline, panel);
    stage.view.axis = cache;
    assert_string_equal(with, without);
    free(with);
    free(without);
    stage_close(&stage);
}

/* The cursor's handle moves a time aside; near the right edge there is no more room beside it. */
static void no_time_of_the_ruler_goes_beyond_the_panel(void **unused)
{
    (void)unused;
    const float width = 1100;
    size_t times = 0;
    Stage stage;
    open_gather(&stage);
    stage.ui.zoom = 6;
    for (stage.ui.pan = 0; stage.ui.pan < 1 - 1 / stage.ui.zoom; stage.ui.pan += 0.013) {
        for (size_t n = 0; n <= trace_count(stage.trace); n += 5) {
            stage_at(&stage, n);
            free(stage_draw(&stage, view_timeline, (Rect){0, 0, width, 260}));
            for (size_t i = 0; i < stage.list.count; i++) {
                const DrawCommand *command = &stage.list.commands[i];
                bool time = command->kind == DRAW_TEXT && command->font == FONT_CODE;
                times += time;
                if (time && command->rect.x + command->rect.w > width - 4) {
                    fail_msg("%s ends at %g of %g px", stage.list.text + command->text, (double)(command->rect.x + command->rect.w),
                             (double)width);
                }
            }
        }
    }
    assert_true(times > 1000);
    stage_close(&stage);
}

static void the_cursor_can_be_taken_hold_of_where_it_stands(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    free(stage_draw(&stage, view_timeline, panel));
    float x = timeline_x_of(&stage.view, panel, stage.player.n);
    HitArea hit = drawlist_hit(&stage.list, x, timeline_plot(&stage.view, panel).y + 20);
    assert_int_equal(hit.kind, HIT_CURSOR);
    assert_int_equal(timeline_n_at(&stage.view, panel, x), stage.player.n);
    hit = drawlist_hit(&stage.list, x + 60, timeline_plot(&stage.view, panel).y + 20);
    assert_int_equal(hit.kind, HIT_TIMELINE);
    stage_close(&stage);
}

static void arrows_are_of_the_selected_task_or_all(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    char *spawned = stage_draw(&stage, view_timeline, panel);
    stage.ui.selected = 3;
    char *selected = stage_draw(&stage, view_timeline, panel);
    stage.ui.all_links = true;
    char *all = stage_draw(&stage, view_timeline, panel);
    assert_int_equal(count_of(spawned, "\ncurve "), 3);
    assert_int_equal(count_of(selected, "\ncurve "), 1);
    assert_true(count_of(all, "\ncurve ") >= 3);
    free(spawned);
    free(selected);
    free(all);
    stage_close(&stage);
}

static void every_n_zoom_and_size_can_be_drawn(void **unused)
{
    (void)unused;
    static const Rect sizes[] = {{0, 0, 1200, 260}, {3, 4, 500, 120}, {0, 0, 150, 70}, {0, 0, 2000, 900}};
    Stage stage;
    open_gather(&stage);
    stage.ui.mouse_x = 400;
    stage.ui.mouse_y = 100;
    for (size_t n = 0; n <= trace_count(stage.trace); n += 5) {
        stage_at(&stage, n);
        stage.ui.zoom = 1 + (double)(n % 7) * 40;
        stage.ui.pan = (double)(n % 11) / 10;
        stage.ui.axis = (Axis)(n % 3);
        stage.ui.selected = (uint32_t)(n % 8);
        stage.ui.scroll_timeline = (float)(n % 5) * 50;
        free(stage_draw(&stage, view_timeline, sizes[n % 4]));
    }
    stage_close(&stage);
}

/* One task that takes `steps` steps, each after a bare yield. */
static Trace *long_trace(size_t steps)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    uint32_t name = sink.text(sink.context, "busy", 4);
    uint32_t handle = 1;
    Event event = {.kind = EV_TASK_NEW, .detail = VIA_RUN, .a = 1, .b = name, .c = name};
    sink.event(sink.context, &event);
    event = (Event){.kind = EV_READY, .detail = CALL_STEP, .a = handle, .b = task(1)};
    sink.event(sink.context, &event);
    for (size_t i = 0; i < steps; i++) {
        uint32_t turn = (uint32_t)i + 1;
        int64_t t = (int64_t)i * 1000;
        event = (Event){.kind = EV_ITER, .by = TRACE_LOOP, .t = t, .a = turn, .b = 1};
        sink.event(sink.context, &event);
        event = (Event){
            .kind = EV_STEP, .by = TRACE_LOOP, .t = t, .a = 1, .b = ref_make(REF_HANDLE, handle), .detail = i ? RESUME_NEXT : RESUME_START};
        sink.event(sink.context, &event);
        event = (Event){.kind = EV_READY, .detail = CALL_STEP, .by = task(1), .t = t, .a = ++handle, .b = task(1)};
        sink.event(sink.context, &event);
        event = (Event){.kind = EV_STEP_END, .detail = REASON_YIELD, .flags = VIA_SLEEP_ZERO, .by = task(1), .t = t, .a = 1};
        sink.event(sink.context, &event);
        event = (Event){.kind = EV_ITER_END, .by = TRACE_LOOP, .t = t, .a = turn, .b = 1};
        sink.event(sink.context, &event);
    }
    return trace;
}

static void a_frame_costs_what_is_visible_not_what_was_recorded(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, long_trace(40000), true);
    stage_at(&stage, trace_count(stage.trace));
    free(stage_draw(&stage, view_timeline, panel));
    assert_true(stage.list.count < 3000); /* 40 000 steps on 1200 px */
    stage.ui.zoom = 4000;
    stage.ui.pan = 0.5;
    char *text = stage_draw(&stage, view_timeline, panel);
    assert_true(stage.list.count < 3000);
    assert_true(count_of(text, " running\n") >= 5); /* zoomed in, single steps are to be seen */
    free(text);
    stage_close(&stage);
}

static void lanes_scroll_when_not_all_fit(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    Rect low = {0, 0, 1200, 130};
    float limit = timeline_scroll_limit(&stage.view, low);
    assert_true(limit > 0);
    assert_true(timeline_scroll_limit(&stage.view, panel) == 0 || limit > timeline_scroll_limit(&stage.view, panel));
    free(stage_draw(&stage, view_timeline, low));
    HitArea top = drawlist_hit(&stage.list, 20, timeline_plot(&stage.view, low).y + 10);
    assert_int_equal(top.id, 1);
    stage.ui.scroll_timeline = limit;
    free(stage_draw(&stage, view_timeline, low));
    HitArea bottom = drawlist_hit(&stage.list, 20, timeline_plot(&stage.view, low).y + timeline_plot(&stage.view, low).h - 6);
    assert_int_equal(bottom.id, 5); /* neither has been made yet: the first of those that will share it */
    stage_close(&stage);
}

static void columns_say_who_blocks_and_how_long_the_loop_is_idle(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    Rect wide = {0, 0, 1200, 260}, low = {0, 0, 1200, 180};
    char *text = stage_draw(&stage, view_timeline, wide);
    assert_int_equal(count_of(text, "\"idle 1 s\""), 3);
    free(text);
    text = stage_draw(&stage, view_timeline, low); /* in a low panel the lanes need the room */
    assert_int_equal(count_of(text, "idle"), 0);
    free(text);
    stage_close(&stage);
}

static void the_frame_of_the_overview_goes_where_it_is_dragged(void **unused)
{
    (void)unused;
    Stage stage;
    open_gather(&stage);
    assert_true(timeline_minimap(&stage.view, panel).h <= 0); /* all fits */
    stage.ui.zoom = 4;
    Rect strip = timeline_minimap(&stage.view, panel);
    assert_true(strip.h > 0 && strip.y + strip.h <= panel.y + panel.h);
    for (int part = 2; part <= 8; part++) {
        float x = strip.x + strip.w * (float)part / 10;
        timeline_look_at(&stage.ui, &stage.view, panel, x, strip.y);
        Rect frame = timeline_minimap_frame(&stage.view, panel);
        assert_true(frame.x + frame.w / 2 - x < 1 && x - frame.x - frame.w / 2 < 1);
        assert_true(frame.w - strip.w / 4 < 1 && strip.w / 4 - frame.w < 1);
    }
    timeline_look_at(&stage.ui, &stage.view, panel, -5000, 5000);
    assert_true(stage.ui.pan <= 0 && stage.ui.scroll_timeline <= timeline_scroll_limit(&stage.view, panel));
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesson_is_drawn_as_it_was),
        cmocka_unit_test(every_task_has_a_lane_and_those_that_close_the_loop_share_the_last),
        cmocka_unit_test(bars_say_what_a_task_waits_for),
        cmocka_unit_test(what_lies_outside_of_the_loop_is_called_by_its_name),
        cmocka_unit_test(the_view_without_a_cache_draws_the_same),
        cmocka_unit_test(no_time_of_the_ruler_goes_beyond_the_panel),
        cmocka_unit_test(the_cursor_can_be_taken_hold_of_where_it_stands),
        cmocka_unit_test(arrows_are_of_the_selected_task_or_all),
        cmocka_unit_test(every_n_zoom_and_size_can_be_drawn),
        cmocka_unit_test(a_frame_costs_what_is_visible_not_what_was_recorded),
        cmocka_unit_test(lanes_scroll_when_not_all_fit),
        cmocka_unit_test(columns_say_who_blocks_and_how_long_the_loop_is_idle),
        cmocka_unit_test(the_frame_of_the_overview_goes_where_it_is_dragged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
