/* for_nobody.c: a task that takes something, as an item out of a queue, when nobody waits for it any more: what it took is lost. */
#include "rule.h"

#include <string.h>

typedef struct Taker {
    bool takes; /* its coroutine takes something: whoever does not get its result has lost that */
    bool got;   /* one of the program's own: it has taken an item out of a queue in its last step */
    bool gives; /* and returns something */
    Ref maker;
    uint32_t line; /* place id: where it was made */
    size_t made;   /* index + 1 of its creation */
    bool has_next; /* its maker has waited since, and made another of the kind at that line */
    bool heard;    /* somebody is told of its end */
    size_t ended;  /* index + 1 of its end by a result */
    size_t waited; /* as a maker: index + 1 of its last wait */
    size_t chose;  /* of its last wait in asyncio.wait(), which leaves what is not done */
} Taker;

enum { LOOK_BACK = 8 /* tasks */ };

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
    Taker *taker = lint_own(lints, ref_make(REF_TASK, event->a)), *maker = lint_own(lints, event->by);
    if (taker == NULL || maker == NULL || event->d == 0) {
        return;
    }
    bool takes_all = takes(trace_text(look->trace, event->c));
    *taker = (Taker){.takes = takes_all, .maker = event->by, .line = event->d, .made = look->index + 1};
    for (uint32_t back = 1; back < event->a && back <= LOOK_BACK; back++) {
        Taker *before = lint_own(lints, ref_make(REF_TASK, event->a - back));
        if (before->maker == event->by && before->line == event->d && (takes_all ? maker->waited : maker->chose) > before->made) {
            before->has_next = true;
            break;
        }
    }
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    bool by_number = event->kind == EV_STEP || event->kind == EV_STEP_END;
    Ref task = by_number                 ? ref_make(REF_TASK, event->a)
               : event->kind == EV_READY ? event->c
               : event->kind == EV_USE   ? look->runner
                                         : event->b;
    if (event->kind == EV_TASK_NEW) {
        made(lints, look);
        return true;
    }
    Taker *taker = lint_own(lints, task);
    if (taker == NULL) {
        return true;
    }
    switch ((EventKind)event->kind) {
    case EV_READY: taker->heard = true; return true;
    case EV_STEP: taker->got = false; return true;
    case EV_USE: taker->got = taker->got || event->detail == USE_GOT; return true;
    case EV_RESOLVE:
        taker->heard = false;
        taker->ended = event->detail == OUTCOME_RESULT ? look->index + 1 : 0;
        taker->gives = taker->got && strcmp(trace_text(look->trace, event->c), "None") != 0;
        return true;
    default: break;
    }
    if (event->detail == REASON_AWAIT) {
        taker->waited = look->index + 1;
        taker->chose = event->flags == VIA_WAIT ? look->index + 1 : taker->chose;
    } else if (event->detail == REASON_RETURN && (taker->takes || taker->gives) && taker->has_next && !taker->heard && taker->ended != 0) {
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
    .kinds = LINT_ON(EV_TASK_NEW) | LINT_ON(EV_READY) | LINT_ON(EV_STEP) | LINT_ON(EV_USE) | LINT_ON(EV_RESOLVE) | LINT_ON(EV_STEP_END),
    .task_bytes = sizeof(Taker),
    .look = look,
    .say = sentence};
