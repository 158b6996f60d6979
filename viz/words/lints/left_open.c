/* left_open.c: an asynchronous generator of a C program that was left before its end: it is closed later, in a task of its own. */
#include "rule.h"

typedef struct Asked {
    uint32_t generator; /* string id: the one that gave a value last, or 0 */
} Asked;

/* The tracer of Python programs says it itself: it sees the generator, and where that stands. */
static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Asked *asked = lint_own(lints, look->runner);
    if (asked != NULL && event->kind == EV_EXIT && event->flags != GENERATOR_NOT) {
        asked->generator = event->flags == GENERATOR_GAVE ? event->b : 0;
    }
    if (event->kind != EV_READY || event->detail != CALL_CLOSE_GENERATOR || lint_sees_objects(look)) {
        return true;
    }
    return lint_add(lints, (Lint){.index = look->index,
                                  .task = look->runner,
                                  .place = asked != NULL ? lint_task(lints, look->runner)->place : 0,
                                  .text = asked != NULL ? asked->generator : 0});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    if (words->quoted[0] != '\0') {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "%s leaves the generator %s before its end, as by a break: that does not close it, and what it does to tidy up comes later, in a task that the loop makes."),
            words->task, words->quoted);
    } else {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "%s leaves the generator before its end, as by a break: that does not close it, and what it does to tidy up comes later, in a task that the loop makes."),
            words->task);
    }
}

const LintRule lint_rule_left_open = {.name = "left-open",
                                      .title = WORDS("a generator left open"),
                                      .advice = WORDS("Close it where you leave it: AWAIT(async_generator_close(generator))."),
                                      .kinds = LINT_ON(EV_EXIT) | LINT_ON(EV_READY),
                                      .task_bytes = sizeof(Asked),
                                      .look = look,
                                      .say = sentence};
