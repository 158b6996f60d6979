/* at_once.c: tasks that are awaited as soon as they are made, one after the other: each could as well have been awaited itself. */
#include "rule.h"

enum { LEAST = 3 /* so many in a row */ };

typedef struct Row {
    Ref fresh;            /* the one task that the running step has made, or 0 */
    bool many;            /* it has made several */
    bool open;            /* the fresh one is awaited */
    uint32_t count;       /* that are over */
    uint32_t place;       /* where they are made */
    size_t first;         /* index: where the second was made */
    int64_t began;        /* ns: when the await of the fresh one began */
    int64_t sum, longest; /* ns */
} Row;

static void made(Row *row, const LintLook *look)
{
    const Event *event = look->event;
    bool alone = row->fresh == TRACE_NOBODY && event->detail == VIA_CREATE_TASK;
    row->many |= !alone;
    row->fresh = alone ? ref_make(REF_TASK, event->a) : row->fresh;
    row->place = event->d;
    if (row->count == 1) {
        row->first = look->index;
    }
}

static void step_ends(Row *row, const Event *event)
{
    if (event->detail == REASON_AWAIT && row->fresh != TRACE_NOBODY && !row->many && event->b == row->fresh) {
        row->open = true;
        row->began = event->t;
    } else {
        *row = (Row){0};
    }
}

static bool goes_on(Lints *lints, Row *row, const LintLook *look, Ref task)
{
    const ModelTask *awaited = state_task(look->state, row->fresh);
    int64_t took = look->event->t - row->began;
    row->open = false;
    row->fresh = TRACE_NOBODY;
    if (awaited == NULL || awaited->outcome != OUTCOME_RESULT || took <= 0) {
        *row = (Row){0};
        return true;
    }
    row->count++;
    row->sum += took;
    row->longest = took > row->longest ? took : row->longest;
    Lint *known = row->count > LEAST ? lint_find(lints, row->first) : NULL;
    if (known != NULL) {
        known->count = row->count;
        known->time = row->sum;
        known->least = row->longest;
    }
    return row->count != LEAST ||
           lint_add(
               lints,
               (Lint){
                   .index = row->first, .task = task, .place = row->place, .count = row->count, .time = row->sum, .least = row->longest});
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Ref task = event->kind == EV_STEP ? ref_make(REF_TASK, event->a) : look->runner;
    Row *row = lint_own(lints, task);
    if (row == NULL) {
        return true;
    }
    switch ((EventKind)event->kind) {
    case EV_TASK_NEW: made(row, look); return true;
    case EV_STEP_END: step_ends(row, event); return true;
    default: return !row->open || goes_on(lints, row, look, task);
    }
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char time[PHRASE], least[PHRASE], count[PHRASE];
    snprintf(
        buffer, size,
        say_words(
            words->telling,
            "%s makes a task and awaits it at once, %s: each has to end before the next is made, which takes %s. Side by side they could take %s."),
        words->task, say_count(words->telling, lint->count, "time in a row", "times in a row", count),
        say_duration(words->telling, lint->time, time), say_duration(words->telling, lint->least, least));
}

const LintRule lint_rule_at_once = {
    .name = "at-once",
    .title = WORDS("tasks awaited as soon as they are made"),
    .advice = WORDS("Make all the tasks first and await them then, or use gather() or a TaskGroup. If each needs what the one before "
                    "gave, await the coroutine itself: a task gains nothing here."),
    .kinds = LINT_ON(EV_TASK_NEW) | LINT_ON(EV_STEP) | LINT_ON(EV_STEP_END),
    .task_bytes = sizeof(Row),
    .look = look,
    .say = sentence};
