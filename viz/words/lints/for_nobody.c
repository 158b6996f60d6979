/* for_nobody.c: a task that takes something, as an item out of a queue, when nobody waits for it any more: what it took is lost. */
#include "rule.h"

#include <string.h>

typedef struct Taker {
    bool takes; /* its coroutine takes something: whoever does not get its result has lost that */
    Ref maker;
    uint32_t line; /* place id: where it was made */
    size_t made;   /* index + 1 of its creation */
    bool has_next; /* its maker has waited since, and made another of the kind at that line */
    bool heard;    /* somebody is told of its end */
    size_t ended;  /* index + 1 of its end by a result */
    Ref last;      /* as a maker: the taker that it made last */
    bool waited;   /* as a maker: since then */
} Taker;

static bool takes(const char *coroutine)
{
    static const char *const names[] = {"get", "acquire", "read", "readline", "readexactly", "readuntil"};
    const char *dot = strrchr(coroutine, '.');
    for (size_t i = 0; dot != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(dot + 1, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void made(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Ref task = ref_make(REF_TASK, event->a);
    if (!takes(trace_text(look->trace, event->c))) {
        return;
    }
    Taker *taker = lint_own(lints, task), *maker = lint_own(lints, event->by);
    if (taker == NULL || maker == NULL) {
        return;
    }
    *taker = (Taker){.takes = true, .maker = event->by, .line = event->d, .made = look->index + 1};
    Taker *before = maker->last != 0 ? lint_own(lints, maker->last) : NULL;
    if (before != NULL && maker->waited && before->line == event->d && event->d != 0) {
        before->has_next = true;
    }
    maker->last = task;
    maker->waited = false;
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Ref task = event->kind == EV_STEP_END ? ref_make(REF_TASK, event->a) : event->kind == EV_READY ? event->c : event->b;
    if (event->kind == EV_TASK_NEW) {
        made(lints, look);
        return true;
    }
    Taker *taker = lint_own(lints, task);
    if (taker == NULL) {
        return true;
    }
    if (event->kind == EV_READY) {
        taker->heard = true;
        return true;
    }
    if (event->kind == EV_RESOLVE) {
        taker->heard = false;
        taker->ended = event->detail == OUTCOME_RESULT ? look->index + 1 : 0;
        return true;
    }
    if (event->detail == REASON_AWAIT) {
        taker->waited = true;
    } else if (event->detail == REASON_RETURN && taker->takes && taker->has_next && !taker->heard && taker->ended != 0) {
        return lint_add(lints, (Lint){.index = taker->ended - 1, .task = task, .others = {taker->maker}, .place = taker->line});
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    snprintf(
        buffer, size,
        say_words(
            words->telling,
            "%s has what it waited for, but nobody waits for it any more: %s has made another one in its place since. What it took is lost."),
        words->task, words->others[0]);
}

const LintRule lint_rule_for_nobody = {
    .name = "for-nobody",
    .title = WORDS("something taken that nobody gets"),
    .advice = WORDS(
        "asyncio.wait() cancels nothing when it gives up or has enough: keep the task that is not done for the next round, or cancel it and await that."),
    .kinds = LINT_ON(EV_TASK_NEW) | LINT_ON(EV_READY) | LINT_ON(EV_RESOLVE) | LINT_ON(EV_STEP_END),
    .task_bytes = sizeof(Taker),
    .look = look,
    .say = sentence};
