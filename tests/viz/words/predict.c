/* predict.c: every question at every moment of every program has the answer that the trace holds, read here a second time. */
#include "async.h"
#include "lesson/knobs.h"
#include "lesson/lesson.h"
#include "model/player.h"
#include "trace/stream.h"
#include "words/predict/predict.h"
#include "support/outside.h"
#include "support/part_of.h"
#include "support/predict_checks.h"
#include "support/programs.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t kinds_met[PREDICT_KIND_COUNT], kinds_walked[PREDICT_KIND_COUNT], misconceptions_met[MISCONCEPTION_COUNT];

static bool is_same(const Question *one, const Question *other)
{
    bool same = one->kind == other->kind && one->at == other->at && one->shown_at == other->shown_at && one->task == other->task &&
                one->line == other->line && one->choice_count == other->choice_count && one->right == other->right;
    same = same && strcmp(one->text, other->text) == 0 && strcmp(one->reason, other->reason) == 0;
    for (size_t i = 0; same && i < one->choice_count; i++) {
        same = strcmp(one->choices[i], other->choices[i]) == 0 && one->misconception[i] == other->misconception[i];
    }
    return same;
}

/* In every language the same is asked, with the same choices at the same places, in words of its own. */
static void check_languages(const AskedRun *run, size_t n, size_t next, bool asked, const Question *question)
{
    for (int language = LANGUAGE_ENGLISH + 1; language < (int)LANGUAGE_COUNT; language++) {
        Question other;
        bool same = predict_question((Language)language, run->trace, run->model, run->spans, n, next, &other) == asked;
        same = same && (!asked || (other.kind == question->kind && other.at == question->at && other.shown_at == question->shown_at &&
                                   other.task == question->task && other.line == question->line && other.right == question->right &&
                                   other.choice_count == question->choice_count));
        for (size_t i = 0; asked && same && i < question->choice_count; i++) {
            same = other.misconception[i] == question->misconception[i];
        }
        if (!same || (asked && (strcmp(other.text, question->text) == 0 || strcmp(other.reason, question->reason) == 0))) {
            fail_msg("%s at %zu: %s is not asked in language %d: %s", run->name, n, asked ? question->text : "nothing", language,
                     asked ? other.text : "");
        }
    }
}

static bool ask(const AskedRun *run, size_t n, size_t next, Question *question)
{
    Question again;
    bool asked = predict_question(LANGUAGE_ENGLISH, run->trace, run->model, run->spans, n, next, question);
    model_at(run->model, trace_count(run->trace) - n);
    if (predict_question(LANGUAGE_ENGLISH, run->trace, run->model, run->spans, n, next, &again) != asked ||
        (asked && !is_same(question, &again))) {
        fail_msg("%s at %zu: the question is not the same when it is asked again", run->name, n);
    }
    check_languages(run, n, next, asked, question);
    if (asked) {
        HOLDS(question->at == n);
        predict_check_words(run, question);
        predict_check_answer(run, question);
        for (size_t i = 0; i < question->choice_count; i++) {
            if (question->misconception[i] >= 0) {
                misconceptions_met[question->misconception[i]]++;
            }
        }
    }
    return asked;
}

/* From step to step as a reader goes: no fact is asked about twice. */
static void check_walk(const AskedRun *run, StepSize size)
{
    static Question asked[4096];
    size_t count = 0, end = trace_count(run->trace);
    for (size_t n = 0, next; n < end && count < 4096; n = next) {
        next = player_target(run->spans, run->trace, n, size, 1);
        Question *question = &asked[count];
        if (!ask(run, n, next, question)) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            HOLDS(asked[i].kind != question->kind || asked[i].shown_at != question->shown_at);
        }
        kinds_walked[question->kind] += size == STEP_AWAIT;
        count++;
    }
}

static void check_trace(const char *name, const Trace *trace)
{
    enum { LONGEST = 3000 }; /* events: a run with a hundred clients asks nothing that one with three does not */
    if (trace_count(trace) > LONGEST) {
        return;
    }
    AskedRun run = {.name = name, .trace = trace, .model = model_new(trace), .spans = spans_new(trace)};
    Question question;
    assert_true(run.model != NULL && run.spans != NULL && spans_update(run.spans));
    for (StepSize size = 0; size < STEP_SIZE_COUNT; size++) {
        check_walk(&run, size);
        for (size_t n = 0; n < trace_count(trace); n += (size_t)part_of_many(10)) {
            if (ask(&run, n, player_target(run.spans, trace, n, size, 1), &question)) {
                kinds_met[question.kind]++;
            }
        }
    }
    spans_free(run.spans);
    model_free(run.model);
}

static void every_question_of_every_lesson_has_the_answer_of_the_trace(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        Trace *trace = trace_new();
        assert_non_null(trace);
        int status = lesson_record(lesson_at(i), trace_sink(trace));
        assert_true(status == 0 || status == 3); /* 3: the one about a deadlock */
        check_trace(lesson_at(i)->name, trace);
        trace_free(trace);
    }
}

/* Also where a knob stands at one of its ends: there is one right answer, and it is what the run does. */
static void so_it_is_at_the_ends_of_the_knobs(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        size_t count = 0;
        const Knob *knobs = lesson_knobs(lesson_at(i), &count);
        for (size_t end = 0; end < 2 * count; end++) {
            const Knob *knob = &knobs[end / 2];
            char name[96];
            KnobValues turned = knobs_usual(lesson_at(i));
            Trace *trace = trace_new();
            assert_non_null(trace);
            turned.value[end / 2] = end % 2 == 0 ? knob->least : knob->most;
            snprintf(name, sizeof name, "%s with %s at its %s", lesson_at(i)->name, knob->name, end % 2 == 0 ? "least" : "most");
            lesson_run(lesson_at(i), &turned, trace_sink(trace), false);
            check_trace(name, trace);
            trace_free(trace);
        }
    }
}

static void every_question_of_every_program_has_the_answer_of_the_trace(void **state)
{
    (void)state;
    programs_each(check_trace);
    Trace *outside = outside_record();
    check_trace("outside", outside);
    trace_free(outside);
}

/* After the two above. */
static void every_kind_and_every_misconception_occurs(void **state)
{
    (void)state;
    for (PredictKind kind = 0; kind < PREDICT_KIND_COUNT; kind++) {
        printf("%-50s %6zu walking, %6zu in all\n", predict_kind_name(kind), kinds_walked[kind], kinds_met[kind]);
    }
    for (int belief = 0; belief < (int)MISCONCEPTION_COUNT; belief++) {
        printf("%-50s %6zu\n", misconception_name(belief), misconceptions_met[belief]);
    }
    for (PredictKind kind = 0; kind < PREDICT_KIND_COUNT; kind++) {
        assert_true(kinds_met[kind] > 0 ||
                    (part_of_many(2) > 1 && kinds_walked[kind] > 0)); /* whoever looks at a part of the moments may miss a rare kind */
    }
    for (int belief = 0; belief < (int)MISCONCEPTION_COUNT; belief++) {
        assert_true(misconceptions_met[belief] > 0);
        const char *text = misconception_belief(belief);
        assert_true(text[0] != '\0' && text[strlen(text) - 1] == '.' && misconception_source(belief)[0] != '\0');
    }
    assert_string_equal(misconception_belief(-1), "");
    assert_string_equal(misconception_name(MISCONCEPTION_COUNT), "");
}

static void event_by_event_the_same_is_asked_as_from_await_to_await(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    assert_non_null(trace);
    assert_int_equal(lesson_record(lesson_find("gather"), trace_sink(trace)), 0);
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    Question one = {0}, other = {0};
    size_t asked = 0;
    assert_true(model != NULL && spans != NULL && spans_update(spans));
    for (size_t n = 1, far = player_target(spans, trace, 0, STEP_AWAIT, 1); n < trace_count(trace); n++) {
        bool stop = n == far, met = predict_question(LANGUAGE_ENGLISH, trace, model, spans, n, n + 1, &one);
        far = stop ? player_target(spans, trace, n, STEP_AWAIT, 1) : far;
        assert_int_equal(met, stop && predict_question(LANGUAGE_ENGLISH, trace, model, spans, n, far, &other));
        assert_true(!met || is_same(&one, &other));
        asked += met;
    }
    assert_true(asked >= 8);
    spans_free(spans);
    model_free(model);
    trace_free(trace);
}

/* A recording numbers its texts in the order in which it tells of them, and that is not the order in which a lesson made them. */
static void the_choices_stand_in_a_recording_as_in_its_lesson(void **state)
{
    (void)state;
    size_t asked = 0;
    for (size_t i = 0; i < lesson_count(); i++) {
        Trace *trace = trace_new(), *again = trace_new();
        assert_true(trace != NULL && again != NULL);
        lesson_record(lesson_at(i), trace_sink(trace));
        TraceSink sink = trace_sink(again);
        sink.text(sink.context, "told first", strlen("told first"));
        trace_replay(trace, sink);
        Model *model = model_new(trace), *model_again = model_new(again);
        Spans *spans = spans_new(trace), *spans_again = spans_new(again);
        assert_true(model != NULL && model_again != NULL && spans != NULL && spans_again != NULL);
        assert_true(spans_update(spans) && spans_update(spans_again));
        for (size_t n = 0, next; n < trace_count(trace); n = next) {
            Question one, other;
            next = player_target(spans, trace, n, STEP_AWAIT, 1);
            bool met = predict_question(LANGUAGE_ENGLISH, trace, model, spans, n, next, &one);
            assert_int_equal(predict_question(LANGUAGE_ENGLISH, again, model_again, spans_again, n, next, &other), met);
            if (met && !is_same(&one, &other)) {
                fail_msg("%s at %zu: \"%s\" stands otherwise in a recording", lesson_at(i)->name, n, one.text);
            }
            asked += met;
            if (next <= n) {
                break;
            }
        }
        spans_free(spans_again);
        spans_free(spans);
        model_free(model_again);
        model_free(model);
        trace_free(again);
        trace_free(trace);
    }
    assert_true(asked > 100);
}

static void there_is_no_question_beyond_the_run(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    assert_non_null(trace);
    assert_int_equal(lesson_record(lesson_find("gather"), trace_sink(trace)), 0);
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    Question question;
    assert_true(model != NULL && spans != NULL && spans_update(spans));
    size_t end = trace_count(trace);
    assert_false(predict_question(LANGUAGE_ENGLISH, trace, model, spans, end, end, &question));
    assert_false(predict_question(LANGUAGE_ENGLISH, trace, model, spans, 5, 5, &question));
    assert_false(predict_question(LANGUAGE_ENGLISH, trace, model, spans, 5, 4, &question));
    assert_false(predict_question(LANGUAGE_ENGLISH, trace, model, spans, end - 1, end + 1, &question));
    spans_free(spans);
    model_free(model);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_of_every_lesson_has_the_answer_of_the_trace),
        cmocka_unit_test(so_it_is_at_the_ends_of_the_knobs),
        cmocka_unit_test(every_question_of_every_program_has_the_answer_of_the_trace),
        cmocka_unit_test(every_kind_and_every_misconception_occurs),
        cmocka_unit_test(event_by_event_the_same_is_asked_as_from_await_to_await),
        cmocka_unit_test(the_choices_stand_in_a_recording_as_in_its_lesson),
        cmocka_unit_test(there_is_no_question_beyond_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
