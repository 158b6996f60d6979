/* noted.c: what whoever recorded the run has seen in the program's own objects: who holds which lock, which pipe is full, what was called from where. */
#include "rule.h"

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Ref task = event->a == 0 ? TRACE_NOBODY : ref_make(REF_TASK, event->a);
    return lint_add(lints, (Lint){.index = look->index,
                                  .task = lint_task(lints, task) != NULL ? task : TRACE_NOBODY,
                                  .place = event->d,
                                  .text = event->b,
                                  .advice = event->c,
                                  .remark = (TraceRemark)event->detail});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    snprintf(buffer, size, "%s", words->quoted);
}

const LintRule lint_rule_noted = {.name = "noted",
                                  .title = WORDS("a remark"),
                                  .advice = WORDS("Look at the line that is named."),
                                  .kinds = LINT_ON(EV_REMARK),
                                  .look = look,
                                  .say = sentence};
