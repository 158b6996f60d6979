/* walks.c: the course can be worked through from its first lesson to its last by keys alone, and by the mouse alone: read, asked and answered, solved, and on. */
#include "support/reader.h"

#include "app/parts.h"
#include "lesson/knobs.h"
#include "panels/knobs.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* A click on what may have to be scrolled to, on the lesson's page. */
static void find_and_click(Reader *reader, const char *called)
{
    Rect page = app_layout(&reader->app).panel[PANEL_LOOP];
    for (int i = 0; i < READER_PATIENCE; i++) {
        if (reader_click(reader, called)) {
            return;
        }
        app_mouse_wheel(&reader->app, &reader->frame, page.x + page.w / 2, page.y + page.h / 2, 0, i < READER_PATIENCE / 2 ? -0.5F : 0.5F,
                        false, false, reader->now);
        reader_serve(reader);
    }
    fail_msg("%s: nowhere to click on %s", reader_where(reader), called);
}

static size_t right_answer(const Reader *reader) { return reader->app.ui.predict.question.right; }

static void all_is_answered(const Reader *reader, size_t asked)
{
    if (asked != reader->app.lesson->page.questions.count) {
        fail_msg("%s: %zu of %zu questions were asked", reader_where(reader), asked, reader->app.lesson->page.questions.count);
    }
    assert_int_equal(reader->app.ui.predict.score.right, asked);
}

/* Which knob a line of the solution turns, and to where. */
static size_t solution_knob(const Reader *reader, size_t line, double *value)
{
    char error[200];
    size_t count = 0;
    KnobValues values = reader->app.ui.knobs;
    const Knob *knobs = lesson_knobs(reader->app.lesson, &count);
    const char *assignment = reader->app.lesson->page.solution.line[line];
    assert_true(knobs_set(reader->app.lesson, &values, assignment, error, sizeof error));
    for (size_t i = 0; i < count; i++) {
        if (strncmp(knobs[i].name, assignment, strlen(knobs[i].name)) == 0 && assignment[strlen(knobs[i].name)] == '=') {
            *value = values.value[i];
            return i;
        }
    }
    fail_msg("%s: no knob for %s", reader_where(reader), assignment);
    return 0;
}

static void is_solved(const Reader *reader)
{
    if (!reader->app.solved) {
        fail_msg("%s: the task is not solved", reader_where(reader));
    }
    assert_true(observe_text(&reader->frame, "Lesson")); /* whose button says so while the page is closed */
}

/* ---- by keys ---- */

static void answer_by_keys(Reader *reader)
{
    size_t asked = 0;
    reader_key(reader, "Shift+P");
    for (int i = 0; i < READER_PATIENCE && reader->app.ui.predict.phase != PREDICT_OVER; i++) {
        if (reader->app.ui.predict.phase == PREDICT_ASKED) {
            char digit[2] = {(char)('1' + right_answer(reader)), '\0'};
            reader_key(reader, digit);
            asked++;
            reader_key(reader, "Return");
        } else {
            reader_key(reader, "Right");
        }
    }
    all_is_answered(reader, asked);
    reader_key(reader, "P");
}

static void solve_by_keys(Reader *reader)
{
    const PageLines *solution = &reader->app.lesson->page.solution;
    for (size_t line = 0; line < solution->count; line++) {
        double value = 0;
        size_t knob = solution_knob(reader, line, &value);
        for (int i = 0; i < READER_PATIENCE && reader->app.ui.knob_focus != knob + 1; i++) {
            reader_key(reader, "K");
        }
        for (int i = 0; i < READER_PATIENCE && !reader_turned_to(reader, knob, value); i++) {
            reader_key(reader, reader->app.ui.knobs.value[knob] < value ? "Right" : "Left");
        }
        reader_key(reader, "Escape");
    }
    is_solved(reader);
}

static void walk_by_keys(float width, float height)
{
    Reader reader;
    reader_sit_down(&reader, width, height);
    reader_key(&reader, "Return");
    for (size_t i = 0; i < lesson_count(); i++) {
        assert_ptr_equal(reader.app.lesson, lesson_at(i));
        assert_true(reader.app.ui.page.open);
        answer_by_keys(&reader);
        assert_true(reader.app.ui.page.open); /* it comes back behind the questions */
        solve_by_keys(&reader);
        reader_key(&reader, "Ctrl+N");
    }
    assert_ptr_equal(reader.app.lesson, lesson_at(lesson_count() - 1));
    assert_non_null(strstr(reader.app.notice, "last lesson"));
    reader_stand_up(&reader);
}

static void every_lesson_is_read_answered_and_solved_by_keys_alone(void **state)
{
    (void)state;
    walk_by_keys(1440, 900);
    walk_by_keys(1280, 720);
    walk_by_keys(960, 600);
}

/* ---- by the mouse ---- */

static void answer_by_mouse(Reader *reader)
{
    size_t asked = 0;
    find_and_click(reader, "command:predict-from-start");
    for (int i = 0; i < READER_PATIENCE && reader->app.ui.predict.phase != PREDICT_OVER; i++) {
        if (reader->app.ui.predict.phase == PREDICT_ASKED) {
            char answer[32];
            snprintf(answer, sizeof answer, "answer:%zu", right_answer(reader));
            if (!reader_click(reader, answer)) {
                fail_msg("%s: the right answer cannot be clicked on", reader_where(reader));
            }
            asked++;
            assert_true(reader_click(reader, "command:activate"));
        } else {
            assert_true(reader_click(reader, "command:step"));
        }
    }
    all_is_answered(reader, asked);
    assert_true(reader_click(reader, "command:predict"));
}

/* By a drag to about there, and then notch by notch. */
static void slide(Reader *reader, size_t index, const Knob *knob, double value)
{
    char called[24];
    float x, y;
    Rect area;
    snprintf(called, sizeof called, "knob:%zu", index);
    if (!observe_area(&reader->frame, called, &x, &y, &area)) {
        fail_msg("%s: nothing to drag for %s", reader_where(reader), knob->words);
    }
    float to = area.x + KNOB_REACH + (area.w - 2 * KNOB_REACH) * (float)((value - knob->least) / (knob->most - knob->least));
    app_mouse_move(&reader->app, &reader->frame, x, y, reader->now);
    app_mouse_button(&reader->app, &reader->frame, x, y, true, reader->now);
    app_mouse_move(&reader->app, &reader->frame, to, y, reader->now);
    app_mouse_button(&reader->app, &reader->frame, to, y, false, reader->now);
    reader_serve(reader);
    for (int i = 0; i < READER_PATIENCE && !reader_turned_to(reader, index, value); i++) {
        app_mouse_wheel(&reader->app, &reader->frame, x, y, 0, reader->app.ui.knobs.value[index] < value ? 1 : -1, false, false,
                        reader->now);
        reader_serve(reader);
    }
}

static void solve_by_mouse(Reader *reader)
{
    const PageLines *solution = &reader->app.lesson->page.solution;
    size_t count = 0;
    const Knob *knobs = lesson_knobs(reader->app.lesson, &count);
    for (size_t line = 0; line < solution->count; line++) {
        double value = 0;
        char called[24];
        size_t knob = solution_knob(reader, line, &value);
        snprintf(called, sizeof called, "knob:%zu", knob);
        for (int i = 0; i < READER_PATIENCE && knob_clicks(&knobs[knob]) && !reader_turned_to(reader, knob, value); i++) {
            assert_true(reader_click(reader, called));
        }
        if (!knob_clicks(&knobs[knob])) {
            slide(reader, knob, &knobs[knob], value);
        }
    }
    is_solved(reader);
}

static void walk_by_mouse(float width, float height)
{
    Reader reader;
    reader_sit_down(&reader, width, height);
    assert_true(reader_click(&reader, "lesson:0"));
    for (size_t i = 0; i < lesson_count(); i++) {
        assert_ptr_equal(reader.app.lesson, lesson_at(i));
        answer_by_mouse(&reader);
        solve_by_mouse(&reader);
        if (i + 1 < lesson_count()) {
            find_and_click(&reader, "command:next-lesson");
        }
    }
    find_and_click(&reader, "command:predictions");
    assert_int_equal(reader.app.ui.sheet.kind, SHEET_PREDICTIONS);
    reader_stand_up(&reader);
}

static void every_lesson_is_read_answered_and_solved_by_the_mouse_alone(void **state)
{
    (void)state;
    walk_by_mouse(1440, 900);
    walk_by_mouse(1280, 720);
    walk_by_mouse(960, 600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lesson_is_read_answered_and_solved_by_keys_alone),
        cmocka_unit_test(every_lesson_is_read_answered_and_solved_by_the_mouse_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
