/* forgotten.c: a task that is still under way when main ends, so that asyncio.run cancels it. */
#include "rule.h"

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    const LintTask *task = lint_task(lints, event->b);
    if (task == NULL || event->detail == TARGET_DONE || !look->main_ended || event->by != TRACE_NOBODY || look->stood_still ||
        task->made_at == 0) {
        return true;
    }
    return lint_add(lints, (Lint){.index = look->index, .task = event->b, .place = task->made_at});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    snprintf(buffer, size, "main has ended without waiting for %s, so asyncio.run cancels it half way.", words->task);
}

const LintRule lint_rule_forgotten = {.name = "forgotten",
                                      .title = "a task that nobody waited for",
                                      .advice =
                                          "Await the task before main returns, with await, gather() or a TaskGroup; or cancel it yourself.",
                                      .kinds = LINT_ON(EV_CANCEL),
                                      .look = look,
                                      .say = sentence};
