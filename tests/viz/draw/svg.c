/* svg.c: a draw list becomes an SVG document in which every kind of command shows, text can be read, and nothing that a program prints breaks it. */
#include "draw/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *written(const DrawList *list, const char *title)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    assert_true(svg_write(list, THEME_DARK, 400, 300, 2, title, out));
    fclose(out);
    return text;
}

static void assert_has(const char *document, const char *part)
{
    if (strstr(document, part) == NULL) {
        fail_msg("%s is not in %s", part, document);
    }
}

static void every_kind_of_command_becomes_an_element(void **state)
{
    (void)state;
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    draw_clip(&list, (Rect){0, 0, 200, 100});
    draw_fill(&list, (Rect){1, 2, 30, 40}, 5, TOKEN_RUNNING, 128);
    draw_outline(&list, (Rect){10, 10, 50, 20}, 7, TOKEN_LINE, 255);
    draw_dashed(&list, (Rect){10, 40, 50, 20}, 7, TOKEN_LINE, 255);
    draw_hatch(&list, (Rect){10, 70, 50, 20}, 5, TOKEN_AWAITING, 255);
    draw_dots(&list, (Rect){70, 70, 50, 20}, 5, TOKEN_SLEEPING, 255);
    draw_curve(&list, 0, 0, 20, 40, TOKEN_ACCENT, 255);
    draw_text(&list, 5, 6, 0, FONT_CODE, TOKEN_TEXT, "await x");
    draw_unclip(&list);
    char *document = written(&list, "a title");
    assert_has(document, "width=\"800\" height=\"600\" viewBox=\"0 0 400 300\"");
    assert_has(document, "<title>a title</title>");
    assert_has(document, "<clipPath id=\"p0\"><rect x=\"0\" y=\"0\" width=\"200\" height=\"100\"/></clipPath><g clip-path=\"url(#p0)\">");
    assert_has(document, "<rect x=\"1\" y=\"2\" width=\"30\" height=\"40\" rx=\"5\" fill=\"#2be8b8\" fill-opacity=\"0.502\"/>");
    assert_has(document, "stroke-dasharray");
    assert_has(document, "<pattern id=\"p1\"");
    assert_has(document, "<circle");
    assert_has(document, "M0 0C0 20 20 20 20 40");
    assert_has(document, ">await x</text>");
    assert_has(document, "</g>\n</svg>");
    free(document);
    drawlist_free(&list);
}

static void every_icon_has_a_shape(void **state)
{
    (void)state;
    for (Icon icon = 0; icon < ICON_COUNT; icon++) {
        DrawList list;
        drawlist_init(&list, drawlist_stub_metrics());
        draw_icon(&list, icon, (Rect){0, 0, 10, 20}, TOKEN_TEXT, 255);
        char *document = written(&list, "");
        assert_has(document, "translate(5 10) scale(10)");
        assert_has(document, " d=\"M");
        free(document);
        drawlist_free(&list);
    }
}

static void what_a_program_prints_cannot_break_the_document(void **state)
{
    (void)state;
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    draw_text(&list, 0, 0, 0, FONT_BODY, TOKEN_TEXT, "</text><script>\"&\x01\x1b[31m");
    draw_text(&list, 0, 20, 0, FONT_BODY, TOKEN_TEXT,
              "a\xff"
              "b\xc0\x80"
              "c\xed\xa0\x80"
              "d\xef\xbf\xbf"
              "e\xe2\x82"
              "f\xe2\x82\xac"
              "g\xf0\x9f\x98\x80");
    char *document = written(&list, "<b>");
    assert_has(document, "<title>&lt;b&gt;</title>");
    assert_has(document, ">&lt;/text&gt;&lt;script&gt;&quot;&amp;[31m</text>");
    assert_has(document, "text{white-space:pre;font-variant-ligatures:none}"); /* Inter would make an arrow of "-->" */
    assert_null(strchr(document, '\x1b'));
#define NONE "\xef\xbf\xbd" /* U+FFFD for each byte that is none of a character */
    assert_has(document, ">a" NONE "b" NONE NONE "c" NONE NONE NONE "d" NONE NONE NONE "e" NONE NONE "f\xe2\x82\xac"
                         "g\xf0\x9f\x98\x80</text>");
    free(document);
    drawlist_free(&list);
}

/* Two in one document: no name stands twice, and each says what it is and what it shows. */
static void pictures_in_one_document_keep_their_names_apart(void **state)
{
    (void)state;
    char *text = NULL;
    size_t length = 0;
    DrawList list;
    FILE *out = open_memstream(&text, &length);
    drawlist_init(&list, drawlist_stub_metrics());
    draw_clip(&list, (Rect){0, 0, 200, 100});
    draw_dots(&list, (Rect){70, 70, 50, 20}, 5, TOKEN_SLEEPING, 255);
    draw_unclip(&list);
    assert_true(svg_write_part(&list, THEME_LIGHT, 400, 300, &(SvgPart){"a", "Before", "x < y"}, out));
    assert_true(svg_write_part(&list, THEME_LIGHT, 400, 300, &(SvgPart){"b", "After", "y"}, out));
    fclose(out);
    assert_has(text, "aria-labelledby=\"atitle atext\">\n<title id=\"atitle\">Before</title>\n<desc id=\"atext\">x &lt; y</desc>");
    assert_has(text, "<title id=\"btitle\">After</title>");
    assert_has(text, "<clipPath id=\"ap0\">");
    assert_has(text, "url(#ap1)");
    assert_has(text, "<pattern id=\"bp1\"");
    assert_null(strstr(text, "<style>"));
    free(text);
    drawlist_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_command_becomes_an_element),
        cmocka_unit_test(every_icon_has_a_shape),
        cmocka_unit_test(what_a_program_prints_cannot_break_the_document),
        cmocka_unit_test(pictures_in_one_document_keep_their_names_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
