/* turning.c: a lesson's knobs are turned and its lines put in order, by keys, by the wheel and by a hand that drags; what is said of it stays as long as it is true. */
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

static void open_first(Reader *reader, const char *name)
{
    reader_sit_down(reader, 1440, 900);
    reader->app.want_lesson = lesson_find(name);
    reader_serve(reader);
}

static void either_arrow_and_enter_turn_a_switch(void **state)
{
    (void)state;
    static const char *const keys[] = {"Right", "Left", "Return", "Right"};
    Reader reader;
    open_first(&reader, "gather");
    for (int i = 0; i < 4; i++) {
        reader_key(&reader, "K");
    }
    assert_int_equal(reader.app.ui.knob_focus, 4);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        reader_key(&reader, keys[i]);
        assert_true(reader_turned_to(&reader, 3, i % 2 == 0 ? 0 : 1)); /* it was on */
    }
    reader_stand_up(&reader);
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
        reader_serve(&reader);
        reader.now = now + 100000000;
    }
    assert_true(reader_turned_to(&reader, 0, 2.5));
    assert_non_null(reader.app.ghost);
    char lasted[32];
    assert_true(observe_word(&reader.app, "", reader.now, "lasted", lasted, sizeof lasted));
    assert_string_equal(lasted, "3000");
    reader_stand_up(&reader);
}

/* Every step can be hit by a click, and by a hand that drags, in the smallest window too: five pixels are a step there, however short the slider is. */
static void every_value_can_be_reached_by_the_mouse(void **state)
{
    (void)state;
    Reader reader;
    float x, y;
    Rect area;
    char lasted[32];
    open_first(&reader, "gather");
    for (int i = 0; i < 3; i++) {
        assert_true(reader_click(&reader, "nudge:1")); /* the plus of the first */
    }
    assert_true(reader_turned_to(&reader, 0, 2.3));
    assert_true(reader_click(&reader, "nudge:0"));
    assert_true(reader_turned_to(&reader, 0, 2.2));
    reader_stand_up(&reader);

    reader_sit_down(&reader, 960, 600);
    reader.app.want_lesson = lesson_find("gather");
    reader_serve(&reader);
    assert_true(observe_area(&reader.frame, "knob:2", &x, &y, &area));
    app_mouse_move(&reader.app, &reader.frame, x, y, reader.now);
    app_mouse_button(&reader.app, &reader.frame, x, y, true, reader.now);
    reader_serve(&reader);
    assert_true(reader_turned_to(&reader, 2, 3)); /* taken hold of, it stays */
    for (int step = 1; step <= 7; step++) {
        app_mouse_move(&reader.app, &reader.frame, x + (float)(step * KNOB_STRIDE), y, reader.now);
        reader_serve(&reader);
        assert_true(reader_turned_to(&reader, 2, 3 + 0.1 * step));
    }
    app_mouse_move(&reader.app, &reader.frame, x - 9 * KNOB_STRIDE, y, reader.now);
    app_mouse_button(&reader.app, &reader.frame, x - 9 * KNOB_STRIDE, y, false, reader.now);
    reader_serve(&reader);
    assert_true(reader_turned_to(&reader, 2, 2.1));
    assert_true(observe_word(&reader.app, "", reader.now, "lasted", lasted, sizeof lasted));
    assert_string_equal(lasted, "3000"); /* the drag was one gesture */
    reader.now += 2000000000;
    for (int i = 0; i < 80; i++) { /* further than it goes */
        assert_true(reader_click(&reader, "nudge:4"));
    }
    assert_true(reader_turned_to(&reader, 2, 0));
    reader_stand_up(&reader);
}

/* A plus that is held: nothing for 400 ms, then a step every 60; off it, it rests; letting go is no click. */
static void a_plus_that_is_held_goes_on_until_it_is_let_go(void **state)
{
    (void)state;
    static const struct {
        int ms;
        double stands_at;
        bool over;
    } moments[] = {{399, 2, true},    {400, 2.1, true}, {459, 2.1, true}, {460, 2.2, true},
                   {520, 2.2, false}, {580, 2.3, true}, {3000, 2.4, true}};
    const int64_t ms = 1000000;
    Reader reader;
    float x, y;
    Rect area;
    open_first(&reader, "gather");
    assert_true(observe_area(&reader.frame, "nudge:1", &x, &y, &area));
    const int64_t pressed = reader.now;
    app_mouse_move(&reader.app, &reader.frame, x, y, pressed);
    app_mouse_button(&reader.app, &reader.frame, x, y, true, pressed);
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        app_mouse_move(&reader.app, &reader.frame, moments[i].over ? x : x + 200, y, pressed + moments[i].ms * ms);
        app_tick(&reader.app, pressed + moments[i].ms * ms);
        if (!reader_turned_to(&reader, 0, moments[i].stands_at)) {
            fail_msg("after %d ms it stands at %g", moments[i].ms, reader.app.ui.knobs.value[0]);
        }
    }
    app_mouse_button(&reader.app, &reader.frame, x, y, false, pressed + 3001 * ms);
    reader.now = pressed + 8000 * ms;
    reader_serve(&reader);
    assert_true(reader_turned_to(&reader, 0, 2.4));
    assert_true(reader_click(&reader, "nudge:1")); /* the next click is one again */
    assert_true(reader_turned_to(&reader, 0, 2.5));
    reader_stand_up(&reader);
}

enum { LINES = 1 /* which knob of "own_future" they are */ };

/* The line that stands at a place, by its number in the program's text. */
static size_t line_at(const Reader *reader, size_t place)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(reader->app.lesson, &count);
    return knob_line_at(&knobs[LINES], reader->app.ui.knobs.value[LINES], place);
}

/* Where the line at that place is to be taken hold of. */
static bool line_area(const Reader *reader, size_t place, float *x, float *y, Rect *area)
{
    char called[24];
    snprintf(called, sizeof called, "order:%zu", (size_t)(LINES * KNOB_LINES) + place);
    return observe_area(&reader->frame, called, x, y, area);
}

/* Holds the line at that place, moves the mouse in steps, as a hand does, and lets go. */
static void drag_line(Reader *reader, size_t place, float by)
{
    enum { STEPS = 6 };
    float x, y;
    Rect area;
    assert_true(line_area(reader, place, &x, &y, &area));
    app_mouse_move(&reader->app, &reader->frame, x, y, reader->now);
    app_mouse_button(&reader->app, &reader->frame, x, y, true, reader->now);
    for (int i = 1; i <= STEPS; i++) {
        app_mouse_move(&reader->app, &reader->frame, x, y + by * (float)i / STEPS, reader->now);
        reader_serve(reader);
    }
    app_mouse_button(&reader->app, &reader->frame, x, y + by, false, reader->now);
    reader_serve(reader);
}

/* Until all of the lines are in sight. */
static void scroll_to_lines(Reader *reader)
{
    float x, y;
    Rect page = app_layout(&reader->app).panel[PANEL_LOOP], first, last;
    for (int i = 0; i < READER_PATIENCE; i++) {
        bool all = line_area(reader, 0, &x, &y, &first) && line_area(reader, 2, &x, &y, &last);
        if (all && last.y - first.y > 2 * KNOB_LINE - 1 && last.h > 24) {
            return;
        }
        app_mouse_wheel(&reader->app, &reader->frame, page.x + 4, page.y + page.h / 2, 0, -0.25F, false, false, reader->now);
        reader_serve(reader);
    }
    fail_msg("%s: the lines to be put in order are never in sight", reader_where(reader));
}

static void a_line_that_is_dragged_goes_along(void **state)
{
    (void)state;
    Reader reader;
    open_first(&reader, "own_future");
    reader.app.ui.page.open = true;
    reader_serve(&reader);
    scroll_to_lines(&reader);
    size_t first = line_at(&reader, 0), second = line_at(&reader, 1), third = line_at(&reader, 2);
    float scroll = reader.app.ui.page.scroll;
    drag_line(&reader, 0, 2 * KNOB_LINE);
    assert_int_equal(line_at(&reader, 0), second);
    assert_int_equal(line_at(&reader, 1), third);
    assert_int_equal(line_at(&reader, 2), first);
    assert_true(reader.app.ui.page.scroll >= scroll && reader.app.ui.page.scroll <= scroll); /* the page stays where it was */
    drag_line(&reader, 2, -500);                                                             /* no further than there are lines */
    assert_int_equal(line_at(&reader, 0), first);
    assert_int_equal(line_at(&reader, 1), second);
    drag_line(&reader, 1, 5); /* a hand that shakes clicks */
    assert_int_equal(line_at(&reader, 0), second);
    assert_int_equal(line_at(&reader, 1), first);
    reader_stand_up(&reader);
}

static void a_click_on_any_of_the_lines_moves_it(void **state)
{
    (void)state;
    Reader reader;
    open_first(&reader, "own_future");
    reader.app.ui.page.open = true;
    reader_serve(&reader);
    scroll_to_lines(&reader);
    size_t first = line_at(&reader, 0), third = line_at(&reader, 2);
    drag_line(&reader, 0, 0);
    assert_int_equal(line_at(&reader, 1), first);
    drag_line(&reader, 2, 0);
    assert_int_equal(line_at(&reader, 1), third);
    assert_int_equal(line_at(&reader, 2), first);
    reader_stand_up(&reader);
}

/* A hand that drags a knob past where the task is solved, and on. */
static void the_praise_stays_while_the_run_is_a_solution(void **state)
{
    (void)state;
    Reader reader;
    float x, y;
    Rect area;
    open_first(&reader, "callbacks");
    assert_true(observe_area(&reader.frame, "knob:0", &x, &y, &area));
    size_t count = 0;
    const Knob *knob = &lesson_knobs(reader.app.lesson, &count)[0];
    float track = area.w - 2 * KNOB_REACH, from = area.x + KNOB_REACH;
    app_mouse_button(&reader.app, &reader.frame, from, y, true, reader.now);
    reader_serve(&reader);
    assert_false(reader.app.solved);
    for (int i = 1; i <= 4; i++) {
        app_mouse_move(&reader.app, &reader.frame, from + track * (1 - 0.06F * (float)(4 - i)), y, reader.now);
        reader_serve(&reader);
        assert_true(reader.app.solved);
        assert_non_null(strstr(reader.app.notice, "Solved"));
    }
    assert_true(reader_turned_to(&reader, 0, knob->most));
    app_mouse_move(&reader.app, &reader.frame, from, y, reader.now);
    reader_serve(&reader);
    assert_string_equal(reader.app.notice, ""); /* and no longer */
    reader_stand_up(&reader);
}

/* Chance in the network gives times of nine digits. */
static void how_much_longer_a_run_is_can_be_read(void **state)
{
    (void)state;
    Reader reader;
    open_first(&reader, "echo");
    char error[200];
    assert_true(knobs_set(reader.app.lesson, &reader.app.ui.knobs, "jitter=0.3", error, sizeof error));
    reader.app.want_turned = true;
    reader_serve(&reader);
    assert_true(observe_text(&reader.frame, "6.385 s"));
    assert_true(observe_text(&reader.frame, "885 ms longer"));
    assert_false(observe_text(&reader.frame, "6.3851"));
    reader_stand_up(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(either_arrow_and_enter_turn_a_switch),
        cmocka_unit_test(the_wheel_turns_a_knob_step_by_step),
        cmocka_unit_test(every_value_can_be_reached_by_the_mouse),
        cmocka_unit_test(a_plus_that_is_held_goes_on_until_it_is_let_go),
        cmocka_unit_test(a_line_that_is_dragged_goes_along),
        cmocka_unit_test(a_click_on_any_of_the_lines_moves_it),
        cmocka_unit_test(the_praise_stays_while_the_run_is_a_solution),
        cmocka_unit_test(how_much_longer_a_run_is_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
