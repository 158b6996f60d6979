/* cut_short.c: a task that is cancelled a second time while it still does what its first cancellation made it do: the rest of that is left out. */
#include "rule.h"

#include <string.h>

typedef struct Twice {
    bool struck;          /* a CancelledError was thrown into it, and not taken back */
    bool waits;           /* and it has waited for something since: in an except or a finally, or behind it */
    uint32_t first;       /* place id of the await where that was */
    Ref by;               /* who asked for the next */
    uint32_t asked_at;    /* place id, or 0 */
    bool by_program;      /* a task or a callback of its own, or asyncio.run, which cancels what is left */
    size_t again;         /* index + 1 of the step that began with the second, or 0 */
    uint32_t again_place; /* place id of the await where that was */
} Twice;

static bool is_cancelled_error(const LintLook *look)
{
    return strncmp(trace_text(look->trace, look->event->d), "CancelledError", sizeof "CancelledError" - 1) == 0;
}

static void step_begins(Lints *lints, const LintLook *look, Twice *twice)
{
    uint32_t place = lint_task(lints, ref_make(REF_TASK, look->event->a))->place;
    twice->again = 0;
    if (!is_cancelled_error(look)) {
        return;
    }
    if (!twice->struck) {
        *twice = (Twice){.struck = true, .first = place, .by = twice->by, .asked_at = twice->asked_at, .by_program = twice->by_program};
    } else if (twice->waits && twice->by_program && place != twice->first) {
        twice->again = look->index + 1;
        twice->again_place = place;
    }
}

/* Of the program's own, as a signal's handler or a timer's: not the end of a time limit, say. */
static bool is_own_callback(const LintLook *look, const Event *event)
{
    return (ref_kind(event->by) == REF_HANDLE || ref_kind(event->by) == REF_TIMER) && look->state->current.call == CALL_USER &&
           event->d != 0;
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    bool by_number = event->kind == EV_STEP || event->kind == EV_STEP_END;
    Twice *twice = lint_own(lints, by_number ? ref_make(REF_TASK, event->a) : event->b);
    if (twice == NULL) {
        return true;
    }
    switch ((EventKind)event->kind) {
    case EV_STEP: step_begins(lints, look, twice); break;
    case EV_STEP_END:
        if (event->detail == REASON_AWAIT) {
            twice->waits = twice->struck;
        }
        break;
    case EV_CANCEL:
        twice->by = event->by;
        twice->asked_at = event->d;
        twice->by_program = event->detail == TARGET_WAITING &&
                            (ref_kind(event->by) == REF_TASK || is_own_callback(look, event) ? !lint_by_a_library(look) : look->main_ended);
        break;
    case EV_UNCANCEL: twice->struck = twice->struck && event->a > 0; break;
    default: /* EV_RESOLVE */
        if (twice->again != 0 && event->detail == OUTCOME_CANCELLED) {
            return lint_add(lints, (Lint){.index = twice->again - 1,
                                          .task = event->b,
                                          .others = {ref_kind(twice->by) == REF_TASK ? twice->by : TRACE_NOBODY},
                                          .place = twice->again_place,
                                          .other = twice->asked_at,
                                          .of_step = twice->by != TRACE_NOBODY});
        }
        break;
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const Telling *telling = words->telling;
    if (!lint->of_step) {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s was cancelled and still waits for something after that, as in a finally, when main has ended: there asyncio.run cancels it a second time, and the rest is left out."),
            words->task);
    } else if (ref_kind(lint->others[0]) != REF_TASK) {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s was cancelled and still waits for something after that, as in a finally; there a callback, as of a signal, cancels it a second time at %s, and the rest is left out."),
            words->task, words->other_line);
    } else if (words->other_line[0] == '\0') {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s was cancelled and still waits for something after that, as in a finally; there %s cancels it a second time, and the rest is left out."),
            words->task, words->others[0]);
    } else {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s was cancelled and still waits for something after that, as in a finally; there %s cancels it a second time at %s, and the rest is left out."),
            words->task, words->others[0], words->other_line);
    }
}

const LintRule lint_rule_cut_short = {
    .name = "cut-short",
    .title = WORDS("a clean-up that is cut short"),
    .advice = WORDS(
        "Cancel a task once, and await it before anything else: `task.cancel()`, then `await asyncio.gather(task, return_exceptions=True)`."),
    .kinds = LINT_ON(EV_STEP) | LINT_ON(EV_STEP_END) | LINT_ON(EV_CANCEL) | LINT_ON(EV_UNCANCEL) | LINT_ON(EV_RESOLVE),
    .task_bytes = sizeof(Twice),
    .look = look,
    .say = sentence};
