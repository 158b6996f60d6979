/* never_awaited.c: a coroutine that was called, and thrown away before a line of it had run. */
#include "rule.h"

#include <string.h>

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (strcmp(trace_text(look->trace, event->b), "__init__") ==
        0) { /* which nobody can await: the TypeError that comes of it is told instead */
        return true;
    }
    return lint_add(lints, (Lint){.index = look->index,
                                  .task = ref_kind(event->by) == REF_TASK ? event->by : TRACE_NOBODY,
                                  .place = event->d,
                                  .text = event->b});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    snprintf(buffer, size, say_words(words->telling, "%s was called but never awaited: not one line of it has run."), words->quoted);
}

const LintRule lint_rule_never_awaited = {
    .name = "never-awaited",
    .title = WORDS("a coroutine that nobody awaits"),
    .advice = WORDS("Calling a coroutine only makes it. Write await before the call, or give it to create_task() or gather()."),
    .kinds = LINT_ON(EV_NEVER_AWAITED),
    .look = look,
    .say = sentence};
