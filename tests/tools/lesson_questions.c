/* lesson_questions.c: lists what can be asked in a lesson, as its page names it, for whoever writes the page: lesson_questions NAME [KNOB=VALUE ...]. */
#include "lesson/knobs.h"
#include "model/player.h"
#include "words/predict/predict.h"

#include <stdio.h>

static void list(PredictKind kind, const Trace *trace, Model *model, const Spans *spans)
{
    Question question;
    size_t met = 0;
    for (size_t n = 0, next; (next = player_target(spans, trace, n, STEP_AWAIT, 1)) > n; n = next) {
        if (!predict_question_of(LANGUAGE_ENGLISH, kind, trace, model, spans, n, next, &question)) {
            continue;
        }
        printf("%s %zu (n = %zu): %s\n", predict_kind_id(kind), ++met, n, question.text);
        for (size_t i = 0; i < question.choice_count; i++) {
            const char *belief = misconception_name(question.misconception[i]);
            printf("    %c %s%s%s\n", i == question.right ? '*' : ' ', question.choices[i], *belief ? "   <- " : "", belief);
        }
        printf("    %s\n", question.reason);
    }
}

int main(int count, char **arguments)
{
    const Lesson *lesson = count > 1 ? lesson_find(arguments[1]) : NULL;
    if (lesson == NULL) {
        fprintf(stderr, "lesson_questions: name a lesson: lesson_questions NAME [KNOB=VALUE ...]\n");
        return 2;
    }
    KnobValues values = knobs_usual(lesson);
    for (int i = 2; i < count; i++) {
        char error[200];
        if (!knobs_set(lesson, &values, arguments[i], error, sizeof error)) {
            fprintf(stderr, "lesson_questions: %s\n", error);
            return 2;
        }
    }
    Trace *trace = trace_new();
    lesson_run(lesson, &values, trace_sink(trace), false);
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    spans_update(spans);
    for (PredictKind kind = 0; kind < PREDICT_KIND_COUNT; kind++) {
        list(kind, trace, model, spans);
    }
    spans_free(spans);
    model_free(model);
    trace_free(trace);
    return 0;
}
