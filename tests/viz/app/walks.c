/* walks.c: the course can be worked through from its first lesson to its last by keys alone, and by the mouse alone: read, asked and answered, solved, and on. */
#include "support/observe.h"

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

/* A reader in front of the window. */
typedef struct Reader {
    App app;
    Trace *trace;
    DrawList frame;
    float width, height;
    int64_t now; /* ns */
} Reader;

enum { PATIENCE = 400 /* presses or clicks until a reader gives up */ };

static const char *where(const Reader *reader)
{
    static char text[96];
    snprintf(text, sizeof text, "%s at %gx%g", reader->app.lesson ? reader->app.lesson->name : "the menu", (double)reader->width,
             (double)reader->height);
    return text;
}

static Trace *record(const Lesson *lesson, const KnobValues *values)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    lesson_run(lesson, values, trace_sink(trace), false);
    return trace;
}

static void open_wanted(Reader *reader)
{
    App *app = &reader->app;
    Trace *trace = record(app->want_lesson, NULL);
    assert_true(app_open(app, trace, app->want_lesson, LIVE_NONE));
    trace_free(reader->trace);
    reader->trace = trace;
}

/* What main does after every input. */
static void serve(Reader *reader)
{
    App *app = &reader->app;
    if (app->want_lesson) {
        open_wanted(reader);
    } else if (app->want_turned) {
        Trace *trace = record(app->lesson, &app->ui.knobs);
        assert_true(app_turned(app, trace, reader->trace));
        reader->trace = trace;
    }
    app->want_lesson = NULL;
    app->want_turned = false;
    reader->now += 2000000000; /* every movement is over, and no click is one of two */
    app_tick(app, reader->now);
    drawlist_clear(&reader->frame);
    app_draw(app, &reader->frame, reader->width, reader->height, reader->now);
    assert_false(reader->frame.failed);
}

static void sit_down(Reader *reader, float width, float height)
{
    memset(reader, 0, sizeof *reader);
    reader->width = width;
    reader->height = height;
    reader->now = 1000000000;
    assert_true(app_init(&reader->app));
    drawlist_init(&reader->frame, drawlist_stub_metrics());
    app_command(&reader->app, COMMAND_MENU, reader->now);
    serve(reader);
}

static void stand_up(Reader *reader)
{
    app_free(&reader->app);
    drawlist_free(&reader->frame);
    trace_free(reader->trace);
}

static void key(Reader *reader, const char *name)
{
    if (!app_key(&reader->app, name, false, reader->now)) {
        app_command(&reader->app, command_by_key(name), reader->now);
    }
    serve(reader);
}

static bool click(Reader *reader, const char *called)
{
    float x, y;
    Rect area;
    if (!observe_area(&reader->frame, called, &x, &y, &area)) {
        return false;
    }
    app_mouse_move(&reader->app, &reader->frame, x, y, reader->now);
    app_mouse_button(&reader->app, &reader->frame, x, y, true, reader->now);
    app_mouse_button(&reader->app, &reader->frame, x, y, false, reader->now);
    serve(reader);
    return true;
}

/* A click on what may have to be scrolled to, on the lesson's page. */
static void find_and_click(Reader *reader, const char *called)
{
    Rect page = app_layout(&reader->app).panel[PANEL_LOOP];
    for (int i = 0; i < PATIENCE; i++) {
        if (click(reader, called)) {
            return;
        }
        app_mouse_wheel(&reader->app, &reader->frame, page.x + page.w / 2, page.y + page.h / 2, 0, i < PATIENCE / 2 ? -0.5F : 0.5F, false,
                        false, reader->now);
        serve(reader);
    }
    fail_msg("%s: nowhere to click on %s", where(reader), called);
}

static size_t right_answer(const Reader *reader) { return reader->app.ui.predict.question.right; }

static void all_is_answered(const Reader *reader, size_t asked)
{
    if (asked != reader->app.lesson->page.questions.count) {
        fail_msg("%s: %zu of %zu questions were asked", where(reader), asked, reader->app.lesson->page.questions.count);
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
    fail_msg("%s: no knob for %s", where(reader), assignment);
    return 0;
}

static bool is_there(const Reader *reader, size_t knob, double value) { return fabs(reader->app.ui.knobs.value[knob] - value) < 1e-9; }

static void is_solved(const Reader *reader)
{
    if (!reader->app.solved) {
        fail_msg("%s: the task is not solved", where(reader));
    }
    assert_true(observe_text(&reader->frame, "Lesson")); /* whose button says so while the page is closed */
}

/* ---- by keys ---- */

static void answer_by_keys(Reader *reader)
{
    size_t asked = 0;
    key(reader, "Shift+P");
    for (int i = 0; i < PATIENCE && reader->app.ui.predict.phase != PREDICT_OVER; i++) {
        if (reader->app.ui.predict.phase == PREDICT_ASKED) {
            char digit[2] = {(char)('1' + right_answer(reader)), '\0'};
            key(reader, digit);
            asked++;
            key(reader, "Return");
        } else {
            key(reader, "Right");
        }
    }
    all_is_answered(reader, asked);
    key(reader, "P");
}

static void solve_by_keys(Reader *reader)
{
    const PageLines *solution = &reader->app.lesson->page.solution;
    for (size_t line = 0; line < solution->count; line++) {
        double value = 0;
        size_t knob = solution_knob(reader, line, &value);
        for (int i = 0; i < PATIENCE && reader->app.ui.knob_focus != knob + 1; i++) {
            key(reader, "K");
        }
        for (int i = 0; i < PATIENCE && !is_there(reader, knob, value); i++) {
            key(reader, reader->app.ui.knobs.value[knob] < value ? "Right" : "Left");
        }
        key(reader, "Escape");
    }
    is_solved(reader);
}

static void walk_by_keys(float width, float height)
{
    Reader reader;
    sit_down(&reader, width, height);
    key(&reader, "Return");
    for (size_t i = 0; i < lesson_count(); i++) {
        assert_ptr_equal(reader.app.lesson, lesson_at(i));
        assert_true(reader.app.ui.page.open);
        answer_by_keys(&reader);
        assert_true(reader.app.ui.page.open); /* it comes back behind the questions */
        solve_by_keys(&reader);
        key(&reader, "Ctrl+N");
    }
    assert_ptr_equal(reader.app.lesson, lesson_at(lesson_count() - 1));
    assert_non_null(strstr(reader.app.notice, "last lesson"));
    stand_up(&reader);
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
    for (int i = 0; i < PATIENCE && reader->app.ui.predict.phase != PREDICT_OVER; i++) {
        if (reader->app.ui.predict.phase == PREDICT_ASKED) {
            char answer[32];
            snprintf(answer, sizeof answer, "answer:%zu", right_answer(reader));
            if (!click(reader, answer)) {
                fail_msg("%s: the right answer cannot be clicked on", where(reader));
            }
            asked++;
            assert_true(click(reader, "command:activate"));
        } else {
            assert_true(click(reader, "command:step"));
        }
    }
    all_is_answered(reader, asked);
    assert_true(click(reader, "command:predict"));
}

/* By a drag to about there, and then notch by notch. */
static void slide(Reader *reader, size_t index, const Knob *knob, double value)
{
    char called[24];
    float x, y;
    Rect area;
    snprintf(called, sizeof called, "knob:%zu", index);
    if (!observe_area(&reader->frame, called, &x, &y, &area)) {
        fail_msg("%s: nothing to drag for %s", where(reader), knob->words);
    }
    float to = area.x + KNOB_REACH + (area.w - 2 * KNOB_REACH) * (float)((value - knob->least) / (knob->most - knob->least));
    app_mouse_move(&reader->app, &reader->frame, x, y, reader->now);
    app_mouse_button(&reader->app, &reader->frame, x, y, true, reader->now);
    app_mouse_move(&reader->app, &reader->frame, to, y, reader->now);
    app_mouse_button(&reader->app, &reader->frame, to, y, false, reader->now);
    serve(reader);
    for (int i = 0; i < PATIENCE && !is_there(reader, index, value); i++) {
        app_mouse_wheel(&reader->app, &reader->frame, x, y, 0, reader->app.ui.knobs.value[index] < value ? 1 : -1, false, false,
                        reader->now);
        serve(reader);
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
        for (int i = 0; i < PATIENCE && knob_clicks(&knobs[knob]) && !is_there(reader, knob, value); i++) {
            assert_true(click(reader, called));
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
    sit_down(&reader, width, height);
    assert_true(click(&reader, "lesson:0"));
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
    stand_up(&reader);
}

static void every_lesson_is_read_answered_and_solved_by_the_mouse_alone(void **state)
{
    (void)state;
    walk_by_mouse(1440, 900);
    walk_by_mouse(1280, 720);
    walk_by_mouse(960, 600);
}

/* ---- turning ---- */

static void open_first(Reader *reader, const char *name)
{
    sit_down(reader, 1440, 900);
    reader->app.want_lesson = lesson_find(name);
    serve(reader);
}

static void either_arrow_and_enter_turn_a_switch(void **state)
{
    (void)state;
    static const char *const keys[] = {"Right", "Left", "Return", "Right"};
    Reader reader;
    open_first(&reader, "gather");
    for (int i = 0; i < 4; i++) {
        key(&reader, "K");
    }
    assert_int_equal(reader.app.ui.knob_focus, 4);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        key(&reader, keys[i]);
        assert_true(is_there(&reader, 3, i % 2 == 0 ? 0 : 1)); /* it was on */
    }
    stand_up(&reader);
}

/* Several notches are one gesture: the run before it stays behind. */
static void the_wheel_turns_a_knob_step_by_step(void **state)
{
    (void)state;
    Reader reader;
    float x, y;
    Rect area;
    open_first(&reader, "say_after");
    assert_true(observe_area(&reader.frame, "knob:0", &x, &y, &area));
    for (int i = 0; i < 5; i++) {
        app_mouse_wheel(&reader.app, &reader.frame, x, y, 0, 1, false, false, reader.now);
        int64_t now = reader.now;
        serve(&reader);
        reader.now = now + 100000000;
    }
    assert_true(is_there(&reader, 0, 2.5));
    assert_non_null(reader.app.ghost);
    char lasted[32];
    assert_true(observe_word(&reader.app, "", reader.now, "lasted", lasted, sizeof lasted));
    assert_string_equal(lasted, "3000");
    stand_up(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lesson_is_read_answered_and_solved_by_keys_alone),
        cmocka_unit_test(every_lesson_is_read_answered_and_solved_by_the_mouse_alone),
        cmocka_unit_test(either_arrow_and_enter_turn_a_switch),
        cmocka_unit_test(the_wheel_turns_a_knob_step_by_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
