/* tries_again.c: a task that tries again at once what has just failed, again and again. */
#include "rule.h"

#include <string.h>

enum { TRIES_AGAIN = 20 /* so many times in a row */ };
#define TRIES_WITHIN (INT64_C(1000000000)) /* ns, for these */

typedef struct Tries {
    uint32_t called;  /* string id: the coroutine that an error has left and that nothing was awaited after, or 0 */
    uint32_t library; /* string id: of the library's coroutine in which the task is, or 0 */
    bool thrown;      /* an error came out of the await at `awaits`, and out of no coroutine */
    uint32_t error;   /* string id: it, or 0 */
    uint32_t awaits;  /* place id: where the task waited last */
    uint32_t place;   /* place id: where it tries again */
    uint32_t count;   /* in a row */
    size_t first;     /* index */
    int64_t began;    /* ns */
} Tries;

static bool again(Lints *lints, const LintLook *look, Ref task, Tries *tries, uint32_t place)
{
    if (tries->count == 0 || place != tries->place) {
        tries->count = 0;
        tries->place = place;
        tries->first = look->index;
        tries->began = look->event->t;
    }
    tries->count++;
    int64_t lasts = look->event->t - tries->began;
    if (tries->count == TRIES_AGAIN) {
        if (lasts > TRIES_WITHIN) {
            tries->count = 0;
            return true;
        }
        return lint_add(lints, (Lint){.index = tries->first,
                                      .task = task,
                                      .place = place,
                                      .text = tries->called != 0 ? tries->called : tries->error,
                                      .of_step = tries->called == 0,
                                      .count = tries->count,
                                      .time = lasts});
    }
    Lint *known = tries->count > TRIES_AGAIN ? lint_find(lints, tries->first) : NULL;
    if (known != NULL) {
        known->count = tries->count;
        known->time = lasts;
    }
    return true;
}

/* It waits for something: for what failed before, at the same line, or else it has made a pause. */
static bool waits(Lints *lints, const LintLook *look, Ref task, Tries *tries)
{
    bool same = tries->thrown && look->event->d == tries->awaits && look->event->d != 0;
    tries->awaits = look->event->d;
    bool kept = true;
    if (same) {
        kept = again(lints, look, task, tries, look->event->d);
    } else if (tries->thrown || tries->called != 0) {
        tries->count = 0;
    }
    tries->thrown = false;
    tries->called = 0;
    return kept;
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    bool by_number = event->kind == EV_STEP || event->kind == EV_STEP_END;
    Ref task = by_number ? ref_make(REF_TASK, event->a) : event->by;
    Tries *tries = lint_own(lints, task);
    if (tries == NULL || (event->flags != 0 && !by_number)) { /* a generator gives its values otherwise */
        return true;
    }
    switch ((EventKind)event->kind) {
    case EV_STEP:
        if (event->d != tries->error) { /* another one: it was not the same that was tried */
            tries->count = 0;
        }
        tries->thrown = event->d != 0 && strncmp(trace_text(look->trace, event->d), "CancelledError", strlen("CancelledError")) != 0;
        tries->error = event->d;
        break;
    case EV_EXIT:
        if (event->b == tries->library) {
            tries->library = 0;
            break;
        }
        tries->thrown = false;
        tries->called = event->detail == OUTCOME_EXCEPTION ? event->b : 0;
        break;
    case EV_ENTER:
        if (event->c == 0 &&
            tries->library == 0) { /* a coroutine of the library: sleep(0) is no pause, and what waits is told by the step's end */
            tries->library = event->b;
            break;
        }
        if (tries->called == event->b && event->b != 0 && event->detail != NEED_NOTHING_ROUND && event->detail != NEED_EARLIER_OTHER) {
            bool kept = again(lints, look, task, tries, event->d);
            tries->called = 0;
            return kept;
        }
        tries->count = tries->called != 0 || tries->thrown ? 0 : tries->count;
        tries->called = 0;
        tries->thrown = false;
        break;
    default: /* EV_STEP_END */ return event->detail == REASON_AWAIT ? waits(lints, look, task, tries) : true;
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const Telling *telling = words->telling;
    char lasts[PHRASE];
    unsigned count = (unsigned)lint->count;
    say_duration(telling, lint->time, lasts);
    if (lint->of_step && lint->time > 0) {
        snprintf(buffer, size,
                 say_words(telling, "%s tries the same again as soon as it has failed with %s: %u times in %s, without a pause."),
                 words->task, words->quoted, count, lasts);
    } else if (lint->of_step) {
        snprintf(buffer, size, say_words(telling, "%s tries the same again as soon as it has failed with %s: %u times, without a pause."),
                 words->task, words->quoted, count);
    } else if (lint->time > 0) {
        snprintf(buffer, size, say_words(telling, "%s calls %s again as soon as that has failed: %u times in %s, without a pause."),
                 words->task, words->quoted, count, lasts);
    } else {
        snprintf(buffer, size, say_words(telling, "%s calls %s again as soon as that has failed: %u times, without a pause."), words->task,
                 words->quoted, count);
    }
}

const LintRule lint_rule_tries_again = {
    .name = "tries-again",
    .title = WORDS("tries again without a pause"),
    .advice = WORDS("Wait between the tries, each time longer, `await asyncio.sleep(0.1 * 2 ** tries)`, and give up after some."),
    .kinds = LINT_ON(EV_STEP) | LINT_ON(EV_STEP_END) | LINT_ON(EV_ENTER) | LINT_ON(EV_EXIT),
    .task_bytes = sizeof(Tries),
    .look = look,
    .say = sentence};
