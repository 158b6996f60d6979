/* both_wait.c: both ends of a connection are in this program, and each waits for the other to write. */
#include "rule.h"

#include <string.h>

typedef struct Stand {
    Ref one, other; /* who waits; TRACE_NOBODY: nobody stands still */
    uint32_t place, name;
    size_t index;
} Stand;

static Ref reader_of(const State *state, uint32_t number)
{
    for (size_t i = 0; i < state->task_count; i++) {
        const ModelTask *task = &state->tasks[i];
        const ModelFuture *future = task->state == TASK_AWAITING ? state_future(state, task->awaits) : NULL;
        if (future != NULL && future->outside == number) {
            return ref_make(REF_TASK, task->number);
        }
    }
    return TRACE_NOBODY;
}

/* Is there a listener here of that name? */
static bool leads_here(const Trace *trace, const State *state, const ModelOutside *to)
{
    for (size_t i = 0; i < state->outside_count; i++) {
        const ModelOutside *one = &state->outsides[i];
        if (one->kind == OUTSIDE_LISTENER && strcmp(trace_text(trace, one->name), trace_text(trace, to->name)) == 0) {
            return true;
        }
    }
    return false;
}

/* Nothing is under way: as many connections lead here as were accepted here, all that was sent has been read, and at each of them a task waits to read. */
static Stand stands_still(const LintLook *look)
{
    const State *state = look->state;
    uint64_t sent = 0, read = 0;
    size_t here = 0, accepted = 0;
    Stand stand = {.index = look->index};
    for (size_t i = 0; i < state->outside_count; i++) {
        const ModelOutside *outside = &state->outsides[i];
        if (outside->kind == OUTSIDE_LISTENER) {
            continue;
        }
        bool leads = outside->kind == OUTSIDE_CONNECTION && outside->of == 0 && leads_here(look->trace, state, outside);
        bool came = outside->kind == OUTSIDE_CONNECTION && outside->of != 0;
        Ref reader = leads || came ? reader_of(state, outside->number) : TRACE_NOBODY;
        bool rests = outside->buffer == 0 && !outside->ended_there && !outside->watched[DIRECTION_WRITE];
        if (reader == TRACE_NOBODY || !rests) {
            return (Stand){.one = TRACE_NOBODY};
        }
        here += leads;
        accepted += came;
        sent += outside->sent;
        read += outside->read;
        if (leads && stand.one == TRACE_NOBODY) {
            stand.one = reader;
            stand.name = outside->name;
        } else if (came && stand.other == TRACE_NOBODY) {
            stand.other = reader;
        }
    }
    return here > 0 && here == accepted && sent == read ? stand : (Stand){.one = TRACE_NOBODY};
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    if (look->state->outside_newest == 0) { /* most runs meet nothing outside */
        return true;
    }
    Stand *stand = lint_own_thing(lints, ref_make(REF_OUTSIDE, 0));
    if (stand == NULL) {
        return false;
    }
    switch ((EventKind)event->kind) {
    case EV_ITER:
        *stand = (Stand){.one = TRACE_NOBODY};
        if (event->b == 0 && trace_time(event) == TRACE_FOREVER && look->state->outside_count > 1) {
            *stand = stands_still(look);
        }
        return true;
    case EV_ARRIVED: *stand = (Stand){.one = TRACE_NOBODY}; return true;
    case EV_CANCEL:
        if (event->by != TRACE_NOBODY || lint_sees_objects(look)) { /* else Ctrl-C has ended a wait that would have had no end */
            return true;
        }
        break;
    default: break;
    }
    Stand found = *stand;
    *stand = (Stand){.one = TRACE_NOBODY};
    const LintTask *one = found.one != TRACE_NOBODY ? lint_task(lints, found.one) : NULL;
    return one == NULL ||
           lint_add(lints,
                    (Lint){.index = found.index, .task = found.one, .others = {found.other}, .place = one->place, .text = found.name});
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    snprintf(
        buffer, size,
        say_words(
            words->telling,
            "%s and %s wait for each other: each reads from the connection with %s, all that was sent has been read, and neither writes."),
        words->task, words->others[0], words->quoted);
}

const LintRule lint_rule_both_wait = {
    .name = "both-wait",
    .title = WORDS("two ends that wait for each other"),
    .advice = WORDS("Agree on who speaks first, and where a message ends: readline(), readexactly(n), or write_eof() when all is written."),
    .kinds = LINT_ON(EV_ITER) | LINT_ON(EV_ARRIVED) | LINT_ON(EV_CANCEL) | LINT_ON(EV_RUN_END) | LINT_ON(EV_DONE) | LINT_ON(EV_PROCESS_END),
    .thing_bytes = sizeof(Stand),
    .look = look,
    .say = sentence};
