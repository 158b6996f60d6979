/* not_shared.c: a semaphore that each call makes for itself, so that it limits nothing. */
#include "rule.h"

enum { LOOK_BACK = 64, ALIKE = 3 /* at one line: no accident any more */ };

typedef struct Limit {
    Ref maker; /* of a task; TRACE_NOBODY: it was made outside of the loop or by a callback */
    bool shared;
} Limit;

/* The last semaphore that a task has made, and has taken in the same coroutine. */
typedef struct Maker {
    uint32_t thing, made_at; /* 0: none */
    uint32_t places;
    size_t taken; /* index */
    bool alone;   /* it has ended, and nobody else has ever taken it */
    bool told;    /* or one before it that was made at the same line */
} Maker;

static bool same_coroutine(const Trace *trace, uint32_t one, uint32_t other)
{
    const TracePlace *a = trace_place(trace, one), *b = trace_place(trace, other);
    return strcmp(a->file, b->file) == 0 && strcmp(a->function, b->function) == 0;
}

static bool used(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (thing_kind(event->a) != THING_SEMAPHORE) {
        return true;
    }
    Limit *limit = lint_own_thing(lints, event->a);
    if (limit == NULL) {
        return false;
    }
    Maker *maker = lint_own(lints, look->runner);
    if (event->detail == USE_MADE) {
        limit->maker = look->runner;
        if (maker != NULL) {
            *maker = (Maker){.thing = event->a, .made_at = event->d, .places = event->c};
        }
    } else if (event->detail == USE_HANDED || (event->detail == USE_TAKEN && (maker == NULL || look->runner != limit->maker))) {
        limit->shared = true;
    } else if (event->detail == USE_TAKEN && maker->thing == event->a && maker->taken == 0) {
        uint32_t place = event->d != 0 ? event->d : lint_task(lints, look->runner)->place;
        maker->taken = same_coroutine(look->trace, maker->made_at, place) ? look->index : 0;
    }
    return true;
}

/* Are there others before it, that were made at the same line for one task alone? */
static bool is_one_of_many(Lints *lints, Ref task, Maker *maker)
{
    size_t alike = 1;
    uint32_t number = ref_number(task);
    for (uint32_t back = 1; back < number && back <= LOOK_BACK && !maker->told; back++) {
        const Maker *other = lint_own(lints, ref_make(REF_TASK, number - back));
        if (other->alone && other->made_at == maker->made_at) {
            alike++;
            maker->told = other->told;
        }
    }
    return alike >= ALIKE && !maker->told;
}

static bool look(Lints *lints, const LintLook *look)
{
    if (look->event->kind == EV_USE) {
        return used(lints, look);
    }
    Maker *maker = lint_own(lints, look->event->b);
    if (maker == NULL || maker->taken == 0) {
        return true;
    }
    const Limit *limit = lint_own_thing(lints, maker->thing);
    maker->alone = limit != NULL && !limit->shared;
    if (!maker->alone || !is_one_of_many(lints, look->event->b, maker)) {
        return limit != NULL;
    }
    maker->told = true;
    return lint_add(lints, (Lint){.index = maker->taken, .task = look->event->b, .place = maker->made_at, .count = maker->places});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    snprintf(
        buffer, size,
        say_words(
            words->telling,
            "Each call of %s makes a semaphore of its own for %u at %s (so does %s): it limits that one call, and not all of them together."),
        words->function, (unsigned)lint->count, words->line, words->task);
}

const LintRule lint_rule_not_shared = {.name = "not-shared",
                                       .title = WORDS("a limit that nobody shares"),
                                       .advice = WORDS("Make it once, outside of the coroutine, and give the same one to every call."),
                                       .kinds = LINT_ON(EV_USE) | LINT_ON(EV_RESOLVE),
                                       .task_bytes = sizeof(Maker),
                                       .thing_bytes = sizeof(Limit),
                                       .look = look,
                                       .say = sentence};
