/* drawlist.c: commands come out as they went in, text is cut at whole characters, clips hide what is clicked as well. */
#include "draw/drawlist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static DrawList new_list(void)
{
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    return list;
}

static void assert_dump(const DrawList *list, const char *expected)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    drawlist_dump(list, out);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void every_command_has_a_line_in_the_dump(void **state)
{
    (void)state;
    DrawList list = new_list();
    draw_fill(&list, (Rect){96.4f, 39.6f, 80, 14}, RADIUS_BAR, TOKEN_RUNNING, 255);
    draw_outline(&list, (Rect){1, 2, 3, 4}, 0, TOKEN_LINE, 128);
    draw_dashed(&list, (Rect){1, 2, 3, 4}, 7, TOKEN_READY, 255);
    draw_hatch(&list, (Rect){1, 2, 3, 4}, 5, TOKEN_AWAITING, 255);
    draw_dots(&list, (Rect){1, 2, 3, 4}, 5, TOKEN_SLEEPING, 255);
    draw_curve(&list, 10, 20, 5, 60, TOKEN_DIM, 255);
    draw_icon(&list, ICON_STEP_BACK, (Rect){0, 0, 16, 16}, TOKEN_TEXT, 255);
    draw_clip(&list, (Rect){0, 0, 50, 50});
    draw_text(&list, 4, 8, 0, FONT_CODE, TOKEN_RUNNING_TEXT, "say \"hi\"\t\\");
    draw_unclip(&list);
    assert_dump(&list, "fill 96,40 80x14 r5 running\n"
                       "outline 1,2 3x4 line a128\n"
                       "dashed 1,2 3x4 r7 ready\n"
                       "hatch 1,2 3x4 r5 awaiting\n"
                       "dots 1,2 3x4 r5 sleeping\n"
                       "curve 10,20 to 5,60 dim\n"
                       "icon step-back 0,0 16x16 text\n"
                       "clip 0,0 50x50\n"
                       "text 4,8 code running-text \"say \\\"hi\\\"\\x09\\\\\"\n"
                       "unclip\n");
    drawlist_free(&list);
}

static void text_that_does_not_fit_is_cut_with_an_ellipsis(void **state)
{
    (void)state;
    DrawList list = new_list();
    assert_float_equal(draw_text(&list, 0, 0, 40, FONT_BODY, TOKEN_TEXT, "hello"), 40, 0.01f);
    assert_float_equal(draw_text(&list, 0, 0, 39, FONT_BODY, TOKEN_TEXT, "hello"), 32, 0.01f);
    assert_float_equal(draw_text(&list, 0, 0, 8, FONT_BODY, TOKEN_TEXT, "hello"), 8, 0.01f);
    assert_float_equal(draw_text(&list, 0, 0, 7, FONT_BODY, TOKEN_TEXT, "hello"), 0, 0.01f);
    assert_dump(&list, "text 0,0 body text \"hello\"\n"
                       "text 0,0 body text \"hel\xe2\x80\xa6\"\n"
                       "text 0,0 body text \"\xe2\x80\xa6\"\n");
    drawlist_free(&list);
}

static void a_cut_never_splits_a_character(void **state)
{
    (void)state;
    const char *text = "a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x99\x82z\xe4\xb8\xad"; /* 1, 2, 3, 4, 1 and 3 bytes */
    const size_t starts[] = {0, 1, 3, 6, 10, 11};
    for (size_t kept = 0; kept < 5; kept++) {
        DrawList list = new_list();
        float width = draw_text(&list, 0, 0, 8.0f * (float)(kept + 1), FONT_BODY, TOKEN_TEXT, text);
        assert_float_equal(width, 8.0f * (float)(kept + 1), 0.01f);
        assert_int_equal(list.text_length, starts[kept] + 4);
        assert_memory_equal(list.text, text, starts[kept]);
        drawlist_free(&list);
    }
}

static void broken_utf_8_is_cut_without_reading_beyond_it(void **state)
{
    (void)state;
    char bytes[40];
    memset(bytes, 0x80, sizeof bytes);
    bytes[0] = 'a';
    bytes[20] = 'b';
    char *exact = malloc(sizeof bytes); /* its end is the end of the block: a checker sees a read beyond */
    assert_non_null(exact);
    memcpy(exact, bytes, sizeof bytes);
    DrawList list = new_list();
    draw_text_n(&list, 0, 0, 12, FONT_BODY, TOKEN_TEXT, 255, exact, sizeof bytes);
    draw_text_n(&list, 0, 0, 0, FONT_BODY, TOKEN_TEXT, 255, exact, sizeof bytes);
    assert_int_equal(list.count, 2);
    drawlist_free(&list);
    free(exact);
}

static void text_formatted_beyond_its_buffer_is_cut_short(void **state)
{
    (void)state;
    DrawList list = new_list();
    assert_float_equal(draw_textf(&list, 0, 0, 0, FONT_CODE, TOKEN_TEXT, "%d of %d", 3, 17), 56, 0.01f);
    assert_true(draw_textf(&list, 0, 0, 0, FONT_CODE, TOKEN_TEXT, "%01000d", 1) >= 8 * 500);
    assert_int_equal(list.count, 2);
    drawlist_free(&list);
}

static void text_to_the_right_ends_at_its_edge(void **state)
{
    (void)state;
    DrawList list = new_list();
    draw_text_right(&list, 100, 4, FONT_CODE, TOKEN_DIM, "1.0 s");
    assert_float_equal(list.commands[0].rect.x, 60, 0.01f);
    assert_float_equal(list.commands[0].rect.h, 16, 0.01f);
    drawlist_free(&list);
}

static void the_last_area_under_the_mouse_wins(void **state)
{
    (void)state;
    DrawList list = new_list();
    draw_hit(&list, (Rect){0, 0, 100, 100}, HIT_PANEL, 1);
    draw_hit(&list, (Rect){10, 10, 20, 20}, HIT_TASK, 7);
    assert_int_equal(drawlist_hit(&list, 15, 15).kind, HIT_TASK);
    assert_int_equal(drawlist_hit(&list, 15, 15).id, 7);
    assert_int_equal(drawlist_hit(&list, 30, 15).kind, HIT_PANEL);
    assert_int_equal(drawlist_hit(&list, 100, 15).kind, HIT_NONE);
    drawlist_free(&list);
}

static void what_a_clip_hides_cannot_be_clicked(void **state)
{
    (void)state;
    DrawList list = new_list();
    draw_clip(&list, (Rect){0, 0, 50, 50});
    draw_clip(&list, (Rect){40, 0, 100, 100});
    draw_hit(&list, (Rect){0, 0, 200, 200}, HIT_LINE, 3);
    draw_hit(&list, (Rect){60, 60, 10, 10}, HIT_LINE, 4);
    draw_unclip(&list);
    draw_unclip(&list);
    assert_int_equal(list.hit_count, 1);
    assert_int_equal(drawlist_hit(&list, 45, 20).id, 3);
    assert_int_equal(drawlist_hit(&list, 39, 20).kind, HIT_NONE);
    assert_int_equal(drawlist_hit(&list, 65, 65).kind, HIT_NONE);
    draw_hit(&list, (Rect){60, 60, 10, 10}, HIT_LINE, 5);
    assert_int_equal(drawlist_hit(&list, 65, 65).id, 5);
    drawlist_free(&list);
}

static void a_cleared_list_is_as_good_as_a_new_one(void **state)
{
    (void)state;
    DrawList list = new_list();
    for (int frame = 0; frame < 3; frame++) {
        drawlist_clear(&list);
        for (int i = 0; i < 1000; i++) {
            draw_textf(&list, 0, 0, 0, FONT_CODE, TOKEN_TEXT, "line %d", i);
            draw_hit(&list, (Rect){(float)i, 0, 1, 1}, HIT_LINE, (uint32_t)i);
        }
        assert_int_equal(list.count, 1000);
        assert_string_equal(list.text + list.commands[999].text, "line 999");
        assert_int_equal(drawlist_hit(&list, 567.5f, 0.5f).id, 567);
        assert_false(list.failed);
    }
    drawlist_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_has_a_line_in_the_dump),
        cmocka_unit_test(text_that_does_not_fit_is_cut_with_an_ellipsis),
        cmocka_unit_test(a_cut_never_splits_a_character),
        cmocka_unit_test(broken_utf_8_is_cut_without_reading_beyond_it),
        cmocka_unit_test(text_formatted_beyond_its_buffer_is_cut_short),
        cmocka_unit_test(text_to_the_right_ends_at_its_edge),
        cmocka_unit_test(the_last_area_under_the_mouse_wins),
        cmocka_unit_test(what_a_clip_hides_cannot_be_clicked),
        cmocka_unit_test(a_cleared_list_is_as_good_as_a_new_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
