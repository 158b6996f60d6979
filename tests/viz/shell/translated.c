/* translated.c: in German the command line's help, its manual and its messages, and the handouts, are German whole. */
#include "language/said.h"
#include "lesson/lesson.h"
#include "shell/cli/cli.h"
#include "shell/handout/handout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Of what stands outside of code: words that no German text of ours has. */
static void no_english_is_left(const char *name, const char *text)
{
    static const char *const english[] = {" the ", " which ", " with ", " after ", ">The ", ">Look for<", ">Answers<", ">Because<"};
    for (size_t i = 0; i < sizeof english / sizeof english[0]; i++) {
        const char *found = strstr(text, english[i]);
        if (found != NULL) {
            fail_msg("%s: there is English in \"%.60s\"", name, found);
        }
    }
}

static char *written(void (*write)(Language language, FILE *out))
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    write(LANGUAGE_GERMAN, out);
    fclose(out);
    return text;
}

static void help_manual_and_list_are_german(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*write)(Language language, FILE *out);
    } texts[] = {{"help", cli_help}, {"manual", cli_manual}, {"list", cli_list}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *text = written(texts[i].write);
        no_english_is_left(texts[i].name, text);
        assert_non_null(strstr(text, " f\xc3\xbcr "));
        free(text);
    }
}

/* Programs stand between <figure class="program"> and its end, pictures in <svg>: neither is ours to translate. */
static void cut_out(char *text, const char *from, const char *to)
{
    for (char *at = text; (at = strstr(at, from)) != NULL;) {
        char *end = strstr(at, to);
        assert_non_null(end);
        memmove(at, end, strlen(end) + 1);
        at++;
    }
}

static void every_handout_is_german(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        char *text = NULL;
        size_t size = 0;
        Trace *trace = trace_new();
        lesson_record(lesson_at(i), trace_sink(trace));
        FILE *out = open_memstream(&text, &size);
        assert_non_null(out);
        assert_null(handout_write(LANGUAGE_GERMAN, trace, lesson_at(i), lesson_at(i)->name, out));
        fclose(out);
        cut_out(text, "<figure class=\"program\">", "</figure>");
        cut_out(text, "<code>", "</code>");
        cut_out(text, "<li>", "</li>"); /* choices may be lines that the program prints */
        cut_out(text, "<dd>", "</dd>"); /* where a belief is described: titles are cited */
        cut_out(text, "<svg", "</svg>");
        cut_out(text, "<strong>", "</strong>");
        assert_non_null(strstr(text, "<html lang=\"de\""));
        no_english_is_left(lesson_at(i)->name, text);
        trace_free(trace);
        free(text);
    }
}

static void assert_complains(const char *word, const char *more, const char *expected)
{
    Cli cli;
    char said[SAID_TEXT];
    char *arguments[] = {(char *)"loopscope", (char *)"tell", (char *)"gather", (char *)word, (char *)more, NULL};
    assert_false(cli_parse(&cli, more != NULL ? 5 : 4, arguments));
    assert_string_equal(words_said(LANGUAGE_GERMAN, cli.error, said, sizeof said), expected);
}

static void a_wrong_call_is_answered_in_german(void **state)
{
    (void)state;
    assert_complains("--bla", NULL, "es gibt keine Option --bla: siehe loopscope --help");
    assert_complains("--at", NULL, "--at braucht einen Wert: Gib an: eine Zahl von Ereignissen, wie 20");
    assert_complains("--at", "x", "--at x ist nicht zu verstehen: Gib an: eine Zahl von Ereignissen, wie 20");
    assert_complains("echo", NULL, "ein Lauf auf einmal, aber es sind zwei, gather und echo: Lass einen weg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_manual_and_list_are_german),
        cmocka_unit_test(every_handout_is_german),
        cmocka_unit_test(a_wrong_call_is_answered_in_german),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
