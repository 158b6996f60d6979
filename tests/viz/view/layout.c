/* layout.c: panels never overlap, never leave the window, and borders go where they are dragged. */
#include "view/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static bool overlap(Rect a, Rect b)
{
    const float slack = 0.01F;
    return a.x + slack < b.x + b.w && b.x + slack < a.x + a.w && a.y + slack < b.y + b.h && b.y + slack < a.y + a.h;
}

static bool inside(Rect r, float w, float h)
{
    return r.x >= 0 && r.y >= 0 && r.w > 0 && r.h > 0 && r.x + r.w <= w + 0.01F && r.y + r.h <= h + 0.01F;
}

static void check_sound(float w, float h, const Ui *ui)
{
    Layout l = layout_of(w, h, ui);
    for (int i = 0; i < PANEL_COUNT; i++) {
        assert_true(inside(l.panel[i], w, h));
        for (int j = 0; j < i; j++) {
            assert_false(overlap(l.panel[i], l.panel[j]));
        }
    }
    for (int b = 0; b < BORDER_COUNT; b++) {
        assert_true(inside(l.border[b], w, h));
        for (int i = 0; i < PANEL_COUNT; i++) {
            assert_false(overlap(l.border[b], l.panel[i]));
        }
    }
}

static void panels_never_overlap_and_stay_inside(void **state)
{
    (void)state;
    const float shares[] = {0, 0.01F, 0.3F, 0.5F, 0.7F, 0.99F};
    for (float w = 960; w <= 3840; w += 97) {
        for (float h = 600; h <= 2160; h += 111) {
            for (int i = 0; i < 6 * 6 * 6; i++) {
                Ui ui = {.split_program = shares[i % 6], .split_output = shares[i / 6 % 6], .split_timeline = shares[i / 36]};
                check_sound(w, h, &ui);
            }
        }
    }
}

static void output_stands_beside_the_loop_only_in_a_wide_window(void **state)
{
    (void)state;
    Ui ui = {0};
    Layout wide = layout_of(1200, 800, &ui), narrow = layout_of(1199, 800, &ui);
    assert_true(wide.wide);
    assert_true(wide.panel[PANEL_OUTPUT].x > wide.panel[PANEL_LOOP].x);
    assert_false(narrow.wide);
    assert_true(narrow.panel[PANEL_OUTPUT].y > narrow.panel[PANEL_LOOP].y);
}

static void a_border_follows_the_mouse(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        float w = wide ? 1600 : 1100, h = 1000;
        for (int b = 0; b < BORDER_COUNT; b++) {
            Ui ui = {0};
            Rect r = layout_of(w, h, &ui).border[b];
            float x = r.x + r.w / 2 + 20, y = r.y + r.h / 2 - 16;
            layout_drag(&ui, w, h, (Border)b, x, y);
            Rect moved = layout_of(w, h, &ui).border[b];
            if (r.h > r.w) {
                assert_float_equal(moved.x + moved.w / 2, x, 0.05);
            } else {
                assert_float_equal(moved.y + moved.h / 2, y, 0.05);
            }
        }
    }
}

static void dragging_a_border_far_out_keeps_least_sizes(void **state)
{
    (void)state;
    for (int b = 0; b < BORDER_COUNT; b++) {
        for (int far = -1; far <= 1; far += 2) {
            Ui ui = {0};
            layout_drag(&ui, 1440, 900, (Border)b, (float)far * 10000, (float)far * 10000);
            Layout l = layout_of(1440, 900, &ui);
            check_sound(1440, 900, &ui);
            assert_true(l.panel[PANEL_PROGRAM].w >= 300 && l.panel[PANEL_LOOP].w >= 300 && l.panel[PANEL_OUTPUT].w >= 190);
            assert_true(l.panel[PANEL_TIMELINE].h >= 120 && l.panel[PANEL_PROGRAM].h >= 200);
        }
    }
}

static void the_panel_under_a_point_is_found(void **state)
{
    (void)state;
    Ui ui = {0};
    Layout l = layout_of(1440, 900, &ui);
    for (int i = 0; i < PANEL_COUNT; i++) {
        assert_int_equal(layout_panel_at(&l, l.panel[i].x + 1, l.panel[i].y + 1), i);
    }
    assert_int_equal(layout_panel_at(&l, -5, 3), PANEL_COUNT);
}

static void in_a_film_the_sentence_stands_below_all_else(void **state)
{
    (void)state;
    for (float w = 960; w < 2000; w += 160) {
        Ui ui = {.plain = true, .present = true};
        Layout l = layout_of(w, 600, &ui);
        const Rect *sentence = &l.panel[PANEL_SENTENCE];
        for (int i = 0; i < PANEL_COUNT; i++) {
            assert_true(i == PANEL_SENTENCE || i == PANEL_TRANSPORT || l.panel[i].y + l.panel[i].h < sentence->y);
        }
        assert_true(inside(*sentence, w, 600) && inside(l.panel[PANEL_TIMELINE], w, 600));
        assert_false(overlap(l.panel[PANEL_TIMELINE], l.panel[PANEL_PROGRAM]));
    }
}

static float timeline_of(Ui ui) { return layout_of(1440, 900, &ui).panel[PANEL_TIMELINE].h; }

static void the_timeline_is_as_high_as_its_lanes_need_it_until_the_border_is_dragged(void **state)
{
    (void)state;
    float usual = timeline_of((Ui){0});
    assert_float_equal(timeline_of((Ui){.timeline_needs = 180}), 180, 0.01F);
    assert_float_equal(timeline_of((Ui){.timeline_needs = usual - 5}), usual, 0.01F); /* not worth it */
    assert_true(timeline_of((Ui){.timeline_needs = 1000}) > usual + 20);
    assert_true(timeline_of((Ui){.timeline_needs = 1000}) < usual * 1.3F); /* the program keeps its room */
    assert_true(timeline_of((Ui){.timeline_needs = 1}) >= 166);
    assert_float_equal(timeline_of((Ui){.timeline_needs = 1000, .split_timeline = 0.38F}), usual, 0.01F);
}

/* Of the smallest window one or two lanes leave more to the program than many do. */
static void in_the_smallest_window_few_lanes_have_a_lower_timeline(void **state)
{
    (void)state;
    Ui one = {.timeline_needs = 180, .knobs = {.count = 1}}, four = {.timeline_needs = 240, .knobs = {.count = 1}}, dragged = one;
    dragged.split_timeline = 0.4F;
    Layout few = layout_of(960, 600, &one), many = layout_of(960, 600, &four), by_hand = layout_of(960, 600, &dragged);
    assert_true(few.panel[PANEL_TIMELINE].h + 30 < many.panel[PANEL_TIMELINE].h);
    assert_true(few.panel[PANEL_PROGRAM].h > many.panel[PANEL_PROGRAM].h + 30);
    assert_true(few.panel[PANEL_TIMELINE].h >= 132 && by_hand.panel[PANEL_TIMELINE].h >= 158);
}

/* Presenting, there is no bar, but what is turned must be seen. */
static void presenting_the_knobs_show_while_one_has_the_arrows(void **state)
{
    (void)state;
    Ui ui = {.present = true, .screen = SCREEN_LESSON, .knobs = {.count = 2}};
    assert_float_equal(layout_of(960, 600, &ui).panel[PANEL_TOPBAR].h, 0, 0.01F);
    ui.knob_focus = 1;
    assert_float_equal(layout_of(960, 600, &ui).panel[PANEL_TOPBAR].h, 32, 0.01F);
}

/* For a room: the program is wide, with what is printed under the loop, unless something is read beside it. In a film all is as it was. */
static void presenting_the_program_is_wide(void **state)
{
    (void)state;
    static const float sizes[][2] = {{1067, 600}, {1280, 720}, {1440, 900}, {1920, 1080}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        Ui ui = {.present = true, .screen = SCREEN_LESSON}, reads = ui, asks = ui, film = ui;
        reads.page.open = asks.predict.on = film.plain = true;
        Layout l = layout_of(sizes[i][0], sizes[i][1], &ui), beside = layout_of(sizes[i][0], sizes[i][1], &reads);
        assert_true(l.panel[PANEL_PROGRAM].w > 0.62F * sizes[i][0] && l.panel[PANEL_LOOP].w >= 364);
        assert_false(l.wide);
        assert_true(beside.panel[PANEL_LOOP].w > l.panel[PANEL_LOOP].w + 60);
        assert_float_equal(layout_of(sizes[i][0], sizes[i][1], &asks).panel[PANEL_PROGRAM].w, beside.panel[PANEL_PROGRAM].w,
                           1); /* no line is cut */
        assert_int_equal(layout_of(sizes[i][0], sizes[i][1], &film).wide, sizes[i][0] >= LAYOUT_WIDE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panels_never_overlap_and_stay_inside),
        cmocka_unit_test(output_stands_beside_the_loop_only_in_a_wide_window),
        cmocka_unit_test(a_border_follows_the_mouse),
        cmocka_unit_test(dragging_a_border_far_out_keeps_least_sizes),
        cmocka_unit_test(the_panel_under_a_point_is_found),
        cmocka_unit_test(in_a_film_the_sentence_stands_below_all_else),
        cmocka_unit_test(the_timeline_is_as_high_as_its_lanes_need_it_until_the_border_is_dragged),
        cmocka_unit_test(in_the_smallest_window_few_lanes_have_a_lower_timeline),
        cmocka_unit_test(presenting_the_program_is_wide),
        cmocka_unit_test(presenting_the_knobs_show_while_one_has_the_arrows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
