/* statistics.c: see statistics.h. */
#include "statistics.h"

#include "fold.h"
#include "model/statistics.h"
#include "words/narrate/parts.h"
#include "words/measured.h"

#include <stdlib.h>
#include <string.h>

enum { NAME = 64, ROWS = 40, STEPS = 8 };

typedef struct Page {
    Language language;
    FILE *out;
    Model *model;
    const Trace *trace;
    const State *state;
    const Statistics *found;
} Page;

static const char *label(const Page *page, Ref task, char buffer[NAME])
{
    char text[NAME];
    return phrase_plain(model_task_label(page->model, task, text, sizeof text), buffer, NAME);
}

/* "line 12", or "" for no place. */
static const char *line_of(const Page *page, uint32_t id, char buffer[NAME])
{
    char line[PHRASE];
    const Telling telling = {.trace = page->trace, .language = page->language};
    snprintf(buffer, NAME, "%s", id == 0 ? "" : say_line(&telling, id, line));
    return buffer;
}

static void heading(const Page *page, const char *words) { fprintf(page->out, "\n%s\n", words); }

/* Its heading stands at the right. */
static void column(const Page *page, const char *name, int width) { fprintf(page->out, "  %*s", tell_columns(name, width), name); }

static const char *state_in(const Page *page, TaskState state) { return words_in(page->language, model_state_name(state)); }

static void tell_latencies(const Page *page)
{
    const Statistics *found = page->found;
    char median[PHRASE], most[PHRASE], nearly[PHRASE], longest[PHRASE], at[PHRASE], who[NAME];
    if (found->latency_count == 0) {
        return;
    }
    heading(page, words_in(page->language, "From ready to running"));
    if (found->late.took == 0) {
        fprintf(page->out, "%s\n", words_in(page->language, "  no step had to wait: in virtual time only sleeping and blocking take any"));
        return;
    }
    fprintf(page->out, words_in(page->language, "  half of the steps within %s, nine of ten within %s, 99 of 100 within %s\n"),
            phrase_time(statistics_latency(found, 0.5), median), phrase_time(statistics_latency(found, 0.9), most),
            phrase_time(statistics_latency(found, 0.99), nearly));
    fprintf(page->out, words_in(page->language, "  the longest: %s waited %s for its turn, until t = %s\n"),
            label(page, found->late.task, who), phrase_time(found->late.took, longest), phrase_time(found->late.began, at));
}

static void tell_steps(const Page *page)
{
    const Statistics *found = page->found;
    if (found->longest_count == 0) {
        return; /* in virtual time nothing takes time but waiting */
    }
    heading(page, words_in(page->language, "The longest steps"));
    for (size_t i = 0; i < found->longest_count && i < STEPS; i++) {
        char took[PHRASE], at[PHRASE], who[NAME], line[NAME];
        const StatisticsStep *step = &found->longest[i];
        fprintf(page->out, words_in(page->language, "  %12s  at t = %-12s  %s"), phrase_time(step->took, took),
                phrase_time(step->began, at), label(page, step->task, who));
        if (step->place != 0) {
            fprintf(page->out, words_in(page->language, ", which went on from %s"), line_of(page, step->place, line));
        } else {
            fputs(words_in(page->language, ", its first"), page->out);
        }
        putc('\n', page->out);
    }
}

static void tell_waits(const Page *page)
{
    const Statistics *found = page->found;
    size_t shown = found->wait_count < ROWS ? found->wait_count : ROWS;
    if (shown == 0) {
        return;
    }
    heading(page, words_in(page->language, "What is waited for"));
    column(page, words_in(page->language, "waits"), 6);
    column(page, words_in(page->language, "in all"), 12);
    column(page, words_in(page->language, "the longest"), 12);
    putc('\n', page->out);
    for (size_t i = 0; i < shown; i++) {
        char sum[PHRASE], longest[PHRASE], who[NAME], line[NAME], name[NAME], text[NAME];
        const StatisticsWait *wait = &found->waits[i];
        measured_wait(page->language, wait, page->trace, text, sizeof text);
        fprintf(page->out, "  %6zu  %12s  %12s  %s%s%s", wait->count, phrase_time(wait->sum, sum), phrase_time(wait->longest, longest),
                phrase_plain(text, name, sizeof name), wait->place != 0 ? ", " : "", line_of(page, wait->place, line));
        fprintf(page->out, words_in(page->language, ", the longest by %s"), label(page, wait->who, who));
        putc('\n', page->out);
    }
    if (found->wait_count > shown) {
        fprintf(page->out, words_in(page->language, "  and %zu more places\n"), found->wait_count - shown);
    }
}

static int64_t total(const State *state, const ModelTask *task, TaskState which)
{
    return task->total[which] + (task->state == which ? state->now - task->since_time : 0);
}

static const State *compared; /* qsort passes nothing on */

static int by_running(const void *one, const void *other)
{
    const ModelTask *a = *(const ModelTask *const *)one, *b = *(const ModelTask *const *)other;
    int64_t left = total(compared, a, TASK_RUNNING), right = total(compared, b, TASK_RUNNING);
    left = left == right ? total(compared, a, TASK_READY) : left;
    right = total(compared, a, TASK_RUNNING) == right ? total(compared, b, TASK_READY) : right;
    return left != right ? (left < right) - (left > right) : (a->number > b->number) - (a->number < b->number);
}

/* False: out of memory. */
static bool tell_tasks(const Page *page)
{
    static const TaskState columns[] = {TASK_RUNNING, TASK_READY, TASK_AWAITING, TASK_SLEEPING};
    const State *state = page->state;
    size_t count = state->task_count, shown = count < ROWS ? count : ROWS;
    const ModelTask **order = count == 0 ? NULL : calloc(count, sizeof(const ModelTask *));
    if (order == NULL) {
        return count == 0;
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = &state->tasks[i];
    }
    compared = state;
    qsort(order, count, sizeof(const ModelTask *), by_running);
    heading(page, words_in(page->language, "Time of each task"));
    for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++) {
        column(page, state_in(page, columns[k]), 12);
    }
    putc('\n', page->out);
    for (size_t i = 0; i < shown; i++) {
        char time[PHRASE], who[NAME];
        for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++) {
            fprintf(page->out, "  %12s", phrase_time(total(state, order[i], columns[k]), time));
        }
        fprintf(page->out, "  %s, %s\n", label(page, ref_make(REF_TASK, order[i]->number), who), state_in(page, order[i]->state));
    }
    if (count > shown) {
        fprintf(page->out, words_in(page->language, "  and %zu more tasks, which ran for less\n"), count - shown);
    }
    free(order);
    return true;
}

bool tell_statistics(Language language, const Trace *trace, FILE *out)
{
    Statistics found = {0};
    Model *model = model_new(trace);
    bool good = model != NULL && statistics_find(&found, model, trace);
    const State *state = good ? model_at(model, trace_count(trace)) : NULL;
    good = state != NULL;
    if (good) {
        char took[PHRASE];
        const Page page = {language, out, model, trace, state, &found};
        fprintf(out, words_in(language, "%s, %zu events, %zu turns of the loop, %zu steps of %zu tasks\n"), phrase_time(found.took, took),
                found.events, found.turns, found.step_count, state->task_count);
        char outside[240];
        if (measured_outside(language, &found, outside, sizeof outside)) {
            fprintf(out, words_in(language, "Outside of the loop: %s\n"), outside);
        }
        tell_latencies(&page);
        tell_steps(&page);
        tell_waits(&page);
        good = tell_tasks(&page);
    }
    statistics_free(&found);
    model_free(model);
    return good && fflush(out) == 0 && !ferror(out);
}
