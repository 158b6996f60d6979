/* overdue.c: a time limit that comes late, because whoever it cancels goes on for a while. */
#include "rule.h"

static const int64_t LATE = 50000000; /* ns: what a task may take to clean up */

typedef struct Cancelled {
    size_t index;   /* of the CANCEL */
    int64_t since;  /* ns */
    uint32_t place; /* where it waits after that, or 0 */
    enum { BY_NONE, BY_WAIT_FOR, BY_TIMEOUT } by;
} Cancelled;

static bool is_over(Lints *lints, const Cancelled *cancelled, const LintLook *look)
{
    int64_t late = look->event->t - cancelled->since;
    bool never = cancelled->by == BY_WAIT_FOR && look->event->kind == EV_RESOLVE && look->event->detail == OUTCOME_RESULT;
    return never || late < LATE || /* swallowed.c says that it does not come at all */
           lint_add(lints, (Lint){.index = cancelled->index,
                                  .task = look->event->b,
                                  .place = cancelled->place,
                                  .count = cancelled->by == BY_TIMEOUT,
                                  .time = late});
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Cancelled *cancelled = lint_own(lints, event->kind == EV_STEP_END ? look->runner
                                           : event->kind == EV_REMARK ? ref_make(REF_TASK, event->a)
                                                                      : event->b);
    if (cancelled == NULL) {
        return true;
    }
    if (event->kind == EV_REMARK) {
        if (event->detail == REMARK_LOST_CANCEL) { /* the tracer has said that the limit does not come */
            *cancelled = (Cancelled){0};
        }
        return true;
    }
    if (event->kind == EV_CANCEL && cancelled->by == BY_NONE && event->detail != TARGET_DONE) {
        bool expires = look->state->current.call == CALL_EXPIRE && look->state->current.future == event->b;
        if (expires || lint_by_wait_for(look)) {
            *cancelled = (Cancelled){.index = look->index, .since = event->t, .by = expires ? BY_TIMEOUT : BY_WAIT_FOR};
        }
    } else if (event->kind == EV_STEP_END && cancelled->by != BY_NONE && event->detail == REASON_AWAIT) {
        cancelled->place = cancelled->place != 0 ? cancelled->place : event->d;
    } else if (event->kind == EV_RESOLVE || (event->kind == EV_UNCANCEL && cancelled->by == BY_TIMEOUT)) {
        bool kept = cancelled->by == BY_NONE || is_over(lints, cancelled, look);
        *cancelled = (Cancelled){0};
        return kept;
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char time[PHRASE];
    say_duration(words->telling, lint->time, time);
    if (lint->count > 0) {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "The time limit of %s (a timeout or wait_for) is over, and it is cancelled; but it goes on for %s more: the limit comes so much later."),
            words->task, time);
    } else {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "The time of wait_for is over, and it cancels %s; but that one goes on for %s more, and wait_for waits for it: the limit comes so much later."),
            words->task, time);
    }
}

const LintRule lint_rule_overdue = {
    .name = "overdue",
    .title = WORDS("a time limit that comes late"),
    .advice = WORDS("Keep short what runs after a CancelledError (finally, except, __aexit__), or leave it to a task of its own."),
    .kinds = LINT_ON(EV_CANCEL) | LINT_ON(EV_STEP_END) | LINT_ON(EV_RESOLVE) | LINT_ON(EV_UNCANCEL) | LINT_ON(EV_REMARK),
    .task_bytes = sizeof(Cancelled),
    .look = look,
    .say = sentence};
