/* passed_on.c: a task that awaits one which was cancelled, and so ends as if it had been cancelled itself, which nobody asked for. */
#include "rule.h"

#include <string.h>

typedef struct Passed {
    bool asked;          /* it was itself asked to cancel */
    Ref by;              /* who asked it, or 0 */
    uint32_t asked_at;   /* place id, or 0 */
    Ref from;            /* the task out of whose await a CancelledError came at its last step, or 0 */
    size_t step;         /* index of that step */
    uint32_t awaited_at; /* place id */
} Passed;

static bool ends(Lints *lints, const LintLook *look, const Passed *passed)
{
    const Passed *from = passed->from != 0 ? lint_own(lints, passed->from) : NULL;
    if (passed->asked || from == NULL || !from->asked || look->event->detail != OUTCOME_CANCELLED || look->main_ended) {
        return true;
    }
    return lint_add(lints, (Lint){.index = passed->step,
                                  .task = look->event->b,
                                  .others = {passed->from, from->by},
                                  .place = passed->awaited_at,
                                  .other = from->asked_at,
                                  .of_step = from->by == look->event->b});
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Passed *passed = lint_own(lints, event->kind == EV_STEP ? ref_make(REF_TASK, event->a) : event->b);
    if (passed == NULL) {
        return true;
    }
    if (event->kind == EV_CANCEL) {
        passed->asked = passed->asked || event->detail != TARGET_DONE;
        passed->by = event->by;
        passed->asked_at = event->d;
        return true;
    }
    if (event->kind == EV_RESOLVE) {
        return ends(lints, look, passed);
    }
    bool thrown = strncmp(trace_text(look->trace, event->d), "CancelledError", strlen("CancelledError")) == 0;
    passed->from = thrown && ref_kind(event->c) == REF_TASK ? event->c : TRACE_NOBODY;
    passed->step = look->index;
    passed->awaited_at = lint_task(lints, ref_make(REF_TASK, event->a))->place;
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const Telling *telling = words->telling;
    const char *who = words->others[1][0] != '\0' ? words->others[1] : say_words(telling, "a callback");
    if (lint->of_step && words->other_line[0] != '\0') {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s awaits %s, which it has cancelled itself at %s: the CancelledError comes out of that await, and %s ends as if it had been cancelled too."),
            words->task, words->others[0], words->other_line, words->task);
    } else if (lint->of_step) {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s awaits %s, which it has cancelled itself: the CancelledError comes out of that await, and %s ends as if it had been cancelled too."),
            words->task, words->others[0], words->task);
    } else if (words->other_line[0] != '\0') {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s awaits %s, which %s has cancelled at %s: the CancelledError comes out of that await, and %s ends as if it had been cancelled too."),
            words->task, words->others[0], who, words->other_line, words->task);
    } else {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s awaits %s, which %s has cancelled: the CancelledError comes out of that await, and %s ends as if it had been cancelled too."),
            words->task, words->others[0], who, words->task);
    }
}

const LintRule lint_rule_passed_on = {
    .name = "passed-on",
    .title = WORDS("a cancellation that was meant for another"),
    .advice = WORDS(
        "Wait for the end of what is cancelled without its error: `await asyncio.gather(task, return_exceptions=True)`, or asyncio.wait([task])."),
    .kinds = LINT_ON(EV_STEP) | LINT_ON(EV_CANCEL) | LINT_ON(EV_RESOLVE),
    .task_bytes = sizeof(Passed),
    .look = look,
    .say = sentence};
