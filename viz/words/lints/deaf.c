/* deaf.c: a step that holds on to the loop while something comes from outside: it lies there until the step is over. */
#include "rule.h"

/* ns. What select() gives within this time after the step was there before its end, as good as surely; and so long a step is no accident. */
static const int64_t at_once = 1000000, long_step = 100000000;

typedef struct Deaf {
    Lint lint; /* of the step that was long; index 0: of none */
    int64_t ended;
} Deaf;

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (look->state->outside_newest == 0) { /* most runs meet nothing outside */
        return true;
    }
    Deaf *deaf = lint_own_thing(lints, ref_make(REF_OUTSIDE, 0));
    if (deaf == NULL) {
        return false;
    }
    const ModelOutside *outside = event->kind == EV_ARRIVED ? state_outside(look->state, event->a) : NULL;
    if (event->kind == EV_BLOCK) {
        bool is_long = trace_time(event) >= long_step && ref_kind(event->by) == REF_TASK && look->state->ready_count == 0;
        *deaf = (Deaf){.ended = event->t};
        if (is_long) { /* else there is a remark on whoever was ready */
            deaf->lint = (Lint){.index = look->index, .task = event->by, .place = event->a, .time = trace_time(event)};
        }
        return true;
    }
    bool reads = event->kind == EV_ARRIVED && event->detail == DIRECTION_READ;
    if (reads && outside != NULL && deaf->lint.index != 0 && event->t - deaf->ended <= at_once) {
        deaf->lint.text = deaf->lint.count++ == 0 ? outside->name : deaf->lint.text;
        return true;
    }
    if (event->kind != EV_STEP && event->kind != EV_CB) {
        return true;
    }
    Lint lint = deaf->lint;
    *deaf = (Deaf){.ended = 0};
    return lint.count == 0 || lint_add(lints, lint);
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char duration[PHRASE], others[PHRASE];
    say_duration(words->telling, lint->time, duration);
    if (lint->count > 1) {
        snprintf(buffer, size,
                 say_words(words->telling, "%s blocks the loop for %s: what came from %s and %s had to wait until it let go."), words->task,
                 duration, words->quoted, say_count(words->telling, lint->count - 1, "other meanwhile", "others meanwhile", others));
    } else {
        snprintf(buffer, size,
                 say_words(words->telling, "%s blocks the loop for %s: what came from %s meanwhile had to wait until it let go."),
                 words->task, duration, words->quoted);
    }
}

const LintRule lint_rule_deaf = {
    .name = "deaf",
    .title = WORDS("a loop that does not hear"),
    .advice = WORDS("Await instead: asyncio.to_thread() for a call that takes long; then the loop hears what comes meanwhile."),
    .kinds = LINT_ON(EV_BLOCK) | LINT_ON(EV_ARRIVED) | LINT_ON(EV_STEP) | LINT_ON(EV_CB),
    .thing_bytes = sizeof(Deaf),
    .look = look,
    .say = sentence};
