/* loop.c: the loop panel: every task in its place, in order, and gliding between two places. */
#include "panels/loop/parts.h"
#include "panels/panels.h"
#include "support/golden.h"
#include "support/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const Rect panel = {0, 0, 420, 420};

static Ref task(uint32_t number) { return ref_make(REF_TASK, number); }

static void check_golden(Stage *stage, const char *name)
{
    char *text = stage_draw(stage, view_loop, panel);
    golden_check(name, text, strlen(text));
    free(text);
}

static const LoopItem *item_of(const LoopPlaces *places, Ref who)
{
    for (size_t i = 0; i < places->count; i++) {
        if (places->items[i].who == who) {
            return &places->items[i];
        }
    }
    return NULL;
}

/* A trace of `count` tasks that main made and that wait for their first step. */
static Trace *crowd(uint32_t count)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    uint32_t name = sink.text(sink.context, "worker", 6);
    for (uint32_t i = 1; i <= count; i++) {
        Event made = {.kind = EV_TASK_NEW, .detail = VIA_CREATE_TASK, .a = i, .b = name, .c = name};
        Event ready = {.kind = EV_READY, .detail = CALL_STEP, .a = i, .b = task(i)};
        sink.event(sink.context, &made);
        sink.event(sink.context, &ready);
    }
    return trace;
}

static void a_step_shows_who_runs_where_and_why(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    stage_at(&stage, stage_after(&stage, EV_OUT, task(3), 2)); /* Database B has printed that it is finished */
    check_golden(&stage, "loop_gather_step.txt");
    char *text = stage_draw(&stage, view_loop, panel);
    assert_non_null(strstr(text, "Database B"));
    assert_non_null(strstr(text, "woken by its timer"));
    assert_non_null(strstr(text, "gather  0 of 3 done"));
    assert_non_null(strstr(text, "in 1.000 s"));
    free(text);
    stage_close(&stage);
}

/* Not those with which asyncio closes its loop. */
static void at_the_end_the_programs_own_tasks_are_named(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("calling"), true);
    stage_at(&stage, trace_count(stage.trace));
    char *text = stage_draw(&stage, view_loop, panel);
    assert_non_null(strstr(text, "DONE"));
    assert_non_null(strstr(text, "main"));
    assert_null(strstr(text, "shutdown"));
    assert_null(strstr(text, "\"+"));
    free(text);
    stage_close(&stage);
}

static void a_callback_of_the_loop_is_no_task(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    size_t n = 0;
    while (trace_event(stage.trace, n)->kind != EV_CB) {
        n++;
    }
    stage_at(&stage, n + 1);
    check_golden(&stage, "loop_gather_callback.txt");
    stage_close(&stage);
}

static void a_callback_in_the_queue_says_who_is_done_and_who_hears_of_it(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    size_t n = 0;
    while (trace_event(stage.trace, n)->kind != EV_READY || trace_event(stage.trace, n)->detail != CALL_CHILD) {
        n++;
    }
    stage_at(&stage, n + 1);
    char *text = stage_draw(&stage, view_loop, panel);
    assert_non_null(strstr(text, "Database B → gather"));
    free(text);
    stage_close(&stage);
}

static void a_callback_of_the_loops_own_is_told_in_the_readers_language(void **unused)
{
    (void)unused;
    Stage stage;
    size_t told = 0;
    stage_open(&stage, stage_lesson("echo"), false);
    stage.ui.language = LANGUAGE_GERMAN;
    for (size_t n = 0; n <= trace_count(stage.trace); n++) {
        stage_at(&stage, n);
        char *text = stage_draw(&stage, view_loop, panel);
        told += strstr(text, "Schleife: lauscht") != NULL;
        assert_null(strstr(text, "Schleife: listens"));
        assert_null(strstr(text, "Schleife: connects"));
        free(text);
    }
    assert_true(told > 0);
    stage_close(&stage);
}

static void an_idle_loop_says_until_when_it_waits(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    size_t n = 0;
    while (trace_event(stage.trace, n)->kind != EV_ADVANCE) {
        n++;
    }
    stage_at(&stage, n);
    char *text = stage_draw(&stage, view_loop, panel);
    assert_non_null(strstr(text, "nobody: the loop is waiting until t = 1.000 s"));
    free(text);
    text = stage_draw(&stage, view_loop, (Rect){0, 0, 364, 180}); /* as for a projector */
    assert_non_null(strstr(text, "nobody until t = 1.000 s"));
    free(text);
    stage_close(&stage);
}

static void every_event_of_a_lesson_can_be_drawn_in_any_size(void **unused)
{
    (void)unused;
    static const Rect sizes[] = {{0, 0, 420, 420}, {5, 7, 260, 180}, {0, 0, 90, 60}, {0, 0, 900, 1000}};
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    for (size_t n = 0; n <= trace_count(stage.trace); n++) {
        stage_at(&stage, n);
        for (size_t i = 0; i < 8; i++) {
            stage.ui.loop_code = i >= 4;
            free(stage_draw(&stage, view_loop, sizes[i % 4]));
        }
    }
    stage_close(&stage);
}

static void a_task_that_is_not_finished_stands_in_exactly_one_place(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    for (size_t n = 0; n <= trace_count(stage.trace); n++) {
        stage_at(&stage, n);
        LoopPlaces places;
        loop_place(&stage.list, &stage.view, stage.view.state, loop_body(panel), &places);
        for (size_t i = 0; i < stage.view.state->task_count; i++) {
            const ModelTask *its = &stage.view.state->tasks[i];
            size_t found = 0;
            for (size_t k = 0; k < places.count; k++) {
                found += places.items[k].task == its;
            }
            assert_int_equal(found, its->state >= TASK_READY && its->state <= TASK_SLEEPING);
        }
    }
    stage_close(&stage);
}

static void chips_of_one_state_do_not_overlap(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    for (size_t n = 0; n <= trace_count(stage.trace); n++) {
        stage_at(&stage, n);
        LoopPlaces places;
        loop_place(&stage.list, &stage.view, stage.view.state, loop_body(panel), &places);
        for (size_t i = 0; i < places.count; i++) {
            for (size_t k = 0; k < i; k++) {
                Rect a = places.items[i].rect, b = places.items[k].rect;
                assert_true(a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h);
            }
        }
    }
    stage_close(&stage);
}

static void what_does_not_fit_is_counted(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, crowd(120), false);
    stage_at(&stage, trace_count(stage.trace));
    LoopPlaces places;
    loop_place(&stage.list, &stage.view, stage.view.state, loop_body(panel), &places);
    assert_true(places.count > 3);
    assert_int_equal(places.count + places.hidden[LOOP_READY], 120);
    char expected[32];
    snprintf(expected, sizeof expected, "+%zu more", places.hidden[LOOP_READY]);
    char *text = stage_draw(&stage, view_loop, panel);
    assert_non_null(strstr(text, expected));
    free(text);
    stage_close(&stage);
}

static void a_low_panel_still_shows_everybody(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    stage_at(&stage, stage_after(&stage, EV_OUT, task(3), 2));
    Rect low = {0, 0, 500, 170};
    char *text = stage_draw(&stage, view_loop, low);
    LoopPlaces places;
    loop_place(&stage.list, &stage.view, stage.view.state, loop_body(low), &places);
    for (uint32_t number = 1; number <= 4; number++) {
        const LoopItem *item = item_of(&places, task(number));
        assert_non_null(item);
        assert_true(item->rect.y + item->rect.h <= low.y + low.h);
    }
    assert_non_null(strstr(text, "fetch_data:17"));
    free(text);
    stage_close(&stage);
}

/* As high as it is in a window of 1440x900. */
static void all_who_sleep_in_gather_are_named(void **unused)
{
    (void)unused;
    Stage stage;
    size_t most = 0;
    stage_open(&stage, stage_lesson("gather"), false);
    for (size_t n = 0; n <= trace_count(stage.trace); n++) {
        LoopPlaces places;
        size_t sleepers = 0;
        stage_at(&stage, n);
        loop_place(&stage.list, &stage.view, stage.view.state, loop_body((Rect){0, 0, 407, 397}), &places);
        for (size_t i = 0; i < places.count; i++) {
            sleepers += places.items[i].section == LOOP_SLEEPING;
        }
        most = sleepers > most ? sleepers : most;
        assert_int_equal(places.hidden[LOOP_SLEEPING] + places.hidden[LOOP_AWAITING], 0);
    }
    assert_int_equal(most, 3);
    stage_close(&stage);
}

/* In a low panel the bar of the last sleeper has the rest of the line behind its time. */
static void a_sleepers_bar_does_not_lie_on_its_time(void **unused)
{
    (void)unused;
    static const char *const lessons[] = {"cancelling", "forgotten", "failing", "gather"};
    size_t bars = 0;
    for (size_t lesson = 0; lesson < sizeof lessons / sizeof lessons[0]; lesson++) {
        Stage stage;
        Trace *trace = trace_new();
        assert_non_null(trace);
        lesson_record(lesson_find(lessons[lesson]), trace_sink(trace));
        stage_open(&stage, trace, false);
        for (size_t n = 0; n <= trace_count(stage.trace); n++) {
            stage_at(&stage, n);
            free(stage_draw(&stage, view_loop, (Rect){0, 0, 440, 150}));
            for (size_t i = 0; i < stage.list.count; i++) {
                Rect bar = stage.list.commands[i].rect;
                bool is_bar = stage.list.commands[i].kind == DRAW_FILL && bar.h > 7 && bar.h < 9 && bar.w > 8;
                bars += is_bar;
                for (size_t k = 0; is_bar && k < stage.list.count; k++) {
                    const DrawCommand *words = &stage.list.commands[k];
                    Rect r = words->rect;
                    bool apart = r.x + r.w <= bar.x || r.x >= bar.x + bar.w || r.y + r.h <= bar.y || r.y >= bar.y + bar.h;
                    if (words->kind == DRAW_TEXT && !apart) {
                        fail_msg("%s at %zu: a bar lies on \"%s\"", lessons[lesson], n, stage.list.text + words->text);
                    }
                }
            }
        }
        stage_close(&stage);
    }
    assert_true(bars > 0);
}

static void a_chip_glides_from_its_old_place_to_the_new_one(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    size_t step = stage_after(&stage, EV_STEP, task(2), 1);
    stage.view.before = model_peek(stage.model, step - 1);
    stage_at(&stage, step);
    LoopPlaces before, after;
    loop_place(&stage.list, &stage.view, stage.view.before, loop_body(panel), &before);
    loop_place(&stage.list, &stage.view, stage.view.state, loop_body(panel), &after);
    assert_int_equal(item_of(&before, task(2))->section, LOOP_READY);
    assert_int_equal(item_of(&after, task(2))->section, LOOP_RUNNING);

    stage.view.progress = 0;
    char *start = stage_draw(&stage, view_loop, panel);
    HitArea hit = drawlist_hit(&stage.list, stage.list.hits[stage.list.hit_count - 1].rect.x + 2,
                               stage.list.hits[stage.list.hit_count - 1].rect.y + 2);
    assert_int_equal(hit.kind, HIT_TASK);
    stage.view.progress = 0.5F;
    char *middle = stage_draw(&stage, view_loop, panel);
    stage.view.progress = 1;
    char *end = stage_draw(&stage, view_loop, panel);
    stage.view.before = NULL;
    char *rest = stage_draw(&stage, view_loop, panel);
    assert_string_not_equal(start, middle);
    assert_string_not_equal(middle, end);
    assert_string_equal(end, rest);
    free(start);
    free(middle);
    free(end);
    free(rest);
    stage_close(&stage);
}

static void the_code_lights_the_line_that_the_loop_is_at(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), false);
    stage.ui.loop_code = true;
    stage_at(&stage, stage_after(&stage, EV_OUT, task(3), 1));
    check_golden(&stage, "loop_code_run.txt");
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_shows_who_runs_where_and_why),
        cmocka_unit_test(at_the_end_the_programs_own_tasks_are_named),
        cmocka_unit_test(a_callback_of_the_loop_is_no_task),
        cmocka_unit_test(a_callback_in_the_queue_says_who_is_done_and_who_hears_of_it),
        cmocka_unit_test(a_callback_of_the_loops_own_is_told_in_the_readers_language),
        cmocka_unit_test(an_idle_loop_says_until_when_it_waits),
        cmocka_unit_test(every_event_of_a_lesson_can_be_drawn_in_any_size),
        cmocka_unit_test(a_task_that_is_not_finished_stands_in_exactly_one_place),
        cmocka_unit_test(chips_of_one_state_do_not_overlap),
        cmocka_unit_test(what_does_not_fit_is_counted),
        cmocka_unit_test(a_low_panel_still_shows_everybody),
        cmocka_unit_test(all_who_sleep_in_gather_are_named),
        cmocka_unit_test(a_sleepers_bar_does_not_lie_on_its_time),
        cmocka_unit_test(a_chip_glides_from_its_old_place_to_the_new_one),
        cmocka_unit_test(the_code_lights_the_line_that_the_loop_is_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
