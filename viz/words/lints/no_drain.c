/* no_drain.c: a task that writes again and again to a connection whose buffer is full, and never waits until some of it is sent. */
#include "rule.h"

enum { TURNS = 3 }; /* in so many of them it has written though nothing more could be sent */

typedef struct Full {
    Ref writer; /* who wrote last while it was full */
    uint32_t turn, turns, place;
    size_t index;
    bool told;
} Full;

static bool tell(Lints *lints, const LintLook *look, uint32_t number)
{
    Full *full = lint_own_thing(lints, ref_make(REF_OUTSIDE, number));
    if (full == NULL) {
        return false;
    }
    const ModelOutside *outside = state_outside(look->state, number);
    bool *noted = full->writer != TRACE_NOBODY ? lint_own(lints, full->writer) : NULL;
    bool mistake = full->turns >= TURNS && !full->told && outside != NULL && !(noted != NULL && *noted);
    full->turns = 0;
    if (!mistake) {
        return true;
    }
    full->told = true;
    return lint_add(
        lints, (Lint){.index = full->index, .task = full->writer, .place = full->place, .text = outside->name, .count = outside->buffer});
}

static bool note(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    const ModelOutside *outside = state_outside(look->state, event->a);
    Full *full = lint_own_thing(lints, ref_make(REF_OUTSIDE, event->a));
    if (full == NULL) {
        return false;
    }
    bool can_drain = outside != NULL && outside->kind != OUTSIDE_DATAGRAM;
    if (event->detail != BYTES_KEPT || !can_drain || !outside->writing_paused || ref_kind(event->by) != REF_TASK) {
        return true;
    }
    bool again = full->writer == event->by && full->turns > 0;
    full->turns = again ? full->turns + (full->turn != look->state->turn) : 1; /* whoever waits cannot write meanwhile */
    full->writer = event->by;
    full->turn = look->state->turn;
    full->place = event->d;
    full->index = look->index;
    return true;
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    bool *noted;
    switch ((EventKind)event->kind) {
    case EV_BYTES: return note(lints, look);
    case EV_FLOW: return event->detail != FLOW_WRITING_RESUMED || tell(lints, look, event->a);
    case EV_OUTSIDE_END: return tell(lints, look, event->a);
    case EV_REMARK: /* the recorder has said the same already */
        noted = event->detail == REMARK_NO_LIMIT && event->a != 0 ? lint_own(lints, ref_make(REF_TASK, event->a)) : NULL;
        if (noted != NULL) {
            *noted = true;
        }
        return true;
    default: break;
    }
    for (size_t i = 0; i < look->state->outside_count; i++) { /* the run has ended */
        if (!tell(lints, look, look->state->outsides[i].number)) {
            return false;
        }
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    snprintf(
        buffer, size,
        say_words(
            words->telling,
            "%s goes on writing to %s though its buffer is full (%u bytes): write() never waits, so whatever cannot be sent stays in memory."),
        words->task, words->quoted, (unsigned)lint->count);
}

const LintRule lint_rule_no_drain = {.name = "no-drain",
                                     .title = WORDS("writing without drain()"),
                                     .advice = WORDS("Await writer.drain() after each write: it waits as long as the buffer is too full."),
                                     .kinds = LINT_ON(EV_BYTES) | LINT_ON(EV_FLOW) | LINT_ON(EV_OUTSIDE_END) | LINT_ON(EV_REMARK) |
                                              LINT_ON(EV_DONE) | LINT_ON(EV_PROCESS_END),
                                     .task_bytes = sizeof(bool),
                                     .thing_bytes = sizeof(Full),
                                     .look = look,
                                     .say = sentence};
