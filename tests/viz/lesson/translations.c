/* translations.c: every page and every word of the glossary is written in every language, with the same parts as in English, and finds room. */
#include "lesson/glossary.h"
#include "lesson/lesson.h"

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

/* "gather.de" */
static const char *file_of(const Lesson *lesson, Language language)
{
    static char file[80];
    snprintf(file, sizeof file, "%s.%s.md", lesson->name, language_code(language));
    return file;
}

/* Characters of a UTF-8 text, as they stand in the window: backticks do not. */
static size_t shown_length(const char *text)
{
    size_t length = 0;
    for (; *text != '\0'; text++) {
        length += ((unsigned char)*text & 0xc0U) != 0x80U && *text != '`';
    }
    return length;
}

/* How often a piece of code stands between backticks in a text. */
static size_t count_of_code(const char *text, const char *code, size_t length)
{
    size_t count = 0;
    for (const char *from = strchr(text, '`'); from != NULL;) {
        const char *to = strchr(from + 1, '`');
        if (to == NULL) {
            break;
        }
        count += (size_t)(to - from - 1) == length && strncmp(from + 1, code, length) == 0;
        from = strchr(to + 1, '`');
    }
    return count;
}

/* What is code in the one is code in the other; how often is up to the language. */
static void compare_code(const char *file, const char *what, const char *english, const char *text)
{
    const char *const pair[] = {english, text};
    for (int side = 0; side < 2; side++) {
        for (const char *from = strchr(pair[side], '`'); from != NULL;) {
            const char *to = strchr(from + 1, '`');
            if (to == NULL) {
                COMPLAIN("%s: %s: a backtick has no end: %s", file, what, pair[side]);
                return;
            }
            if (count_of_code(pair[1 - side], from + 1, (size_t)(to - from - 1)) == 0) {
                COMPLAIN("%s: %s: %.*s` stands in one language alone: %s", file, what, (int)(to - from), from, text);
            }
            from = strchr(to + 1, '`');
        }
    }
}

static void compare_text(const char *file, const char *what, const char *english, const char *text, size_t most)
{
    if ((english[0] == '\0') != (text[0] == '\0')) {
        COMPLAIN("%s: %s stands in one language alone", file, what);
    }
    if (english[0] != '\0' && strcmp(english, text) == 0) {
        COMPLAIN("%s: %s is the English text: %s", file, what, text);
    }
    if (shown_length(text) > most) {
        COMPLAIN("%s: %s has %zu characters, and %zu find room: %s", file, what, shown_length(text), most, text);
    }
    compare_code(file, what, english, text);
}

static void compare_lines(const char *file, const char *what, const PageLines *english, const PageLines *lines, size_t most)
{
    if (english->count != lines->count) {
        COMPLAIN("%s: %s: there are %zu, and %zu in English", file, what, lines->count, english->count);
        return;
    }
    for (size_t i = 0; i < lines->count; i++) {
        compare_text(file, what, english->line[i], lines->line[i], most);
    }
}

/* What belongs to the lesson and not to its words stands in the English page, once. */
static void check_it_has_words_alone(const char *file, const char *words)
{
    LessonPage page;
    char error[160] = "";
    if (!page_read(&page, words, strlen(words), error, sizeof error)) {
        COMPLAIN("%s: %s", file, error);
        return;
    }
    if (page.next[0] != '\0' || page.remark[0] != '\0' || page.minutes[0] != '\0' || page.teaches.count + page.needs.count > 0 ||
        page.cures.count + page.questions.count + page.goals.count + page.solution.count > 0) {
        COMPLAIN("%s: settings, questions, goals and the solution stand in the English page alone", file);
    }
    page_free(&page);
}

static void every_page_is_written_in_every_language_with_the_same_parts(void **state)
{
    (void)state;
    wrong = 0;
    LessonList all = lesson_all();
    for (int language = LANGUAGE_ENGLISH + 1; language < LANGUAGE_COUNT; language++) {
        for (size_t i = 0; i < all.count; i++) {
            const Lesson *lesson = &all.lesson[i];
            const char *file = file_of(lesson, (Language)language);
            const LessonPage *english = &lesson->page, *page = lesson_page(lesson, (Language)language);
            if (page == english) {
                COMPLAIN("%s: there is no such page", file);
                continue;
            }
            check_it_has_words_alone(file, lesson_words(lesson, (Language)language));
            compare_text(file, "the title", english->title, page->title, 46);
            compare_text(file, "the section", english->section, page->section, 30);
            compare_text(file, "the opening", english->opening, page->opening, 240);
            compare_lines(file, "points to look for", &english->look_for, &page->look_for, 150);
            compare_lines(file, "tasks", &english->task, &page->task, 240);
            compare_lines(file, "hints", &english->hints, &page->hints, 150);
            compare_text(file, "the rule", english->rule, page->rule, 150);
            compare_lines(file, "paragraphs of what happens", &english->story, &page->story, 1000);
            compare_lines(file, "points for the teacher", &english->teacher, &page->teacher, 400);
            assert_ptr_equal(page->questions.line[0], english->questions.line[0]);
            assert_int_equal(page->goals.count, english->goals.count);
        }
    }
    assert_int_equal(wrong, 0);
}

/* Lessons of one section in English are so in every language: the menu has one heading for them. */
static void sections_are_the_same_in_every_language(void **state)
{
    (void)state;
    LessonList all = lesson_all();
    for (int language = LANGUAGE_ENGLISH + 1; language < LANGUAGE_COUNT; language++) {
        for (size_t i = 1; i < all.count; i++) {
            const Lesson *one = &all.lesson[i - 1], *other = &all.lesson[i];
            bool english = strcmp(one->section, other->section) == 0;
            bool here = strcmp(lesson_section(one, (Language)language), lesson_section(other, (Language)language)) == 0;
            assert_int_equal(english, here);
        }
    }
}

/* ---- the glossary ---- */

static const GlossaryEntry *entry_of(Language language, const char *idea)
{
    for (size_t i = 0; i < glossary_count(language); i++) {
        if (strcmp(glossary_at(language, i)->idea, idea) == 0) {
            return glossary_at(language, i);
        }
    }
    return NULL;
}

/* As a dictionary sorts: small and large letters alike, an umlaut as its vowel. */
static void sort_key(const char *text, char *key, size_t size)
{
    static const char *const letters[][2] = {{"ä", "a"}, {"ö", "o"}, {"ü", "u"}, {"Ä", "a"}, {"Ö", "o"}, {"Ü", "u"}, {"ß", "ss"}};
    size_t used = 0;
    while (*text != '\0' && used + 3 < size) {
        size_t step = 0;
        for (size_t i = 0; i < sizeof letters / sizeof letters[0] && step == 0; i++) {
            if (strncmp(text, letters[i][0], strlen(letters[i][0])) == 0) {
                used += (size_t)snprintf(key + used, size - used, "%s", letters[i][1]);
                step = strlen(letters[i][0]);
            }
        }
        if (step == 0) {
            key[used++] = (char)(*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text);
            step = 1;
        }
        text += step;
    }
    key[used] = '\0';
}

static void the_glossary_has_every_entry_in_every_language(void **state)
{
    (void)state;
    wrong = 0;
    for (int language = LANGUAGE_ENGLISH + 1; language < LANGUAGE_COUNT; language++) {
        const char *code = language_code((Language)language);
        char before[80] = "", key[80];
        assert_null(glossary_at((Language)language, glossary_count((Language)language)));
        for (size_t i = 0; i < glossary_count(LANGUAGE_ENGLISH); i++) {
            const GlossaryEntry *english = glossary_at(LANGUAGE_ENGLISH, i), *entry = entry_of((Language)language, english->idea);
            if (entry == NULL) {
                COMPLAIN("glossary.%s.md: there is no entry `English: %s`", code, english->idea);
                continue;
            }
            assert_ptr_equal(entry->lesson, english->lesson);
            compare_text(entry->term, "what it means", english->text, entry->text, 220);
        }
        for (size_t i = 0; i < glossary_count((Language)language); i++) {
            const GlossaryEntry *entry = glossary_at((Language)language, i);
            sort_key(entry->term, key, sizeof key);
            if (entry_of(LANGUAGE_ENGLISH, entry->idea) == NULL) {
                COMPLAIN("glossary.%s.md: %s: there is no entry `%s` in English", code, entry->term, entry->idea);
            }
            if (strcmp(before, key) >= 0) {
                COMPLAIN("glossary.%s.md: %s does not stand in the order of the alphabet", code, entry->term);
            }
            if (shown_length(entry->text) < 30 || entry->text[strlen(entry->text) - 1] != '.') {
                COMPLAIN("glossary.%s.md: %s: a sentence or two: %s", code, entry->term, entry->text);
            }
            assert_true(glossary_find((Language)language, entry->term) == i);
            snprintf(before, sizeof before, "%s", key);
        }
        assert_int_equal(glossary_count((Language)language), glossary_count(LANGUAGE_ENGLISH));
    }
    assert_int_equal(wrong, 0);
}

static bool marked_in(Language language, const char *text, const LessonPage *page, size_t entry)
{
    GlossaryMark marks[GLOSSARY_MARKS];
    size_t count = glossary_marks(language, text, page, marks), i = 0;
    while (i < count && marks[i].entry != entry) {
        i++;
    }
    return i < count;
}

static bool marked_in_lines(Language language, const PageLines *lines, const LessonPage *page, size_t entry)
{
    size_t i = 0;
    while (i < lines->count && !marked_in(language, lines->line[i], page, entry)) {
        i++;
    }
    return i < lines->count;
}

/* A page that teaches an idea has its word, as it is declined there: else nobody finds the way to what it means. */
static bool marked_on_page(Language language, const LessonPage *page, size_t entry)
{
    const PageLines *lines[] = {&page->look_for, &page->task, &page->hints, &page->story};
    bool found = marked_in(language, page->opening, page, entry) || marked_in(language, page->rule, page, entry);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        found = found || marked_in_lines(language, lines[i], page, entry);
    }
    return found;
}

static void what_is_marked_on_the_page_that_teaches_it_is_so_in_every_language(void **state)
{
    (void)state;
    wrong = 0;
    for (int n = LANGUAGE_ENGLISH + 1; n < LANGUAGE_COUNT; n++) {
        Language language = (Language)n;
        for (size_t i = 0; i < glossary_count(LANGUAGE_ENGLISH); i++) {
            const GlossaryEntry *english = glossary_at(LANGUAGE_ENGLISH, i);
            const Lesson *lesson = english->lesson;
            bool taught = false;
            for (size_t at = 0; at < lesson->page.teaches.count; at++) {
                taught = taught || strcmp(lesson->page.teaches.line[at], english->idea) == 0;
            }
            if (taught && marked_on_page(LANGUAGE_ENGLISH, &lesson->page, i) &&
                !marked_on_page(language, lesson_page(lesson, language), glossary_find(language, english->idea))) {
                COMPLAIN("%s: `%s` is taught here, and its word stands nowhere", file_of(lesson, language), english->idea);
            }
        }
    }
    assert_int_equal(wrong, 0);
}

static void a_word_of_another_language_leads_to_its_entry_too(void **state)
{
    (void)state;
    assert_string_equal(glossary_at(LANGUAGE_GERMAN, glossary_find(LANGUAGE_GERMAN, "geweckt"))->term, "Aufwecken");
    assert_string_equal(glossary_at(LANGUAGE_GERMAN, glossary_find(LANGUAGE_GERMAN, "ready queue"))->term, "Bereit-Schlange");
    assert_true(glossary_find(LANGUAGE_GERMAN, "Unfug") == SIZE_MAX);
    GlossaryMark marks[GLOSSARY_MARKS];
    assert_int_equal(glossary_marks(LANGUAGE_GERMAN, "Die Ereignisschleife nimmt den Schritt aus der Bereit-Schlange.", NULL, marks), 3);
}

static void a_lesson_that_is_not_translated_is_read_in_english(void **state)
{
    (void)state;
    Lesson lesson = {.name = "own", .title = "Own", .section = "Kitchen", .summary = "Tea.", .words = "# Own\n"};
    assert_ptr_equal(lesson_page(&lesson, LANGUAGE_GERMAN), &lesson.page);
    assert_string_equal(lesson_title(&lesson, LANGUAGE_GERMAN), "Own");
    assert_string_equal(lesson_section(&lesson, LANGUAGE_GERMAN), "Kitchen");
    assert_string_equal(lesson_summary(&lesson, LANGUAGE_GERMAN), "Tea.");
    assert_string_equal(lesson_words(&lesson, LANGUAGE_GERMAN), "# Own\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_is_written_in_every_language_with_the_same_parts),
        cmocka_unit_test(sections_are_the_same_in_every_language),
        cmocka_unit_test(the_glossary_has_every_entry_in_every_language),
        cmocka_unit_test(what_is_marked_on_the_page_that_teaches_it_is_so_in_every_language),
        cmocka_unit_test(a_word_of_another_language_leads_to_its_entry_too),
        cmocka_unit_test(a_lesson_that_is_not_translated_is_read_in_english),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
