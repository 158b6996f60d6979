/* never_closed.c: a connection that the program has opened, or that its other end has closed, and that nobody closes. */
#include "rule.h"

typedef struct Opened {
    Ref by;
    uint32_t place;
    size_t index;
} Opened;

/* Of the whole run, in the place of number 0. */
typedef struct Left {
    Opened first;
    uint32_t name, count;
    bool ended_there;
} Left;

typedef union Memory {
    Opened opened;
    Left left;
} Memory;

/* What was accepted belongs to whoever is at the other end, as long as that is there. */
static bool is_left(const ModelOutside *outside)
{
    return outside != NULL && outside->kind == OUTSIDE_CONNECTION && (outside->of == 0 || outside->ended_there);
}

/* Whoever ends a run by force need not tidy up, and an error or a cancellation that passes through main passes the line that closes. */
static bool ended_by_force(const LintLook *look)
{
    const ModelTask *main = state_task(look->state, look->main_task);
    return look->interrupted || (main != NULL && main->resolved && main->outcome != OUTCOME_RESULT);
}

static bool leave(Lints *lints, const ModelOutside *outside)
{
    const Memory *its = lint_own_thing(lints, ref_make(REF_OUTSIDE, outside->number));
    Opened opened = its != NULL ? its->opened : (Opened){.index = 0};
    Memory *all = lint_own_thing(lints, ref_make(REF_OUTSIDE, 0));
    if (its == NULL || all == NULL) {
        return false;
    }
    if (all->left.count++ == 0) {
        all->left.first = opened;
        all->left.first.by = outside->of == 0 ? opened.by : TRACE_NOBODY;
        all->left.name = outside->name;
        all->left.ended_there = outside->ended_there && outside->of != 0;
    }
    return true;
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (event->kind == EV_OUTSIDE_NEW) {
        Memory *its = lint_own_thing(lints, ref_make(REF_OUTSIDE, event->a));
        if (its != NULL) {
            its->opened = (Opened){look->runner, event->d, look->index};
        }
        return its != NULL;
    }
    if (event->kind == EV_OUTSIDE_END) {
        const ModelOutside *outside = state_outside(look->state, event->a);
        return (event->flags & 1) == 0 || ended_by_force(look) || !is_left(outside) || leave(lints, outside);
    }
    for (size_t i = 0; i < look->state->outside_count && !ended_by_force(look) && event->a == 0; i++) {
        const ModelOutside *outside = &look->state->outsides[i];
        if (is_left(outside) && !leave(lints, outside)) {
            return false;
        }
    }
    const Memory *all = lint_own_thing(lints, ref_make(REF_OUTSIDE, 0));
    if (all == NULL || all->left.count == 0) {
        return all != NULL;
    }
    const Left *left = &all->left;
    return lint_add(lints, (Lint){.index = left->first.index,
                                  .task = lint_task(lints, left->first.by) != NULL ? left->first.by : TRACE_NOBODY,
                                  .place = left->first.place,
                                  .text = left->name,
                                  .of_step = left->ended_there,
                                  .count = left->count});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char more[PHRASE] = "", count[PHRASE];
    if (lint->count > 1) { /* the full stop stands with the noun: these are connections, which has a gender in other languages */
        snprintf(more, sizeof more, say_words(words->telling, " So it is with %s"),
                 say_count(words->telling, lint->count - 1, "other.", "others.", count));
    }
    if (lint->of_step) {
        snprintf(
            buffer, size,
            say_words(words->telling,
                      "The connection with %s is never closed, though its other end has been: it stays open until it is thrown away.%s"),
            words->quoted, more);
    } else {
        snprintf(buffer, size,
                 say_words(words->telling, "%s connects to %s and never closes the connection: it stays open until it is thrown away.%s"),
                 words->task, words->quoted, more);
    }
}

const LintRule lint_rule_never_closed = {
    .name = "never-closed",
    .title = WORDS("a connection that is never closed"),
    .advice = WORDS("Close it when it is no longer needed, in a finally, say: writer.close(), then await writer.wait_closed()."),
    .kinds = LINT_ON(EV_OUTSIDE_NEW) | LINT_ON(EV_OUTSIDE_END) | LINT_ON(EV_DONE),
    .thing_bytes = sizeof(Memory),
    .look = look,
    .say = sentence};
