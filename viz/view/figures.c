/* figures.c: see figures.h. */
#include "figures.h"

#include "language/words_in.h"
#include "words/measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Figures {
    Statistics found;
    Model *model;
    const Spans *spans;
    FigureRow *rows;
    size_t count;
    size_t events; /* of the trace when it was counted */
};

static const struct {
    const char *name, *columns[FIGURE_COLUMNS];
    unsigned counts; /* a bit for each column that is a count and no time */
} tables[FIGURES_TABLES] = {
    [FIGURES_STEPS] = {WORDS("the longest steps"), {WORDS("took"), WORDS("at")}, 0},
    [FIGURES_WAITS] = {WORDS("what is waited for"), {WORDS("in all"), WORDS("the longest"), WORDS("waits")}, 1U << 2},
    [FIGURES_TASKS] = {WORDS("time of each task"), {WORDS("running"), WORDS("ready"), WORDS("awaiting"), WORDS("sleeping")}, 0},
};

Figures *figures_new(Model *model, const Spans *spans)
{
    Figures *figures = calloc(1, sizeof *figures);
    if (figures == NULL) {
        return NULL;
    }
    figures->model = model;
    figures->spans = spans;
    figures->events = trace_count(model_trace(model));
    if (!statistics_find(&figures->found, model, model_trace(model))) {
        figures_free(figures);
        return NULL;
    }
    return figures;
}

void figures_free(Figures *figures)
{
    if (figures != NULL) {
        statistics_free(&figures->found);
        free(figures->rows);
        free(figures);
    }
}

const FigureRow *figures_rows(const Figures *figures, size_t *count)
{
    *count = figures->count;
    return figures->rows;
}

const Statistics *figures_found(const Figures *figures) { return &figures->found; }

size_t figures_counted(const Figures *figures) { return figures->events; }

const char *figures_table_name(FigureTable table) { return tables[table].name; }

const char *figures_column_name(FigureTable table, size_t column) { return column < FIGURE_COLUMNS ? tables[table].columns[column] : NULL; }

bool figures_is_count(FigureTable table, size_t column) { return (tables[table].counts >> column & 1U) != 0; }

/* What is written with the name of a file and a line, or "" for no place. */
static void line_of(const Figures *figures, uint32_t id, const char *words, char *out, size_t size) __attribute__((format(printf, 3, 0)));
static void line_of(const Figures *figures, uint32_t id, const char *words, char *out, size_t size)
{
    const TracePlace *place = id != 0 ? trace_place(model_trace(figures->model), id) : NULL;
    const char *slash = place != NULL ? strrchr(place->file, '/') : NULL;
    out[0] = '\0';
    if (place != NULL && place->line != 0) {
        snprintf(out, size, words, slash != NULL ? slash + 1 : place->file, (unsigned)place->line);
    }
}

static void fill_step(const Figures *figures, Language language, size_t i, FigureRow *row)
{
    const StatisticsStep *step = &figures->found.longest[i];
    char name[40], line[52];
    line_of(figures, step->place, words_in(language, ", from %s line %u"), line, sizeof line);
    model_task_label(figures->model, step->task, name, sizeof name);
    snprintf(row->name, sizeof row->name, "%s%s", name, step->place != 0 ? line : words_in(language, ", its first"));
    row->n = step->index + 1;
    row->figure[0] = step->took;
    row->figure[1] = step->began;
}

static void fill_wait(const Figures *figures, Language language, size_t i, FigureRow *row)
{
    const StatisticsWait *wait = &figures->found.waits[i];
    char line[52], what[160];
    measured_wait(language, wait, model_trace(figures->model), what, sizeof what);
    line_of(figures, wait->place, words_in(language, ", %s line %u"), line, sizeof line);
    snprintf(row->name, sizeof row->name, "%.42s%s", what, line);
    row->n = wait->index + 1;
    row->figure[0] = wait->sum;
    row->figure[1] = wait->longest;
    row->figure[2] = (int64_t)wait->count;
}

static void fill_task(const Figures *figures, const State *state, size_t i, FigureRow *row)
{
    static const TaskState columns[FIGURE_COLUMNS] = {TASK_RUNNING, TASK_READY, TASK_AWAITING, TASK_SLEEPING};
    const ModelTask *task = &state->tasks[i];
    const Span *spans = NULL;
    model_task_label(figures->model, ref_make(REF_TASK, task->number), row->name, sizeof row->name);
    row->n = spans_of(figures->spans, task->number, &spans) > 0 ? (size_t)spans[0].from + 1 : 0;
    for (size_t k = 0; k < FIGURE_COLUMNS; k++) {
        row->figure[k] = task->total[columns[k]] + (task->state == columns[k] ? state->now - task->since_time : 0);
    }
}

static struct {
    size_t column;
    bool ascending;
} order; /* qsort passes nothing on */

static int compare(const void *one, const void *other)
{
    const FigureRow *a = one, *b = other;
    int64_t left = a->figure[order.column], right = b->figure[order.column];
    int larger_first = (left < right) - (left > right);
    return larger_first != 0 ? (order.ascending ? -larger_first : larger_first) : (a->n > b->n) - (a->n < b->n);
}

bool figures_sort(Figures *figures, Language language, FigureTable table, size_t column, bool ascending)
{
    const State *state = model_at(figures->model, trace_count(model_trace(figures->model)));
    size_t count = table == FIGURES_STEPS   ? figures->found.longest_count
                   : table == FIGURES_WAITS ? figures->found.wait_count
                   : state != NULL          ? state->task_count
                                            : 0;
    free(figures->rows);
    figures->count = 0;
    figures->rows = calloc(count + 1, sizeof *figures->rows);
    if (figures->rows == NULL || state == NULL) {
        return false;
    }
    figures->count = count;
    for (size_t i = 0; i < count; i++) {
        FigureRow *row = &figures->rows[i];
        switch (table) {
        case FIGURES_STEPS: fill_step(figures, language, i, row); break;
        case FIGURES_WAITS: fill_wait(figures, language, i, row); break;
        default: fill_task(figures, state, i, row); break;
        }
    }
    order.column = column < FIGURE_COLUMNS ? column : 0;
    order.ascending = ascending;
    qsort(figures->rows, count, sizeof *figures->rows, compare);
    return true;
}

void figures_latencies(const Statistics *found, size_t shares[FIGURE_SHARES])
{
    memset(shares, 0, FIGURE_SHARES * sizeof *shares);
    for (size_t i = 0; i < found->latency_count; i++) {
        size_t part = 0;
        for (int64_t most = 1000; found->latencies[i] > most && part + 1 < FIGURE_SHARES; most *= 2) {
            part++;
        }
        shares[part]++;
    }
}
