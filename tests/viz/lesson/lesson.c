/* lesson.c: every lesson runs, says what it is, and knows the Python line for each line that does something. */
#include "lesson/lesson.h"
#include "lesson/lines.h"
#include "trace/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Start of the text's nth line, counted from 1. */
static const char *line_at(const char *text, unsigned line)
{
    for (; line > 1; line--) {
        const char *end = strchr(text, '\n');
        assert_non_null(end);
        text = end + 1;
    }
    return text;
}

static bool line_has(const char *text, unsigned line, const char *part)
{
    const char *start = line_at(text, line);
    const char *found = strstr(start, part);
    return found && (size_t)(found - start) < strcspn(start, "\n");
}

static unsigned line_of(const char *text, const char *part)
{
    const char *found = strstr(text, part);
    assert_non_null(found);
    unsigned line = 1;
    for (const char *at = text; at < found; at++) {
        line += *at == '\n';
    }
    return line;
}

/* The line of the C with `c_part` leads to the line of the Python with `py_part`. */
static void assert_leads(const char *lesson_name, const char *c_part, const char *py_part)
{
    const Lesson *lesson = lesson_find(lesson_name);
    assert_non_null(lesson);
    unsigned line = lesson_python_line(lesson, line_of(lesson->c_text, c_part));
    assert_int_equal(line, line_of(lesson->py_text, py_part));
}

static void the_lessons_come_in_teaching_order_with_their_titles(void **state)
{
    (void)state;
    static const char *const expected[][2] = {
        {"calling", "A coroutine is not a call"},      {"say_after", "One await after another"},
        {"create_task", "Two tasks, awaited in turn"}, {"gather", "Together: gather"},
        {"cancelling", "Cancelling, and cleaning up"},
    };
    const Lesson *before = NULL;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const Lesson *lesson = lesson_find(expected[i][0]);
        assert_non_null(lesson);
        assert_string_equal(lesson->title, expected[i][1]);
        assert_true(before == NULL || before < lesson);
        before = lesson;
    }
    for (size_t i = 0; i < lesson_count(); i++) {
        assert_int_not_equal(lesson_at(i)->summary[0], '\0');
        assert_ptr_equal(lesson_find(lesson_at(i)->name), lesson_at(i));
    }
    assert_null(lesson_at(lesson_count()));
    assert_null(lesson_find("gathe"));
}

static void say_after_leads_to_its_twin(void **state)
{
    (void)state;
    assert_leads("say_after", "AWAIT(async_sleep", "await asyncio.sleep");
    assert_leads("say_after", "self->what);\n    CORO_RETURN", "{what}\")\n");
    assert_leads("say_after", "CORO_RETURN", "return f");
    assert_leads("say_after", "\"Hello\"", "\"Hello\"");
    assert_leads("say_after", "async_text(self->result)", "{result}");
    assert_leads("say_after", "\"World\"", "\"World\"");
    assert_leads("say_after", "CORO(main_", "async def main");
    assert_leads("say_after", "async_run", "asyncio.run(");
}

static void create_task_leads_to_its_twin(void **state)
{
    (void)state;
    assert_leads("create_task", "self->start_time = ", "start_time = ");
    assert_leads("create_task", "\"API 1\"", "\"API 1\"");
    assert_leads("create_task", "\"Database\"", "\"Database\"");
    assert_leads("create_task", "self->result1, self->task1", "await task1");
    assert_leads("create_task", "self->result2, self->task2", "await task2");
    assert_leads("create_task", "Results:", "Results:");
    assert_leads("create_task", "Total time", "Total time");
}

static void gather_leads_to_its_twin_argument_by_argument(void **state)
{
    (void)state;
    assert_leads("gather", "AWAIT_TO", "await asyncio.gather");
    assert_leads("gather", "\"API A\"", "\"API A\"");
    assert_leads("gather", "\"Database B\"", "\"Database B\"");
    assert_leads("gather", "\"File C\"", "\"File C\"");
    assert_leads("gather", "All results", "print(f\"\\n{time.strftime('%X')} - \"\n              f\"All results");
    assert_leads("gather", "Starting to fetch", "Starting to fetch");
}

static void lines_that_do_nothing_lead_nowhere(void **state)
{
    (void)state;
    const Lesson *lesson = lesson_find("gather");
    assert_int_equal(lesson_python_line(lesson, line_of(lesson->c_text, "#include")), 0);
    assert_int_equal(lesson_python_line(lesson, line_of(lesson->c_text, "CORO_BEGIN")), 0);
    assert_int_equal(lesson_python_line(lesson, 0), 0);
    assert_int_equal(lesson_python_line(lesson, 9999), 0);
}

static void words_in_strings_and_comments_do_not_count(void **state)
{
    (void)state;
    const char *c = "CORO(main_,)\n{\n    /* AWAIT(x); */ // AWAIT\n    async_print(\"AWAIT(\\\"\");\n    AWAIT(b);\n}\n";
    const char *py = "\"\"\"await\nprint(1)\n\"\"\"\nasync def main():\n    # await\n    print('await # \\'')\n    await b";
    assert_int_equal(lesson_lines_match(c, py, 4), 6);
    assert_int_equal(lesson_lines_match(c, py, 5), 7);
    assert_int_equal(lesson_lines_match("AWAIT(\"", "await '", 1), 0);
    assert_int_equal(lesson_lines_match("", "", 1), 0);
}

/* The end of a block is where it began: Python has no line for it. */
static void blocks_lead_to_their_twins(void **state)
{
    (void)state;
    const char *c =
        "CORO(main_,)\n{\nTRY {\nWITH(self->a) {\nFOR_AWAIT(self->x, generate(g)) {\nRAISE(E, \"\");\n}\nEND_FOR;\n}\nEND_WITH;\n"
        "WITH(self->b) {\nAWAIT(x);\n}\nEND_WITH;\n}\nCATCH(E, self->e) {\nRAISE_AGAIN(self->e);\n}\nFINALLY {\nYIELD(1);\n}\nEND_TRY;\n}\n";
    const char *py =
        "async def main():\n  try:\n    async with a:\n      async for x in g():\n        raise E\n    async with b:\n      await x\n"
        "  except E:\n    raise\n  finally:\n    yield 1\n";
    static const unsigned twins[][2] = {{3, 2},  {4, 3},  {5, 4},  {6, 5},  {8, 4},   {10, 3}, {11, 6},
                                        {12, 7}, {14, 6}, {16, 8}, {17, 9}, {19, 10}, {20, 11}};
    for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++) {
        assert_int_equal(lesson_lines_match(c, py, twins[i][0]), twins[i][1]);
    }
    assert_int_equal(lesson_lines_match("END_WITH;\nWITH(a) {", "async with a:\n", 1), 0);
}

static void coroutines_are_told_apart(void **state)
{
    (void)state;
    const char *c = "CORO(a,)\n{\nAWAIT(x);\n}\nCORO(b,)\n{\nAWAIT(y);\n}\n";
    const char *py = "async def b():\n    await y\n\nasync def a():\n    await x\n";
    assert_int_equal(lesson_lines_match(c, py, 3), 5);
    assert_int_equal(lesson_lines_match(c, py, 7), 2);
}

static void a_recorded_lesson_carries_its_sources_and_ends_well(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        Trace *trace = trace_new();
        int status = lesson_record(lesson, trace_sink(trace));
        assert_true(status == 0 || status == 1 || status == 3); /* 1: an error leaves main; 3: a deadlock */
        assert_string_equal(trace_title(trace), lesson->title);
        assert_non_null(strstr(trace_producer(trace), "engine"));
        assert_false(trace_real_time(trace));
        assert_int_equal(trace_source_count(trace), 2);
        assert_string_equal(trace_source_file(trace, 0), lesson->c_file);
        assert_string_equal(trace_source_text(trace, 1), lesson->py_text);
        const Event *last = trace_event(trace, trace_count(trace) - 1);
        assert_int_equal(last->kind, status == 3 ? EV_DEADLOCK : EV_DONE);
        trace_free(trace);
    }
}

static void every_place_in_a_recorded_lesson_has_its_line_in_the_python(void **state)
{
    (void)state;
    size_t without = 0;
    LessonList all = lesson_all();
    for (size_t i = 0; i < all.count; i++) {
        const Lesson *lesson = &all.lesson[i];
        Trace *trace = trace_new();
        lesson_record(lesson, trace_sink(trace));
        for (uint32_t id = 1; id <= trace_place_count(trace); id++) {
            const TracePlace *place = trace_place(trace, id);
            if (strcmp(place->file, lesson->c_file) == 0 && strncmp(place->text, "async_sleep", 11) == 0) {
                assert_true(line_has(lesson->py_text, lesson_python_line(lesson, place->line), "await asyncio.sleep"));
            }
            if (strcmp(place->file, lesson->c_file) == 0 && lesson_python_line(lesson, place->line) == 0) {
                print_error("%s, line %u (%s)\n", lesson->name, place->line, place->text);
                without++;
            }
        }
        trace_free(trace);
    }
    assert_int_equal(without, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lessons_come_in_teaching_order_with_their_titles),
        cmocka_unit_test(say_after_leads_to_its_twin),
        cmocka_unit_test(create_task_leads_to_its_twin),
        cmocka_unit_test(gather_leads_to_its_twin_argument_by_argument),
        cmocka_unit_test(lines_that_do_nothing_lead_nowhere),
        cmocka_unit_test(words_in_strings_and_comments_do_not_count),
        cmocka_unit_test(blocks_lead_to_their_twins),
        cmocka_unit_test(coroutines_are_told_apart),
        cmocka_unit_test(a_recorded_lesson_carries_its_sources_and_ends_well),
        cmocka_unit_test(every_place_in_a_recorded_lesson_has_its_line_in_the_python),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
