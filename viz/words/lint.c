/* lint.c: finds the remarks in one pass over the events, beside the same fold that the model is made by. */
#include "lint.h"

#include "model/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { BUSY_YIELDS = 50 /* so many in a row, and nobody else had anything to do */ };

/* Calls that one coroutine awaits one after the other, with nothing but prints between them. */
typedef struct CallRow {
    uint32_t name;  /* string id of the coroutine that is called; 0: no row */
    uint32_t place; /* of the last call */
    uint32_t count;
    int64_t began, sum, longest; /* ns */
    size_t second;               /* index of the second call's ENTER */
    uint32_t second_place;
    bool open; /* the last call is under way */
} CallRow;

/* What is remembered of a task. */
typedef struct Watch {
    uint32_t depth;             /* coroutines that it is in */
    CallRow rows[MODEL_FRAMES]; /* rows[i]: what the coroutine at depth i + 1 calls; deeper ones are not watched */
    uint32_t cancels;           /* requests that were not taken back */
    size_t struck;              /* index + 1 of the step that began with such a cancellation, or 0 */
    uint32_t struck_place;
    uint32_t yields; /* in a row, while nobody else was ready */
    size_t first_yield;
    uint32_t place;   /* where it was last */
    uint32_t made_at; /* place id */
    bool main;        /* what asyncio.run was given */
} Watch;

struct Lints {
    const Trace *trace;
    State state;
    Watch *watches; /* watches[i]: task i + 1 */
    size_t watch_count, watch_capacity;
    Lint *lints; /* in order of index */
    size_t count, capacity;
    uint32_t main_task;
    bool main_ended, deadlock, stopped;
};

Lints *lints_new(const Trace *trace)
{
    Lints *lints = calloc(1, sizeof *lints);
    if (lints == NULL) {
        return NULL;
    }
    lints->trace = trace;
    if (!storage_open(&lints->state)) {
        free(lints);
        return NULL;
    }
    return lints;
}

void lints_free(Lints *lints)
{
    if (lints != NULL) {
        storage_close(&lints->state);
        free(lints->watches);
        free(lints->lints);
        free(lints);
    }
}

size_t lints_count(const Lints *lints) { return lints == NULL ? 0 : lints->count; }

const Lint *lints_at(const Lints *lints, size_t number) { return number < lints_count(lints) ? &lints->lints[number] : NULL; }

/* Keeps them in order: some mistakes are known only later than they happened. False: out of memory. */
static bool add(Lints *lints, Lint lint)
{
    if (lints->count == lints->capacity) {
        size_t capacity = lints->capacity + lints->capacity / 2 + 8;
        Lint *bigger = realloc(lints->lints, capacity * sizeof *bigger);
        if (bigger == NULL) {
            return false;
        }
        lints->lints = bigger;
        lints->capacity = capacity;
    }
    size_t at = lints->count++;
    for (; at > 0 && lints->lints[at - 1].index > lint.index; at--) {
        lints->lints[at] = lints->lints[at - 1];
    }
    lints->lints[at] = lint;
    return true;
}

static Watch *watch_of(Lints *lints, Ref task)
{
    uint32_t number = ref_kind(task) == REF_TASK ? ref_number(task) : 0;
    return number > 0 && number <= lints->watch_count ? &lints->watches[number - 1] : NULL;
}

static bool watch_new(Lints *lints, const Event *event)
{
    if (lints->watch_count == lints->watch_capacity) {
        size_t capacity = lints->watch_capacity + lints->watch_capacity / 2 + 8;
        Watch *bigger = realloc(lints->watches, capacity * sizeof *bigger);
        if (bigger == NULL) {
            return false;
        }
        lints->watches = bigger;
        lints->watch_capacity = capacity;
    }
    assert(lints->watches != NULL);
    lints->watches[lints->watch_count++] = (Watch){.made_at = event->d, .place = event->d, .main = event->detail == VIA_RUN};
    if (event->detail == VIA_RUN) {
        lints->main_task = event->a;
    }
    return true;
}

static bool from_library(const Lints *lints, uint32_t name) { return strncmp(trace_text(lints->trace, name), "asyncio.", 8) == 0; }

/* ---- awaits in a row ---- */

static CallRow *row_of(Watch *watch, uint32_t depth) { return depth > 0 && depth <= MODEL_FRAMES ? &watch->rows[depth - 1] : NULL; }

static void call_begins(Lints *lints, Watch *watch, const Event *event, size_t index)
{
    CallRow *row = row_of(watch, watch->depth);
    if (row != NULL) {
        bool plain = event->flags == GENERATOR_NOT && event->d != 0 && !from_library(lints, event->b);
        bool goes_on = plain && row->name == event->b && row->count > 0 && row->place != event->d;
        if (!goes_on) {
            *row = (CallRow){.name = plain ? event->b : 0};
        } else if (row->count == 1) {
            row->second = index;
            row->second_place = event->d;
        }
        row->place = event->d;
        row->began = event->t;
        row->open = plain;
    }
    watch->depth++;
    CallRow *inner = row_of(watch, watch->depth);
    if (inner != NULL) {
        *inner = (CallRow){0};
    }
}

/* Several calls that took time: together they would take as long as the longest. */
static bool row_remark(Lints *lints, const CallRow *row, Ref task)
{
    for (size_t i = lints->count; i-- > 0 && lints->lints[i].index >= row->second;) {
        Lint *lint = &lints->lints[i];
        if (lint->kind == LINT_IN_A_ROW && lint->index == row->second) {
            lint->count = row->count;
            lint->time = row->sum;
            lint->least = row->longest;
            return true;
        }
    }
    return add(lints, (Lint){.kind = LINT_IN_A_ROW,
                             .index = row->second,
                             .task = task,
                             .place = row->second_place,
                             .text = row->name,
                             .count = row->count,
                             .time = row->sum,
                             .least = row->longest});
}

static bool call_ends(Lints *lints, Watch *watch, const Event *event)
{
    watch->depth -= watch->depth > 0;
    CallRow *row = row_of(watch, watch->depth);
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
    return row->count < 2 || row_remark(lints, row, event->by);
}

/* Whatever else a coroutine does between two calls may be why they stand in a row. */
static void row_breaks(Watch *watch)
{
    CallRow *row = row_of(watch, watch->depth);
    if (row != NULL) {
        *row = (CallRow){0};
    }
}

/* ---- cancellations that are swallowed ---- */

static bool step_begins(Lints *lints, const Event *event, size_t index)
{
    Watch *watch = watch_of(lints, ref_make(REF_TASK, event->a));
    if (watch != NULL && watch->cancels > 0 && watch->struck == 0 &&
        strncmp(trace_text(lints->trace, event->d), "CancelledError", sizeof "CancelledError" - 1) == 0) {
        watch->struck = index + 1;
        watch->struck_place = watch->place;
    }
    return true;
}

static bool task_resolves(Lints *lints, const Event *event)
{
    Watch *watch = watch_of(lints, event->b);
    if (watch == NULL || watch->struck == 0 || watch->cancels == 0 || event->detail != OUTCOME_RESULT) {
        return true;
    }
    return add(lints, (Lint){.kind = LINT_SWALLOWED, .index = watch->struck - 1, .task = event->b, .place = watch->struck_place});
}

/* A task that is asked to end: by the program, or by asyncio.run because main has ended without it. */
static bool cancelled(Lints *lints, const Event *event, size_t index)
{
    Watch *watch = watch_of(lints, event->b);
    if (watch == NULL || event->detail == TARGET_DONE) {
        return true;
    }
    if (!lints->main_ended) {
        /* A TaskGroup wakes its own parent by a cancel that CPython 3.11 never counts back. */
        bool wakes_parent = lints->state.current.call == CALL_GROUP_CHILD && lints->state.current.outer == event->b;
        watch->cancels += !wakes_parent;
        return true;
    }
    if (event->by != TRACE_NOBODY || lints->deadlock || watch->made_at == 0) {
        return true;
    }
    return add(lints, (Lint){.kind = LINT_FORGOTTEN, .index = index, .task = event->b, .place = watch->made_at});
}

/* ---- steps that keep others from running, or run for nothing ---- */

static bool blocks(Lints *lints, const Event *event, size_t index)
{
    const State *state = &lints->state;
    uint32_t waiting = 0;
    for (size_t i = 0; i < state->ready_count; i++) {
        waiting += !state->ready[i].cancelled;
    }
    for (size_t i = 0; i < state->timer_count && state->timers[i].when <= event->t; i++) {
        waiting += !state->timers[i].cancelled;
    }
    if (waiting == 0) {
        return true; /* nobody was kept from anything */
    }
    return add(lints, (Lint){.kind = LINT_BLOCKS,
                             .index = index,
                             .task = ref_kind(event->by) == REF_TASK ? event->by : TRACE_NOBODY,
                             .place = event->a,
                             .count = waiting,
                             .time = trace_time(event)});
}

static bool step_ends(Lints *lints, const Event *event, size_t index)
{
    Ref task = ref_make(REF_TASK, event->a);
    Watch *watch = watch_of(lints, task);
    if (watch == NULL) {
        return true;
    }
    bool alone = event->detail == REASON_YIELD;
    for (size_t i = 0; i < lints->state.ready_count && alone; i++) {
        alone = lints->state.ready[i].task == task;
    }
    if (!alone) {
        watch->yields = 0;
        return true;
    }
    if (watch->yields++ == 0) {
        watch->first_yield = index;
    }
    Lint lint = {.kind = LINT_BUSY, .index = watch->first_yield, .task = task, .place = event->d, .count = watch->yields};
    if (watch->yields == BUSY_YIELDS) {
        return add(lints, lint);
    }
    for (size_t i = lints->count; watch->yields > BUSY_YIELDS && i-- > 0;) {
        if (lints->lints[i].kind == LINT_BUSY && lints->lints[i].index == watch->first_yield) {
            lints->lints[i].count = watch->yields;
            break;
        }
    }
    return true;
}

/* ---- what asyncio itself reports ---- */

static bool reported(Lints *lints, const Event *event, size_t index)
{
    static const struct {
        const char *words;
        LintKind kind;
    } reports[] = {{"exception was never retrieved", LINT_UNFETCHED},
                   {"unhandled exception during asyncio.run() shutdown", LINT_UNFETCHED},
                   {"Exception in callback", LINT_CALLBACK_FAILED},
                   {"Task was destroyed but it is pending!", LINT_DESTROYED}};
    const char *message = trace_text(lints->trace, event->c);
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
        if (strstr(message, reports[i].words) != NULL) {
            const Watch *watch = watch_of(lints, event->b);
            return add(lints, (Lint){.kind = reports[i].kind,
                                     .index = index,
                                     .task = watch ? event->b : TRACE_NOBODY,
                                     .place = watch ? watch->made_at : 0,
                                     .text = reports[i].kind == LINT_CALLBACK_FAILED ? event->c : event->d});
        }
    }
    return true;
}

static bool stands_still(Lints *lints, const Event *event, size_t index, LintKind kind)
{
    Ref main_task = lints->main_task ? ref_make(REF_TASK, lints->main_task) : TRACE_NOBODY;
    const Watch *watch = watch_of(lints, main_task);
    lints->deadlock |= kind == LINT_DEADLOCK;
    return add(lints, (Lint){.kind = kind, .index = index, .task = main_task, .place = watch ? watch->place : 0, .count = event->a});
}

/* ---- the pass ---- */

static bool breaks_a_row(const Event *event)
{
    switch ((EventKind)event->kind) {
    case EV_ENTER:
    case EV_EXIT:
    case EV_STEP:
    case EV_OUT:
    case EV_LABEL:
    case EV_NEVER_AWAITED:
    case EV_EXC_HANDLER: return false;
    default: return true;
    }
}

/* Looks at an event in the state before it. False: out of memory. */
static bool look(Lints *lints, const Event *event, size_t index)
{
    Watch *runner = watch_of(lints, event->kind == EV_STEP_END ? ref_make(REF_TASK, event->a) : event->by);
    if (runner != NULL && breaks_a_row(event)) {
        row_breaks(runner);
    }
    uint32_t place = fold_event_place(event);
    if (runner != NULL && place != 0) {
        runner->place = place;
    }
    switch ((EventKind)event->kind) {
    case EV_TASK_NEW: return watch_new(lints, event);
    case EV_ENTER:
        if (runner != NULL) {
            call_begins(lints, runner, event, index);
        }
        return true;
    case EV_EXIT: return runner == NULL || call_ends(lints, runner, event);
    case EV_STEP: return step_begins(lints, event, index);
    case EV_STEP_END: return step_ends(lints, event, index);
    case EV_RESOLVE: return task_resolves(lints, event);
    case EV_CANCEL: return cancelled(lints, event, index);
    case EV_UNCANCEL: {
        Watch *watch = watch_of(lints, event->b);
        if (watch != NULL) {
            watch->cancels = event->a;
            watch->struck = event->a > 0 ? watch->struck : 0;
        }
        return true;
    }
    case EV_RUN_END: lints->main_ended |= event->detail == VIA_RUN; return true;
    case EV_BLOCK: return blocks(lints, event, index);
    case EV_NEVER_AWAITED:
        return add(lints, (Lint){.kind = LINT_NEVER_AWAITED,
                                 .index = index,
                                 .task = ref_kind(event->by) == REF_TASK ? event->by : TRACE_NOBODY,
                                 .place = event->d,
                                 .text = event->b});
    case EV_EXC_HANDLER: return reported(lints, event, index);
    case EV_DEADLOCK: return stands_still(lints, event, index, LINT_DEADLOCK);
    case EV_LIMIT: return stands_still(lints, event, index, LINT_LIMIT);
    default: return true;
    }
}

bool lints_update(Lints *lints)
{
    char why[FOLD_WHY];
    while (!lints->stopped && lints->state.n < trace_count(lints->trace)) {
        size_t index = lints->state.n;
        const Event *event = trace_event(lints->trace, index);
        bool well = look(lints, event, index) && fold_event(&lints->state, lints->trace, event, why) == FOLD_OK;
        lints->stopped = !well;
    }
    return !lints->stopped;
}
