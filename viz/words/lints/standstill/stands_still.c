/* stands_still.c: a run that can never go on, and one that was stopped because it went on for too long. */
#include "in_vain.h"

/* The tracer of Python programs says itself why, and of more kinds: it sees the objects. */
static bool look_deadlock(Lints *lints, const LintLook *look)
{
    if (look->event->kind == EV_USE) {
        return lint_sees_objects(look) || in_vain_used(lints, look);
    }
    const LintTask *main = lint_task(lints, look->main_task);
    Lint lint = {.index = look->index, .task = look->main_task, .place = main ? main->place : 0, .count = look->event->a};
    if (!lint_sees_objects(look)) {
        in_vain_find(lints, look, &lint);
    }
    return lint_add(lints, lint);
}

static bool look_limit(Lints *lints, const LintLook *look)
{
    const LintTask *main = lint_task(lints, look->main_task);
    return lint_add(lints, (Lint){.index = look->index, .task = look->main_task, .place = main ? main->place : 0, .count = look->event->a});
}

static void say_deadlock(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    enum { SENTENCE = 600 };
    char count[PHRASE], why[SENTENCE];
    int used = snprintf(buffer, size, say_words(words->telling, "Deadlock: %s for ever, because nothing is ready and no timer is set."),
                        say_count(words->telling, lint->count, "task waits", "tasks wait", count));
    in_vain_say(lint, words, why, sizeof why);
    if (why[0] != '\0' && used > 0 && (size_t)used < size) {
        snprintf(buffer + used, size - (size_t)used, " %s", why);
    }
}

static void say_limit(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    snprintf(
        buffer, size,
        say_words(words->telling, "The run was stopped after %u turns of the loop: so many were allowed, and the program was not done."),
        (unsigned)lint->count);
}

const LintRule lint_rule_deadlock = {
    .name = "deadlock",
    .title = WORDS("tasks that wait for ever"),
    .advice = WORDS("Somebody must set the result, release the lock or put the item that they wait for; a timeout() ends the wait."),
    .advise = in_vain_advice,
    .kinds = LINT_ON(EV_DEADLOCK) | LINT_ON(EV_USE),
    .thing_bytes = IN_VAIN_THING_BYTES,
    .look = look_deadlock,
    .say = say_deadlock};

const LintRule lint_rule_limit = {.name = "limit",
                                  .title = WORDS("a run without an end"),
                                  .advice = WORDS("Give the loop in the program an end, or something to wait for in each round."),
                                  .kinds = LINT_ON(EV_LIMIT),
                                  .look = look_limit,
                                  .say = say_limit};
