/* busy.c: a task that yields again and again while nobody else has anything to do. */
#include "rule.h"

enum { BUSY_YIELDS = 50 /* so many in a row */ };

typedef struct Yields {
    uint32_t count; /* in a row, while nobody else was ready */
    size_t first;   /* index */
} Yields;

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Ref task = look->runner;
    Yields *yields = lint_own(lints, task);
    if (yields == NULL) {
        return true;
    }
    bool alone = event->detail == REASON_YIELD;
    for (size_t i = 0; i < look->state->ready_count && alone; i++) {
        alone = look->state->ready[i].task == task;
    }
    if (!alone) {
        yields->count = 0;
        return true;
    }
    if (yields->count++ == 0) {
        yields->first = look->index;
    }
    if (yields->count == BUSY_YIELDS) {
        return lint_add(lints, (Lint){.index = yields->first, .task = task, .place = event->d, .count = yields->count});
    }
    Lint *known = yields->count > BUSY_YIELDS ? lint_find(lints, yields->first) : NULL;
    if (known != NULL) {
        known->count = yields->count;
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    snprintf(
        buffer, size,
        say_words(
            words->telling,
            "%s yields %u times in a row while nobody else is ready: if that is to wait for something, the loop spins and gains nothing."),
        words->task, (unsigned)lint->count);
}

const LintRule lint_rule_busy = {.name = "busy",
                                 .title = WORDS("a busy loop"),
                                 .advice =
                                     WORDS("Wait for what should happen: await an Event, a Queue or a future; or sleep for a real time."),
                                 .kinds = LINT_ON(EV_STEP_END),
                                 .task_bytes = sizeof(Yields),
                                 .look = look,
                                 .say = sentence};
