/* Predict mode: what comes next can be neither seen nor reached before the question is answered, and each moment counts once. */
#include "view/ghost.h"
#include "model/seen.h"
#include "trace/stream.h"
#include "panels/predict.h"
#include "support/predicting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/failing_memory.h"

static const int64_t second = 1000000000; /* ns */

/* The same frame comes of a run that has told no more than one further event (it says in which coroutine a task begins): so nothing that comes later
   is in it. */
static void nothing_of_what_comes_is_in_the_frame(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        Shown shown;
        predicting_show(&shown, predicting_recorded(lesson), lesson, LIVE_RUNNING);
        shown.app.player.following = false;
        predicting_press(&shown, "P");
        for (int step = 0; step < STEPS && shown.app.player.n < trace_count(shown.trace); step++) {
            if (predict_stands(predicting_ui(&shown))) {
                predicting_press(&shown, "Escape");
            }
            size_t n = shown.app.player.n;
            assert_int_equal(n, predicting_ui(&shown)->frontier);
            Seen *seen = seen_new(shown.trace, n + 1);
            assert_non_null(seen);
            Trace *beginning = trace_new();
            trace_replay(seen_trace(seen), trace_sink(beginning));
            Shown other;
            predicting_show(&other, beginning, lesson, LIVE_RUNNING);
            player_seek(&other.app.player, beginning, n);
            predicting_press(&other, "P");
            other.app.ui.scroll_timeline = shown.app.ui.scroll_timeline; /* which is of the steps before */
            other.app.moved = shown.app.moved;
            char *text = predicting_frame_text(&shown), *expected = predicting_frame_text(&other);
            if (strcmp(text, expected) != 0 &&
                strcmp(lesson->name, "async_with") != 0) { /* its two tasks aclose are told apart by number from the first on */
                size_t at = 0;
                while (text[at] == expected[at]) {
                    at++;
                }
                at -= at < 60 ? at : 60;
                fail_msg("%s at %zu: what comes shows: %.160s, and not %.160s", lesson->name, n, text + at, expected + at);
            }
            free(text);
            free(expected);
            seen_free(seen);
            predicting_hide(&other);
            predicting_press(&shown, "Right");
        }
        predicting_hide(&shown);
    }
}

static void no_key_and_no_drag_leads_past_a_question(void **state)
{
    (void)state;
    static const char *const keys[] = {"Right",  "PageDown", "Shift+Right",  "Ctrl+Right", "End",   "Space", "Period", "N",
                                       "Home",   "Shift+B",  "Shift+M",      "Alt+Right",  "Right", "End",   "Up",     "RightBracket",
                                       "Ctrl+K", "Escape",   "RightBracket", "Down",       "Left",  "Right", "Right"};
    Shown shown;
    predicting_show_lesson(&shown, "gather");
    predicting_press(&shown, "End");
    predicting_press(&shown, "M");
    predicting_press(&shown, "Home");
    predicting_press(&shown, "P");
    predicting_go_to_question(&shown, 2);
    size_t frontier = predicting_ui(&shown)->frontier;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        predicting_press(&shown, keys[i]);
        assert_true(shown.app.player.n <= frontier);
        assert_int_equal(predicting_ui(&shown)->frontier, frontier);
        assert_int_equal(trace_count(shown.app.trace), frontier);
        assert_int_equal(predicting_ui(&shown)->phase, PREDICT_ASKED);
    }
    free(predicting_frame_text(&shown));
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
    predicting_hide(&shown);
}

static void a_moment_counts_once_with_its_first_answer(void **state)
{
    (void)state;
    Shown shown;
    predicting_show_lesson(&shown, "gather");
    predicting_press(&shown, "P");
    predicting_go_to_question(&shown, 0);
    predicting_answer(&shown, false);
    assert_int_equal(predicting_ui(&shown)->phase, PREDICT_ANSWERED);
    assert_int_equal(app_predict_score(&shown.app).asked, 1);
    assert_int_equal(app_predict_score(&shown.app).right, 0);
    predicting_press(&shown, "1"); /* too late */
    assert_int_equal(app_predict_score(&shown.app).asked, 1);
    predicting_press(&shown, "P");
    predicting_press(&shown, "P");
    assert_int_equal(predicting_ui(&shown)->phase, PREDICT_ASKED);
    predicting_answer(&shown, true);
    assert_int_equal(app_predict_score(&shown.app).asked, 1);
    assert_int_equal(app_predict_score(&shown.app).right, 0);
    predicting_press(&shown, "Return");
    predicting_go_to_question(&shown, 0);
    predicting_answer(&shown, true);
    assert_int_equal(app_predict_score(&shown.app).asked, 2);
    assert_int_equal(app_predict_score(&shown.app).right, 1);
    predicting_hide(&shown);
}

static void a_question_can_be_skipped_and_is_not_scored(void **state)
{
    (void)state;
    Shown shown;
    predicting_show_lesson(&shown, "gather");
    predicting_press(&shown, "P");
    predicting_go_to_question(&shown, 0);
    size_t at = shown.app.player.n;
    predicting_press(&shown, "Escape");
    assert_true(predicting_ui(&shown)->on);
    assert_int_equal(predicting_ui(&shown)->phase, PREDICT_WATCH);
    predicting_press(&shown, "Right");
    assert_true(shown.app.player.n > at);
    assert_int_equal(app_predict_score(&shown.app).asked, 0);
    predicting_hide(&shown);
}

static void going_on_leads_to_where_a_step_would_have_led(void **state)
{
    (void)state;
    Shown shown;
    predicting_show_lesson(&shown, "gather");
    predicting_press(&shown, "P");
    predicting_go_to_question(&shown, 1);
    size_t at = shown.app.player.n;
    Spans *spans = spans_new(shown.trace);
    assert_non_null(spans);
    spans_update(spans);
    size_t next = player_target(spans, shown.trace, at, shown.app.player.size, 1);
    spans_free(spans);
    predicting_press(&shown, "Left");
    predicting_press(&shown, "Left");
    predicting_answer(&shown, true);
    predicting_press(&shown, "Return"); /* also from where the reader has looked back to */
    assert_int_equal(shown.app.player.n, next);
    assert_int_equal(predicting_ui(&shown)->frontier, next);
    predicting_hide(&shown);
}

static void playing_rests_at_a_question(void **state)
{
    (void)state;
    Shown shown;
    predicting_show_lesson(&shown, "gather");
    predicting_press(&shown, "P");
    predicting_go_to_question(&shown, 0);
    predicting_press(&shown, "Escape");
    predicting_press(&shown, "Space");
    for (int i = 0; i < STEPS && shown.app.player.playing; i++) {
        shown.now += second;
        app_tick(&shown.app, shown.now);
    }
    assert_int_equal(predicting_ui(&shown)->phase, PREDICT_ASKED);
    assert_int_equal(shown.app.player.n, predicting_ui(&shown)->frontier);
    assert_true(shown.app.player.n < trace_count(shown.trace));
    predicting_hide(&shown);
}

static void at_the_end_the_score_stands_in_one_line(void **state)
{
    (void)state;
    Shown shown;
    predicting_show_lesson(&shown, "say_after");
    predicting_press(&shown, "P");
    unsigned asked = 0;
    for (int i = 0; i < STEPS && predicting_ui(&shown)->phase != PREDICT_OVER; i++) {
        if (predicting_ui(&shown)->phase == PREDICT_ASKED) {
            predicting_answer(&shown, true);
            asked++;
        }
        predicting_press(&shown, "Right");
    }
    char expected[64], *text = predicting_frame_text(&shown);
    snprintf(expected, sizeof expected, "%u of %u right", asked, asked);
    assert_true(asked > 0);
    assert_non_null(strstr(text, expected));
    assert_int_equal(shown.app.player.n, trace_count(shown.trace));
    assert_int_equal(predicting_ui(&shown)->answer_count, asked);
    size_t ways_back = 0;
    for (size_t i = 0; i < shown.frame.hit_count; i++) {
        HitArea hit = shown.frame.hits[i];
        ways_back += hit.kind == HIT_EVENT && hit.id == predicting_ui(&shown)->answers[0].at;
    }
    assert_true(ways_back > 0); /* to the moment of what was asked */
    free(text);
    predicting_hide(&shown);
}

static void leaving_shows_the_whole_run_at_the_same_place(void **state)
{
    (void)state;
    Shown shown;
    predicting_show_lesson(&shown, "gather");
    predicting_press(&shown, "P");
    predicting_go_to_question(&shown, 1);
    size_t at = shown.app.player.n;
    predicting_press(&shown, "P");
    assert_false(predicting_ui(&shown)->on);
    assert_ptr_equal(shown.app.trace, shown.trace);
    assert_ptr_equal(app_whole(&shown.app), shown.trace);
    assert_int_equal(shown.app.player.n, at);
    predicting_hide(&shown);
}

static void the_same_run_again_keeps_what_was_answered_and_another_lesson_does_not(void **state)
{
    (void)state;
    Shown shown;
    predicting_show_lesson(&shown, "gather");
    predicting_press(&shown, "P");
    predicting_go_to_question(&shown, 0);
    predicting_answer(&shown, true);
    Trace *again = predicting_recorded(shown.app.lesson);
    assert_true(app_open(&shown.app, again, shown.app.lesson, LIVE_NONE));
    trace_free(shown.trace);
    shown.trace = again;
    assert_true(predicting_ui(&shown)->on); /* and it begins again */
    assert_int_equal(predicting_ui(&shown)->frontier, 0);
    predicting_go_to_question(&shown, 0);
    predicting_answer(&shown, false);
    assert_int_equal(app_predict_score(&shown.app).asked, 1);
    assert_int_equal(app_predict_score(&shown.app).right, 1);
    const Lesson *lesson = lesson_find("say_after");
    again = predicting_recorded(lesson);
    assert_true(app_open(&shown.app, again, lesson, LIVE_NONE));
    trace_free(shown.trace);
    shown.trace = again;
    assert_int_equal(app_predict_score(&shown.app).asked, 0);
    predicting_hide(&shown);
}

static void turned_knobs_show_no_more_than_before(void **state)
{
    (void)state;
    Shown shown;
    predicting_show_lesson(&shown, "gather");
    predicting_press(&shown, "P");
    predicting_go_to_question(&shown, 2);
    predicting_press(&shown, "K");
    predicting_press(&shown, "Right");
    assert_true(shown.app.want_turned);
    Trace *turned = trace_new();
    assert_non_null(turned);
    lesson_run(shown.app.lesson, &shown.app.ui.knobs, trace_sink(turned), false);
    assert_true(app_turned(&shown.app, turned, shown.trace));
    shown.trace = turned;
    assert_true(predicting_ui(&shown)->on);
    assert_int_equal(trace_count(shown.app.trace), shown.app.player.n);
    assert_true(trace_count(shown.app.trace) < trace_count(turned));
    View view;
    Sentence sentence;
    assert_true(app_view(&shown.app, &view, &sentence, shown.now));
    assert_null(view.ghost); /* it would tell how the run goes on */
    predicting_hide(&shown);
}

static void a_live_run_is_met_event_by_event(void **state)
{
    (void)state;
    const Lesson *lesson = lesson_find("gather");
    Trace *whole = predicting_recorded(lesson), *arriving = trace_new();
    Seen *seen = seen_new(whole, 40);
    assert_non_null(seen);
    assert_non_null(arriving);
    trace_replay(seen_trace(seen), trace_sink(arriving));
    Shown shown;
    predicting_show(&shown, arriving, lesson, LIVE_RUNNING);
    predicting_press(&shown, "Home");
    predicting_press(&shown, "P");
    assert_int_equal(trace_count(shown.app.trace), 0);
    TraceSink sink = trace_sink(arriving);
    for (size_t i = 40; i < trace_count(whole); i++) { /* the strings of the first 40 events are enough: others read as empty ones */
        sink.event(sink.context, trace_event(whole, i));
    }
    app_grown(&shown.app, shown.now);
    assert_int_equal(trace_count(shown.app.trace), 0);
    assert_int_equal(shown.app.player.n, 0);
    predicting_press(&shown, "P");
    assert_int_equal(trace_count(shown.app.trace), trace_count(whole));
    free(predicting_frame_text(&shown));
    predicting_hide(&shown);
    seen_free(seen);
    trace_free(whole);
}

static void an_empty_run_has_nothing_to_predict(void **state)
{
    (void)state;
    Shown shown;
    predicting_show(&shown, trace_new(), NULL, LIVE_NONE);
    predicting_press(&shown, "P");
    assert_int_equal(predicting_ui(&shown)->phase, PREDICT_OVER);
    predicting_press(&shown, "Right");
    predicting_press(&shown, "Space");
    free(predicting_frame_text(&shown));
    predicting_press(&shown, "Escape");
    assert_false(predicting_ui(&shown)->on);
    predicting_hide(&shown);
}

static void without_memory_the_whole_run_is_shown_and_it_is_said(void **state)
{
    (void)state;
    long refusals = 1;
    for (long allowed = 0; refusals > 0; allowed++) {
        Shown shown;
        predicting_show_lesson(&shown, "gather");
        memory = (FailingMemory){.left = allowed, .returns = allowed % 2 == 1};
        predicting_press(&shown, "P");
        assert_true(predicting_ui(&shown)->on || memory.refusals > 0);
        assert_true(predicting_ui(&shown)->on || (shown.app.trace == shown.trace && shown.app.notice[0] != '\0'));
        for (int i = 0; i < 12; i++) {
            predicting_press(&shown, "1");
            predicting_press(&shown, "Right");
        }
        refusals = memory.refusals;
        memory = (FailingMemory){.left = LONG_MAX};
        app_predict_suspend(&shown.app);
        assert_ptr_equal(shown.app.trace, shown.trace);
        free(predicting_frame_text(&shown));
        predicting_hide(&shown);
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
        cmocka_unit_test(an_empty_run_has_nothing_to_predict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
