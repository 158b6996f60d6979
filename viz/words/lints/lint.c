/* lint.c: finds the remarks in one pass over the events, beside the same fold that the model is made by; each rule is asked about its events. */
#include "rule.h"
#include "things.h"

#include "model/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct Lints {
    const Trace *trace;
    State state;
    LintTask *tasks; /* tasks[i]: task i + 1 */
    size_t task_count, task_capacity;
    char *own[LINT_KIND_COUNT]; /* of each rule, task_bytes a task */
    LintThings things;
    struct {
        char *bytes; /* thing_bytes a thing, by slot */
        size_t capacity;
    } of_things[LINT_KIND_COUNT];
    Lint *lints; /* in order of index */
    size_t count, capacity;
    Ref main_task;
    LintKind asked; /* the rule that looks */
    bool main_ended, stood_still, stopped;
};

static const LintRule *const rules[LINT_KIND_COUNT] = {
#define LINT(id, rule) [LINT_##id] = &lint_rule_##rule,
    LINT_KINDS(LINT)
#undef LINT
};

const LintRule *lint_rule(LintKind kind) { return rules[kind]; }

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
        free(lints->tasks);
        for (size_t i = 0; i < LINT_KIND_COUNT; i++) {
            free(lints->own[i]);
            free(lints->of_things[i].bytes);
        }
        things_free(&lints->things);
        free(lints->lints);
        free(lints);
    }
}

size_t lints_count(const Lints *lints) { return lints == NULL ? 0 : lints->count; }

const Lint *lints_at(const Lints *lints, size_t number) { return number < lints_count(lints) ? &lints->lints[number] : NULL; }

bool lint_add(Lints *lints, Lint lint)
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
    lint.kind = lints->asked;
    size_t at = lints->count++;
    for (; at > 0 && lints->lints[at - 1].index > lint.index; at--) { /* some mistakes are known only later than they happened */
        lints->lints[at] = lints->lints[at - 1];
    }
    lints->lints[at] = lint;
    return true;
}

Lint *lint_find(Lints *lints, size_t index)
{
    for (size_t i = lints->count; i-- > 0 && lints->lints[i].index >= index;) {
        if (lints->lints[i].kind == lints->asked && lints->lints[i].index == index) {
            return &lints->lints[i];
        }
    }
    return NULL;
}

static size_t slot_of(const Lints *lints, Ref task)
{
    uint32_t number = ref_kind(task) == REF_TASK ? ref_number(task) : 0;
    return number > 0 && number <= lints->task_count ? number - 1 : SIZE_MAX;
}

const LintTask *lint_task(const Lints *lints, Ref task)
{
    size_t slot = slot_of(lints, task);
    return slot == SIZE_MAX ? NULL : &lints->tasks[slot];
}

void *lint_own(Lints *lints, Ref task)
{
    size_t slot = slot_of(lints, task);
    return slot == SIZE_MAX ? NULL : lints->own[lints->asked] + slot * rules[lints->asked]->task_bytes;
}

void *lint_own_thing(Lints *lints, uint32_t thing)
{
    size_t slot = things_slot(&lints->things, thing), bytes = rules[lints->asked]->thing_bytes;
    size_t capacity = lints->of_things[lints->asked].capacity;
    if (slot != SIZE_MAX && slot >= capacity) {
        size_t more = slot + slot / 2 + 8;
        char *bigger = realloc(lints->of_things[lints->asked].bytes, more * bytes);
        if (bigger == NULL) {
            return NULL;
        }
        memset(bigger + capacity * bytes, 0, (more - capacity) * bytes);
        lints->of_things[lints->asked].bytes = bigger;
        lints->of_things[lints->asked].capacity = more;
    }
    return slot == SIZE_MAX ? NULL : lints->of_things[lints->asked].bytes + slot * bytes;
}

/* Room for more tasks in what is known of them and in what each rule remembers. False: out of memory; what there was stays. */
static bool grow(Lints *lints)
{
    size_t capacity = lints->task_capacity + lints->task_capacity / 2 + 8;
    LintTask *bigger = realloc(lints->tasks, capacity * sizeof *bigger);
    if (bigger == NULL) {
        return false;
    }
    lints->tasks = bigger;
    for (size_t i = 0; i < LINT_KIND_COUNT; i++) {
        size_t bytes = rules[i]->task_bytes;
        char *own = bytes == 0 ? NULL : realloc(lints->own[i], capacity * bytes);
        if (bytes > 0 && own == NULL) {
            return false;
        }
        lints->own[i] = own;
    }
    lints->task_capacity = capacity;
    return true;
}

static bool task_made(Lints *lints, const Event *event)
{
    if (lints->task_count == lints->task_capacity && !grow(lints)) {
        return false;
    }
    size_t slot = lints->task_count++;
    lints->tasks[slot] = (LintTask){.place = event->d, .made_at = event->d, .main = event->detail == VIA_RUN};
    for (size_t i = 0; i < LINT_KIND_COUNT; i++) {
        size_t bytes = rules[i]->task_bytes;
        if (bytes > 0) {
            memset(lints->own[i] + slot * bytes, 0, bytes);
        }
    }
    if (event->detail == VIA_RUN) {
        lints->main_task = ref_make(REF_TASK, event->a);
    }
    return true;
}

/* False: out of memory. */
static bool look_at(Lints *lints, const Event *event, size_t index)
{
    Ref runner = event->kind == EV_STEP_END ? ref_make(REF_TASK, event->a) : event->by;
    size_t slot = slot_of(lints, runner);
    uint32_t place = fold_event_place(event);
    if (slot != SIZE_MAX && place != 0) {
        lints->tasks[slot].place = place;
    }
    if (event->kind == EV_TASK_NEW && !task_made(lints, event)) {
        return false;
    }
    lints->main_ended |= event->kind == EV_RUN_END && event->detail == VIA_RUN;
    const LintLook look = {.trace = lints->trace,
                           .state = &lints->state,
                           .event = event,
                           .index = index,
                           .runner = slot == SIZE_MAX ? TRACE_NOBODY : runner,
                           .main_task = lints->main_task,
                           .main_ended = lints->main_ended,
                           .stood_still = lints->stood_still};
    for (int i = 0; i < LINT_KIND_COUNT; i++) {
        lints->asked = (LintKind)i;
        if ((rules[i]->kinds & LINT_ON(event->kind)) != 0 && !rules[i]->look(lints, &look)) {
            return false;
        }
    }
    lints->stood_still |= event->kind == EV_DEADLOCK;
    return true;
}

bool lints_update(Lints *lints)
{
    char why[FOLD_WHY];
    while (!lints->stopped && lints->state.n < trace_count(lints->trace)) {
        size_t index = lints->state.n;
        const Event *event = trace_event(lints->trace, index);
        bool well = look_at(lints, event, index) && fold_event(&lints->state, lints->trace, event, why) == FOLD_OK;
        lints->stopped = !well;
    }
    return !lints->stopped;
}

bool lint_sees_objects(const LintLook *look) { return strncmp(trace_producer(look->trace), "CPython", 7) == 0; }

bool lint_by_a_library(const LintLook *look) { return trace_is_library_file(trace_place(look->trace, look->event->d)->file); }
