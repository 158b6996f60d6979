/* over_released.c: a semaphore of a C program that a task gives back more often than it took it, so that it lets in more than it was made for. */
#include "words/lints/rule.h"

#include "holders.h"

typedef struct Places {
    uint32_t limit; /* that it was made for; 0: none, or it is not known */
    Holders held;
    Ref before[HOLDERS_KEPT]; /* who has held a place and given it back, the last ones */
    uint32_t before_next;
    bool told;
} Places;

/* A semaphore that others raise than those who wait for it is a signal, and no mistake. */
static bool has_held(const Places *places, Ref by)
{
    for (size_t i = 0; i < HOLDERS_KEPT; i++) {
        if (places->before[i] == by) {
            return true;
        }
    }
    return false;
}

/* Who gives it back has held no place any more, and there are more now, with those that others hold. */
static bool is_one_more(const Places *places, const Event *event)
{
    return !places->held.unknown && !places->told && places->limit > 0 && event->c + places->held.count > places->limit &&
           has_held(places, event->by);
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (thing_kind(event->a) != THING_SEMAPHORE || lint_sees_objects(look)) { /* the tracer says it itself, and where */
        return true;
    }
    Places *places = lint_own_thing(lints, event->a);
    if (places == NULL) {
        return false;
    }
    if (event->detail == USE_MADE) {
        places->limit = event->c;
        return true;
    }
    if (holders_used(&places->held, event, 0)) {
        if (event->detail == USE_RELEASED) {
            places->before[places->before_next++ % HOLDERS_KEPT] = event->by;
        }
    } else if (is_one_more(places, event) && look->runner != TRACE_NOBODY) {
        places->told = true;
        return lint_add(lints, (Lint){.index = look->index,
                                      .task = look->runner,
                                      .place = event->d != 0 ? event->d : lint_task(lints, look->runner)->place,
                                      .count = places->limit,
                                      .more = event->c + places->held.count});
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    snprintf(
        buffer, size,
        say_words(words->telling,
                  "%s gives back a semaphore more often than it has taken it: that was made for %u, and lets %u in at once from now on."),
        words->task, (unsigned)lint->count, (unsigned)lint->more);
}

const LintRule lint_rule_over_released = {
    .name = "over-released",
    .title = WORDS("a limit that grows"),
    .advice = WORDS("Take it in a WITH, which gives it back once; a bounded semaphore gives an error instead."),
    .kinds = LINT_ON(EV_USE),
    .thing_bytes = sizeof(Places),
    .look = look,
    .say = sentence};
