/* no_limit.c: a queue without a limit into which more is put than is taken out. */
#include "words/lints/rule.h"

enum { MANY_ITEMS = 1000 };

typedef struct Filled {
    Ref taker;      /* who took an item out last, or TRACE_NOBODY: it may still be filled beforehand */
    Ref putter;     /* who put the last in */
    uint32_t items; /* in it now */
    uint32_t put, got;
    uint32_t moments; /* at how many different times something was put in, since somebody has taken out of it */
    uint32_t place, name;
    uint32_t highest; /* of number 0: the highest number of a queue */
    int64_t last;
    bool told;
} Filled;

/* What is left in it when main ends, of much that was put in while somebody took out of it. */
enum { MANY_LEFT = 100, MANY_MOMENTS = 50, SOME_TAKEN = 3 };

static Filled *all(Lints *lints) { return lint_own_thing(lints, thing_make(THING_QUEUE, 0)); }

static bool left_over(Lints *lints, const LintLook *look)
{
    Filled *every = all(lints);
    uint32_t highest = every != NULL ? every->highest : 0;
    for (uint32_t number = 1; number <= highest; number++) {
        Filled *filled = lint_own_thing(lints, thing_make(THING_QUEUE, number));
        if (filled == NULL) {
            return false;
        }
        bool too_many = filled->items >= MANY_LEFT && filled->items >= filled->put / 2 && filled->moments >= MANY_MOMENTS;
        if (filled->told || !too_many || filled->got < SOME_TAKEN || filled->taker == filled->putter ||
            lint_task(lints, filled->putter) == NULL || lint_task(lints, filled->taker) == NULL) {
            continue;
        }
        filled->told = true;
        if (!lint_add(lints, (Lint){.index = look->index,
                                    .task = filled->putter,
                                    .others = {filled->taker},
                                    .place = filled->place,
                                    .text = filled->name,
                                    .count = filled->items,
                                    .of_step = true})) {
            return false;
        }
    }
    return every != NULL;
}

static bool used(Lints *lints, const LintLook *look, Filled *filled)
{
    const Event *event = look->event;
    filled->items = event->c;
    filled->name = event->b != 0 ? event->b : filled->name;
    if (event->detail == USE_GOT) {
        filled->taker = event->by;
        filled->got++;
        return true;
    }
    filled->put++;
    filled->moments += filled->taker != TRACE_NOBODY && event->t != filled->last;
    filled->last = event->t;
    filled->putter = event->by;
    filled->place = event->d;
    if (filled->told || event->c < MANY_ITEMS || filled->taker == TRACE_NOBODY) {
        return true;
    }
    filled->told = true;
    bool other = filled->taker != event->by && lint_task(lints, filled->taker) != NULL;
    return lint_add(lints, (Lint){.index = look->index,
                                  .task = look->runner,
                                  .others = {other ? filled->taker : TRACE_NOBODY},
                                  .place = event->d != 0                  ? event->d
                                           : look->runner != TRACE_NOBODY ? lint_task(lints, look->runner)->place
                                                                          : 0,
                                  .text = event->b,
                                  .count = event->c});
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (event->kind == EV_RESOLVE) {
        return event->b != look->main_task || left_over(lints, look);
    }
    bool put = event->detail == USE_PUT && event->flags != 0;
    if (thing_kind(event->a) != THING_QUEUE || (!put && event->detail != USE_GOT)) {
        return true;
    }
    Filled *every = all(lints);
    if (every == NULL) {
        return false;
    }
    every->highest = thing_number(event->a) > every->highest ? thing_number(event->a) : every->highest;
    Filled *filled = lint_own_thing(lints, event->a);
    return filled != NULL && used(lints, look, filled);
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const char *name = strcmp(words->quoted, "queue") == 0 ? "" : words->quoted;
    const char *taker = words->others[0][0] != '\0' ? words->others[0] : say_words(words->telling, "anybody");
    unsigned items = (unsigned)lint->count;
    if (lint->of_step && name[0] != '\0') {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "The queue %s holds %u items when main ends, and nobody takes them any more: it has no limit, so %s put more into it than %s took out, and never waited."),
            name, items, words->task, words->others[0]);
    } else if (lint->of_step) {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "The queue holds %u items when main ends, and nobody takes them any more: it has no limit, so %s put more into it than %s took out, and never waited."),
            items, words->task, words->others[0]);
    } else if (name[0] != '\0') {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "The queue %s holds %u items and goes on growing: it has no limit, so %s puts more into it than %s takes out, and never waits."),
            name, items, words->task, taker);
    } else {
        snprintf(
            buffer, size,
            say_words(
                words->telling,
                "The queue holds %u items and goes on growing: it has no limit, so %s puts more into it than %s takes out, and never waits."),
            items, words->task, taker);
    }
}

const LintRule lint_rule_no_limit = {.name = "no-limit",
                                     .title = WORDS("a buffer that grows without end"),
                                     .advice = WORDS("Give it a limit (maxsize): then put() waits until there is room."),
                                     .nobody = WORDS("the program"),
                                     .kinds = LINT_ON(EV_USE) | LINT_ON(EV_RESOLVE),
                                     .thing_bytes = sizeof(Filled),
                                     .look = look,
                                     .say = sentence};
