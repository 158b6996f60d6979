/* ended_at_once.c: a process that a signal has ended in the middle of the run, so that nothing of what it would do at its end is done. */
#include "rule.h"

#include <string.h>

enum { HANG_UP = 1, TERMINATE = 15 }; /* signals that end a process which has no handler for them */

/* Whoever hears of the signal has something to do then. */
static bool has_handler(const LintLook *look)
{
    for (size_t i = 0; i < look->state->outside_count; i++) {
        const ModelOutside *outside = &look->state->outsides[i];
        if (outside->kind == OUTSIDE_SIGNAL && strcmp(trace_text(look->trace, outside->name), "SIGTERM") == 0) {
            return true;
        }
    }
    return false;
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    bool told_to_end = event->detail == END_KILLED && (event->a == HANG_UP || event->a == TERMINATE);
    const LintTask *main_task = lint_task(lints, look->main_task);
    if ((!told_to_end && event->detail != END_CUT) || main_task == NULL || !lint_sees_objects(look)) {
        return true;
    }
    /* Who was killed because a step held on to the loop, or nothing went on any more, has another cause than the signal. */
    if (state_is_done(look->state, look->main_task) || look->main_ended || look->interrupted || look->stood_still ||
        look->state->running != TRACE_NOBODY || has_handler(look)) {
        return true;
    }
    return lint_add(lints, (Lint){.index = look->index, .task = look->main_task, .place = main_task->place, .of_step = !told_to_end});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const char *format =
        lint->of_step
            ? say_words(
                  words->telling,
                  "The process was ended while %s was suspended at %s: no finally of its tasks has run, and nothing is cleaned up. SIGTERM, "
                  "with which `kill` and `docker stop` end a process, does that where the program has no handler for it; SIGKILL and os._exit() do it always.")
            : say_words(
                  words->telling,
                  "A signal told the process to end while %s was suspended at %s, and the program has no handler for it: it was ended at "
                  "once, no finally of its tasks has run, and nothing is cleaned up.");
    snprintf(buffer, size, format, words->task, words->line);
}

const LintRule lint_rule_ended_at_once = {
    .name = "ended-at-once",
    .title = WORDS("a process that was ended at once"),
    .advice = WORDS(
        "`loop.add_signal_handler(signal.SIGTERM, task.cancel)`, with the task of main, cancels it: then each finally is run, as at Ctrl-C."),
    .kinds = LINT_ON(EV_PROCESS_END),
    .look = look,
    .say = sentence};
