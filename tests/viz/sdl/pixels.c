/* pixels.c: the leaf puts the right pixels into a picture, without a display: shapes exactly, text with a tolerance. */
#include "sdl/picture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 200, HEIGHT = 120 };

typedef struct Bench {
    Picture *picture;
    DrawList list;
    float scale;
} Bench;

static void set_up(Bench *bench, float scale)
{
    const char *error = picture_open(&bench->picture, (int)(WIDTH * scale), (int)(HEIGHT * scale), scale);
    if (error != NULL) {
        fail_msg("%s", error);
    }
    bench->scale = scale;
    drawlist_init(&bench->list, picture_metrics(bench->picture));
}

static void tear_down(Bench *bench)
{
    drawlist_free(&bench->list);
    picture_close(bench->picture);
}

static void show(Bench *bench, Theme theme)
{
    assert_false(bench->list.failed);
    picture_draw(bench->picture, &bench->list, theme);
}

static uint32_t pixel(const Bench *bench, int x, int y)
{
    size_t stride = 0;
    const uint32_t *pixels = picture_pixels(bench->picture, &stride);
    return pixels[(size_t)y * stride / sizeof *pixels + (size_t)x] & 0xffffff;
}

static const uint32_t ground = 0x11151c; /* of the dark theme */

/* The least box around everything that is not the ground; right and bottom are just outside. */
static void ink(const Bench *bench, int *left, int *top, int *right, int *bottom)
{
    *left = *top = 100000;
    *right = *bottom = 0;
    for (int y = 0; y < (int)(HEIGHT * bench->scale); y++) {
        for (int x = 0; x < (int)(WIDTH * bench->scale); x++) {
            if (pixel(bench, x, y) != ground) {
                *left = x < *left ? x : *left;
                *top = y < *top ? y : *top;
                *right = x >= *right ? x + 1 : *right;
                *bottom = y >= *bottom ? y + 1 : *bottom;
            }
        }
    }
}

static void assert_ink(const Bench *bench, int left, int top, int right, int bottom)
{
    int found[4];
    ink(bench, &found[0], &found[1], &found[2], &found[3]);
    assert_int_equal(found[0], left);
    assert_int_equal(found[1], top);
    assert_int_equal(found[2], right);
    assert_int_equal(found[3], bottom);
}

static void a_fill_covers_its_pixels_and_no_others(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_fill(&bench.list, (Rect){10, 20, 30, 40}, 0, TOKEN_RUNNING, 255);
    show(&bench, THEME_DARK);
    assert_ink(&bench, 10, 20, 40, 60);
    for (int y = 20; y < 60; y++) {
        for (int x = 10; x < 40; x++) {
            assert_int_equal(pixel(&bench, x, y), 0x2be8b8);
        }
    }
    tear_down(&bench);
}

static void everything_is_drawn_at_the_scale_not_stretched(void **state)
{
    (void)state;
    static const float scales[] = {0.75f, 1.25f, 2, 3};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        float s = scales[i];
        Bench bench;
        set_up(&bench, s);
        draw_fill(&bench.list, (Rect){8, 20, 32, 40}, 0, TOKEN_RUNNING, 255);
        show(&bench, THEME_DARK);
        assert_ink(&bench, (int)(8 * s), (int)(20 * s), (int)(40 * s), (int)(60 * s));
        tear_down(&bench);
    }
}

static void a_moment_of_no_width_to_speak_of_is_still_a_pixel(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_fill(&bench.list, (Rect){10.1f, 20, 0.01f, 5}, 0, TOKEN_RUNNING, 255);
    draw_fill(&bench.list, (Rect){50, 20, 0, 5}, 0, TOKEN_RUNNING, 255);
    show(&bench, THEME_DARK);
    assert_ink(&bench, 10, 20, 11, 25);
    tear_down(&bench);
}

static void rounded_corners_are_smooth_and_alike(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_fill(&bench.list, (Rect){10, 20, 40, 30}, 10, TOKEN_RUNNING, 255);
    show(&bench, THEME_DARK);
    assert_int_equal(pixel(&bench, 10, 20), ground);
    assert_int_equal(pixel(&bench, 13, 23), 0x2be8b8);
    int between = 0;
    for (int y = 0; y < 10; y++) {
        for (int x = 0; x < 10; x++) {
            uint32_t corner = pixel(&bench, 10 + x, 20 + y);
            between += corner != ground && corner != 0x2be8b8;
            assert_int_equal(corner, pixel(&bench, 49 - x, 20 + y));
            assert_int_equal(corner, pixel(&bench, 10 + x, 49 - y));
            assert_int_equal(corner, pixel(&bench, 49 - x, 49 - y));
        }
    }
    assert_in_range(between, 8, 24);
    tear_down(&bench);
}

static void an_outline_is_one_and_a_half_pixels_inside_its_edge(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_outline(&bench.list, (Rect){10, 20, 40, 30}, 7, TOKEN_TEXT, 255);
    show(&bench, THEME_DARK);
    assert_ink(&bench, 10, 20, 50, 50);
    assert_int_equal(pixel(&bench, 10, 35), 0xe6ebf2);
    assert_int_not_equal(pixel(&bench, 11, 35), 0xe6ebf2);
    assert_int_not_equal(pixel(&bench, 11, 35), ground);
    assert_int_equal(pixel(&bench, 12, 35), ground);
    assert_int_equal(pixel(&bench, 49, 35), 0xe6ebf2);
    assert_int_equal(pixel(&bench, 30, 20), 0xe6ebf2);
    assert_int_equal(pixel(&bench, 30, 49), 0xe6ebf2);
    tear_down(&bench);
}

static void a_dashed_outline_has_gaps_and_the_same_extent(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_dashed(&bench.list, (Rect){10, 20, 100, 50}, 7, TOKEN_TEXT, 255);
    show(&bench, THEME_DARK);
    assert_ink(&bench, 10, 20, 110, 70);
    int changes = 0;
    for (int x = 18; x < 102; x++) {
        changes += (pixel(&bench, x, 20) == ground) != (pixel(&bench, x - 1, 20) == ground);
    }
    assert_in_range(changes, 18, 28);
    tear_down(&bench);
}

static void patterns_of_bars_side_by_side_fit_together(void **state)
{
    (void)state;
    for (int dots = 0; dots < 2; dots++) {
        Bench whole, halves;
        set_up(&whole, 1.25f);
        set_up(&halves, 1.25f);
        void (*draw)(DrawList *, Rect, float, Token, uint8_t) = dots ? draw_dots : draw_hatch;
        draw(&whole.list, (Rect){8, 16, 160, 28}, 0, TOKEN_AWAITING, 255);
        draw(&halves.list, (Rect){8, 16, 71, 28}, 0, TOKEN_AWAITING, 255);
        draw(&halves.list, (Rect){79, 16, 89, 28}, 0, TOKEN_AWAITING, 255);
        show(&whole, THEME_DARK);
        show(&halves, THEME_DARK);
        int covered = 0;
        for (int y = 0; y < 150; y++) {
            for (int x = 0; x < 250; x++) {
                assert_int_equal(pixel(&whole, x, y), pixel(&halves, x, y));
                covered += pixel(&whole, x, y) != ground;
            }
        }
        assert_in_range(covered, 200 * 35 / 20, 200 * 35 / 2);
        tear_down(&whole);
        tear_down(&halves);
    }
}

static void a_pattern_stays_inside_rounded_corners(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 2);
    for (int i = 0; i < 14; i++) {
        draw_hatch(&bench.list, (Rect){10 + (float)i / 2, 20, 60, 28}, 14, TOKEN_AWAITING, 255); /* every phase of the hatching */
    }
    show(&bench, THEME_DARK);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(pixel(&bench, 20 + i, 40), ground);
        assert_int_equal(pixel(&bench, 20, 40 + i), ground);
        assert_int_equal(pixel(&bench, 20 + i, 95), ground);
        assert_int_equal(pixel(&bench, 152 - i, 95), ground);
    }
    tear_down(&bench);
}

static void a_clip_cuts_everything(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_clip(&bench.list, (Rect){20, 20, 60, 60});
    draw_clip(&bench.list, (Rect){40, 0, 200, 50});
    Rect all = {0, 0, WIDTH, HEIGHT};
    draw_fill(&bench.list, all, 30, TOKEN_PANEL, 255);
    draw_outline(&bench.list, all, 30, TOKEN_TEXT, 255);
    draw_dashed(&bench.list, all, 30, TOKEN_TEXT, 255);
    draw_hatch(&bench.list, all, 30, TOKEN_TEXT, 255);
    draw_dots(&bench.list, all, 30, TOKEN_TEXT, 255);
    draw_icon(&bench.list, ICON_DONE, all, TOKEN_TEXT, 255);
    draw_curve(&bench.list, 0, 0, WIDTH, HEIGHT, TOKEN_TEXT, 255);
    draw_text(&bench.list, 0, 30, 0, FONT_TITLE, TOKEN_TEXT, "WWWWWWWWWWWWWWWWWWWWW");
    draw_unclip(&bench.list);
    draw_unclip(&bench.list);
    show(&bench, THEME_DARK);
    assert_ink(&bench, 40, 20, 80, 50);
    tear_down(&bench);
}

static void half_covered_pixels_are_mixed(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_fill(&bench.list, (Rect){0, 0, 50, 50}, 0, TOKEN_BG, 255);
    draw_fill(&bench.list, (Rect){0, 0, 50, 50}, 0, TOKEN_TEXT, 128);
    show(&bench, THEME_HIGH_CONTRAST);
    assert_in_range(pixel(&bench, 10, 10) & 0xff, 127, 129);
    tear_down(&bench);
}

static void every_icon_fills_its_box_at_every_size(void **state)
{
    (void)state;
    for (int size = 8; size <= 40; size += size < 16 ? 1 : 8) {
        for (int icon = 0; icon < ICON_COUNT; icon++) {
            Bench bench;
            set_up(&bench, 1);
            draw_icon(&bench.list, (Icon)icon, (Rect){10, 10, (float)size, (float)size}, TOKEN_TEXT, 255);
            show(&bench, THEME_DARK);
            int left, top, right, bottom;
            ink(&bench, &left, &top, &right, &bottom);
            assert_true(left >= 10 && top >= 10 && right <= 10 + size && bottom <= 10 + size);
            assert_true((right - left) * 10 >= size * 6);
            assert_true(icon == ICON_MINUS || icon == ICON_MORE ? bottom > top : (bottom - top) * 10 >= size * 5);
            tear_down(&bench);
        }
    }
}

static void text_is_as_wide_as_it_was_measured(void **state)
{
    (void)state;
    static const float scales[] = {0.75f, 1, 1.5f, 3};
    static const char *const texts[] = {"H0H", "Hamburg 10.25 sH", "MMMM", "\xc3\x84nderung \xce\xbbH"};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        for (int font = 0; font < FONT_COUNT; font++) {
            Bench bench;
            set_up(&bench, scales[i]);
            float s = scales[i];
            const char *text = texts[font % 4];
            float width = draw_text(&bench.list, 16, 30, 0, (Font)font, TOKEN_TEXT, text);
            show(&bench, THEME_DARK);
            int left, top, right, bottom;
            ink(&bench, &left, &top, &right, &bottom);
            float bearing = theme_font_size((Font)font) * s * 0.2f + 1;
            assert_true((float)left >= 16 * s - 1 && (float)left <= 16 * s + bearing);
            assert_true((float)right <= (16 + width) * s + 1 && (float)right >= (16 + width) * s - bearing);
            assert_true((float)top >= 30 * s - 1.5f && (float)bottom <= (30 + draw_line_height(&bench.list, (Font)font)) * s + 1.5f);
            tear_down(&bench);
        }
    }
}

static void digits_of_a_font_are_all_as_wide(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    for (int font = 0; font < FONT_COUNT; font++) {
        assert_float_equal(draw_text_width(&bench.list, (Font)font, "1111"), draw_text_width(&bench.list, (Font)font, "8048"), 0.01f);
    }
    tear_down(&bench);
}

static void a_character_without_a_glyph_is_a_box_and_bad_bytes_do_no_harm(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_text(&bench.list, 10, 10, 0, FONT_CODE, TOKEN_TEXT, "\xf3\xb0\x80\x80"); /* for private use: in no font */
    show(&bench, THEME_DARK);
    int left, top, right, bottom;
    ink(&bench, &left, &top, &right, &bottom);
    assert_true(right - left >= 4 && bottom - top >= 6);
    draw_text(&bench.list, 10, 40, 0, FONT_BODY, TOKEN_TEXT, "\xff\xc0\xaf\xed\xa0\x80\xf8\x80 \t\x01 \xf0\x9f");
    draw_text(&bench.list, 10, 60, 30, FONT_BODY, TOKEN_TEXT, "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad");
    assert_true(bench.list.commands[2].rect.w <= 30);
    show(&bench, THEME_DARK);
    tear_down(&bench);
}

static void a_curve_leaves_no_gap(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 1);
    draw_curve(&bench.list, 150, 10, 20, 100, TOKEN_TEXT, 255);
    show(&bench, THEME_DARK);
    for (int y = 10; y < 100; y++) {
        int strongest = 0;
        for (int x = 0; x < WIDTH; x++) {
            int green = (int)(pixel(&bench, x, y) >> 8 & 0xff);
            strongest = green > strongest ? green : strongest;
        }
        assert_true(strongest > 150);
    }
    tear_down(&bench);
}

static void nonsense_is_drawn_without_harm(void **state)
{
    (void)state;
    static const float values[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, -5, 0, 3};
    enum { COUNT = sizeof values / sizeof *values };
    Bench bench;
    set_up(&bench, 1);
    for (int i = 0; i < COUNT * COUNT; i++) {
        Rect rect = {values[i % COUNT], values[i / COUNT], values[(i + 3) % COUNT], values[(i / COUNT + 5) % COUNT]};
        float radius = values[(i + 1) % COUNT];
        draw_fill(&bench.list, rect, radius, TOKEN_TEXT, 200);
        draw_outline(&bench.list, rect, radius, TOKEN_TEXT, 200);
        draw_dashed(&bench.list, rect, radius, TOKEN_TEXT, 200);
        draw_hatch(&bench.list, rect, radius, TOKEN_TEXT, 200);
        draw_dots(&bench.list, rect, radius, TOKEN_TEXT, 200);
        draw_icon(&bench.list, ICON_SLEEPING, rect, TOKEN_TEXT, 200);
        draw_curve(&bench.list, rect.x, rect.y, rect.w, rect.h, TOKEN_TEXT, 200);
        draw_text(&bench.list, rect.x, rect.y, rect.w, FONT_BODY, TOKEN_TEXT, "text");
        draw_clip(&bench.list, rect);
        draw_unclip(&bench.list);
    }
    show(&bench, THEME_LIGHT);
    bench.list.count = 0; /* a list whose end is missing, and one whose beginning is */
    bench.list.commands[bench.list.count++].kind = DRAW_UNCLIP;
    for (int i = 0; i < 40; i++) {
        bench.list.commands[bench.list.count++].kind = DRAW_CLIP;
    }
    show(&bench, THEME_LIGHT);
    tear_down(&bench);
}

static char *png_bytes(size_t *length)
{
    Bench bench;
    set_up(&bench, 1.5f);
    draw_fill(&bench.list, (Rect){5, 5, 150, 100}, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(&bench.list, (Rect){5, 5, 150, 100}, RADIUS_PANEL, TOKEN_LINE, 255);
    draw_hatch(&bench.list, (Rect){15, 60, 100, 28}, RADIUS_BAR, TOKEN_AWAITING, 200);
    draw_curve(&bench.list, 20, 20, 120, 90, TOKEN_DIM, 255);
    draw_text(&bench.list, 15, 15, 0, FONT_SENTENCE, TOKEN_TEXT, "resumes after its await");
    draw_icon(&bench.list, ICON_CANCELLED, (Rect){15, 40, 14, 14}, TOKEN_CANCELLED, 255);
    show(&bench, THEME_DARK);
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, length);
    assert_non_null(out);
    assert_true(picture_write_png(bench.picture, out));
    fclose(out);
    tear_down(&bench);
    return bytes;
}

static void the_same_list_gives_the_same_bytes(void **state)
{
    (void)state;
    size_t first_length = 0;
    size_t second_length = 0;
    char *first = png_bytes(&first_length);
    char *second = png_bytes(&second_length);
    assert_int_equal(first_length, second_length);
    assert_memory_equal(first, second, first_length);
    assert_memory_equal(first, "\x89PNG\r\n\x1a\n", 8);
    free(first);
    free(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fill_covers_its_pixels_and_no_others),
        cmocka_unit_test(everything_is_drawn_at_the_scale_not_stretched),
        cmocka_unit_test(a_moment_of_no_width_to_speak_of_is_still_a_pixel),
        cmocka_unit_test(rounded_corners_are_smooth_and_alike),
        cmocka_unit_test(an_outline_is_one_and_a_half_pixels_inside_its_edge),
        cmocka_unit_test(a_dashed_outline_has_gaps_and_the_same_extent),
        cmocka_unit_test(patterns_of_bars_side_by_side_fit_together),
        cmocka_unit_test(a_pattern_stays_inside_rounded_corners),
        cmocka_unit_test(a_clip_cuts_everything),
        cmocka_unit_test(half_covered_pixels_are_mixed),
        cmocka_unit_test(every_icon_fills_its_box_at_every_size),
        cmocka_unit_test(text_is_as_wide_as_it_was_measured),
        cmocka_unit_test(digits_of_a_font_are_all_as_wide),
        cmocka_unit_test(a_character_without_a_glyph_is_a_box_and_bad_bytes_do_no_harm),
        cmocka_unit_test(a_curve_leaves_no_gap),
        cmocka_unit_test(nonsense_is_drawn_without_harm),
        cmocka_unit_test(the_same_list_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
