/* translated.c: what is said of every run in another language: all of it, with the same names in it, and kept as text to be read. */
#include "lesson/knobs.h"
#include "lesson/lesson.h"
#include "words/course/holds.h"
#include "words/course/orders.h"
#include "words/lints/lint.h"
#include "words/tell/ask.h"
#include "words/tell/mistakes.h"
#include "words/tell/statistics.h"
#include "words/tell/tell.h"
#include "words/tell/versions.h"
#include "support/golden.h"
#include "support/programs.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *listed;                /* the texts in German, each kind of remark once */
static bool known[LINT_KIND_COUNT]; /* it is listed */

/* The names and numbers that a sentence in English holds stand in the other one too. */
static void holds_the_same_names(const char *english, const char *german)
{
    for (const char *at = english; (at = strpbrk(at, "0123456789`")) != NULL; at++) {
        size_t length = strcspn(at, " ,.:;)?");
        char name[LINT_TEXT];
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        if (length > 1 && strstr(german, name) == NULL) {
            fail_msg("\"%s\" lacks the \"%s\" of \"%s\"", german, name, english);
        }
        at += length > 0 ? length - 1 : 0;
    }
}

static void compare_remarks(const char *name, const Trace *trace)
{
    char english[LINT_TEXT], german[LINT_TEXT];
    Model *model = model_new(trace);
    Lints *lints = lints_new(trace);
    (void)name;
    assert_true(lints_update(lints));
    for (size_t i = 0; i < lints_count(lints); i++) {
        const Lint *lint = lints_at(lints, i);
        lint_sentence(LANGUAGE_ENGLISH, lint, model, trace, english, sizeof english);
        lint_sentence(LANGUAGE_GERMAN, lint, model, trace, german, sizeof german);
        assert_string_not_equal(german, english);
        assert_true(strlen(german) < LINT_TEXT - 1);
        holds_the_same_names(english, german);
        if (!known[lint->kind]) {
            fprintf(listed, "%s: %s\n    %s\n", lint_name(lint->kind), lint_title(LANGUAGE_GERMAN, lint), german);
            lint_advice(LANGUAGE_ENGLISH, lint, model, trace, english, sizeof english);
            lint_advice(LANGUAGE_GERMAN, lint, model, trace, german, sizeof german);
            assert_string_not_equal(german, english);
            fprintf(listed, "    %s\n", german);
        }
        known[lint->kind] = true;
    }
    lints_free(lints);
    model_free(model);
}

static void every_remark_is_made_in_german_too(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    listed = open_memstream(&text, &size);
    assert_non_null(listed);
    for (size_t i = 0; i < lesson_mistake_count(); i++) {
        char error[200];
        const Lesson *mistake = lesson_mistake_at(i);
        KnobValues values = knobs_usual(mistake);
        assert_true(knobs_set(mistake, &values, "mended=off", error, sizeof error));
        Trace *trace = trace_new();
        lesson_run(mistake, &values, trace_sink(trace), false);
        compare_remarks(mistake->name, trace);
        trace_free(trace);
    }
    for (int i = 0; i < RUN_COUNT; i++) {
        Trace *trace = runs_record(i);
        compare_remarks(runs_name(i), trace);
        trace_free(trace);
    }
    programs_each(compare_remarks);
    fclose(listed);
    golden_check("lints_de.txt", text, size);
    free(text);
}

static void what_holds_in_another_order_is_said_in_german(void **state)
{
    (void)state;
    char sentence[HOLDS_TEXT], error[200];
    const Lesson *lesson = lesson_find("gather");
    KnobValues values = knobs_usual(lesson);
    assert_true(knobs_set(lesson, &values, "policy=last-in", error, sizeof error));
    Trace *trace = trace_new();
    Holds holds;
    (void)lesson_run(lesson, &values, trace_sink(trace), false);
    assert_true(holds_look(LANGUAGE_GERMAN, lesson, &values, trace, &holds));
    assert_string_equal(
        holds_sentence(&holds, sentence, sizeof sentence),
        "Nicht asyncios Reihenfolge: Die Bereit-Schlange nimmt, wer zuletzt kam, und von 2 Wahlen fielen 2 anders aus. Die erste, in Runde 2: "
        "File C l\xc3\xa4uft; in asyncio liefe API A. Das Programm h\xc3\xa4lt: Es gibt dieselben Zeilen aus, und nichts bleibt stecken.");
    trace_free(trace);
}

static void other_orders_are_said_in_german(void **state)
{
    (void)state;
    char sentence[ORDERS_TEXT];
    const Lesson *lesson = lesson_find("lost_update");
    KnobValues values = knobs_usual(lesson);
    Orders orders;
    assert_true(orders_search(LANGUAGE_GERMAN, lesson, &values, ORDERS_MOST, NULL, NULL, &orders));
    assert_string_equal(
        orders_sentence(&orders, sentence, sizeof sentence),
        "Von 2 Reihenfolgen, in denen sein Warten enden kann, geht 1 anders aus. Die k\xc3\xbcrzeste: der Schlaf von Bob in Zeile "
        "21 dauert 0.500 s und nicht eine Sekunde. Dann gilt: es gibt \xe2\x80\x9e"
        "balance: 150\xe2\x80\x9c aus und nicht \xe2\x80\x9e"
        "balance: 130\xe2\x80\x9c.");
}

/* Words of English that no German text has, and that programs and what they print hardly hold, looked for in what Loopscope says. */
static void no_english_is_left(const char *name, const char *text)
{
    static const char *const english[] = {" the ", " which ", " waits ", " its ", " until "};
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + (line[strcspn(line, "\n")] == '\n')) {
        char one[2000];
        snprintf(one, sizeof one, "%.*s", (int)strcspn(line, "\n"), line);
        const char *choice = strstr(one, ") "); /* which may be a line that the program prints */
        bool programs = strstr(one, "Programm:") != NULL || strstr(one, " s | ") != NULL || strstr(one, "            | ") != NULL ||
                        strstr(one, "\xe2\x80\x9e") != NULL || strstr(one, "print(") != NULL || (choice != NULL && choice - one <= 7);
        for (size_t i = 0; !programs && i < sizeof english / sizeof english[0]; i++) {
            if (strstr(one, english[i]) != NULL) {
                fail_msg("%s: there is English in \"%s\"", name, one);
            }
        }
    }
}

static void tell_all(const char *name, const Trace *trace)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_true(tell_run_with_states(LANGUAGE_GERMAN, trace, NULL, false, out));
    assert_true(tell_statistics(LANGUAGE_GERMAN, trace, out));
    assert_true(tell_questions(LANGUAGE_GERMAN, trace, out));
    fclose(out);
    const char *sources = strstr(text, "Was die falschen Antworten glauben"); /* whose titles are cited */
    if (sources != NULL) {
        text[sources - text] = '\0';
    }
    no_english_is_left(name, text);
    free(text);
}

static void nothing_that_is_told_is_left_in_english(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        Trace *trace = trace_new();
        lesson_record(lesson_at(i), trace_sink(trace));
        tell_all(lesson_at(i)->name, trace);
        trace_free(trace);
    }
    for (int i = 0; i < RUN_COUNT; i++) {
        Trace *trace = runs_record(i);
        tell_all(runs_name(i), trace);
        trace_free(trace);
    }
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    tell_mistakes(LANGUAGE_GERMAN, out);
    tell_versions(LANGUAGE_GERMAN, out);
    fclose(out);
    no_english_is_left("mistakes and versions", text);
    free(text);
}

static void a_moment_and_the_figures_are_kept_in_german(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    const Lesson *lesson = lesson_find("echo");
    Trace *trace = trace_new();
    assert_non_null(out);
    lesson_record(lesson, trace_sink(trace));
    assert_true(tell_moment(LANGUAGE_GERMAN, trace, lesson, true, 400, out));
    assert_true(tell_statistics(LANGUAGE_GERMAN, trace, out));
    fclose(out);
    golden_check("tell_de.txt", text, size);
    trace_free(trace);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_remark_is_made_in_german_too),
        cmocka_unit_test(what_holds_in_another_order_is_said_in_german),
        cmocka_unit_test(other_orders_are_said_in_german),
        cmocka_unit_test(nothing_that_is_told_is_left_in_english),
        cmocka_unit_test(a_moment_and_the_figures_are_kept_in_german),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
