/* folder.c: a Markdown file with a program in Python is a lesson; what is wrong with it is one sentence with file and line, and it does no harm to the others. */
#include "lesson/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "# Tides\nSection: The sea\n\nHigh and low.\n\n"
#define PROGRAM "```python\nimport asyncio\n\ndelay = 2  # knob: a wave takes, 0 to 5 s\nasyncio.run(asyncio.sleep(delay))\n```\n"

static const char whole[] = "# Tides\n"
                            "Section: The sea\n"
                            "\n"
                            "High and low.\n"
                            "\n"
                            "```python\n"
                            "import asyncio\n"
                            "\n"
                            "delay = 2  # knob: a wave takes, 0 to 5 s\n"
                            "waves = 3 # knob: waves, 1 to 9\n"
                            "limit=10  # knob: at most, so to speak, 0 to 100 by 5\n"
                            "together = True  # knob: all at once\n"
                            "async def main():\n"
                            "\tawait asyncio.sleep(delay * waves)\n"
                            "\n"
                            "asyncio.run(main())\n"
                            "```\n"
                            "\n"
                            "## Questions\n"
                            "- total 1\n"
                            "\n"
                            "## Now you\n"
                            "Be quicker.\n"
                            "\n"
                            "Goal: total <= 3\n";

static const Lesson *read_as(const char *file, const char *text)
{
    folder_close();
    assert_true(folder_read(file, text, strlen(text)));
    assert_int_equal(lesson_own_count(), 1);
    return lesson_own_at(0);
}

static void assert_says(const Lesson *lesson, const char *sentence)
{
    if (strstr(lesson->fault, sentence) == NULL) {
        fail_msg("it says \"%s\", and not \"%s\"", lesson->fault, sentence);
    }
}

static void a_file_is_a_lesson_with_page_program_and_knobs(void **state)
{
    (void)state;
    const Lesson *lesson = read_as("tides.md", whole);
    assert_string_equal(lesson->fault, "");
    assert_ptr_equal(lesson_find("tides"), lesson);
    assert_string_equal(lesson->title, "Tides");
    assert_string_equal(lesson->section, "The sea");
    assert_string_equal(lesson->py_file, "tides.py");
    assert_true(strncmp(lesson->py_text, "import asyncio\n\ndelay = 2", 25) == 0);
    assert_non_null(strstr(lesson->py_text, "\n    await asyncio.sleep(delay * waves)\n\nasyncio.run(main())\n"));
    assert_int_equal(folder_program_line(lesson, 3), 9);
    assert_int_equal(folder_line_of(lesson, "total 1"), 20);
    assert_int_equal(folder_line_of(lesson, "total <= 3"), 25);
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    assert_int_equal(count, 4);
    assert_string_equal(knobs[0].name, "delay");
    assert_string_equal(knobs[0].words, "a wave takes");
    assert_string_equal(knobs[0].unit, "s");
    assert_true(knobs[0].usual == 2 && knobs[0].least == 0 && knobs[0].most == 5 && knobs[0].step == 0.1 && knobs[0].python_line == 3);
    assert_true(knobs[1].step == 1 && !knobs[1].is_switch && knobs[2].step == 5 && knobs[3].is_switch && knobs[3].usual == 1);
    assert_string_equal(knobs[2].words, "at most, so to speak");
    LessonList all = lesson_all();
    assert_ptr_equal(&all.lesson[all.count - 1], lesson);
}

static void a_program_is_run_with_its_knobs_as_they_stand_and_keeps_its_lines(void **state)
{
    (void)state;
    const Lesson *lesson = read_as("tides.md", whole);
    KnobValues values = knobs_usual(lesson);
    char error[200] = "", *program = folder_program(lesson, &values);
    assert_string_equal(program, lesson->py_text);
    free(program);
    assert_true(knobs_set(lesson, &values, "delay=0.5", error, sizeof error));
    assert_true(knobs_set(lesson, &values, "together=off", error, sizeof error));
    assert_true(knobs_set(lesson, &values, "limit=15", error, sizeof error));
    program = folder_program(lesson, &values);
    assert_non_null(strstr(program, "\n\ndelay = 0.5  # knob: a wave takes, 0 to 5 s\nwaves = 3 # knob: waves, 1 to 9\n"));
    assert_non_null(strstr(
        program, "\nlimit = 15  # knob: at most, so to speak, 0 to 100 by 5\ntogether = False  # knob: all at once\nasync def main"));
    free(program);
    assert_false(knobs_set(lesson, &values, "delay=6", error, sizeof error));
    assert_false(knobs_set(lesson, &values, "timing=2:0", error, sizeof error));
}

static void what_is_wrong_with_a_file_is_said_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } wrong[] = {
        {"", "sea.md, line 1: a page begins with its title"},
        {"High and low.\n\n" PROGRAM, "sea.md, line 1: a page begins with its title"},
        {"# Tides\n\n" PROGRAM, "the opening is missing"},
        {HEAD, "sea.md, line 1: its program is missing"},
        {HEAD PROGRAM "\nMore.\n", "sea.md, line 13: the opening is one paragraph"},
        {HEAD PROGRAM "\n" PROGRAM, "sea.md, line 13: this is a second block of code"},
        {HEAD "```\nx = 1\n```\n", "sea.md, line 6: the program is in Python"},
        {HEAD "```c\nx = 1\n```\n", "sea.md, line 6: the program is in Python"},
        {HEAD "```python\n\n```\n", "sea.md, line 7: the program is empty"},
        {HEAD "## Look for\n- a\n\n  "
              "```python\n  x = 1\n  ```\n",
         "sea.md, line 9: the program stands in no list"},
        {HEAD PROGRAM "\n## The moral\nNone.\n", "sea.md, line 13: there is no such heading on a lesson's page: The moral"},
        {"# Tides\nColour: red\n\nHigh.\n\n" PROGRAM, "there is no such setting here: Colour"},
        {"# Tides\nRemark: blocks\n\nHigh.\n\n" PROGRAM, "sea.md, line 2: a lesson of one's own makes no mistake"},
        {HEAD "\x1b[31mred\n\n" PROGRAM, "sea.md, line 6: a character here is no text"},
        {HEAD "\xff\n\n" PROGRAM, "sea.md, line 6: a character here is no text"},
        {HEAD "\xc2\x9b\n\n" PROGRAM, "sea.md, line 6: a character here is no text"},
        {HEAD "\xe2\x82", "sea.md, line 6: a character here is no text"},
        {HEAD "```python\n\ndelay = two  # knob: a, 0 to 5 s\n```\n",
         "sea.md, line 8: the value of a knob is a number, True or False, and not `two`"},
        {HEAD "```python\ndelay = 1e9999  # knob: a, 0 to 5 s\n```\n", "line 7: the value of a knob is a number"},
        {HEAD "```python\ndelay = 2  # knob: a, 5 to 0 s\n```\n", "line 7: the bounds of a knob are the wrong way round: `5 to 0 s`"},
        {HEAD "```python\ndelay = 2  # knob: a, 2 to 2 s\n```\n", "the bounds of a knob are the wrong way round"},
        {HEAD "```python\ndelay = 7  # knob: a, 0 to 5 s\n```\n", "is within its bounds"},
        {HEAD "```python\ndelay = 2  # knob: a, 0 to 1000000\n```\n", "a knob goes from -99999 to 99999 at most"},
        {HEAD "```python\ndelay = 2  # knob: a, 0 to x s\n```\n", "a knob goes from one number to another"},
        {HEAD "```python\ndelay = 2  # knob: a, 0 to 5 s by\n```\n", "a knob goes from one number to another"},
        {HEAD "```python\ndelay = 2  # knob: a, 0 to 5 by 0\n```\n", "such steps do not lead"},
        {HEAD "```python\ndelay = 2  # knob: a, 0 to 5 by 9\n```\n", "such steps do not lead"},
        {HEAD "```python\ndelay = 2  # knob: a\n```\n", "how far the knob goes is missing"},
        {HEAD "```python\ndelay = 2  # knob: , 0 to 5\n```\n", "is said in a few words"},
        {HEAD "```python\non = True  # knob:\n```\n", "is said in a few words"},
        {HEAD "```python\nif True:\n    x = 2  # knob: a, 0 to 5\n```\n", "line 8: a knob is an assignment at the beginning of its line"},
        {HEAD "```python\nx == 2  # knob: a, 0 to 5\n```\n", "line 7: a knob is an assignment"},
        {HEAD "```python\n# knob: a, 0 to 5\n```\n", "line 7: a knob is an assignment"},
        {HEAD "```python\nx = 2  # knob: a, 0 to 5\nx = 3  # knob: b, 0 to 5\n```\n", "line 8: there is a knob x already"},
        {HEAD "```python\nrules = 2  # knob: a, 0 to 5\n```\n", "a name that no knob may have"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const Lesson *lesson = read_as("sea.md", wrong[i].text);
        assert_says(lesson, wrong[i].says);
        assert_null(lesson->py_text);
        assert_ptr_equal(lesson_find("sea"), lesson);
        assert_true(lesson->title[0] != '\0' && lesson->section[0] != '\0');
        size_t count = 1;
        (void)lesson_knobs(lesson, &count);
        assert_int_equal(count, 0);
    }
}

static void a_text_that_fills_no_window_is_refused(void **state)
{
    (void)state;
    static char text[5000] = "# Tides\n\n";
    memset(text + strlen(text), 'a', 2001);
    strcat(text, "\n\n" PROGRAM);
    assert_says(read_as("sea.md", text), "a text of the page has more than 2000 bytes: the one that begins with `aaaa");
}

static void nine_knobs_are_one_too_many(void **state)
{
    (void)state;
    char text[2000] = HEAD "```python\n";
    for (int i = 0; i < 9; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "k%d = 1  # knob: a, 0 to 5\n", i);
    }
    strcat(text, "```\n");
    assert_says(read_as("sea.md", text), "sea.md, line 15: a lesson has at most eight knobs");
}

static void a_name_that_cannot_be_called_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "a b.md",       "--help.md",
        ".md",          "a[b].md",
        "a=b.md",       "a\nb.md",
        "a\x1b[31m.md", "a\xff.md",
        "a/b.md",       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.md"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const Lesson *lesson = read_as(names[i], whole);
        assert_says(lesson, "the name of a lesson has letters, digits, _ and - in it");
        assert_null(lesson->py_text);
        assert_null(strpbrk(lesson->name, "\x1b\n\xff"));
    }
    assert_string_equal(read_as("\xc3\xa9t\xc3\xa9-2.md", whole)->fault, "");
    assert_says(read_as("gather.md", whole), "gather.md: there is a lesson of that name already");
    assert_false(lesson_is_own(lesson_find("gather")));
}

static void lines_may_end_as_on_other_systems(void **state)
{
    (void)state;
    assert_string_equal(read_as("tides.md", "\xef\xbb\xbf# Tides\r\n\r\nHigh.\r\n\r\n```python\r\nx = 1\r\n```\r\n")->py_text, "x = 1\n");
}

static void lessons_of_a_section_stand_together(void **state)
{
    (void)state;
    static const char *const sections[] = {"Sea", "Land", "Sea", "", "Land"};
    folder_close();
    for (size_t i = 0; i < 5; i++) {
        char file[16], text[200];
        snprintf(file, sizeof file, "l%zu.md", i);
        snprintf(text, sizeof text, "# T\n%s%s\n\nO.\n\n```python\nx = 1\n```\n", sections[i][0] != '\0' ? "Section: " : "", sections[i]);
        assert_true(folder_read(file, text, strlen(text)));
    }
    folder_arrange();
    static const char *const names[] = {"l0", "l2", "l1", "l4", "l3"};
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(lesson_own_at(i)->name, names[i]);
    }
    assert_string_equal(lesson_own_at(4)->section, "Your lessons");
    folder_say(lesson_own_at(4), 7, "it is wet");
    assert_string_equal(lesson_find("l3")->fault, "l3.md, line 7: it is wet");
}

static void what_cannot_be_read_stands_among_them_with_its_reason(void **state)
{
    (void)state;
    folder_close();
    assert_true(folder_refuse("pipe.md", "it is no file"));
    assert_string_equal(lesson_find("pipe")->fault, "pipe.md: it is no file");
    assert_null(lesson_find("pipe")->py_text);
}

static void too_many_are_refused(void **state)
{
    (void)state;
    folder_close();
    char file[16];
    for (int i = 0; i <= LESSON_OWN_MOST; i++) {
        snprintf(file, sizeof file, "l%d.md", i);
        assert_int_equal(folder_read(file, whole, strlen(whole)), i < LESSON_OWN_MOST);
    }
    folder_close();
    assert_int_equal(lesson_own_count(), 0);
    assert_null(lesson_find("l0"));
}

/* Whatever a file is cut off at, and whatever stands in place of one of its bytes. */
static void a_damaged_file_does_no_harm(void **state)
{
    (void)state;
    char text[sizeof whole];
    for (size_t at = 0; at < sizeof whole - 1; at++) {
        folder_close();
        memcpy(text, whole, sizeof whole);
        assert_true(folder_read("cut.md", text, at));
        static const char others[] = "`#\n\t\x80-*, ";
        for (size_t i = 0; i + 1 < sizeof others; i++) {
            text[at] = others[i];
            const Lesson *lesson = read_as("tides.md", text);
            KnobValues values = knobs_usual(lesson);
            for (size_t k = 0; k < values.count; k++) {
                values.value[k] = lesson->knobs[k].least;
            }
            free(lesson->py_text != NULL ? folder_program(lesson, &values) : NULL);
        }
    }
}

static int close_folder(void **state)
{
    (void)state;
    folder_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_a_lesson_with_page_program_and_knobs),
        cmocka_unit_test(a_program_is_run_with_its_knobs_as_they_stand_and_keeps_its_lines),
        cmocka_unit_test(what_is_wrong_with_a_file_is_said_with_its_line),
        cmocka_unit_test(a_text_that_fills_no_window_is_refused),
        cmocka_unit_test(nine_knobs_are_one_too_many),
        cmocka_unit_test(a_name_that_cannot_be_called_is_refused),
        cmocka_unit_test(lines_may_end_as_on_other_systems),
        cmocka_unit_test(lessons_of_a_section_stand_together),
        cmocka_unit_test(what_cannot_be_read_stands_among_them_with_its_reason),
        cmocka_unit_test(too_many_are_refused),
        cmocka_unit_test(a_damaged_file_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, close_folder);
}
