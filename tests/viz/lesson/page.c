/* page.c: a lesson's page is read as docs/lessons.md describes it, and what cannot be read is said with its line. */
#include "lesson/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char whole[] = "# Together: gather\n"
                            "Section: First steps\n"
                            "Teaches: gather\n"
                            "Needs: task, sleep\n"
                            "Cures: tasks run in parallel; a lock is a race\n"
                            "Next: in_order\n"
                            "\n"
                            "Three at once, and one `await` for\n"
                            "all of them.\n"
                            "\n"
                            "## Look for\n"
                            "- How many *timers* wait.\n"
                            "- What runs\n"
                            "  before `main`.\n"
                            "\n"
                            "## Questions\n"
                            "- start 1\n"
                            "\n"
                            "## Now you\n"
                            "Make it `slower`.\n"
                            "\n"
                            "Goal: total >= 4\n"
                            "Goal: same delay_a\n"
                            "Solution: together=off\n"
                            "1. One.\n"
                            "2. Two.\n"
                            "3. Three.\n"
                            "\n"
                            "## The rule\n"
                            "gather waits for all.\n"
                            "\n"
                            "## What happens\n"
                            "First this.\n"
                            "\n"
                            "Then that &amp; more.\n"
                            "\n"
                            "## For the teacher\n"
                            "Minutes: 10\n"
                            "- Ask: why?\n";

static void assert_lines(const PageLines *lines, size_t count, const char *first, const char *last)
{
    assert_int_equal(lines->count, count);
    assert_string_equal(lines->line[0], first);
    assert_string_equal(lines->line[count - 1], last);
}

static void each_part_of_a_page_comes_where_it_belongs(void **state)
{
    (void)state;
    LessonPage page;
    char error[160] = "";
    assert_true(page_read(&page, whole, strlen(whole), error, sizeof error));
    assert_string_equal(page.title, "Together: gather");
    assert_string_equal(page.section, "First steps");
    assert_string_equal(page.next, "in_order");
    assert_string_equal(page.opening, "Three at once, and one `await` for all of them.");
    assert_string_equal(page.rule, "gather waits for all.");
    assert_string_equal(page.minutes, "10");
    assert_lines(&page.teaches, 1, "gather", "gather");
    assert_lines(&page.needs, 2, "task", "sleep");
    assert_lines(&page.cures, 2, "tasks run in parallel", "a lock is a race");
    assert_lines(&page.look_for, 2, "How many timers wait.", "What runs before `main`.");
    assert_lines(&page.questions, 1, "start 1", "start 1");
    assert_lines(&page.task, 1, "Make it `slower`.", "Make it `slower`.");
    assert_lines(&page.goals, 2, "total >= 4", "same delay_a");
    assert_lines(&page.solution, 1, "together=off", "together=off");
    assert_lines(&page.hints, 3, "One.", "Three.");
    assert_lines(&page.teacher, 1, "Ask: why?", "Ask: why?");
    assert_int_equal(page.story.count, 2);
    page_free(&page);
}

static void what_is_wrong_with_a_page_is_said_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
    } wrong[] = {
        {"", "a page begins with its title"},
        {"# T\n", "the opening is missing"},
        {"# T\nSection: A\n", "the opening is missing"},
        {"# T\n\nOpening.\n\nMore.\n", "line 5: the opening is one paragraph"},
        {"# T\nNext: a\nColour: red\n\nOpening.\n", "there is no such setting here: Colour"},
        {"# T\n\nOpening.\n\n## Look at\n", "line 5: there is no such heading on a lesson's page: Look at"},
        {"# T\n\nOpening.\n\n## The rule\nOne.\n\nTwo.\n", "line 8: the rule is one line"},
        {"# T\n\nOpening.\n\n## Questions\nstart 1\n", "a list was expected under this heading: Questions"},
        {"# T\n\nOpening.\n\n## Now you\n- a\n", "no list was expected here: a"},
        {"# T\n\nOpening.\n\n## Look for\n- a\n  - b\n", "a list in a list"},
        {"# T\n\nOpening.\n\n---\n", "a lesson's page has headings, paragraphs and lists"},
        {"# T\n\nOpening.\n\n```\ncode\n```\n", "line 5: the program is in Python"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        LessonPage page;
        char error[160] = "";
        assert_false(page_read(&page, wrong[i].words, strlen(wrong[i].words), error, sizeof error));
        if (strstr(error, wrong[i].says) == NULL) {
            fail_msg("%s: says %s", wrong[i].words, error);
        }
        assert_null(page.memory);
    }
}

/* Whatever a page is cut off at, it is read or refused, and nothing else happens. */
static void a_page_that_is_cut_off_anywhere_does_no_harm(void **state)
{
    (void)state;
    for (size_t length = 0; length < strlen(whole); length++) {
        LessonPage page;
        char error[160] = "";
        if (page_read(&page, whole, length, error, sizeof error)) {
            page_free(&page);
        } else {
            assert_true(error[0] != '\0');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_part_of_a_page_comes_where_it_belongs),
        cmocka_unit_test(what_is_wrong_with_a_page_is_said_with_its_line),
        cmocka_unit_test(a_page_that_is_cut_off_anywhere_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
