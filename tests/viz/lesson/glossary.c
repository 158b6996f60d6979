/* glossary.c: every idea that a lesson teaches has an entry, every entry a lesson, and a term is found in a text where it stands as whole words. */
#include "lesson/glossary.h"
#include "words/tell/glossary.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_idea_that_is_taught_has_its_entry(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        const PageLines *teaches = &lesson_at(i)->page.teaches;
        for (size_t at = 0; at < teaches->count; at++) {
            size_t index = glossary_find(LANGUAGE_ENGLISH, teaches->line[at]);
            if (index == SIZE_MAX || strcmp(glossary_at(LANGUAGE_ENGLISH, index)->term, teaches->line[at]) != 0) {
                fail_msg("%s: it teaches `%s`, which is not in the glossary", lesson_at(i)->name, teaches->line[at]);
            }
            assert_ptr_equal(glossary_at(LANGUAGE_ENGLISH, index)->lesson, lesson_at(i));
        }
    }
}

/* Characters of a UTF-8 text. */
static size_t length_of(const char *text)
{
    size_t length = 0;
    for (; *text != '\0'; text++) {
        length += ((unsigned char)*text & 0xc0U) != 0x80U;
    }
    return length;
}

static void every_entry_has_a_lesson_and_a_sentence_or_two_that_find_room(void **state)
{
    (void)state;
    assert_true(glossary_count(LANGUAGE_ENGLISH) >= 60);
    assert_null(glossary_at(LANGUAGE_ENGLISH, glossary_count(LANGUAGE_ENGLISH)));
    for (size_t i = 0; i < glossary_count(LANGUAGE_ENGLISH); i++) {
        const GlossaryEntry *entry = glossary_at(LANGUAGE_ENGLISH, i);
        assert_non_null(entry->lesson);
        assert_ptr_equal(lesson_find(entry->lesson->name), entry->lesson);
        size_t length = length_of(entry->text);
        if (length < 30 || length > 220 || entry->text[strlen(entry->text) - 1] != '.') {
            fail_msg("%s: a sentence or two of 30 to 220 characters, and not %zu: %s", entry->term, length, entry->text);
        }
        assert_true(glossary_find(LANGUAGE_ENGLISH, entry->term) == i);
        if (i > 0 && strcasecmp(glossary_at(LANGUAGE_ENGLISH, i - 1)->term, entry->term) >= 0) {
            fail_msg("%s stands behind %s", entry->term, glossary_at(LANGUAGE_ENGLISH, i - 1)->term);
        }
    }
}

/* What is marked in a text, "task|sleep"; `page` as of glossary_marks(). */
static const char *marked(const char *text, const LessonPage *page)
{
    static char out[400];
    GlossaryMark marks[GLOSSARY_MARKS];
    size_t count = glossary_marks(LANGUAGE_ENGLISH, text, page, marks), used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        assert_true(marks[i].from < marks[i].to && (i == 0 || marks[i - 1].to <= marks[i].from));
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%.*s", i > 0 ? "|" : "", (int)(marks[i].to - marks[i].from),
                                 text + marks[i].from);
    }
    return out;
}

static void a_term_is_marked_as_whole_words_and_once(void **state)
{
    (void)state;
    assert_string_equal(marked("A task and another task.", NULL), "task");
    assert_string_equal(marked("Tasks, multitasking, task_left, sub-task, taskless", NULL), "Tasks");
    assert_string_equal(marked("stepped on a stepladder, one step", NULL), "step");
    assert_string_equal(marked("the ready queue, and the queue", NULL), "ready queue");
    assert_string_equal(marked("`await asyncio.sleep(0)` gives way", NULL), "await|sleep(0)");
    assert_string_equal(marked("asyncio.gather, asyncio. The end", NULL), "gather|asyncio");
    assert_string_equal(marked("na\xc3\xafve \xc3\xa9task task\xc3\xa9", NULL), "");
    assert_string_equal(marked("\xe2\x80\x9e"
                               "task\xe2\x80\x9c and \xe2\x80\x94 a step\xe2\x80\xa6",
                               NULL),
                        "task|step"); /* in quotation marks, behind a dash */
    assert_string_equal(marked("", NULL), "");
    assert_string_equal(marked("Turn the knob: one turn later", NULL), "one turn");
}

static void a_word_that_may_mean_something_else_is_marked_where_its_idea_belongs(void **state)
{
    (void)state;
    const char *text = "puts it into the queue";
    assert_string_equal(marked(text, NULL), "");
    assert_string_equal(marked(text, &lesson_find("queue")->page), "queue");
    assert_string_equal(marked(text, &lesson_find("callbacks")->page), "");
}

static void a_function_of_the_programs_own_is_no_term(void **state)
{
    (void)state;
    static const char text[] = "Every line is one call of `step`: in each step, `yield`.";
    GlossaryMark marks[GLOSSARY_MARKS];
    const Lesson *own = lesson_find("own_coroutine"), *other = lesson_find("gather");
    assert_true(glossary_marks_beside(LANGUAGE_ENGLISH, text, own, marks) >= 1);
    assert_int_equal(marks[0].from, strstr(text, "step,") - text); /* the word, and not the function before it */
    assert_true(glossary_marks_beside(LANGUAGE_ENGLISH, text, other, marks) >= 1);
    assert_int_equal(marks[0].from, strstr(text, "step`") - text);
}

static void a_word_leads_to_its_entry(void **state)
{
    (void)state;
    assert_string_equal(glossary_at(LANGUAGE_ENGLISH, glossary_find(LANGUAGE_ENGLISH, "WOKEN"))->term, "wake-up");
    assert_string_equal(glossary_at(LANGUAGE_ENGLISH, glossary_find(LANGUAGE_ENGLISH, "coroutines"))->term, "coroutine");
    assert_string_equal(glossary_at(LANGUAGE_ENGLISH, glossary_find(LANGUAGE_ENGLISH, "wait"))->term, "wait");
    assert_true(glossary_find(LANGUAGE_ENGLISH, "") == SIZE_MAX && glossary_find(LANGUAGE_ENGLISH, "nonsense") == SIZE_MAX);
}

static void the_glossary_is_told_with_its_lessons(void **state)
{
    (void)state;
    golden_check_told("glossary.txt", tell_glossary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_idea_that_is_taught_has_its_entry),
        cmocka_unit_test(every_entry_has_a_lesson_and_a_sentence_or_two_that_find_room),
        cmocka_unit_test(a_term_is_marked_as_whole_words_and_once),
        cmocka_unit_test(a_word_that_may_mean_something_else_is_marked_where_its_idea_belongs),
        cmocka_unit_test(a_function_of_the_programs_own_is_no_term),
        cmocka_unit_test(a_word_leads_to_its_entry),
        cmocka_unit_test(the_glossary_is_told_with_its_lessons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
