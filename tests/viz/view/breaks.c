/* breaks.c: a line ends between words, and parts nothing that is read as one. */
#include "view/breaks.h"

#include "draw/drawlist.h"
#include "view/panel.h"
#include "view/prose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The text with a bar wherever a line may end. */
static void assert_breaks(const char *text, const char *expected)
{
    char shown[200];
    size_t length = strlen(text);
    assert_true(length < sizeof shown);
    memcpy(shown, text, length + 1);
    for (size_t at = 0; at < length; at++) {
        shown[at] = text[at] == ' ' && breaks_at(text, length, at) ? '|' : text[at];
    }
    assert_string_equal(shown, expected);
}

static void a_number_stays_with_its_unit(void **state)
{
    (void)state;
    assert_breaks("due at t = 2.5 s.", "due|at|t = 2.5 s.");
    assert_breaks("1 s + 2 s = 3 s", "1 s|+|2 s = 3 s");
    assert_breaks("50 ms later, 9 B/s", "50 ms|later,|9 B/s");
    assert_breaks("2 seconds, 3 sellers, 4 B", "2|seconds,|3|sellers,|4 B");
}

static void the_arrow_of_a_key_stays_with_it(void **state)
{
    (void)state;
    assert_breaks("press Shift \xe2\x86\x92 twice", "press|Shift \xe2\x86\x92|twice");
}

static void a_text_of_two_ends_keeps_to_itself(void **state)
{
    (void)state;
    assert_breaks("", "");
    assert_breaks(" ", "|");
    assert_breaks("3 ", "3|");
    assert_true(breaks_at("3 s", 2, 1)); /* what lies behind the end does not count */
}

/* No line of it begins with a unit, however wide it is. */
static void no_line_begins_with_a_unit(void **state)
{
    (void)state;
    static const char text[] =
        "The timer of main's sleep was due at t = 2.5 s, and that of B at t = 12 s. `Shift \xe2\x86\x92` goes there in 3 s.";
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    for (float width = 120; width < 700; width += 8) {
        for (int prose = 0; prose < 2; prose++) {
            drawlist_clear(&list);
            Rect at = {0, 0, width, 0};
            (void)(prose ? prose_flow(&list, &list, at, FONT_BODY, TOKEN_TEXT, 20, text)
                         : panel_flow(&list, &list, at, FONT_BODY, TOKEN_TEXT, 20, text));
            for (size_t i = 0; i < list.count; i++) {
                const char *words = list.text + list.commands[i].text;
                bool first = list.commands[i].rect.x <= 0;
                assert_false(first && (strncmp(words, "s,", 2) == 0 || strncmp(words, "s.", 2) == 0 || *words == '='));
                assert_false(first && strncmp(words, "\xe2\x86\x92", 3) == 0);
            }
        }
    }
    drawlist_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_stays_with_its_unit),
        cmocka_unit_test(the_arrow_of_a_key_stays_with_it),
        cmocka_unit_test(a_text_of_two_ends_keeps_to_itself),
        cmocka_unit_test(no_line_begins_with_a_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
