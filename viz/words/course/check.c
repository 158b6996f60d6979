/* check.c: see check.h. */
#include "check.h"

#include "language/said.h"

#include "goal.h"
#include "moments.h"

#include <stdio.h>
#include <string.h>

/* NULL: every question has its moment. */
static const char *check_questions(const Lesson *lesson, const GoalRun *run, char *error, size_t size)
{
    const PageLines *questions = &lesson->page.questions;
    for (size_t i = 0; i < questions->count; i++) {
        PredictKind kind;
        size_t nth = 0;
        CourseMoment moments[COURSE_MOMENTS];
        LessonPage one = page_empty();
        one.questions = (PageLines){1, {questions->line[i]}};
        if (!course_read_question(questions->line[i], &kind, &nth, error, size)) {
            return questions->line[i];
        }
        if (course_moments(&one, run->trace, run->model, run->spans, moments) == 0) {
            snprintf(error, size,
                     nth == 1 ? SAID("the run brings no question of the kind `%s`")
                              : SAID("the run brings fewer questions of the kind `%s` than that"),
                     predict_kind_id(kind));
            return questions->line[i];
        }
    }
    if (questions->count > COURSE_MOMENTS) {
        snprintf(error, size, SAID("there are more than %d questions"), COURSE_MOMENTS);
        return questions->line[COURSE_MOMENTS];
    }
    return NULL;
}

static const char *check_task(const Lesson *lesson, const GoalRun *run, char *error, size_t size)
{
    const PageLines *goals = &lesson->page.goals, *solution = &lesson->page.solution;
    for (size_t i = 0; i < goals->count; i++) {
        (void)goal_holds(goals->line[i], run, error, size);
        if (error[0] != '\0') {
            return goals->line[i];
        }
    }
    KnobValues values = knobs_usual(lesson);
    for (size_t i = 0; i < solution->count; i++) {
        if (!knobs_set(lesson, &values, solution->line[i], error, size)) {
            return solution->line[i];
        }
    }
    if (solution->count > 0 && knobs_equal(&values, run->knobs)) {
        snprintf(error, size, SAID("this solution leaves every knob as the program has it"));
        return solution->line[0];
    }
    if (goals->count > 0 && goal_all_hold(run)) {
        snprintf(error, size, SAID("the task is solved before anything is turned: one of its goals must not hold yet"));
        return goals->line[0];
    }
    return NULL;
}

/* With the knobs as the solution has them. */
static const char *check_solution(const Lesson *lesson, const GoalRun *run, char *error, size_t size)
{
    const PageLines *goals = &lesson->page.goals;
    char ignored[200];
    for (size_t i = 0; i < goals->count; i++) {
        if (!goal_holds(goals->line[i], run, ignored, sizeof ignored)) {
            snprintf(error, size, SAID("with this solution the task is not solved, since this goal does not hold: `%.100s`"),
                     goals->line[i]);
            return lesson->page.solution.line[0];
        }
    }
    return NULL;
}

static const char *check_next(const Lesson *lesson, char *error, size_t size)
{
    const char *next = lesson->page.next;
    if (*next == '\0' || lesson_find(next) != NULL) {
        return NULL;
    }
    snprintf(error, size, SAID("no lesson is called `%.60s`: `Next` names one by its file, without the ending"), next);
    return next;
}

bool course_solution(const Lesson *lesson, KnobValues *values)
{
    char error[200];
    const PageLines *solution = &lesson->page.solution;
    bool known = solution->count > 0;
    *values = knobs_usual(lesson);
    for (size_t i = 0; i < solution->count; i++) {
        known = known && knobs_set(lesson, values, solution->line[i], error, sizeof error);
    }
    return known;
}

const char *course_check(const Lesson *lesson, const KnobValues *values, const Trace *trace, char *error, size_t size)
{
    const char *fault = NULL;
    KnobValues usual = knobs_usual(lesson), solution;
    const bool turned = !knobs_equal(values, &usual);
    error[0] = '\0';
    if (turned && (!course_solution(lesson, &solution) || !knobs_equal(values, &solution))) {
        return NULL;
    }
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    Lints *lints = model != NULL ? lints_of_model(model) : NULL;
    if (spans != NULL && lints != NULL) {
        (void)spans_update(spans);
        (void)lints_update(lints);
        GoalRun run = {trace, model, spans, lints, lesson, values};
        fault = turned ? check_solution(lesson, &run, error, size) : check_questions(lesson, &run, error, size);
        fault = fault != NULL || turned ? fault : check_task(lesson, &run, error, size);
        fault = fault != NULL || turned ? fault : check_next(lesson, error, size);
    }
    lints_free(lints);
    spans_free(spans);
    model_free(model);
    return fault;
}
