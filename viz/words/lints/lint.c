/* lint.c: finds the remarks in one pass over the events, in the states that a model's front goes through; each rule is asked about its events. */
#include "rule.h"
#include "things.h"

#include "model/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct Lints {
    const Trace *trace;
    Model *own;         /* the model whose front is walked, when nobody else walks it */
    const State *state; /* the front of the model */
    size_t looked;      /* events that were looked at */
    LintTask *tasks;    /* tasks[i]: task i + 1 */
    size_t task_count, task_capacity;
    char *notes[LINT_KIND_COUNT]; /* of each rule, task_bytes a task */
    LintThings things;
    struct {
        char *bytes; /* thing_bytes a thing, by slot */
        size_t capacity;
    } of_things[LINT_KIND_COUNT];
    Lint *lints; /* in order of index */
    size_t count, capacity;
    Ref main_task;
    uint32_t looks[EV_COUNT]; /* by kind of event: a bit for each rule that looks at it */
    LintKind asked;           /* the rule that looks */
    bool main_ended, interrupted, stood_still, stopped;
};

static const LintRule *const rules[LINT_KIND_COUNT] = {
#define LINT(id, rule) [LINT_##id] = &lint_rule_##rule,
    LINT_KINDS(LINT)
#undef LINT
};

_Static_assert(LINT_KIND_COUNT <= 32, "a set of rules fits into 32 bits");

const LintRule *lint_rule(LintKind kind) { return rules[kind]; }

static void watch(void *context, const State *before, const Event *event);

Lints *lints_of_model(Model *model)
{
    Lints *lints = calloc(1, sizeof *lints);
    const State *front = model_front(model);
    if (lints == NULL || front == NULL) {
        free(lints);
        return NULL;
    }
    assert(front->n == 0);
    lints->trace = model_trace(model);
    lints->state = front;
    for (int kind = 0; kind < EV_COUNT; kind++) {
        for (int i = 0; i < LINT_KIND_COUNT; i++) {
            lints->looks[kind] |= (rules[i]->kinds & LINT_ON(kind)) != 0 ? 1U << i : 0;
        }
    }
    model_watch(model, watch, lints);
    return lints;
}

Lints *lints_new(const Trace *trace)
{
    Model *model = model_new(trace);
    Lints *lints = model != NULL ? lints_of_model(model) : NULL;
    if (lints == NULL) {
        model_free(model);
        return NULL;
    }
    lints->own = model;
    return lints;
}

void lints_free(Lints *lints)
{
    if (lints != NULL) {
        model_free(lints->own);
        free(lints->tasks);
        for (size_t i = 0; i < LINT_KIND_COUNT; i++) {
            free(lints->notes[i]);
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
    size_t low = 0, high = lints->count;
    while (low < high) { /* the first on that event */
        size_t middle = low + (high - low) / 2;
        if (lints->lints[middle].index < index) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < lints->count && lints->lints[low].index == index; low++) {
        if (lints->lints[low].kind == lints->asked) {
            return &lints->lints[low];
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
    return slot == SIZE_MAX ? NULL : lints->notes[lints->asked] + slot * rules[lints->asked]->task_bytes;
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
        char *own = bytes == 0 ? NULL : realloc(lints->notes[i], capacity * bytes);
        if (bytes > 0 && own == NULL) {
            return false;
        }
        lints->notes[i] = own;
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
            memset(lints->notes[i] + slot * bytes, 0, bytes);
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
    lints->interrupted |= event->kind == EV_RUN_END && event->c != 0;
    const LintLook look = {.trace = lints->trace,
                           .state = lints->state,
                           .event = event,
                           .index = index,
                           .runner = slot == SIZE_MAX ? TRACE_NOBODY : runner,
                           .main_task = lints->main_task,
                           .main_ended = lints->main_ended,
                           .interrupted = lints->interrupted,
                           .stood_still = lints->stood_still};
    for (uint32_t asked = event->kind < EV_COUNT ? lints->looks[event->kind] : 0; asked != 0; asked &= asked - 1) {
        lints->asked = (LintKind)__builtin_ctz(asked);
        if (!rules[lints->asked]->look(lints, &look)) {
            return false;
        }
    }
    lints->stood_still |= event->kind == EV_DEADLOCK;
    return true;
}

static void watch(void *context, const State *before, const Event *event)
{
    Lints *lints = context;
    if (lints->looked == before->n && !lints->stopped) { /* else it comes a second time: there was no memory to fold it */
        lints->looked++;
        lints->stopped = !look_at(lints, event, before->n);
    }
}

bool lints_update(Lints *lints)
{
    while (lints->own != NULL && !lints->stopped && model_advance(lints->own)) {}
    return !lints->stopped && lints->state->n == trace_count(lints->trace);
}

bool lint_sees_objects(const LintLook *look) { return strncmp(trace_producer(look->trace), "CPython", 7) == 0; }

/* It goes on waiting within the same step. */
bool lint_by_wait_for(const LintLook *look)
{
    const ModelTask *waiter = state_task(look->state, look->event->by);
    const ModelFuture *woken_by = waiter == NULL ? NULL : state_future(look->state, waiter->woken_by);
    return woken_by != NULL && woken_by->via == VIA_WAIT_FOR && ref_kind(woken_by->resolved_by) == REF_TIMER;
}

bool lint_by_a_library(const LintLook *look) { return trace_is_library_file(trace_place(look->trace, look->event->d)->file); }
