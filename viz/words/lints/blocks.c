/* blocks.c: a step that holds on to the loop while something else is ready or due. */
#include "rule.h"

static bool look(Lints *lints, const LintLook *look)
{
    const State *state = look->state;
    const Event *event = look->event;
    uint32_t waiting = 0;
    for (size_t i = 0; i < state->ready_count; i++) {
        waiting += !state->ready[i].cancelled;
    }
    for (size_t i = 0; i < state->timer_count && state_timer(state, i)->when <= event->t; i++) {
        waiting += !state_timer(state, i)->cancelled;
    }
    if (waiting == 0) {
        return true; /* nobody was kept from anything */
    }
    return lint_add(lints, (Lint){.index = look->index,
                                  .task = ref_kind(event->by) == REF_TASK ? event->by : TRACE_NOBODY,
                                  .place = event->a,
                                  .count = waiting,
                                  .time = trace_time(event)});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char time[PHRASE], count[PHRASE];
    snprintf(buffer, size, "%s blocks the loop for %s: it holds on without an await, and %s had to wait.", words->task,
             phrase_duration(lint->time, time), phrase_count(lint->count, "entry that was due", "entries that were due", count));
}

const LintRule lint_rule_blocks = {.name = "blocks",
                                   .title = "a step that blocks the loop",
                                   .advice = "Await instead: asyncio.sleep() to wait, asyncio.to_thread() for a call that takes long.",
                                   .kinds = LINT_ON(EV_BLOCK),
                                   .look = look,
                                   .say = sentence};
