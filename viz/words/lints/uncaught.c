/* uncaught.c: the error with which main of a C program ends, so that the run has failed. */
#include "rule.h"

/* The tracer of Python programs says it itself: a program may have caught what asyncio.run raises. */
static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (event->b != look->main_task || event->detail != OUTCOME_EXCEPTION || lint_sees_objects(look) ||
        phrase_ends_run(trace_text(look->trace, event->c))) { /* somebody has asked for that */
        return true;
    }
    return lint_add(lints, (Lint){.index = look->index, .task = event->b, .place = lint_task(lints, event->b)->place, .text = event->c});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    snprintf(buffer, size, say_words(words->telling, "%s ends with %s, which nobody has caught: the run has failed."), words->task,
             words->quoted);
}

const LintRule lint_rule_uncaught = {.name = "uncaught",
                                     .title = WORDS("an error that ended the program"),
                                     .advice = WORDS("Catch it where something can be done about it; the terminal shows its text."),
                                     .kinds = LINT_ON(EV_RESOLVE),
                                     .look = look,
                                     .say = sentence};
