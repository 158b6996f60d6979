/* course.c: every lesson's page has all its parts, asks what the run brings, and sets a task that is unsolved as the lesson stands and that its solution solves. */
#include "lesson/knobs.h"
#include "lesson/lesson.h"
#include "words/course/goal.h"
#include "words/course/moments.h"

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

/* One run of a lesson, with all that is asked of it. */
typedef struct Run {
    const Lesson *lesson;
    KnobValues values;
    Trace *trace;
    Model *model;
    Spans *spans;
    Lints *lints;
} Run;

static Run run_lesson(const Lesson *lesson, KnobValues values)
{
    Run run = {lesson, values, trace_new(), NULL, NULL, NULL};
    lesson_run(lesson, &values, trace_sink(run.trace), false);
    run.model = model_new(run.trace);
    run.spans = spans_new(run.trace);
    run.lints = lints_new(run.trace);
    assert_true(run.model != NULL && run.spans != NULL && run.lints != NULL);
    assert_true(spans_update(run.spans));
    lints_update(run.lints);
    return run;
}

static void end_run(Run *run)
{
    lints_free(run->lints);
    spans_free(run->spans);
    model_free(run->model);
    trace_free(run->trace);
}

static GoalRun goal_run(const Run *run) { return (GoalRun){run->trace, run->model, run->spans, run->lints, run->lesson, &run->values}; }

/* ---- the parts ---- */

/* Characters of a UTF-8 text, as they stand in the window: backticks do not. */
static size_t shown_length(const char *text)
{
    size_t length = 0;
    for (; *text != '\0'; text++) {
        length += ((unsigned char)*text & 0xc0U) != 0x80U && *text != '`';
    }
    return length;
}

static void check_length(const Lesson *lesson, const char *what, const char *text, size_t most)
{
    if (shown_length(text) > most) {
        COMPLAIN("%s: %s has %zu characters, and %zu find room: %s", lesson->name, what, shown_length(text), most, text);
    }
}

static void check_part(const Lesson *lesson, const char *what, const PageLines *lines, size_t least, size_t most)
{
    if (lines->count < least) {
        COMPLAIN("%s: %s: there are %zu, and %zu are needed", lesson->name, what, lines->count, least);
    }
    for (size_t i = 0; i < lines->count; i++) {
        check_length(lesson, what, lines->line[i], most);
    }
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part)) {
        count++;
    }
    return count;
}

/* The nth subgoal of a program, "-- ..." behind the mark of a comment, into `buffer`; false: there are fewer. */
static bool subgoal(const char *text, const char *mark, size_t nth, char *buffer, size_t size)
{
    for (const char *at = text; (at = strstr(at, mark)) != NULL; at += strlen(mark)) {
        if (nth-- == 0) {
            at += strlen(mark);
            snprintf(buffer, size, "%.*s", (int)strcspn(at, "\n"), at);
            return true;
        }
    }
    return false;
}

static void check_subgoals(const Lesson *lesson)
{
    char one[120], other[120];
    size_t count = 0;
    for (; subgoal(lesson->c_text, "// -- ", count, one, sizeof one); count++) {
        if (!subgoal(lesson->py_text, "# -- ", count, other, sizeof other) || strcmp(one, other) != 0) {
            COMPLAIN("%s: the subgoal `%s` does not stand in the Python at its place", lesson->name, one);
        }
    }
    if (count < 2 || count_of(lesson->py_text, "# -- ") != count) {
        COMPLAIN("%s: there are %zu subgoals in the C and %zu in the Python; two are the least", lesson->name, count,
                 count_of(lesson->py_text, "# -- "));
    }
}

static void every_page_has_its_parts_and_they_fit_into_the_window(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        const LessonPage *page = &lesson->page;
        const Lesson *after = lesson_at(i + 1);
        check_length(lesson, "the opening", page->opening, 240);
        check_part(lesson, "points to look for", &page->look_for, 2, 150);
        check_part(lesson, "questions", &page->questions, 3, 40);
        check_part(lesson, "tasks", &page->task, 1, 240);
        check_part(lesson, "goals", &page->goals, 1, 80);
        check_part(lesson, "hints", &page->hints, PAGE_HINTS, 150);
        check_part(lesson, "points for the teacher", &page->teacher, 2, 400);
        check_part(lesson, "paragraphs of what happens", &page->story, 1, 900);
        check_length(lesson, "the rule", page->rule, 150);
        check_subgoals(lesson);
        if (page->rule[0] == '\0' || page->minutes[0] == '\0' || page->section[0] == '\0') {
            COMPLAIN("%s: the rule, the minutes or the section is missing", lesson->name);
        }
        if (strcmp(page->next, after != NULL ? after->name : "") != 0) {
            COMPLAIN("%s: the next lesson is %s, and not %s", lesson->name, after != NULL ? after->name : "none", page->next);
        }
    }
    assert_int_equal(wrong, 0);
}

/* What a lesson shows can be read without losing the beginning. Why these are longer says docs/lessons.md. */
static void a_program_has_fifty_lines_at_most(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t lines;
    } longer[] = {{"gather", 53},     {"task_group", 53}, {"queue", 53}, {"forgotten", 55},
                  {"async_with", 61}, {"signalling", 63}, {"echo", 68}};
    wrong = 0;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        size_t most = 50, lines = count_of(lesson->c_text, "\n");
        for (size_t at = 0; at < sizeof longer / sizeof longer[0]; at++) {
            most = strcmp(longer[at].name, lesson->name) == 0 ? longer[at].lines : most;
        }
        if (lines > most || lines < 10) {
            COMPLAIN("%s: the program has %zu lines, and may have 10 to %zu", lesson->name, lines, most);
        }
    }
    assert_int_equal(wrong, 0);
}

static size_t widest(const char *text)
{
    size_t most = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        most = length > most ? length : most;
        text += length + (text[length] == '\n');
    }
    return most;
}

/* So many characters stand in the program's panel in presenter mode, in the smallest window. */
static void no_line_of_a_program_is_cut_in_the_smallest_window(void **state)
{
    (void)state;
    enum { COLUMNS = 69 };
    LessonList all = lesson_all();
    wrong = 0;
    for (size_t i = 0; i < all.count; i++) {
        const Lesson *lesson = &all.lesson[i];
        if (widest(lesson->c_text) > COLUMNS || widest(lesson->py_text) > COLUMNS) {
            COMPLAIN("%s: the longest line has %zu characters in C and %zu in Python, and %d can be seen", lesson->name,
                     widest(lesson->c_text), widest(lesson->py_text), COLUMNS);
        }
    }
    assert_int_equal(wrong, 0);
}

/* ---- the ideas ---- */

/* Whether a lesson of the first `count` teaches it. */
static bool is_taught(const char *idea, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const PageLines *teaches = &lesson_at(i)->page.teaches;
        for (size_t at = 0; at < teaches->count; at++) {
            if (strcmp(teaches->line[at], idea) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void no_lesson_uses_an_idea_that_none_has_taught_by_then(void **state)
{
    (void)state;
    static const struct {
        const char *used, *idea;
    } uses[] = {
        {"async_sleep(", "sleep"},
        {"async_create_task(", "task"},
        {"async_call_soon(", "callback"},
        {"async_call_later(", "callback"},
        {"async_gather(", "gather"},
        {"async_gather_list(", "gather"},
        {"async_as_completed(", "as_completed"},
        {"async_wait(", "wait"},
        {"async_block(", "blocking"},
        {"async_to_thread(", "thread"},
        {"async_cancel(", "cancel"},
        {"async_timeout(", "time limit"},
        {"async_wait_for(", "time limit"},
        {"async_shield(", "shield"},
        {"async_create_task_group(", "task group"},
        {"async_create_queue(", "queue"},
        {"async_create_lock(", "lock"},
        {"async_create_semaphore(", "semaphore"},
        {"async_create_event(", "event"},
        {"async_create_condition(", "condition"},
        {"GENERATOR(", "asynchronous generator"},
        {"async_start_server(", "server"},
        {"async_open_connection(", "stream"},
        {"async_create_future(", "future"},
        {"async_add_done_callback(", "done callback"},
        {"async_socket_pair(", "socket"},
        {"RAISE(", "error"},
        {"FINALLY {", "cleaning up"},
    };
    wrong = 0;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        for (size_t at = 0; at < lesson->page.teaches.count; at++) {
            const char *idea = lesson->page.teaches.line[at];
            if (is_taught(idea, i)) { /* that it is in the glossary, tests/viz/lesson/glossary.c sees */
                COMPLAIN("%s: it teaches `%s`, which has been taught before", lesson->name, idea);
            }
        }
        for (size_t at = 0; at < lesson->page.needs.count; at++) {
            if (!is_taught(lesson->page.needs.line[at], i)) {
                COMPLAIN("%s: no lesson before it teaches what it needs: %s", lesson->name, lesson->page.needs.line[at]);
            }
        }
        for (size_t use = 0; use < sizeof uses / sizeof uses[0]; use++) {
            if (strstr(lesson->c_text, uses[use].used) != NULL && !is_taught(uses[use].idea, i + 1)) {
                COMPLAIN("%s: it uses %s, and `%s` is not taught by then", lesson->name, uses[use].used, uses[use].idea);
            }
        }
    }
    assert_int_equal(wrong, 0);
}

/* ---- the questions ---- */

static void ask_all(const Lesson *lesson, KnobValues values, bool usual, bool cured[MISCONCEPTION_COUNT])
{
    Run run = run_lesson(lesson, values);
    CourseMoment moments[COURSE_MOMENTS];
    size_t count = course_moments(&lesson->page, run.trace, run.model, run.spans, moments);
    if (usual && count != lesson->page.questions.count) {
        COMPLAIN("%s: %zu of its %zu questions are asked in its run", lesson->name, count, lesson->page.questions.count);
    }
    if (count == 0) {
        COMPLAIN("%s: nothing is asked any more when a knob is at its end", lesson->name);
    }
    for (size_t i = 0; i < count; i++) {
        Question question;
        if (!course_question(LANGUAGE_ENGLISH, &moments[i], run.trace, run.model, run.spans, &question)) {
            COMPLAIN("%s: a question is gone when it is asked again", lesson->name);
            continue;
        }
        if (i > 0 && moments[i].n == moments[i - 1].n) {
            COMPLAIN("%s: two questions stand at one moment (n = %zu), %s and %s", lesson->name, moments[i].n,
                     predict_kind_id(moments[i - 1].kind), predict_kind_id(moments[i].kind));
        }
        for (size_t choice = 0; choice < question.choice_count; choice++) {
            if (question.misconception[choice] >= 0) {
                cured[question.misconception[choice]] = true;
            }
            for (size_t other = 0; other < choice; other++) {
                if (strcmp(question.choices[choice], question.choices[other]) == 0) {
                    COMPLAIN("%s: a choice stands there twice: %s", lesson->name, question.choices[choice]);
                }
            }
        }
    }
    end_run(&run);
}

static void check_cures(const Lesson *lesson, const bool cured[MISCONCEPTION_COUNT])
{
    for (size_t i = 0; i < lesson->page.cures.count; i++) {
        int belief = 0;
        while (belief < MISCONCEPTION_COUNT && strcmp(misconception_name(belief), lesson->page.cures.line[i]) != 0) {
            belief++;
        }
        if (belief == MISCONCEPTION_COUNT || !cured[belief]) {
            COMPLAIN("%s: none of its questions meets what it says to cure: %s", lesson->name, lesson->page.cures.line[i]);
        }
    }
}

static void every_question_of_a_page_can_be_asked_with_each_knob_at_its_ends(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        bool cured[MISCONCEPTION_COUNT] = {false}, elsewhere[MISCONCEPTION_COUNT];
        KnobValues usual = knobs_usual(lesson);
        size_t count = 0;
        const Knob *knobs = lesson_knobs(lesson, &count);
        ask_all(lesson, usual, true, cured);
        check_cures(lesson, cured);
        for (size_t knob = 0; knob < count; knob++) {
            for (int most = 0; most < 2; most++) {
                KnobValues turned = usual;
                turned.value[knob] = most ? knobs[knob].most : knobs[knob].least;
                ask_all(lesson, turned, false, elsewhere);
            }
        }
        for (size_t question = 0; question < lesson->page.questions.count; question++) {
            PredictKind kind;
            size_t nth;
            char error[200];
            if (!course_read_question(lesson->page.questions.line[question], &kind, &nth, error, sizeof error)) {
                COMPLAIN("%s: %s", lesson->name, error);
            }
        }
    }
    assert_int_equal(wrong, 0);
}

/* ---- the task ---- */

static void check_goals(const Run *run, bool solved)
{
    GoalRun goals = goal_run(run);
    const PageLines *lines = &run->lesson->page.goals;
    char error[200];
    for (size_t i = 0; i < lines->count; i++) {
        bool holds = goal_holds(lines->line[i], &goals, error, sizeof error);
        if (error[0] != '\0') {
            COMPLAIN("%s: %s", run->lesson->name, error);
        } else if (solved && !holds) {
            COMPLAIN("%s: with the solution this goal does not hold: %s", run->lesson->name, lines->line[i]);
        }
    }
    if (!solved && goal_all_hold(&goals)) {
        COMPLAIN("%s: the task is solved before anything is done", run->lesson->name);
    }
}

static void every_task_is_unsolved_at_first_and_solved_by_its_solution(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        KnobValues values = knobs_usual(lesson);
        Run run = run_lesson(lesson, values);
        check_goals(&run, false);
        end_run(&run);
        if (lesson->page.solution.count == 0) {
            COMPLAIN("%s: no solution is given", lesson->name);
            continue;
        }
        for (size_t line = 0; line < lesson->page.solution.count; line++) {
            char error[200];
            if (!knobs_set(lesson, &values, lesson->page.solution.line[line], error, sizeof error)) {
                COMPLAIN("%s: the solution: %s", lesson->name, error);
            }
        }
        run = run_lesson(lesson, values);
        check_goals(&run, true);
        end_run(&run);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_has_its_parts_and_they_fit_into_the_window),
        cmocka_unit_test(a_program_has_fifty_lines_at_most),
        cmocka_unit_test(no_line_of_a_program_is_cut_in_the_smallest_window),
        cmocka_unit_test(no_lesson_uses_an_idea_that_none_has_taught_by_then),
        cmocka_unit_test(every_question_of_a_page_can_be_asked_with_each_knob_at_its_ends),
        cmocka_unit_test(every_task_is_unsolved_at_first_and_solved_by_its_solution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
