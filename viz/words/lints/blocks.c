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

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char duration[PHRASE], count[PHRASE], time[PHRASE * 3];
    const char *how = lint->of_step ? "an await that suspends" : "an await";
    phrase_duration(lint->time, duration);
    snprintf(time, sizeof time, *words->quoted != '\0' ? "%s (%s)" : "%s", duration, words->quoted);
    uint32_t named = lint->others[0] == TRACE_NOBODY ? 0 : lint->others[1] == TRACE_NOBODY ? 1 : 2;
    if (named == 0) {
        snprintf(buffer, size, "%s blocks the loop for %s: it holds on without %s, and %s had to wait.", words->task, time, how,
                 phrase_count(lint->count, "entry that was due", "entries that were due", count));
        return;
    }
    char more[PHRASE] = "";
    if (lint->count > named) {
        snprintf(more, sizeof more, " and %s more", phrase_count(lint->count - named, "entry", "entries", count));
    }
    snprintf(buffer, size, "%s blocks the loop for %s: it holds on without %s, and %s%s%s%s, which %s due, had to wait.", words->task, time,
             how, words->others[0],
             named < 2       ? ""
             : *more != '\0' ? ", "
                             : " and ",
             words->others[1], more, lint->count > 1 ? "were" : "was");
}

const LintRule lint_rule_blocks = {.name = "blocks",
                                   .title = "a step that blocks the loop",
                                   .advice = "Await instead: asyncio.sleep() to wait, asyncio.to_thread() for a call that takes long.",
                                   .kinds = LINT_ON(EV_BLOCK),
                                   .look = look,
                                   .say = sentence};
