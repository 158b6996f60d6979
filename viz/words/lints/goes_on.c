/* goes_on.c: a task of a gather that has failed with another one's error: it goes on to its end, and nobody gets what it returns. */
#include "rule.h"

typedef struct Child {
    Ref outer;    /* of the gather, or 0 */
    bool its_own; /* the gather has made it of a coroutine: nobody else knows it */
} Child;

typedef struct Failed {
    size_t told; /* index + 1 of the remark on that gather, or 0 */
} Failed;

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (event->kind == EV_TASK_NEW) {
        Child *child = lint_own(lints, ref_make(REF_TASK, event->a));
        if (child != NULL) {
            child->its_own = event->detail == VIA_GATHER;
        }
        return true;
    }
    Child *child = lint_own(lints, event->b);
    if (child != NULL && event->kind == EV_CHILD) {
        child->outer = ref_make(REF_FUTURE, event->a);
    }
    const ModelFuture *outer = child != NULL && child->its_own ? state_future(look->state, child->outer) : NULL;
    if (event->kind == EV_CHILD || outer == NULL || !outer->done || outer->outcome != OUTCOME_EXCEPTION || look->main_ended ||
        event->detail != OUTCOME_RESULT) {
        return true;
    }
    Failed *failed = lint_own_thing(lints, child->outer);
    if (failed == NULL) {
        return false;
    }
    Lint *before = failed->told > 0 ? lint_find(lints, failed->told - 1) : NULL;
    if (before != NULL) {
        before->count++;
        return true;
    }
    failed->told = look->index + 1;
    return lint_add(lints, (Lint){.index = look->index, .task = event->b, .place = lint_task(lints, event->b)->made_at, .count = 1});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char more[PHRASE] = "", count[PHRASE];
    if (lint->count > 1) {
        snprintf(more, sizeof more, say_words(words->telling, " So it is with %s."),
                 say_count(words->telling, lint->count - 1, "other", "others", count));
    }
    snprintf(
        buffer, size,
        say_words(
            words->telling,
            "gather() failed with another one's error, which cancels nobody: %s goes on to its end all the same, and nobody gets what it returns.%s"),
        words->task, more);
}

const LintRule lint_rule_goes_on = {
    .name = "goes-on",
    .title = WORDS("a task that goes on for nobody"),
    .advice = WORDS("A TaskGroup cancels the others when one fails, and waits for them; or gather(return_exceptions=True) waits for all."),
    .kinds = LINT_ON(EV_TASK_NEW) | LINT_ON(EV_CHILD) | LINT_ON(EV_RESOLVE),
    .task_bytes = sizeof(Child),
    .thing_bytes = sizeof(Failed),
    .look = look,
    .say = sentence};
