/* swallowed.c: a task that was asked to cancel, and returned or went on as if nothing had happened. */
#include "rule.h"

#include <string.h>

enum { GOES_ON = 1, OF_WAIT_FOR = 2, OF_LIMIT = 4, AT_ONCE = 8 /* it returned in that very step */ }; /* Lint.count: a sum of them */

typedef struct Asked {
    uint32_t cancels; /* requests that were not taken back */
    size_t struck;    /* index + 1 of the step that began with such a cancellation, or 0 */
    uint32_t struck_place;
    uint16_t waited; /* TraceVia of its last wait */
    bool by_task;    /* another task's code asked for it, and no timer or library */
    bool by_limit;   /* a time limit did */
    bool by_group;   /* a TaskGroup did, one of whose tasks has failed */
    bool waits;      /* it has waited for something since it was struck */
    bool told;
    uint8_t of; /* OF_WAIT_FOR: wait_for() did, which waits for it to end; OF_LIMIT */
} Asked;

static void step_begins(Lints *lints, const LintLook *look)
{
    Ref task = ref_make(REF_TASK, look->event->a);
    Asked *asked = lint_own(lints, task);
    if (asked != NULL && asked->cancels > 0 && asked->struck == 0 &&
        strncmp(trace_text(look->trace, look->event->d), "CancelledError", sizeof "CancelledError" - 1) == 0) {
        asked->struck = look->index + 1;
        asked->struck_place = lint_task(lints, task)->place;
        asked->waits = false;
    }
}

/* A TaskGroup wakes its own parent by a cancel that CPython 3.11 never counts back. */
static bool only_wakes(const LintLook *look)
{
    return look->state->current.call == CALL_GROUP_CHILD && look->state->current.outer == look->event->b;
}

/* It cancels the others when one of its tasks has failed, and waits for them. */
static bool cancelled_by_group(const LintLook *look)
{
    return look->state->current.call == CALL_GROUP_CHILD && look->state->current.outer != look->event->b;
}

/* Waits it again for the same where the cancellation reached it? Then it has gone round its loop; but these three go on waiting by themselves, for what they
   have cancelled or for their lock. */
static bool goes_on(Lints *lints, const LintLook *look)
{
    Asked *asked = lint_own(lints, look->runner);
    if (asked == NULL) {
        return true;
    }
    uint16_t via = look->event->flags, before = asked->waited;
    asked->waited = via;
    asked->waits = asked->struck != 0;
    bool by_itself = via == VIA_WAIT_FOR || via == VIA_TASK_GROUP || via == VIA_CONDITION;
    bool again = asked->struck != 0 && asked->cancels > 0 && (asked->by_task || asked->by_limit || asked->by_group) && !asked->told &&
                 !look->main_ended && !by_itself && via == before && look->event->detail == REASON_AWAIT &&
                 look->event->d == asked->struck_place && asked->struck_place != 0;
    if (!again) {
        return true;
    }
    asked->told = true;
    return lint_add(lints,
                    (Lint){.index = asked->struck - 1, .task = look->runner, .place = asked->struck_place, .count = GOES_ON | asked->of});
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Asked *asked = lint_own(lints, event->b);
    switch ((EventKind)event->kind) {
    case EV_STEP: step_begins(lints, look); return true;
    case EV_STEP_END: return goes_on(lints, look);
    case EV_CANCEL:
        if (asked != NULL && event->detail != TARGET_DONE && !look->main_ended && (cancelled_by_group(look) || !lint_by_a_library(look))) {
            asked->cancels += !only_wakes(look);
            asked->by_group = cancelled_by_group(look);
            asked->by_task = ref_kind(event->by) == REF_TASK && event->by != event->b;
            asked->by_limit = look->state->current.call == CALL_EXPIRE && look->state->current.future == event->b;
            asked->of = lint_by_wait_for(look) ? OF_WAIT_FOR : asked->by_limit ? OF_LIMIT : 0;
        }
        return true;
    case EV_UNCANCEL:
        if (asked != NULL) {
            asked->cancels = event->a;
            asked->struck = event->a > 0 ? asked->struck : 0;
        }
        return true;
    case EV_REMARK: /* it was not the program that caught it */
        asked = lint_own(lints, ref_make(REF_TASK, event->a));
        if (asked != NULL && event->detail == REMARK_LOST_CANCEL) {
            asked->struck = 0;
        }
        if (asked != NULL && event->detail == REMARK_TAKEN_ALONG) { /* it was not meant for it */
            asked->cancels = 0;
        }
        return true;
    default: break; /* EV_RESOLVE */
    }
    if (asked == NULL || asked->told || asked->struck == 0 || asked->cancels == 0 || asked->by_group || event->detail != OUTCOME_RESULT) {
        return true;
    }
    uint32_t at_once = asked->by_task && asked->of == 0 && !asked->waits ? AT_ONCE : 0;
    return lint_add(lints,
                    (Lint){.index = asked->struck - 1, .task = event->b, .place = asked->struck_place, .count = asked->of | at_once});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const Telling *telling = words->telling;
    const char *format = NULL;
    if ((lint->count & OF_WAIT_FOR) != 0) {
        format =
            (lint->count & GOES_ON) != 0
                ? say_words(
                      telling,
                      "The time of wait_for is over, and it cancels %s: the CancelledError was caught, and it waits at the same place again as if nothing had happened. No TimeoutError comes while it goes on.")
                : say_words(
                      telling,
                      "The time of wait_for is over, and it cancels %s: the CancelledError was caught, and it returned as if nothing had happened. No TimeoutError comes.");
    } else if ((lint->count & AT_ONCE) != 0) {
        format = say_words(
            telling,
            "%s was asked to cancel, caught the CancelledError and returned: whoever awaits it sees a result, and no cancellation.");
    } else if ((lint->count & GOES_ON) != 0) {
        format = say_words(
            telling,
            "%s was asked to cancel: the CancelledError was caught, and it waits at the same place again as if nothing had happened.");
    } else {
        format = say_words(telling, "%s was asked to cancel: the CancelledError was caught, and it returned as if nothing had happened.");
    }
    snprintf(buffer, size, format, words->task);
}

const LintRule lint_rule_swallowed = {
    .name = "swallowed",
    .title = WORDS("a cancellation that is swallowed"),
    .advice =
        WORDS("Unless it is meant so: after cleaning up, raise the CancelledError again; or clean up in finally, which lets it pass."),
    .kinds = LINT_ON(EV_STEP) | LINT_ON(EV_STEP_END) | LINT_ON(EV_CANCEL) | LINT_ON(EV_UNCANCEL) | LINT_ON(EV_RESOLVE) | LINT_ON(EV_REMARK),
    .task_bytes = sizeof(Asked),
    .look = look,
    .say = sentence};
