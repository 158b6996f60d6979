/* forgotten.c: a task that is still under way when main ends, so that asyncio.run cancels it. */
#include "rule.h"

typedef struct Child {
    Ref outer;     /* of the gather that waits for it, or 0 */
    bool shielded; /* shield() has made it */
} Child;

enum { BY_GATHER = 1, BY_SHIELD = 2 }; /* Lint.count */

/* An error of its own, or a Ctrl-C, kept main from waiting: that is what is wrong, and it is told. */
static bool main_failed(const LintLook *look)
{
    const ModelTask *main = state_task(look->state, look->main_task);
    return main != NULL && main->resolved && main->outcome != OUTCOME_RESULT;
}

/* Has a gather that failed let go of it? */
static bool left_by_gather(Lints *lints, const LintLook *look, Ref task)
{
    const Child *child = lint_own(lints, task);
    const ModelFuture *outer = child != NULL ? state_future(look->state, child->outer) : NULL;
    return outer != NULL && outer->done && outer->outcome == OUTCOME_EXCEPTION;
}

static bool in_a_library(const LintLook *look, uint32_t place)
{
    return place == 0 || trace_is_library_file(trace_place(look->trace, place)->file);
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (event->kind == EV_TASK_NEW) {
        Child *child = lint_own(lints, ref_make(REF_TASK, event->a));
        if (child != NULL) {
            child->shielded = event->detail == VIA_SHIELD;
        }
        return true;
    }
    if (event->kind == EV_CHILD) {
        Child *child = lint_own(lints, event->b);
        if (child != NULL) {
            child->outer = ref_make(REF_FUTURE, event->a);
        }
        return true;
    }
    const LintTask *task = lint_task(lints, event->b);
    if (task == NULL || event->detail == TARGET_DONE || !look->main_ended || look->interrupted || event->by != TRACE_NOBODY ||
        look->stood_still || task->made_at == 0 ||
        !state_is_done(look->state, look->main_task)) { /* not done: an error of another one's ended the run */
        return true;
    }
    bool by_gather = left_by_gather(lints, look, event->b);
    if (!by_gather && main_failed(look)) {
        return true;
    }
    uint32_t place = task->made_at;
    if (place != 0 && in_a_library(look, place)) { /* its own affair, unless it runs what is the program's */
        place = task->place;
        if (in_a_library(look, place)) {
            return true;
        }
    }
    const Child *child = lint_own(lints, event->b);
    uint32_t by = by_gather ? BY_GATHER : child != NULL && child->shielded ? BY_SHIELD : 0;
    return lint_add(lints, (Lint){.index = look->index, .task = event->b, .place = place, .count = by});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    if (lint->count == BY_SHIELD) {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "main has ended while %s was under way: shield() keeps it from being cancelled with whoever awaits it, but nobody waits for "
                "it any more, so asyncio.run cancels it half way. Keep it as a task of its own, so that it can be awaited at the end."),
            words->task);
    } else if (lint->count == BY_GATHER) {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "main has ended while %s was under way: gather() failed with another one's error, which cancels nobody, so asyncio.run cancels it half way."),
            words->task);
    } else {
        snprintf(buffer, size, say_words(words->telling, "main has ended without waiting for %s, so asyncio.run cancels it half way."),
                 words->task);
    }
}

const LintRule lint_rule_forgotten = {
    .name = "forgotten",
    .title = WORDS("a task that nobody waited for"),
    .advice = WORDS("Await the task before main returns, with await, gather() or a TaskGroup; or cancel it yourself."),
    .kinds = LINT_ON(EV_CANCEL) | LINT_ON(EV_CHILD) | LINT_ON(EV_TASK_NEW),
    .task_bytes = sizeof(Child),
    .look = look,
    .say = sentence};
