/* predict_checks.c: see predict_checks.h. */
#include "support/predict_checks.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void predict_fail_about(const AskedRun *run, const Question *question, const char *what)
{
    fail_msg("%s at %zu, shown at %zu, %s: %s\n%s\nright: %s\n%s", run->name, question->at, question->shown_at,
             predict_kind_name(question->kind), what, question->text, question->choices[question->right], question->reason);
}

static const Event *event_at(const AskedRun *run, size_t index) { return trace_event(run->trace, index); }

/* The first event from `from` on of that kind, with that field a or any; the end of the trace when there is none. */
static size_t first(const AskedRun *run, size_t from, EventKind kind, uint32_t a)
{
    size_t i = from;
    while (i < trace_count(run->trace) && (event_at(run, i)->kind != kind || (a != 0 && event_at(run, i)->a != a))) {
        i++;
    }
    return i;
}

/* Who runs after n events: the task of the last STEP, when its STEP_END is still to come. Eager tasks, which have no STEP, come and go in between. */
static uint32_t runs_at(const AskedRun *run, size_t n)
{
    size_t step = n;
    while (step > 0 && event_at(run, step - 1)->kind != EV_STEP) {
        step--;
    }
    uint32_t task = step > 0 ? event_at(run, step - 1)->a : 0;
    for (size_t i = step; i < n; i++) {
        if (event_at(run, i)->kind == EV_STEP_END && event_at(run, i)->a == task) {
            return 0;
        }
    }
    return task;
}

static bool is_named(const AskedRun *run, uint32_t task, const char *text)
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

static size_t resolve_of(const AskedRun *run, size_t from, Ref what)
{
    size_t i = first(run, from, EV_RESOLVE, 0);
    while (i < trace_count(run->trace) && event_at(run, i)->b != what) {
        i = first(run, i + 1, EV_RESOLVE, 0);
    }
    return i;
}

static void check_next(const AskedRun *run, const Question *question)
{
    size_t step = first(run, question->at, EV_STEP, 0);
    HOLDS(question->shown_at == step + 1 && question->task == event_at(run, step)->a);
    HOLDS(is_named(run, question->task, question->choices[question->right]));
}

static void check_prints(const AskedRun *run, const Question *question)
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
static void check_queue(const AskedRun *run, const Question *question)
{
    enum { QUEUED = 2048 };
    Ref queue[QUEUED];
    uint32_t task[QUEUED];
    size_t count = 0;
    for (size_t i = 0; i < question->shown_at; i++) {
        const Event *event = event_at(run, i);
        bool leaves = event->kind == EV_STEP || event->kind == EV_CB || event->kind == EV_SKIP;
        if (event->kind == EV_READY || event->kind == EV_TIMER_FIRE) {
            HOLDS(count < QUEUED);
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

static void check_sleep_end(const AskedRun *run, const Question *question)
{
    uint32_t task = runs_at(run, question->at);
    size_t end = first(run, question->at, EV_STEP_END, task);
    char right[128], time[64];
    HOLDS(task != 0 && question->task == task && question->shown_at == end + 1);
    size_t timer = question->at;
    for (size_t i = question->at; i < end; i++) {
        timer = event_at(run, i)->kind == EV_TIMER_NEW ? i : timer;
    }
    HOLDS(first(run, timer, EV_TIMER_FIRE, event_at(run, timer)->a) < trace_count(run->trace));
    HOLDS(event_at(run, timer)->kind == EV_TIMER_NEW && event_at(run, timer)->b == event_at(run, end)->b);
    snprintf(right, sizeof right, "at t = %s", seconds(trace_time(event_at(run, timer)), time));
    HOLDS(strcmp(right, question->choices[question->right]) == 0);
}

static void check_total(const AskedRun *run, const Question *question)
{
    char time[64];
    size_t done = first(run, 0, EV_DONE, 0);
    HOLDS(done < trace_count(run->trace) && question->shown_at == done + 1);
    HOLDS(strcmp(seconds(event_at(run, done)->t, time), question->choices[question->right]) == 0);
}

static void check_first_done(const AskedRun *run, const Question *question)
{
    size_t i = first(run, question->at, EV_RESOLVE, 0);
    while (i < trace_count(run->trace) && ref_kind(event_at(run, i)->b) != REF_TASK) {
        i = first(run, i + 1, EV_RESOLVE, 0);
    }
    HOLDS(question->shown_at == i + 1 && ref_number(event_at(run, i)->b) == question->task);
    HOLDS(is_named(run, question->task, question->choices[question->right]));
}

static void check_await(const AskedRun *run, const Question *question)
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

static void check_blocks(const AskedRun *run, const Question *question)
{
    char right[128], time[64];
    uint32_t task = runs_at(run, question->at);
    size_t block = first(run, question->at, EV_BLOCK, 0), goes_on = first(run, question->at, EV_STEP, question->task);
    HOLDS(task != 0 && event_at(run, block)->by == ref_make(REF_TASK, task) && question->shown_at == goes_on + 1);
    HOLDS(first(run, question->at, EV_STEP_END, task) > block && first(run, question->at, EV_STEP_END, task) < goes_on);
    snprintf(right, sizeof right, "at t = %s", seconds(event_at(run, goes_on)->t, time));
    HOLDS(strcmp(question->choices[question->right], right) == 0);
}

static void check_fails(const AskedRun *run, const Question *question)
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

static void check_start(const AskedRun *run, const Question *question)
{
    size_t made = first(run, 0, EV_TASK_NEW, question->task), begins = first(run, made, EV_STEP, question->task);
    size_t gives_way = first(run, made, EV_STEP_END, ref_number(event_at(run, made)->by));
    HOLDS(made >= question->at && gives_way < begins && question->shown_at == begins + 1);
    HOLDS(begins_with(question->choices[question->right], "After this step"));
}

/* The callback that was asked for last in this step. */
static void check_soon(const AskedRun *run, const Question *question)
{
    const Event *callback = event_at(run, question->shown_at - 1);
    size_t end = first(run, question->at, EV_STEP_END, runs_at(run, question->at)), ready = end;
    while (ready > question->at && (event_at(run, ready)->kind != EV_READY || event_at(run, ready)->detail != CALL_USER)) {
        ready--;
    }
    HOLDS(callback->kind == EV_CB && callback->b == ref_make(REF_HANDLE, event_at(run, ready)->a) && end < question->shown_at);
    HOLDS(begins_with(question->choices[question->right], "After this step"));
}

/* Who runs now is struck where it waits next, by a timer. */
static void check_limit(const AskedRun *run, const Question *question)
{
    char time[64];
    uint32_t task = runs_at(run, question->at);
    size_t step = question->shown_at - 1, cancel = step;
    while (cancel > question->at && (event_at(run, cancel)->kind != EV_CANCEL || event_at(run, cancel)->b != ref_make(REF_TASK, task))) {
        cancel--;
    }
    HOLDS(task == question->task && first(run, first(run, question->at, EV_STEP_END, task), EV_STEP, task) == step);
    HOLDS(cancel > question->at && ref_kind(event_at(run, cancel)->by) == REF_TIMER);
    HOLDS(begins_with(trace_text(run->trace, event_at(run, step)->d), "CancelledError"));
    HOLDS(strstr(question->text, seconds(event_at(run, cancel)->t, time)) != NULL);
    HOLDS(begins_with(question->choices[question->right], "CancelledError comes out"));
}

static void check_cancel(const AskedRun *run, const Question *question)
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

static void check_left_over(const AskedRun *run, const Question *question)
{
    const Event *cancel = event_at(run, question->shown_at - 1);
    if (cancel->kind == EV_LEFT) {
        HOLDS(question->task == 0 && cancel->b > 0 && strcmp(question->choices[question->right], "It never runs") == 0);
        return;
    }
    uint32_t root = runs_at(run, question->at);
    size_t end = first(run, question->at, EV_STEP_END, root);
    HOLDS(cancel->kind == EV_CANCEL && cancel->b == ref_make(REF_TASK, question->task) && ref_kind(cancel->by) == REF_MAIN);
    HOLDS(event_at(run, end)->detail == REASON_RETURN && end < question->shown_at);
    HOLDS(strcmp(question->choices[question->right], "asyncio.run cancels it") == 0);
}

static void check_gather(const AskedRun *run, const Question *question)
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

static void check_value(const AskedRun *run, const Question *question)
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

static void check_turn(const AskedRun *run, const Question *question)
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

static void check_tasks(const AskedRun *run, const Question *question)
{
    int alive = 0;
    for (size_t i = 0; i < question->shown_at; i++) {
        alive += event_at(run, i)->kind == EV_TASK_NEW;
        alive -= event_at(run, i)->kind == EV_RESOLVE && ref_kind(event_at(run, i)->b) == REF_TASK;
    }
    HOLDS(atoi(question->choices[question->right]) == alive);
}

static void check_lock(const AskedRun *run, const Question *question)
{
    const Event *resolve = event_at(run, question->shown_at - 1);
    HOLDS(resolve->kind == EV_RESOLVE && is_named(run, question->task, question->choices[question->right]));
    size_t wait = question->at;
    while (wait > 0 && (event_at(run, wait)->kind != EV_STEP_END || event_at(run, wait)->b != resolve->b)) {
        wait--;
    }
    HOLDS(event_at(run, wait)->a == question->task && event_at(run, wait)->detail == REASON_AWAIT);
}

/* What was written in that step, and whether some of it was kept. */
static void check_write(const AskedRun *run, const Question *question)
{
    const Event *bytes = event_at(run, question->shown_at - 1);
    bool kept = bytes->detail == BYTES_KEPT;
    for (size_t i = question->shown_at; i < trace_count(run->trace) && i < question->shown_at + 3 && event_at(run, i)->by == bytes->by;
         i++) {
        kept = kept || (event_at(run, i)->kind == EV_BYTES && event_at(run, i)->detail == BYTES_KEPT);
    }
    HOLDS(bytes->kind == EV_BYTES && bytes->by == ref_make(REF_TASK, runs_at(run, question->at)) &&
          question->task == ref_number(bytes->by));
    HOLDS(
        begins_with(question->choices[question->right], kept ? "It sends what the system takes, keeps the rest" : "It sends them at once"));
}

/* Another one than who waits for the call runs next, and the call has not come back. */
static void check_thread(const AskedRun *run, const Question *question)
{
    size_t step = first(run, question->at, EV_STEP, 0);
    HOLDS(question->shown_at == step + 1 && event_at(run, step)->a == question->task);
    HOLDS(is_named(run, question->task, question->choices[question->right] + strlen("It goes on with ")));
    size_t wait = question->at;
    while (wait > 0 && event_at(run, wait)->kind != EV_NAME) {
        wait--;
    }
    HOLDS(first(run, question->at, EV_ARRIVED, event_at(run, wait)->a) > step);
}

/* What the task meets first in its step: something that it takes at once, or the end of the step, by waiting. */
static void check_waits(const AskedRun *run, const Question *question)
{
    uint32_t task = runs_at(run, question->at);
    size_t met = question->at;
    for (; event_at(run, met)->kind != EV_STEP_END; met++) {
        const Event *event = event_at(run, met);
        bool taken = event->detail == USE_TAKEN || event->detail == USE_PUT || event->detail == USE_GOT;
        if (event->kind == EV_USE && taken && event->by == ref_make(REF_TASK, task)) {
            break;
        }
    }
    bool waits = event_at(run, met)->kind == EV_STEP_END;
    HOLDS(question->task == task && question->shown_at == met + 1);
    HOLDS((strstr(question->choices[question->right], " is suspended until ") != NULL) == waits);
    HOLDS(!waits || event_at(run, met)->detail == REASON_AWAIT);
}

/* After the task has waited nothing runs any more. */
static void check_stuck(const AskedRun *run, const Question *question)
{
    uint32_t task = runs_at(run, question->at);
    size_t end = first(run, question->at, EV_STEP_END, task), stuck = first(run, end, EV_DEADLOCK, 0);
    HOLDS(question->task == task && stuck < trace_count(run->trace) && question->shown_at == stuck + 1);
    HOLDS(first(run, end, EV_STEP, 0) > stuck && first(run, end, EV_CB, 0) > stuck);
    HOLDS(strcmp(question->choices[question->right], "Nobody, ever") == 0);
}

void predict_check_answer(const AskedRun *run, const Question *question)
{
    static void (*const checks[PREDICT_KIND_COUNT])(const AskedRun *, const Question *) = {
#define KIND(id, name, words) [PREDICT_##id] = check_##name,
        PREDICT_KINDS(KIND)
#undef KIND
    };
    checks[question->kind](run, question);
}

static bool ends_with(const char *text, char end) { return text[0] != '\0' && text[strlen(text) - 1] == end; }

void predict_check_words(const AskedRun *run, const Question *question)
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
    }
}
