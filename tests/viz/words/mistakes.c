/* mistakes.c: each mistake has exactly the remark that it is made for, mended it has none; and every kind of remark has its program, or a reason why not. */
#include "lesson/glossary.h"
#include "lesson/knobs.h"
#include "support/golden.h"
#include "words/lints/lint.h"
#include "words/tell/mistakes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What is wrong is listed whole before the test fails. */
static size_t wrong;

#define COMPLAIN(...) (wrong++, print_error(__VA_ARGS__), print_error("\n"))

static KnobValues values_of(const Lesson *mistake, bool is_mended)
{
    char error[200];
    KnobValues values = knobs_usual(mistake);
    if (!knobs_set(mistake, &values, is_mended ? "mended=on" : "mended=off", error, sizeof error)) {
        fail_msg("%s: %s", mistake->name, error);
    }
    return values;
}

/* "never-awaited " of each remark on the run. */
static void remarks_on(const Lesson *mistake, bool is_mended, char *buffer, size_t size)
{
    Trace *trace = trace_new();
    KnobValues values = values_of(mistake, is_mended);
    lesson_run(mistake, &values, trace_sink(trace), false);
    Lints *lints = lints_new(trace);
    assert_true(lints != NULL && lints_update(lints));
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < lints_count(lints) && used < size; i++) {
        used += (size_t)snprintf(buffer + used, size - used, "%s%s", i > 0 ? " " : "", lint_name(lints_at(lints, i)->kind));
    }
    lints_free(lints);
    trace_free(trace);
}

static void a_mistake_has_its_remark_and_mended_it_has_none(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < lesson_mistake_count(); i++) {
        const Lesson *mistake = lesson_mistake_at(i);
        char made[200], mended[200];
        remarks_on(mistake, false, made, sizeof made);
        remarks_on(mistake, true, mended, sizeof mended);
        if (strcmp(made, mistake->page.remark) != 0) {
            COMPLAIN("%s: the remarks on it should be %s alone, and are: %s", mistake->name, mistake->page.remark, made);
        }
        if (mended[0] != '\0') {
            COMPLAIN("%s: mended, no remark should be left, but there is: %s", mistake->name, mended);
        }
    }
    assert_int_equal(wrong, 0);
}

static void every_kind_of_remark_has_a_program_or_a_reason(void **state)
{
    (void)state;
    size_t kinds = 0;
    for (int kind = 0; kind < LINT_KIND_COUNT; kind++) {
        size_t programs = 0;
        for (size_t i = 0; i < lesson_mistake_count(); i++) {
            programs += strcmp(lesson_mistake_at(i)->page.remark, lint_name((LintKind)kind)) == 0;
        }
        if ((programs > 0) == (tell_mistake_missing((LintKind)kind) != NULL)) {
            fail_msg("%s: either a program makes it, or tell_mistake_missing() says why none does", lint_name((LintKind)kind));
        }
        kinds += programs > 0;
    }
    assert_true(kinds >= 16);
}

/* Characters as they stand in the window: backticks do not. */
static size_t shown_length(const char *text)
{
    size_t length = 0;
    for (; *text != '\0'; text++) {
        length += ((unsigned char)*text & 0xc0U) != 0x80U && *text != '`';
    }
    return length;
}

static void check_length(const Lesson *mistake, const char *what, const char *text, size_t least, size_t most)
{
    if (shown_length(text) < least || shown_length(text) > most) {
        COMPLAIN("%s: %s has %zu characters, and should have %zu to %zu: %s", mistake->name, what, shown_length(text), least, most, text);
    }
}

static void check_source(const Lesson *mistake, const char *text, const char *comment)
{
    char mark[2][32];
    snprintf(mark[0], sizeof mark[0], "%s -- The mistake: ", comment);
    snprintf(mark[1], sizeof mark[1], "%s -- Mended: ", comment);
    if (strstr(text, mark[0]) == NULL || (strstr(text, mark[1]) == NULL && strstr(text, " Mended: ") == NULL)) {
        COMPLAIN("%s: the source should say where the mistake is, and where it is mended: `%s…`, `%s…`", mistake->name, mark[0], mark[1]);
    }
    size_t lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++) {
        lines++;
    }
    if (lines > 60) {
        COMPLAIN("%s: it has %zu lines, and 60 are the most", mistake->name, lines);
    }
}

static void check_words(const Lesson *mistake, Language language)
{
    static const char *const begins[LANGUAGE_COUNT][2] = {
        [LANGUAGE_ENGLISH] = {"Wrong: ", "Mended: "},
        [LANGUAGE_GERMAN] = {"Falsch: ", "Behoben: "},
    };
    const LessonPage *page = lesson_page(mistake, language);
    check_length(mistake, "the title", page->title, 4, 46);
    check_length(mistake, "the opening", page->opening, 60, 240);
    check_length(mistake, "the rule", page->rule, 20, 150);
    if (page->look_for.count != 2) {
        COMPLAIN("%s: there are two points to look for", mistake->name);
    }
    for (size_t at = 0; at < page->look_for.count; at++) {
        check_length(mistake, "a point to look for", page->look_for.line[at], 20, 150);
        if (strncmp(page->look_for.line[at], begins[language][at % 2], strlen(begins[language][at % 2])) != 0) {
            COMPLAIN("%s: this point begins with `%s`: %s", mistake->name, begins[language][at % 2], page->look_for.line[at]);
        }
    }
}

static void every_mistake_has_its_page_and_shows_where_it_is(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < lesson_mistake_count(); i++) {
        const Lesson *mistake = lesson_mistake_at(i), *after = lesson_mistake_at(i + 1);
        const LessonPage *page = &mistake->page;
        assert_true(lesson_is_mistake(mistake));
        assert_ptr_equal(lesson_find(mistake->name), mistake);
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            check_words(mistake, (Language)language);
        }
        for (size_t at = 0; at < page->needs.count; at++) {
            if (glossary_find(LANGUAGE_ENGLISH, page->needs.line[at]) == SIZE_MAX) {
                COMPLAIN("%s: it needs %s, which is not in the glossary", mistake->name, page->needs.line[at]);
            }
        }
        if (strcmp(page->section, "Mistakes") != 0 || strcmp(page->next, after ? after->name : "") != 0) {
            COMPLAIN("%s: its section is %s, and the next one %s", mistake->name, page->section, page->next);
        }
        check_source(mistake, mistake->c_text, "//");
        check_source(mistake, mistake->py_text, "#");
    }
    assert_null(lesson_mistake_at(lesson_mistake_count()));
    assert_false(lesson_is_mistake(lesson_find("gather")));
    assert_int_equal(wrong, 0);
}

static void the_menu_has_the_lessons_and_behind_them_the_mistakes(void **state)
{
    (void)state;
    LessonList all = lesson_all();
    assert_int_equal(all.count, lesson_count() + lesson_mistake_count());
    assert_ptr_equal(&all.lesson[lesson_count()], lesson_mistake_at(0));
}

static void the_mistakes_are_told_with_their_remarks(void **state)
{
    (void)state;
    golden_check_told("mistakes.txt", tell_mistakes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mistake_has_its_remark_and_mended_it_has_none),
        cmocka_unit_test(every_kind_of_remark_has_a_program_or_a_reason),
        cmocka_unit_test(every_mistake_has_its_page_and_shows_where_it_is),
        cmocka_unit_test(the_menu_has_the_lessons_and_behind_them_the_mistakes),
        cmocka_unit_test(the_mistakes_are_told_with_their_remarks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
