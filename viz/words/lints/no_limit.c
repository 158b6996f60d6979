/* no_limit.c: a queue without a limit into which more is put than is taken out. */
#include "rule.h"

enum { MANY_ITEMS = 1000 };

typedef struct Filled {
    Ref taker; /* who took an item out last, or TRACE_NOBODY: it may still be filled beforehand */
    bool told;
} Filled;

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    bool put = event->detail == USE_PUT && event->flags != 0;
    if (thing_kind(event->a) != THING_QUEUE || (!put && event->detail != USE_GOT)) {
        return true;
    }
    Filled *filled = lint_own_thing(lints, event->a);
    if (filled == NULL) {
        return false;
    }
    if (!put) {
        filled->taker = event->by;
    } else if (!filled->told && event->c >= MANY_ITEMS && filled->taker != TRACE_NOBODY) {
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
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const char *name = strcmp(words->quoted, "queue") == 0 ? "" : words->quoted;
    snprintf(
        buffer, size,
        "The queue%s%s holds %u items and goes on growing: it has no limit, so %s puts more into it than %s takes out, and never waits.",
        name[0] != '\0' ? " " : "", name, (unsigned)lint->count, words->task, words->others[0][0] != '\0' ? words->others[0] : "anybody");
}

const LintRule lint_rule_no_limit = {.name = "no-limit",
                                     .title = "a buffer that grows without end",
                                     .advice = "Give it a limit (maxsize): then put() waits until there is room.",
                                     .nobody = "the program",
                                     .kinds = LINT_ON(EV_USE),
                                     .thing_bytes = sizeof(Filled),
                                     .look = look,
                                     .say = sentence};
