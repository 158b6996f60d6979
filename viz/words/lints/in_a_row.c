/* in_a_row.c: calls that one coroutine awaits one after the other, with nothing but prints between them. */
#include "rule.h"

#include <string.h>

typedef struct CallRow {
    uint32_t name;  /* string id of the coroutine that is called; 0: no row */
    uint32_t place; /* of the last call */
    uint32_t count;
    int64_t began, sum, longest; /* ns */
    size_t second;               /* index of the second call's ENTER */
    uint32_t second_place;
    bool open;  /* the last call is under way */
    bool kept;  /* the values of all its calls are kept, and none needs what another gave */
    bool mixed; /* not all are of one coroutine */
} CallRow;

typedef struct Rows {
    uint32_t depth;             /* coroutines that the task is in */
    CallRow rows[MODEL_FRAMES]; /* rows[i]: what the coroutine at depth i + 1 calls; deeper ones are not watched */
} Rows;

static bool from_library(const Trace *trace, uint32_t name) { return trace_is_library(trace_text(trace, name)); }

static CallRow *row_of(Rows *rows, uint32_t depth) { return depth > 0 && depth <= MODEL_FRAMES ? &rows->rows[depth - 1] : NULL; }

static void call_begins(Rows *rows, const LintLook *look)
{
    const Event *event = look->event;
    CallRow *row = row_of(rows, rows->depth);
    if (row != NULL) {
        bool plain = event->flags == GENERATOR_NOT && event->d != 0 && !from_library(look->trace, event->b);
        bool same = row->name == event->b, kept = event->detail == NEED_NOTHING_KEPT;
        bool elsewhere = row->place != event->d || event->detail == NEED_NOTHING_ROUND;
        bool goes_on = plain && row->count > 0 && elsewhere && event->detail != NEED_EARLIER && event->detail != NEED_EARLIER_OTHER &&
                       (same || (kept && row->kept));
        if (!goes_on) {
            *row = (CallRow){.name = plain ? event->b : 0, .kept = kept};
        } else if (row->count == 1) {
            row->second = look->index;
            row->second_place = event->d;
        }
        row->mixed |= goes_on && !same;
        row->kept &= kept || !goes_on;
        row->place = event->d;
        row->began = event->t;
        row->open = plain;
    }
    rows->depth++;
    CallRow *inner = row_of(rows, rows->depth);
    if (inner != NULL) {
        *inner = (CallRow){0};
    }
}

/* Several calls that took time: together they would take as long as the longest. */
static bool remark(Lints *lints, const CallRow *row, Ref task)
{
    Lint *known = lint_find(lints, row->second);
    if (known != NULL) {
        known->count = row->count;
        known->time = row->sum;
        known->least = row->longest;
        known->text = row->mixed ? 0 : row->name;
        return true;
    }
    return lint_add(lints, (Lint){.index = row->second,
                                  .task = task,
                                  .place = row->second_place,
                                  .text = row->mixed ? 0 : row->name,
                                  .count = row->count,
                                  .time = row->sum,
                                  .least = row->longest});
}

static bool call_ends(Lints *lints, Rows *rows, const Event *event)
{
    rows->depth -= rows->depth > 0;
    CallRow *row = row_of(rows, rows->depth);
    if (row == NULL || !row->open) {
        return true;
    }
    int64_t took = event->t - row->began;
    row->open = false;
    if (event->detail != OUTCOME_RESULT || took <= 0) {
        *row = (CallRow){0};
        return true;
    }
    row->count++;
    row->sum += took;
    row->longest = took > row->longest ? took : row->longest;
    return row->count < 2 || remark(lints, row, event->by);
}

static bool look(Lints *lints, const LintLook *look)
{
    Rows *rows = lint_own(lints, look->runner);
    if (rows == NULL) {
        return true;
    }
    switch ((EventKind)look->event->kind) {
    case EV_ENTER: call_begins(rows, look); return true;
    case EV_EXIT: return call_ends(lints, rows, look->event);
    default: break;
    }
    CallRow *row = row_of(rows, rows->depth);
    if (row != NULL) { /* whatever else a coroutine does between two calls may be why they stand in a row */
        *row = (CallRow){0};
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char time[PHRASE], least[PHRASE], count[PHRASE];
    say_count(words->telling, lint->count, "calls", "calls", count);
    say_duration(words->telling, lint->time, time);
    say_duration(words->telling, lint->least, least);
    if (*words->quoted != '\0') {
        snprintf(buffer, size, say_words(words->telling, "%s awaits %s of %s one after the other: %s. Together they would take %s."),
                 words->task, count, words->quoted, time, least);
    } else {
        snprintf(buffer, size, say_words(words->telling, "%s awaits %s one after the other: %s. Together they would take %s."), words->task,
                 count, time, least);
    }
}

const LintRule lint_rule_in_a_row = {
    .name = "in-a-row",
    .title = WORDS("awaits in a row"),
    .advice = WORDS("If none of them needs what another gives, await them together: gather(...) or a TaskGroup."),
    .kinds = LINT_ON_ALL & ~(LINT_ON(EV_STEP) | LINT_ON(EV_OUT) | LINT_ON(EV_LABEL) | LINT_ON(EV_NEVER_AWAITED) | LINT_ON(EV_EXC_HANDLER) |
                             LINT_ON(EV_REMARK) | LINT_ON(EV_NAME)),
    .task_bytes = sizeof(Rows),
    .look = look,
    .say = sentence};
