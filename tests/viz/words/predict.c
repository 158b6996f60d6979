/* predict.c: every question at every moment of every program has the answer that the trace holds, read here a second time. */
#include "async.h"
#include "lesson/lesson.h"
#include "model/player.h"
#include "words/predict/predict.h"
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

/* One trace under test. */
typedef struct Run {
    const char *name;
    const Trace *trace;
    Model *model;
    Spans *spans;
} Run;

static void fail_about(const Run *run, const Question *question, const char *what)
{
    fail_msg("%s at %zu, shown at %zu, %s: %s\n%s\nright: %s\n%s", run->name, question->at, question->shown_at,
             predict_kind_name(question->kind), what, question->text, question->choices[question->right], question->reason);
}

#define HOLDS(condition)                                                                                                                   \
    if (!(condition)) {                                                                                                                    \
        fail_about(run, question, #condition);                                                                                             \
    }

static const Event *event_at(const Run *run, size_t index) { return trace_event(run->trace, index); }

/* The first event from `from` on of that kind, with that field a or any; the end of the trace when there is none. */
static size_t first(const Run *run, size_t from, EventKind kind, uint32_t a)
{
    size_t i = from;
    while (i < trace_count(run->trace) && (event_at(run, i)->kind != kind || (a != 0 && event_at(run, i)->a != a))) {
        i++;
    }
    return i;
}

/* Who runs after n events: the task of the last STEP, when its STEP_END is still to come. */
static uint32_t runs_at(const Run *run, size_t n)
{
    for (size_t i = n; i-- > 0;) {
        if (event_at(run, i)->kind == EV_STEP || event_at(run, i)->kind == EV_STEP_END) {
            return event_at(run, i)->kind == EV_STEP ? event_at(run, i)->a : 0;
        }
    }
    return 0;
}

static bool is_named(const Run *run, uint32_t task, const char *text)
{
    char label[128];
    model_task_label(run->model, ref_make(REF_TASK, task), label, sizeof label);
    size_t length = strcspn(text, "\xe2"); /* a long label is cut with an ellipsis */
    return strlen(label) < 36 ? strcmp(label, text) == 0 : strncmp(label, text, length) == 0;
}

static bool begins_with(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

static const char *seconds(int64_t ns, char buffer[64])
{
    snprintf(buffer, 64, ns != 0 && ns < 1000000 ? "%.6g ms" : "%.9g s", ns != 0 && ns < 1000000 ? (double)ns / 1e6 : (double)ns / 1e9);
    return buffer;
}

static size_t resolve_of(const Run *run, size_t from, Ref what)
{
    size_t i = first(run, from, EV_RESOLVE, 0);
    while (i < trace_count(run->trace) && event_at(run, i)->b != what) {
        i = first(run, i + 1, EV_RESOLVE, 0);
    }
    return i;
}

static void check_next(const Run *run, const Question *question)
{
    size_t step = first(run, question->at, EV_STEP, 0);
    HOLDS(question->shown_at == step + 1 && question->task == event_at(run, step)->a);
    HOLDS(is_named(run, question->task, question->choices[question->right]));
}

static void check_prints(const Run *run, const Question *question)
{
    const char *right = question->choices[question->right];
    size_t out = first(run, question->at, EV_OUT, 0);
    HOLDS(question->shown_at == out + 1);
    const char *text = trace_text(run->trace, event_at(run, out)->b);
    text += strspn(text, " \n\t");
    size_t same = 0;
    while (text[same] != '\0' && (text[same] == right[same] || (text[same] == '\n' && right[same] == ' '))) {
        same++;
    }
    HOLDS(text[same] == right[same] || (same > 40 && strcmp(right + same, "\xe2\x80\xa6") == 0));
}

/* A ready queue of its own: entries in order, and the task of each. */
static void check_queue(const Run *run, const Question *question)
{
    Ref queue[64];
    uint32_t task[64];
    size_t count = 0;
    for (size_t i = 0; i < question->shown_at; i++) {
        const Event *event = event_at(run, i);
        bool leaves = event->kind == EV_STEP || event->kind == EV_CB || event->kind == EV_SKIP;
        if (event->kind == EV_READY || event->kind == EV_TIMER_FIRE) {
            HOLDS(count < 64);
            bool step = event->kind == EV_READY && (event->detail == CALL_STEP || event->detail == CALL_WAKEUP);
            queue[count] = ref_make(event->kind == EV_READY ? REF_HANDLE : REF_TIMER, event->a);
            task[count++] = step ? ref_number(event->b) : 0;
        }
        for (size_t at = 0; leaves && at < count; at++) {
            if (queue[at] == event->b) {
                count--;
                memmove(queue + at, queue + at + 1, (count - at) * sizeof queue[0]);
                memmove(task + at, task + at + 1, (count - at) * sizeof task[0]);
                leaves = false;
            }
        }
    }
    char *rest = NULL, copy[PREDICT_CHOICE];
    snprintf(copy, sizeof copy, "%s", question->choices[question->right]);
    char *word = strtok_r(copy, ",", &rest);
    for (size_t at = 0; at < count; at++, word = strtok_r(NULL, ",", &rest)) {
        HOLDS(word != NULL);
        word += *word == ' ';
        HOLDS(task[at] != 0 ? is_named(run, task[at], word) : strstr(word, "callback") != NULL || strstr(word, "timer") != NULL);
    }
    HOLDS(word == NULL && count > 0);
}

static void check_sleep_end(const Run *run, const Question *question)
{
    uint32_t task = runs_at(run, question->at);
    size_t end = first(run, question->at, EV_STEP_END, task);
    char right[128], time[64];
    HOLDS(task != 0 && question->task == task && question->shown_at == end + 1);
    size_t timer = question->at;
    for (size_t i = question->at; i < end; i++) {
        timer = event_at(run, i)->kind == EV_TIMER_NEW ? i : timer;
    }
    HOLDS(event_at(run, timer)->kind == EV_TIMER_NEW && event_at(run, timer)->b == event_at(run, end)->b);
    snprintf(right, sizeof right, "at t = %s", seconds(trace_time(event_at(run, timer)), time));
    HOLDS(strcmp(right, question->choices[question->right]) == 0);
}

static void check_total(const Run *run, const Question *question)
{
    char time[64];
    size_t done = first(run, 0, EV_DONE, 0);
    HOLDS(done < trace_count(run->trace) && question->shown_at == done + 1);
    HOLDS(strcmp(seconds(event_at(run, done)->t, time), question->choices[question->right]) == 0);
}

static void check_first_done(const Run *run, const Question *question)
{
    size_t i = first(run, question->at, EV_RESOLVE, 0);
    while (i < trace_count(run->trace) && ref_kind(event_at(run, i)->b) != REF_TASK) {
        i = first(run, i + 1, EV_RESOLVE, 0);
    }
    HOLDS(question->shown_at == i + 1 && ref_number(event_at(run, i)->b) == question->task);
    HOLDS(is_named(run, question->task, question->choices[question->right]));
}

static void check_await(const Run *run, const Question *question)
{
    uint32_t task = runs_at(run, question->at);
    size_t end = first(run, question->at, EV_STEP_END, task);
    const Event *shown = event_at(run, question->shown_at - 1);
    HOLDS(task != 0 && question->shown_at <= end + 1);
    if (strstr(question->text, "sleep(0)") != NULL) {
        HOLDS(shown->kind == EV_STEP_END && shown->detail == REASON_YIELD &&
              strstr(question->choices[question->right], "end of the queue") != NULL);
    } else {
        HOLDS(shown->kind == EV_ENTER && shown->by == ref_make(REF_TASK, task));
        HOLDS(begins_with(question->choices[question->right], trace_text(run->trace, shown->b)));
        HOLDS(strstr(question->choices[question->right], "same task") != NULL);
    }
}

static void check_blocks(const Run *run, const Question *question)
{
    char right[128], time[64];
    uint32_t task = runs_at(run, question->at);
    size_t block = first(run, question->at, EV_BLOCK, 0), goes_on = first(run, question->at, EV_STEP, question->task);
    HOLDS(task != 0 && event_at(run, block)->by == ref_make(REF_TASK, task) && question->shown_at == goes_on + 1);
    HOLDS(first(run, question->at, EV_STEP_END, task) > block && first(run, question->at, EV_STEP_END, task) < goes_on);
    snprintf(right, sizeof right, "at t = %s", seconds(event_at(run, goes_on)->t, time));
    HOLDS(strcmp(question->choices[question->right], right) == 0);
}

static void check_fails(const Run *run, const Question *question)
{
    uint32_t ends = runs_at(run, question->at);
    size_t end = resolve_of(run, question->at, ref_make(REF_TASK, ends)), over = resolve_of(run, end, ref_make(REF_TASK, question->task));
    size_t cancels = 0;
    HOLDS(event_at(run, end)->detail == OUTCOME_EXCEPTION && question->task != ends && end < over);
    for (size_t i = end; i < over && i < trace_count(run->trace); i++) {
        cancels += event_at(run, i)->kind == EV_CANCEL && event_at(run, i)->b == ref_make(REF_TASK, question->task);
    }
    HOLDS(begins_with(question->choices[question->right], cancels > 0 ? "The group cancels it" : "It runs on as if"));
}

static void check_start(const Run *run, const Question *question)
{
    size_t made = first(run, 0, EV_TASK_NEW, question->task), begins = first(run, made, EV_STEP, question->task);
    size_t gives_way = first(run, made, EV_STEP_END, ref_number(event_at(run, made)->by));
    HOLDS(made >= question->at && gives_way < begins && question->shown_at == begins + 1);
    HOLDS(begins_with(question->choices[question->right], "After this step"));
}

static void check_cancel(const Run *run, const Question *question)
{
    size_t cancel = first(run, question->at, EV_CANCEL, 0);
    while (cancel < trace_count(run->trace) && event_at(run, cancel)->b != ref_make(REF_TASK, question->task)) {
        cancel = first(run, cancel + 1, EV_CANCEL, 0);
    }
    size_t step = first(run, cancel, EV_STEP, question->task);
    HOLDS(cancel < first(run, question->at, EV_STEP_END, 0) && question->shown_at == step + 1 && event_at(run, step)->d != 0);
    bool begun = first(run, 0, EV_STEP, question->task) < cancel;
    HOLDS(begins_with(question->choices[question->right], begun ? "At its next step" : "None"));
}

static void check_left_over(const Run *run, const Question *question)
{
    const Event *cancel = event_at(run, question->shown_at - 1);
    uint32_t root = runs_at(run, question->at);
    size_t end = first(run, question->at, EV_STEP_END, root);
    HOLDS(cancel->kind == EV_CANCEL && cancel->b == ref_make(REF_TASK, question->task) && ref_kind(cancel->by) == REF_MAIN);
    HOLDS(event_at(run, end)->detail == REASON_RETURN && end < question->shown_at);
    HOLDS(strcmp(question->choices[question->right], "asyncio.run cancels it") == 0);
}

static void check_gather(const Run *run, const Question *question)
{
    unsigned others = strstr(question->choices[question->right], "the other one") != NULL ? 1 : 0;
    uint32_t ends = runs_at(run, question->at);
    HOLDS(others == 1 || sscanf(question->choices[question->right], "No: gather still waits for %u others", &others) == 1);
    HOLDS(first(run, question->at, EV_STEP, question->task) + 1 >= question->shown_at);
    HOLDS(question->task != event_at(run, first(run, question->at, EV_STEP, 0))->a);
    size_t child = first(run, 0, EV_CHILD, 0);
    while (child < question->at && event_at(run, child)->b != ref_make(REF_TASK, ends)) {
        child = first(run, child + 1, EV_CHILD, 0);
    }
    unsigned children = 0;
    for (size_t i = 0; i < question->at; i++) {
        children += event_at(run, i)->kind == EV_CHILD && event_at(run, i)->a == event_at(run, child)->a;
    }
    HOLDS(children == others + 1);
}

static void check_value(const Run *run, const Question *question)
{
    size_t goes_on = first(run, question->at, EV_STEP, question->task);
    Ref awaited = goes_on < trace_count(run->trace) ? event_at(run, goes_on)->c : 0;
    size_t resolve = resolve_of(run, question->at, awaited);
    HOLDS(awaited != 0 && question->shown_at == resolve + 1);
    const Event *event = event_at(run, resolve);
    const char *value = trace_text(run->trace, event->c), *right = question->choices[question->right];
    HOLDS(begins_with(right, value));
    HOLDS(strcmp(right + strlen(value), event->detail == OUTCOME_RESULT ? "" : ", raised there") == 0);
}

static void check_turn(const Run *run, const Question *question)
{
    uint32_t ends = runs_at(run, question->at);
    size_t end = resolve_of(run, question->at, ref_make(REF_TASK, ends));
    size_t goes_on = first(run, end, EV_STEP, question->task), turns = 0;
    for (size_t i = end; i < goes_on; i++) {
        turns += event_at(run, i)->kind == EV_ITER;
    }
    HOLDS(question->shown_at == goes_on + 1);
    HOLDS(strcmp(question->choices[question->right], turns == 1 ? "In the next turn" : "In the turn after the next") == 0 && turns <= 2);
}

static void check_tasks(const Run *run, const Question *question)
{
    int alive = 0;
    for (size_t i = 0; i < question->shown_at; i++) {
        alive += event_at(run, i)->kind == EV_TASK_NEW;
        alive -= event_at(run, i)->kind == EV_RESOLVE && ref_kind(event_at(run, i)->b) == REF_TASK;
    }
    HOLDS(atoi(question->choices[question->right]) == alive);
}

static void check_lock(const Run *run, const Question *question)
{
    const Event *resolve = event_at(run, question->shown_at - 1);
    HOLDS(resolve->kind == EV_RESOLVE && is_named(run, question->task, question->choices[question->right]));
    size_t wait = question->at;
    while (wait > 0 && (event_at(run, wait)->kind != EV_STEP_END || event_at(run, wait)->b != resolve->b)) {
        wait--;
    }
    HOLDS(event_at(run, wait)->a == question->task && event_at(run, wait)->detail == REASON_AWAIT);
}

static void check_answer(const Run *run, const Question *question)
{
    static void (*const checks[PREDICT_KIND_COUNT])(const Run *, const Question *) = {
#define KIND(id, name, words) [PREDICT_##id] = check_##name,
        PREDICT_KINDS(KIND)
#undef KIND
    };
    checks[question->kind](run, question);
}

static bool ends_with(const char *text, char end) { return text[0] != '\0' && text[strlen(text) - 1] == end; }

static void check_words(const Run *run, const Question *question)
{
    HOLDS(question->kind < PREDICT_KIND_COUNT);
    HOLDS(ends_with(question->text, '?') && strlen(question->text) < PREDICT_TEXT - 1);
    HOLDS(ends_with(question->reason, '.') && strlen(question->reason) < PREDICT_REASON - 1);
    HOLDS(question->choice_count >= 2 && question->choice_count <= PREDICT_CHOICES && question->right < question->choice_count);
    HOLDS(question->shown_at > question->at && question->shown_at <= trace_count(run->trace));
    HOLDS(question->task <= spans_task_count(run->spans));
    HOLDS(question->misconception[question->right] == -1);
    for (size_t i = 0; i < question->choice_count; i++) {
        int belief = question->misconception[i];
        HOLDS(question->choices[i][0] != '\0' && memchr(question->choices[i], '\0', PREDICT_CHOICE) != NULL);
        HOLDS(belief >= -1 && belief < (int)MISCONCEPTION_COUNT);
        for (size_t other = 0; other < i; other++) {
            HOLDS(strcmp(question->choices[i], question->choices[other]) != 0);
        }
        if (belief >= 0) {
            misconceptions_met[belief]++;
        }
    }
}

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

static bool ask(const Run *run, size_t n, size_t next, Question *question)
{
    Question again;
    bool asked = predict_question(run->trace, run->model, run->spans, n, next, question);
    model_at(run->model, trace_count(run->trace) - n);
    if (predict_question(run->trace, run->model, run->spans, n, next, &again) != asked || (asked && !is_same(question, &again))) {
        fail_msg("%s at %zu: the question is not the same when it is asked again", run->name, n);
    }
    if (asked) {
        HOLDS(question->at == n);
        check_words(run, question);
        check_answer(run, question);
    }
    return asked;
}

/* From step to step as a reader goes: no fact is asked about twice. */
static void check_walk(const Run *run, StepSize size)
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
    Run run = {.name = name, .trace = trace, .model = model_new(trace), .spans = spans_new(trace)};
    Question question;
    assert_true(run.model != NULL && run.spans != NULL && spans_update(run.spans));
    for (StepSize size = 0; size < STEP_SIZE_COUNT; size++) {
        check_walk(&run, size);
        for (size_t n = 0; n < trace_count(trace); n++) {
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
        assert_int_equal(lesson_record(lesson_at(i), trace_sink(trace)), 0);
        check_trace(lesson_at(i)->name, trace);
        trace_free(trace);
    }
}

static void every_question_of_every_program_has_the_answer_of_the_trace(void **state)
{
    (void)state;
    programs_each(check_trace);
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
        assert_true(kinds_met[kind] > 0);
    }
    for (int belief = 0; belief < (int)MISCONCEPTION_COUNT; belief++) {
        assert_true(misconceptions_met[belief] > 0);
        assert_true(ends_with(misconception_belief(belief), '.') && misconception_source(belief)[0] != '\0');
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
        bool stop = n == far, met = predict_question(trace, model, spans, n, n + 1, &one);
        far = stop ? player_target(spans, trace, n, STEP_AWAIT, 1) : far;
        assert_int_equal(met, stop && predict_question(trace, model, spans, n, far, &other));
        assert_true(!met || is_same(&one, &other));
        asked += met;
    }
    assert_true(asked >= 8);
    spans_free(spans);
    model_free(model);
    trace_free(trace);
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
    assert_false(predict_question(trace, model, spans, end, end, &question));
    assert_false(predict_question(trace, model, spans, 5, 5, &question));
    assert_false(predict_question(trace, model, spans, 5, 4, &question));
    assert_false(predict_question(trace, model, spans, end - 1, end + 1, &question));
    spans_free(spans);
    model_free(model);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_of_every_lesson_has_the_answer_of_the_trace),
        cmocka_unit_test(every_question_of_every_program_has_the_answer_of_the_trace),
        cmocka_unit_test(every_kind_and_every_misconception_occurs),
        cmocka_unit_test(event_by_event_the_same_is_asked_as_from_await_to_await),
        cmocka_unit_test(there_is_no_question_beyond_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
