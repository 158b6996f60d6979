/* blocks.c: a step that holds on to the loop while something else is ready or due. */
#include "rule.h"

/* Notes one that had to wait: by name while there is room for names. */
static void add(Lint *lint, Ref task)
{
    if (task != TRACE_NOBODY && task == lint->task) {
        return; /* a time limit of its own */
    }
    lint->count++;
    for (size_t i = 0; i < LINT_OTHERS && ref_kind(task) == REF_TASK; i++) {
        if (lint->others[i] == TRACE_NOBODY || lint->others[i] == task) {
            lint->others[i] = task;
            return;
        }
    }
}

static bool look(Lints *lints, const LintLook *look)
{
    const State *state = look->state;
    const Event *event = look->event;
    Lint lint = {.index = look->index,
                 .task = ref_kind(event->by) == REF_TASK ? event->by : TRACE_NOBODY,
                 .place = event->a,
                 .text = event->b,
                 .of_step = event->detail == BLOCK_STEP,
                 .time = trace_time(event)};
    for (size_t i = 0; i < state->ready_count; i++) {
        if (!state->ready[i].cancelled) {
            add(&lint, state->ready[i].task);
        }
    }
    for (size_t i = 0; i < state->timer_count && state_timer(state, i)->when <= event->t; i++) {
        if (!state_timer(state, i)->cancelled) {
            add(&lint, state_timer(state, i)->task);
        }
    }
    return lint.count == 0 || lint_add(lints, lint); /* 0: nobody was kept from anything */
}

/* "A", "A and B", "A, B and 3 entries more": the names first. */
static void say_who(const Lint *lint, const LintWords *words, uint32_t named, char *buffer, size_t size)
{
    char more[PHRASE] = "";
    const char *one = words->others[0], *other = named > 1 ? words->others[1] : more;
    if (lint->count > named) {
        say_count(words->telling, lint->count - named, "entry more", "entries more", more);
    }
    if (named > 1 && *more != '\0') {
        snprintf(buffer, size, say_words(words->telling, "%s, %s and %s"), one, other, more);
    } else if (*other != '\0') {
        snprintf(buffer, size, say_words(words->telling, "%s and %s"), one, other);
    } else {
        snprintf(buffer, size, "%s", one);
    }
}

static const char *format_of(const Lint *lint, const LintWords *words, uint32_t named)
{
    const Telling *telling = words->telling;
    if (named == 0) {
        return lint->of_step
                   ? say_words(telling, "%s blocks the loop for %s: it holds on without an await that suspends, and %s had to wait.")
                   : say_words(telling, "%s blocks the loop for %s: it holds on without an await, and %s had to wait.");
    }
    if (lint->count > 1) {
        return lint->of_step
                   ? say_words(
                         telling,
                         "%s blocks the loop for %s: it holds on without an await that suspends, and %s, which were due, had to wait.")
                   : say_words(telling, "%s blocks the loop for %s: it holds on without an await, and %s, which were due, had to wait.");
    }
    return lint->of_step
               ? say_words(telling,
                           "%s blocks the loop for %s: it holds on without an await that suspends, and %s, which was due, had to wait.")
               : say_words(telling, "%s blocks the loop for %s: it holds on without an await, and %s, which was due, had to wait.");
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    enum { NAMES = 320 };
    char duration[PHRASE], time[PHRASE * 3], who[NAMES];
    say_duration(words->telling, lint->time, duration);
    snprintf(time, sizeof time, *words->quoted != '\0' ? "%s (%s)" : "%s", duration, words->quoted);
    uint32_t named = lint->others[0] == TRACE_NOBODY ? 0 : lint->others[1] == TRACE_NOBODY ? 1 : 2;
    if (named == 0) {
        say_count(words->telling, lint->count, "entry that was due", "entries that were due", who);
    } else {
        say_who(lint, words, named, who, sizeof who);
    }
    snprintf(buffer, size, format_of(lint, words, named), words->task, time, who);
}

const LintRule lint_rule_blocks = {.name = "blocks",
                                   .title = WORDS("a step that blocks the loop"),
                                   .advice =
                                       WORDS("Await instead: asyncio.sleep() to wait, asyncio.to_thread() for a call that takes long."),
                                   .kinds = LINT_ON(EV_BLOCK),
                                   .look = look,
                                   .say = sentence};
