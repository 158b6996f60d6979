/* damage.c: a frame of which only the changed part is drawn is, byte for byte, the frame drawn whole. */
#include "app/app.h"
#include "draw/damage.h"
#include "sdl/picture.h"
#include "shell/subject/source.h"

#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 960, HEIGHT = 600, STEPS = 60 };

/* A linear congruence: the same numbers everywhere. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

typedef struct Pair {
    Picture *grown; /* every frame on the one before */
    Picture *whole; /* every frame anew */
} Pair;

static void open_pair(Pair *pair, int width, int height, float scale)
{
    assert_null(picture_open(&pair->grown, width, height, scale));
    assert_null(picture_open(&pair->whole, width, height, scale));
}

static void close_pair(Pair *pair)
{
    picture_close(pair->grown);
    picture_close(pair->whole);
}

static void draw_and_compare(Pair *pair, const DrawList *list, Theme theme, int height)
{
    size_t stride = 0;
    picture_draw(pair->grown, list, theme);
    picture_draw(pair->whole, list, theme == THEME_DARK ? THEME_LIGHT : THEME_DARK); /* another theme: everything is drawn anew */
    picture_draw(pair->whole, list, theme);
    const uint32_t *grown = picture_pixels(pair->grown, &stride), *whole = picture_pixels(pair->whole, &stride);
    assert_memory_equal(grown, whole, stride * (size_t)height);
}

static void every_step_through_a_lesson_is_drawn_as_if_it_were_the_first_frame(void **unused)
{
    (void)unused;
    static const Command ways[] = {COMMAND_EVENT_STEP, COMMAND_EVENT_STEP, COMMAND_EVENT_STEP, COMMAND_STEP,
                                   COMMAND_ZOOM_IN,    COMMAND_EVENT_BACK, COMMAND_LINKS,      COMMAND_LANGUAGE,
                                   COMMAND_ZOOM_OUT,   COMMAND_HELP,       COMMAND_HELP,       COMMAND_SELECT_DOWN,
                                   COMMAND_LOOP_CODE,  COMMAND_FOLD,       COMMAND_AXIS_STEPS, COMMAND_AXIS_ELASTIC};
    Source source;
    assert_true(source_record(&source, lesson_find("gather"), NULL));
    for (int scale = 0; scale < 2; scale++) {
        float each = scale == 0 ? 1 : 1.25F;
        Pair pair;
        App app;
        DrawList frame;
        uint32_t seed = 7;
        open_pair(&pair, (int)(WIDTH * each), (int)(HEIGHT * each), each);
        assert_true(app_init(&app));
        assert_true(app_open(&app, source.trace, source.lesson, LIVE_NONE));
        drawlist_init(&frame, picture_metrics(pair.grown));
        for (int step = 0; step < STEPS; step++) {
            int64_t now = (int64_t)step * 100000000; /* in the middle of some movements, after others */
            app_command(&app, ways[next_random(&seed) % (sizeof ways / sizeof ways[0])], now);
            app_tick(&app, now);
            drawlist_clear(&frame);
            app_draw(&app, &frame, WIDTH, HEIGHT, now + 40000000);
            draw_and_compare(&pair, &frame, scale == 0 ? THEME_DARK : THEME_LIGHT, (int)(HEIGHT * each));
        }
        drawlist_free(&frame);
        app_free(&app);
        close_pair(&pair);
    }
    source_close(&source);
}

static void draw_anything(DrawList *list, uint32_t seed)
{
    float x = (float)(next_random(&seed) % 460) - 60, y = (float)(next_random(&seed) % 360) - 60;
    float w = (float)(next_random(&seed) % 200), h = (float)(next_random(&seed) % 90), radius = (float)(next_random(&seed) % 12);
    Token token = (Token)(next_random(&seed) % TOKEN_COUNT);
    uint8_t alpha = next_random(&seed) % 2 ? 255 : (uint8_t)next_random(&seed);
    Rect rect = {x + 0.37F, y + 0.61F, w, h};
    switch (next_random(&seed) % 9) {
    case 0: draw_fill(list, rect, radius, token, alpha); break;
    case 1: draw_outline(list, rect, radius, token, alpha); break;
    case 2: draw_dashed(list, rect, radius, token, alpha); break;
    case 3: draw_hatch(list, rect, radius, token, alpha); break;
    case 4: draw_dots(list, rect, radius, token, alpha); break;
    case 5: draw_curve(list, x, y, x + w - 100, y + h - 45, token, alpha); break;
    case 6: draw_icon(list, (Icon)(next_random(&seed) % ICON_COUNT), (Rect){x, y, 8 + h / 4, 8 + h / 4}, token, alpha); break;
    case 7: draw_text(list, x, y, 0, (Font)(next_random(&seed) % FONT_COUNT), token, "Ägypten fjord Wave()"); break;
    default:
        draw_clip(list, rect);
        draw_fill(list, (Rect){x - 20, y - 20, w, h + 40}, radius, token, alpha);
        draw_clip(list, (Rect){x + 10, y - 50, w, h + 30});
        draw_text(list, x, y, 0, FONT_BODY, token, "inside two clips");
        draw_unclip(list);
        draw_unclip(list);
        break;
    }
}

/* Some of what is drawn changes from frame to frame, is left out, or comes back. */
static void whatever_changes_in_a_list_is_drawn_anew(void **unused)
{
    (void)unused;
    enum { ITEMS = 60, FRAMES = 40 };
    static const float scales[] = {0.75F, 1, 1.5F};
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        uint32_t seed = 11, items[ITEMS];
        Pair pair;
        DrawList list;
        int width = 400, height = 300;
        open_pair(&pair, width, height, scales[i]);
        drawlist_init(&list, picture_metrics(pair.grown));
        for (size_t k = 0; k < ITEMS; k++) {
            items[k] = next_random(&seed);
        }
        for (int frame = 0; frame < FRAMES; frame++) {
            size_t changed = next_random(&seed) % ITEMS;
            items[changed] = next_random(&seed) % 4 ? next_random(&seed) : 0;
            drawlist_clear(&list);
            for (size_t k = 0; k < ITEMS; k++) {
                if (items[k]) {
                    draw_anything(&list, items[k]);
                }
            }
            draw_and_compare(&pair, &list, THEME_DARK, height);
        }
        drawlist_free(&list);
        close_pair(&pair);
    }
}

static void draw_two(DrawList *list, float x)
{
    drawlist_clear(list);
    draw_fill(list, (Rect){0, 0, 640, 480}, 0, TOKEN_PANEL, 255);
    draw_fill(list, (Rect){x, 100, 10, 10}, 0, TOKEN_TEXT, 255);
}

static void nothing_is_damaged_where_nothing_changed_and_little_where_little_did(void **unused)
{
    (void)unused;
    Damage damage = {.tiles = NULL};
    DamageBox boxes[DAMAGE_BOXES];
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    draw_two(&list, 100);
    assert_int_equal(damage_find(&damage, &list, THEME_DARK, 1, 640, 480, boxes), 1);
    assert_true(boxes[0].left == 0 && boxes[0].top == 0 && boxes[0].right == 640 && boxes[0].bottom == 480);
    assert_int_equal(damage_find(&damage, &list, THEME_DARK, 1, 640, 480, boxes), 0);
    draw_two(&list, 130);
    assert_int_equal(damage_find(&damage, &list, THEME_DARK, 1, 640, 480, boxes), 1);
    assert_true(boxes[0].left <= 98 && boxes[0].right >= 142 && boxes[0].right - boxes[0].left <= 128);
    assert_true(boxes[0].top <= 98 && boxes[0].bottom >= 112 && boxes[0].bottom - boxes[0].top <= 96);
    /* Another theme, scale or size, and whoever asks for it, gets everything. */
    assert_int_equal(damage_find(&damage, &list, THEME_LIGHT, 1, 640, 480, boxes), 1);
    assert_true(boxes[0].right == 640 && boxes[0].bottom == 480);
    damage_find(&damage, &list, THEME_LIGHT, 2, 640, 480, boxes);
    assert_true(boxes[0].right == 640 && boxes[0].bottom == 480);
    damage_find(&damage, &list, THEME_LIGHT, 2, 641, 480, boxes);
    assert_true(boxes[0].right == 641 && boxes[0].bottom == 480);
    damage_forget(&damage);
    assert_int_equal(damage_find(&damage, &list, THEME_LIGHT, 2, 641, 480, boxes), 1);
    damage_free(&damage);
    drawlist_free(&list);
}

static void numbers_that_are_none_do_no_harm(void **unused)
{
    (void)unused;
    const float odd[] = {NAN, INFINITY, -INFINITY, 1e30F, -1e30F, 0};
    Damage damage = {.tiles = NULL};
    DamageBox boxes[DAMAGE_BOXES];
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    for (size_t i = 0; i < 36; i++) {
        drawlist_clear(&list);
        draw_fill(&list, (Rect){odd[i % 6], odd[i / 6], odd[(i + 1) % 6], odd[(i + 2) % 6]}, odd[i / 6], TOKEN_TEXT, 255);
        size_t count = damage_find(&damage, &list, THEME_DARK, 1, 300, 200, boxes);
        assert_true(count <= DAMAGE_BOXES);
        for (size_t k = 0; k < count; k++) {
            assert_true(boxes[k].left >= 0 && boxes[k].top >= 0 && boxes[k].right <= 300 && boxes[k].bottom <= 200);
        }
    }
    assert_int_equal(damage_find(&damage, &list, THEME_DARK, 1, 0, 200, boxes), 1);
    damage_free(&damage);
    drawlist_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_through_a_lesson_is_drawn_as_if_it_were_the_first_frame),
        cmocka_unit_test(whatever_changes_in_a_list_is_drawn_anew),
        cmocka_unit_test(nothing_is_damaged_where_nothing_changed_and_little_where_little_did),
        cmocka_unit_test(numbers_that_are_none_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
