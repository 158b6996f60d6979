/* not_shared.c: a semaphore or a lock that each call makes for itself, so that it limits nothing. */
#include "words/lints/rule.h"

enum { LOOK_BACK = 64, ALIKE = 3 /* at one line: no accident any more */ };

typedef struct Limit {
    Ref maker; /* of a task; TRACE_NOBODY: it was made outside of the loop or by a callback */
    bool shared;
} Limit;

/* The last semaphore, or lock, that a task has made and has taken itself. */
typedef struct Maker {
    uint32_t thing, made_at; /* 0: none */
    uint32_t places;
    size_t made, taken, ended; /* indices; ended: of the task */
    bool apart;                /* it is taken by another coroutine than the one that has made it: it belongs to an object */
    bool alone;                /* the task has ended, and nobody else has ever taken it */
    bool told;                 /* or one before it that was made at the same line */
} Maker;

enum { SEMAPHORE, LOCK, KINDS };

typedef struct Makers {
    Maker of[KINDS];
} Makers;

static bool same_coroutine(const Trace *trace, uint32_t one, uint32_t other)
{
    const TracePlace *a = trace_place(trace, one), *b = trace_place(trace, other);
    return strcmp(a->file, b->file) == 0 && strcmp(a->function, b->function) == 0;
}

static bool used(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (thing_kind(event->a) != THING_SEMAPHORE && thing_kind(event->a) != THING_LOCK) {
        return true;
    }
    Limit *limit = lint_own_thing(lints, event->a);
    if (limit == NULL) {
        return false;
    }
    int kind = thing_kind(event->a) == THING_LOCK ? LOCK : SEMAPHORE;
    Makers *makers = lint_own(lints, look->runner);
    Maker *maker = makers != NULL ? &makers->of[kind] : NULL;
    if (event->detail == USE_MADE) {
        limit->maker = look->runner;
        if (maker != NULL) {
            *maker = (Maker){.thing = event->a, .made_at = event->d, .places = event->c, .made = look->index};
        }
    } else if (event->detail == USE_HANDED || event->detail == USE_KEPT ||
               (event->detail == USE_TAKEN && (maker == NULL || look->runner != limit->maker))) {
        limit->shared = true;
    } else if (event->detail == USE_TAKEN && maker->thing == event->a && maker->taken == 0) {
        uint32_t place = event->d != 0 ? event->d : lint_task(lints, look->runner)->place;
        maker->apart = !same_coroutine(look->trace, maker->made_at, place);
        /* A lock, and a place for one, may well be an object's own. */
        maker->taken = maker->apart && (kind == LOCK || maker->places < 2) ? 0 : look->index;
    }
    return true;
}

/* Are there others before it, that were made at the same line for one task alone? Those of objects count if they were under way at the same time. */
static bool is_one_of_many(Lints *lints, Ref task, Maker *maker, int kind)
{
    size_t alike = 1;
    uint32_t number = ref_number(task);
    for (uint32_t back = 1; back < number && back <= LOOK_BACK && !maker->told; back++) {
        const Makers *makers = lint_own(lints, ref_make(REF_TASK, number - back));
        const Maker *other = &makers->of[kind];
        if (other->alone && other->made_at == maker->made_at && (!maker->apart || other->ended > maker->made)) {
            alike++;
            maker->told = other->told;
        }
    }
    return alike >= ALIKE && !maker->told;
}

static bool task_ends(Lints *lints, const LintLook *look, Maker *maker, int kind)
{
    if (maker->taken == 0) {
        return true;
    }
    const Limit *limit = lint_own_thing(lints, maker->thing);
    maker->alone = limit != NULL && !limit->shared;
    maker->ended = look->index;
    if (!maker->alone || !is_one_of_many(lints, look->event->b, maker, kind)) {
        return limit != NULL;
    }
    maker->told = true;
    return lint_add(lints, (Lint){.index = maker->taken,
                                  .task = look->event->b,
                                  .place = maker->made_at,
                                  .count = kind == LOCK ? 0 : maker->places,
                                  .of_step = maker->apart});
}

static bool look(Lints *lints, const LintLook *look)
{
    if (look->event->kind == EV_USE) {
        return used(lints, look);
    }
    Makers *makers = lint_own(lints, look->event->b);
    return makers == NULL || (task_ends(lints, look, &makers->of[SEMAPHORE], SEMAPHORE) && task_ends(lints, look, &makers->of[LOCK], LOCK));
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const Telling *telling = words->telling;
    if (lint->count == 0) {
        snprintf(
            buffer, size,
            say_words(telling, "Each call of %s makes a lock of its own at %s (so does %s): nobody else has it, and it keeps nobody out."),
            words->function, words->line, words->task);
    } else if (lint->of_step) {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "%s makes a semaphore of its own for %u at %s, with the object that it belongs to, and so do others: each limits only the one that has made it, and not all of them together."),
            words->task, (unsigned)lint->count, words->line);
    } else {
        snprintf(
            buffer, size,
            say_words(
                telling,
                "Each call of %s makes a semaphore of its own for %u at %s (so does %s): it limits that one call, and not all of them together."),
            words->function, (unsigned)lint->count, words->line, words->task);
    }
}

const LintRule lint_rule_not_shared = {.name = "not-shared",
                                       .title = WORDS("a limit that nobody shares"),
                                       .advice = WORDS("Make it once, outside of the coroutine, and give the same one to every call."),
                                       .kinds = LINT_ON(EV_USE) | LINT_ON(EV_RESOLVE),
                                       .task_bytes = sizeof(Makers),
                                       .thing_bytes = sizeof(Limit),
                                       .look = look,
                                       .say = sentence};
