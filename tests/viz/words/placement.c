/* placement.c: the placement quiz asks eight of the lessons' own questions, which every run brings, and its answers say where to begin. */
#include "words/course/placement.h"
#include "async.h"
#include "lesson/knobs.h"
#include "words/course/moments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void its_questions_are_of_eight_kinds_in_the_order_of_the_lessons(void **state)
{
    (void)state;
    LessonList all = lesson_all();
    size_t lesson = 0, question = 0, before = 0;
    bool known[PREDICT_KIND_COUNT] = {false};
    for (size_t i = 0; i < PLACEMENT_QUESTIONS; i++) {
        PredictKind kind;
        size_t nth;
        char error[160];
        assert_true(placement_question(all, i, &lesson, &question));
        assert_true(i == 0 || lesson > before);
        assert_true(course_read_question(all.lesson[lesson].page.questions.line[question], &kind, &nth, error, sizeof error));
        assert_false(known[kind]);
        known[kind] = true;
        before = lesson;
    }
    assert_false(placement_question(all, PLACEMENT_QUESTIONS, &lesson, &question));
    assert_false(placement_question((LessonList){all.lesson, 1}, 0, &lesson, &question)); /* a list without them */
}

/* Whoever has chosen an older Python in the settings is asked the same. */
static void its_questions_come_up_as_every_python(void **state)
{
    (void)state;
    static const char *const versions[] = {"3.11", "3.12", "3.13", "3.14"};
    LessonList all = lesson_all();
    for (size_t v = 0; v < sizeof versions / sizeof versions[0]; v++) {
        for (size_t i = 0; i < PLACEMENT_QUESTIONS; i++) {
            size_t lesson = 0, question = 0;
            assert_true(placement_question(all, i, &lesson, &question));
            KnobValues values = knobs_usual(&all.lesson[lesson]);
            values.rules = async_rules_of(versions[v]);
            assert_true(values.rules != 0);
            Trace *trace = trace_new();
            assert_non_null(trace);
            lesson_run(&all.lesson[lesson], &values, trace_sink(trace), false);
            Model *model = model_new(trace);
            Spans *spans = spans_of_model(model);
            assert_true(spans_update(spans));
            CourseMoment moments[COURSE_MOMENTS];
            size_t count = course_moments(&all.lesson[lesson].page, trace, model, spans, moments);
            bool found = false;
            for (size_t m = 0; m < count; m++) {
                found = found || moments[m].question == question;
            }
            assert_true(found);
            spans_free(spans);
            model_free(model);
            trace_free(trace);
        }
    }
}

static const char *begins_with(const char *answers)
{
    bool right[PLACEMENT_QUESTIONS];
    for (size_t i = 0; i < PLACEMENT_QUESTIONS; i++) {
        right[i] = answers[i] == '+';
    }
    return lesson_all().lesson[placement_begin(lesson_all(), right)].name;
}

static void it_says_to_begin_behind_the_last_right_answer_before_the_first_wrong_one(void **state)
{
    (void)state;
    assert_string_equal(begins_with("--------"), "calling");
    assert_string_equal(begins_with("-+++++++"), "calling"); /* the others may have been luck */
    assert_string_equal(begins_with("+-------"), "callbacks");
    assert_string_equal(begins_with("++-+++++"), "create_task");
    assert_string_equal(begins_with("++++++-+"), "deadline");
    assert_string_equal(begins_with("++++++++"), "async_with");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_questions_are_of_eight_kinds_in_the_order_of_the_lessons),
        cmocka_unit_test(its_questions_come_up_as_every_python),
        cmocka_unit_test(it_says_to_begin_behind_the_last_right_answer_before_the_first_wrong_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
