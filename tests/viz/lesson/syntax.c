/* syntax.c: a line of code comes out as runs of one kind that cover it whole. */
#include "lesson/syntax.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "keyword(return) text( x;)": runs with their colours; spaces at the end of a run are left out. */
static const char *colours(bool python, const char *line, SyntaxState *state)
{
    static const char *const names[SYNTAX_KIND_COUNT] = {
        [SYNTAX_PLAIN] = "",   [SYNTAX_KEYWORD] = "k", [SYNTAX_STRING] = "s", [SYNTAX_FUNCTION] = "f",
        [SYNTAX_NUMBER] = "n", [SYNTAX_AWAIT] = "a",   [SYNTAX_COMMENT] = "c"};
    static char out[512];
    SyntaxRun runs[64];
    size_t count = syntax_line(python, line, strlen(line), state, runs, 64);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const SyntaxRun *r = &runs[i];
        size_t length = r->length;
        while (length > 0 && line[r->start + length - 1] == ' ') {
            length--;
        }
        if (length > 0) {
            snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s[%.*s]", *out ? " " : "", names[r->kind], (int)length,
                     line + r->start);
        }
    }
    return out;
}

static void check_line(bool python, const char *line, const char *expected)
{
    SyntaxState state = {0};
    assert_string_equal(colours(python, line, &state), expected);
}

static void c_has_its_colours(void **state)
{
    (void)state;
    check_line(false, "    return async_str(\"a \\\" b\", 12);", "k[return] f[async_str] [(] s[\"a \\\" b\"] [,] n[12] [);]");
    check_line(false, "AWAIT(async_sleep(self->delay)); // zzz", "a[AWAIT] [(] f[async_sleep] [(self->delay));] c[// zzz]");
    check_line(false, "CORO(main_)", "k[CORO] [(main_)]");
    check_line(false, "#include <stdio.h>", "k[#include] s[<stdio.h>]");
    check_line(false, "x = 1.5; /* no */ y", "[x =] n[1.5] [;] c[/* no */] [y]");
}

static void python_has_its_colours(void **state)
{
    (void)state;
    check_line(true, "async def main():", "k[async def] f[main] [():]");
    check_line(true, "    await asyncio.sleep(1)  # nap", "a[await] [asyncio.] f[sleep] [(] n[1] [)] c[# nap]");
    check_line(true, "print(f'{x}')", "f[print] [(] s[f'{x}'] [)]");
    check_line(true, "@cache.me", "f[@cache.me]");
}

static void comments_and_strings_reach_over_lines(void **state)
{
    (void)state;
    SyntaxState c = {0};
    assert_string_equal(colours(false, "x /* one", &c), "[x] c[/* one]");
    assert_string_equal(colours(false, "two */ y", &c), "c[two */] [y]");
    SyntaxState python = {0};
    assert_string_equal(colours(true, "\"\"\"a 'word'", &python), "s[\"\"\"a 'word']");
    assert_string_equal(colours(true, "return", &python), "s[return]");
    assert_string_equal(colours(true, "\"\"\" + y", &python), "s[\"\"\"] [+ y]");
}

static void any_bytes_are_covered_whole(void **state)
{
    (void)state;
    const char letters[] = "a1 \"'/*#\\(\t\xc3\xa9@<f.";
    uint32_t random = 12345;
    for (int round = 0; round < 20000; round++) {
        char line[24];
        size_t length = (size_t)round % sizeof line;
        for (size_t i = 0; i < length; i++) {
            random = random * 1664525 + 1013904223;
            line[i] = letters[(random >> 16) % (sizeof letters - 1)];
        }
        SyntaxState open = {0};
        SyntaxRun runs[6];
        size_t count = syntax_line(round & 1, line, length, &open, runs, 6), at = 0;
        assert_true(count <= 6);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(runs[i].start, at);
            assert_true(runs[i].length > 0);
            at += runs[i].length;
        }
        assert_int_equal(at, length);
    }
}

static void brackets_in_strings_do_not_count(void **state)
{
    (void)state;
    SyntaxState open = {0};
    int lowest;
    const char *line = "a(b[\")\", ')' /* ( */";
    assert_int_equal(syntax_brackets(false, line, strlen(line), &open, &lowest), 2);
    assert_int_equal(lowest, 0);
    assert_int_equal(syntax_brackets(false, "));(", 4, &open, &lowest), -1);
    assert_int_equal(lowest, -2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c_has_its_colours),
        cmocka_unit_test(python_has_its_colours),
        cmocka_unit_test(comments_and_strings_reach_over_lines),
        cmocka_unit_test(any_bytes_are_covered_whole),
        cmocka_unit_test(brackets_in_strings_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
