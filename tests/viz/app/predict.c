/* Predict mode: what comes next can be neither seen nor reached before the question is answered, and each moment counts once. */
#include "app/parts.h"
#include "view/ghost.h"
#include "model/seen.h"
#include "support/golden.h"
#include "trace/stream.h"
#include "panels/predict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/failing_memory.h"

enum { STEPS = 400 /* more than any lesson has */ };
static const int64_t second = 1000000000;

typedef struct Shown {
    App app;
    Trace *trace;
    DrawList frame;
    int64_t now;
} Shown;

static void show(Shown *shown, Trace *trace, const Lesson *lesson, LiveState live)
{
    memset(shown, 0, sizeof *shown);
    shown->trace = trace;
    assert_true(app_init(&shown->app));
    assert_true(app_open(&shown->app, trace, lesson, live));
    shown->app.ui.reduced_motion = true;
    drawlist_init(&shown->frame, drawlist_stub_metrics());
}

static Trace *recorded(const Lesson *lesson)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    lesson_record(lesson, trace_sink(trace));
    return trace;
}

static void show_lesson(Shown *shown, const char *name)
{
    const Lesson *lesson = lesson_find(name);
    assert_non_null(lesson);
    show(shown, recorded(lesson), lesson, LIVE_NONE);
}

static void hide(Shown *shown)
{
    app_free(&shown->app);
    trace_free(shown->trace);
    drawlist_free(&shown->frame);
}

/* Freed by the caller. */
static char *frame_text(Shown *shown)
{
    char *text = NULL;
    size_t length = 0;
    drawlist_clear(&shown->frame);
    app_draw(&shown->app, &shown->frame, 1440, 900, shown->now);
    assert_false(shown->frame.failed);
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    drawlist_dump(&shown->frame, out);
    fclose(out);
    return text;
}

static void press(Shown *shown, const char *key)
{
    shown->now += second;
    if (!app_key(&shown->app, key, false, shown->now)) {
        app_command(&shown->app, command_by_key(key), shown->now);
    }
    app_tick(&shown->app, shown->now);
}

static const PredictUi *ui_of(const Shown *shown) { return &shown->app.ui.predict; }

/* Steps on, skipping what is asked, until the question after `skipped` others stands. */
static void go_to_question(Shown *shown, int skipped)
{
    for (int i = 0; i < STEPS; i++) {
        if (ui_of(shown)->phase == PREDICT_ASKED && skipped-- == 0) {
            return;
        }
        if (ui_of(shown)->phase == PREDICT_ASKED) {
            press(shown, "Escape");
        }
        press(shown, "Right");
    }
    fail_msg("no question is asked");
}

static void answer(Shown *shown, bool rightly)
{
    const Question *question = &ui_of(shown)->question;
    char key[2] = {(char)('1' + (rightly ? question->right : (question->right + 1) % question->choice_count)), '\0'};
    press(shown, key);
}

/* The same frame comes of a run that has told no more than one further event (it says in which coroutine a task begins): so nothing that comes later
   is in it. */
static void nothing_of_what_comes_is_in_the_frame(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        Shown shown;
        show(&shown, recorded(lesson), lesson, LIVE_RUNNING);
        shown.app.player.following = false;
        press(&shown, "P");
        for (int step = 0; step < STEPS && shown.app.player.n < trace_count(shown.trace); step++) {
            if (predict_stands(ui_of(&shown))) {
                press(&shown, "Escape");
            }
            size_t n = shown.app.player.n;
            assert_int_equal(n, ui_of(&shown)->frontier);
            Seen *seen = seen_new(shown.trace, n + 1);
            assert_non_null(seen);
            Trace *beginning = trace_new();
            trace_replay(seen_trace(seen), trace_sink(beginning));
            Shown other;
            show(&other, beginning, lesson, LIVE_RUNNING);
            player_seek(&other.app.player, beginning, n);
            press(&other, "P");
            char *text = frame_text(&shown), *expected = frame_text(&other);
            assert_string_equal(text, expected);
            free(text);
            free(expected);
            seen_free(seen);
            hide(&other);
            press(&shown, "Right");
        }
        hide(&shown);
    }
}

static void no_key_and_no_drag_leads_past_a_question(void **state)
{
    (void)state;
    static const char *const keys[] = {"Right",  "PageDown", "Shift+Right",  "Ctrl+Right", "End",   "Space", "Period", "N",
                                       "Home",   "Shift+B",  "Shift+M",      "Alt+Right",  "Right", "End",   "Up",     "RightBracket",
                                       "Ctrl+K", "Escape",   "RightBracket", "Down",       "Left",  "Right", "Right"};
    Shown shown;
    show_lesson(&shown, "gather");
    press(&shown, "End");
    press(&shown, "M");
    press(&shown, "Home");
    press(&shown, "P");
    go_to_question(&shown, 2);
    size_t frontier = ui_of(&shown)->frontier;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        press(&shown, keys[i]);
        assert_true(shown.app.player.n <= frontier);
        assert_int_equal(ui_of(&shown)->frontier, frontier);
        assert_int_equal(trace_count(shown.app.trace), frontier);
        assert_int_equal(ui_of(&shown)->phase, PREDICT_ASKED);
    }
    free(frame_text(&shown));
    for (size_t i = 0; i < shown.frame.hit_count; i++) {
        HitArea hit = shown.frame.hits[i];
        if (hit.kind == HIT_SCRUBBER || hit.kind == HIT_TIMELINE) {
            app_mouse_button(&shown.app, &shown.frame, hit.rect.x + hit.rect.w / 2, hit.rect.y + hit.rect.h / 2, true, shown.now);
            app_mouse_move(&shown.app, &shown.frame, 1430, hit.rect.y + hit.rect.h / 2, shown.now);
            app_mouse_button(&shown.app, &shown.frame, 1430, hit.rect.y + hit.rect.h / 2, false, shown.now);
            assert_true(shown.app.player.n <= frontier);
        }
    }
    assert_int_equal(trace_count(shown.app.trace), frontier);
    hide(&shown);
}

static void a_moment_counts_once_with_its_first_answer(void **state)
{
    (void)state;
    Shown shown;
    show_lesson(&shown, "gather");
    press(&shown, "P");
    go_to_question(&shown, 0);
    answer(&shown, false);
    assert_int_equal(ui_of(&shown)->phase, PREDICT_ANSWERED);
    assert_int_equal(app_predict_score(&shown.app).asked, 1);
    assert_int_equal(app_predict_score(&shown.app).right, 0);
    press(&shown, "1"); /* too late */
    assert_int_equal(app_predict_score(&shown.app).asked, 1);
    press(&shown, "P");
    press(&shown, "P");
    assert_int_equal(ui_of(&shown)->phase, PREDICT_ASKED);
    answer(&shown, true);
    assert_int_equal(app_predict_score(&shown.app).asked, 1);
    assert_int_equal(app_predict_score(&shown.app).right, 0);
    press(&shown, "Return");
    go_to_question(&shown, 0);
    answer(&shown, true);
    assert_int_equal(app_predict_score(&shown.app).asked, 2);
    assert_int_equal(app_predict_score(&shown.app).right, 1);
    hide(&shown);
}

static void a_question_can_be_skipped_and_is_not_scored(void **state)
{
    (void)state;
    Shown shown;
    show_lesson(&shown, "gather");
    press(&shown, "P");
    go_to_question(&shown, 0);
    size_t at = shown.app.player.n;
    press(&shown, "Escape");
    assert_true(ui_of(&shown)->on);
    assert_int_equal(ui_of(&shown)->phase, PREDICT_WATCH);
    press(&shown, "Right");
    assert_true(shown.app.player.n > at);
    assert_int_equal(app_predict_score(&shown.app).asked, 0);
    hide(&shown);
}

static void going_on_leads_to_where_a_step_would_have_led(void **state)
{
    (void)state;
    Shown shown;
    show_lesson(&shown, "gather");
    press(&shown, "P");
    go_to_question(&shown, 1);
    size_t at = shown.app.player.n;
    Spans *spans = spans_new(shown.trace);
    assert_non_null(spans);
    spans_update(spans);
    size_t next = player_target(spans, shown.trace, at, shown.app.player.size, 1);
    spans_free(spans);
    press(&shown, "Left");
    press(&shown, "Left");
    answer(&shown, true);
    press(&shown, "Return"); /* also from where the reader has looked back to */
    assert_int_equal(shown.app.player.n, next);
    assert_int_equal(ui_of(&shown)->frontier, next);
    hide(&shown);
}

static void playing_rests_at_a_question(void **state)
{
    (void)state;
    Shown shown;
    show_lesson(&shown, "gather");
    press(&shown, "P");
    go_to_question(&shown, 0);
    press(&shown, "Escape");
    press(&shown, "Space");
    for (int i = 0; i < STEPS && shown.app.player.playing; i++) {
        shown.now += second;
        app_tick(&shown.app, shown.now);
    }
    assert_int_equal(ui_of(&shown)->phase, PREDICT_ASKED);
    assert_int_equal(shown.app.player.n, ui_of(&shown)->frontier);
    assert_true(shown.app.player.n < trace_count(shown.trace));
    hide(&shown);
}

static void at_the_end_the_score_stands_in_one_line(void **state)
{
    (void)state;
    Shown shown;
    show_lesson(&shown, "say_after");
    press(&shown, "P");
    unsigned asked = 0;
    for (int i = 0; i < STEPS && ui_of(&shown)->phase != PREDICT_OVER; i++) {
        if (ui_of(&shown)->phase == PREDICT_ASKED) {
            answer(&shown, true);
            asked++;
        }
        press(&shown, "Right");
    }
    char expected[64], *text = frame_text(&shown);
    snprintf(expected, sizeof expected, "%u of %u right", asked, asked);
    assert_true(asked > 0);
    assert_non_null(strstr(text, expected));
    assert_int_equal(shown.app.player.n, trace_count(shown.trace));
    assert_int_equal(ui_of(&shown)->answer_count, asked);
    size_t ways_back = 0;
    for (size_t i = 0; i < shown.frame.hit_count; i++) {
        HitArea hit = shown.frame.hits[i];
        ways_back += hit.kind == HIT_EVENT && hit.id == ui_of(&shown)->answers[0].at;
    }
    assert_true(ways_back > 0); /* to the moment of what was asked */
    free(text);
    hide(&shown);
}

static void leaving_shows_the_whole_run_at_the_same_place(void **state)
{
    (void)state;
    Shown shown;
    show_lesson(&shown, "gather");
    press(&shown, "P");
    go_to_question(&shown, 1);
    size_t at = shown.app.player.n;
    press(&shown, "P");
    assert_false(ui_of(&shown)->on);
    assert_ptr_equal(shown.app.trace, shown.trace);
    assert_ptr_equal(app_whole(&shown.app), shown.trace);
    assert_int_equal(shown.app.player.n, at);
    hide(&shown);
}

static void the_same_run_again_keeps_what_was_answered_and_another_lesson_does_not(void **state)
{
    (void)state;
    Shown shown;
    show_lesson(&shown, "gather");
    press(&shown, "P");
    go_to_question(&shown, 0);
    answer(&shown, true);
    Trace *again = recorded(shown.app.lesson);
    assert_true(app_open(&shown.app, again, shown.app.lesson, LIVE_NONE));
    trace_free(shown.trace);
    shown.trace = again;
    assert_true(ui_of(&shown)->on); /* and it begins again */
    assert_int_equal(ui_of(&shown)->frontier, 0);
    go_to_question(&shown, 0);
    answer(&shown, false);
    assert_int_equal(app_predict_score(&shown.app).asked, 1);
    assert_int_equal(app_predict_score(&shown.app).right, 1);
    const Lesson *lesson = lesson_find("say_after");
    again = recorded(lesson);
    assert_true(app_open(&shown.app, again, lesson, LIVE_NONE));
    trace_free(shown.trace);
    shown.trace = again;
    assert_int_equal(app_predict_score(&shown.app).asked, 0);
    hide(&shown);
}

static void turned_knobs_show_no_more_than_before(void **state)
{
    (void)state;
    Shown shown;
    show_lesson(&shown, "gather");
    press(&shown, "P");
    go_to_question(&shown, 2);
    press(&shown, "K");
    press(&shown, "Right");
    assert_true(shown.app.want_turned);
    Trace *turned = trace_new();
    assert_non_null(turned);
    lesson_run(shown.app.lesson, &shown.app.ui.knobs, trace_sink(turned), false);
    assert_true(app_turned(&shown.app, turned, shown.trace));
    shown.trace = turned;
    assert_true(ui_of(&shown)->on);
    assert_int_equal(trace_count(shown.app.trace), shown.app.player.n);
    assert_true(trace_count(shown.app.trace) < trace_count(turned));
    View view;
    Sentence sentence;
    assert_true(app_view(&shown.app, &view, &sentence, shown.now));
    assert_null(view.ghost); /* it would tell how the run goes on */
    hide(&shown);
}

static void a_live_run_is_met_event_by_event(void **state)
{
    (void)state;
    const Lesson *lesson = lesson_find("gather");
    Trace *whole = recorded(lesson), *arriving = trace_new();
    Seen *seen = seen_new(whole, 40);
    assert_non_null(seen);
    assert_non_null(arriving);
    trace_replay(seen_trace(seen), trace_sink(arriving));
    Shown shown;
    show(&shown, arriving, lesson, LIVE_RUNNING);
    press(&shown, "Home");
    press(&shown, "P");
    assert_int_equal(trace_count(shown.app.trace), 0);
    TraceSink sink = trace_sink(arriving);
    for (size_t i = 40; i < trace_count(whole); i++) { /* the strings of the first 40 events are enough: others read as empty ones */
        sink.event(sink.context, trace_event(whole, i));
    }
    app_grown(&shown.app, shown.now);
    assert_int_equal(trace_count(shown.app.trace), 0);
    assert_int_equal(shown.app.player.n, 0);
    press(&shown, "P");
    assert_int_equal(trace_count(shown.app.trace), trace_count(whole));
    free(frame_text(&shown));
    hide(&shown);
    seen_free(seen);
    trace_free(whole);
}

static void an_empty_run_has_nothing_to_predict(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, trace_new(), NULL, LIVE_NONE);
    press(&shown, "P");
    assert_int_equal(ui_of(&shown)->phase, PREDICT_OVER);
    press(&shown, "Right");
    press(&shown, "Space");
    free(frame_text(&shown));
    press(&shown, "Escape");
    assert_false(ui_of(&shown)->on);
    hide(&shown);
}

static void without_memory_the_whole_run_is_shown_and_it_is_said(void **state)
{
    (void)state;
    long refusals = 1;
    for (long allowed = 0; refusals > 0; allowed++) {
        Shown shown;
        show_lesson(&shown, "gather");
        memory = (FailingMemory){.left = allowed, .returns = allowed % 2 == 1};
        press(&shown, "P");
        assert_true(ui_of(&shown)->on || memory.refusals > 0);
        assert_true(ui_of(&shown)->on || (shown.app.trace == shown.trace && shown.app.notice[0] != '\0'));
        for (int i = 0; i < 12; i++) {
            press(&shown, "1");
            press(&shown, "Right");
        }
        refusals = memory.refusals;
        memory = (FailingMemory){.left = LONG_MAX};
        app_predict_suspend(&shown.app);
        assert_ptr_equal(shown.app.trace, shown.trace);
        free(frame_text(&shown));
        hide(&shown);
    }
}

/* A question of this test's own, so that only its look is kept here. */
static const Question example = {.task = 2,
                                 .line = 16,
                                 .choice_count = 3,
                                 .right = 1,
                                 .text = "The loop has nothing ready. Which task runs next?",
                                 .choices = {"main", "API A", "File C"},
                                 .misconception = {BELIEF_WAKES_AT_ONCE, -1, -1},
                                 .reason = "API A's timer is due first, and main waits for all three."};

static void put_panel(Shown *shown, PredictPhase phase, size_t choice, float width, float height, FILE *out)
{
    View view;
    Sentence sentence;
    PredictUi *ui = &shown->app.ui.predict;
    ui->phase = phase;
    ui->choice = choice;
    ui->question = example;
    assert_true(app_view(&shown->app, &view, &sentence, 0));
    Layout layout = layout_of(width, height, &shown->app.ui);
    drawlist_clear(&shown->frame);
    view_predict(&shown->frame, &view, &layout);
    fprintf(out, "phase %d, choice %zu, %gx%g\n", (int)phase, choice, (double)width, (double)height);
    drawlist_dump(&shown->frame, out);
}

static void the_panel_is_as_kept(void **state)
{
    (void)state;
    static const float sizes[][2] = {{1440, 900}, {960, 600}};
    Shown shown;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    show_lesson(&shown, "gather");
    player_seek(&shown.app.player, shown.trace, 40);
    press(&shown, "P");
    shown.app.ui.predict.number = 2;
    shown.app.ui.predict.score = (PredictScore){4, 3};
    shown.app.ui.predict.answers[0] = (PredictAnswer){21, PREDICT_NEXT, true};
    shown.app.ui.predict.answers[1] = (PredictAnswer){38, PREDICT_SLEEP_END, false};
    shown.app.ui.predict.answer_count = 2;
    for (size_t i = 0; i < 2; i++) {
        put_panel(&shown, PREDICT_ASKED, 0, sizes[i][0], sizes[i][1], out);
        put_panel(&shown, PREDICT_ANSWERED, 1, sizes[i][0], sizes[i][1], out);
        put_panel(&shown, PREDICT_ANSWERED, 0, sizes[i][0], sizes[i][1], out);
        put_panel(&shown, PREDICT_OVER, 0, sizes[i][0], sizes[i][1], out);
    }
    fclose(out);
    golden_check("panels_predict.txt", text, length);
    free(text);
    hide(&shown);
}

/* Whatever is asked in the lessons, in whatever window: the words stand in the panel whole. */
static void no_question_is_cut(void **state)
{
    (void)state;
    static const float sizes[][2] = {{960, 600}, {1440, 900}, {1920, 1080}};
    for (size_t i = 0; i < lesson_count(); i++) {
        Shown shown;
        show(&shown, recorded(lesson_at(i)), lesson_at(i), LIVE_NONE);
        press(&shown, "P");
        for (int step = 0; step < STEPS && ui_of(&shown)->phase != PREDICT_OVER; step++) {
            for (size_t size = 0; size < 3; size++) {
                float bottom = 0, last = 0;
                drawlist_clear(&shown.frame);
                app_draw(&shown.app, &shown.frame, sizes[size][0], sizes[size][1], shown.now);
                for (size_t k = 0; k < shown.frame.hit_count && predict_stands(ui_of(&shown)); k++) {
                    HitArea hit = shown.frame.hits[k];
                    bottom = hit.kind == HIT_PANEL && hit.id == PANEL_OUTPUT ? hit.rect.y + hit.rect.h : bottom;
                    last = hit.kind == HIT_ANSWER ? hit.rect.y + hit.rect.h : last;
                }
                assert_true(last <= bottom);
            }
            if (ui_of(&shown)->phase == PREDICT_ASKED) {
                answer(&shown, step % 2 == 0);
            } else {
                press(&shown, "Return");
            }
        }
        hide(&shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_what_comes_is_in_the_frame),
        cmocka_unit_test(no_key_and_no_drag_leads_past_a_question),
        cmocka_unit_test(a_moment_counts_once_with_its_first_answer),
        cmocka_unit_test(a_question_can_be_skipped_and_is_not_scored),
        cmocka_unit_test(going_on_leads_to_where_a_step_would_have_led),
        cmocka_unit_test(playing_rests_at_a_question),
        cmocka_unit_test(at_the_end_the_score_stands_in_one_line),
        cmocka_unit_test(leaving_shows_the_whole_run_at_the_same_place),
        cmocka_unit_test(the_same_run_again_keeps_what_was_answered_and_another_lesson_does_not),
        cmocka_unit_test(turned_knobs_show_no_more_than_before),
        cmocka_unit_test(a_live_run_is_met_event_by_event),
        cmocka_unit_test(without_memory_the_whole_run_is_shown_and_it_is_said),
        cmocka_unit_test(the_panel_is_as_kept),
        cmocka_unit_test(no_question_is_cut),
        cmocka_unit_test(an_empty_run_has_nothing_to_predict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
