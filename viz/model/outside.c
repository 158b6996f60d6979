/* outside.c: the part of the fold that is about what lies outside of the loop: what is there, what is watched, what goes in and out. */
#include "fold.h"

#include "trace/fields.h"

#include <string.h>

/* For writing; NULL: it is not there. They lie in the order of their numbers. */
static ModelOutside *find(State *state, uint32_t number)
{
    size_t low = 0, high = state->outside_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (state->outsides[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < state->outside_count && state->outsides[low].number == number ? &state->outsides[low] : NULL;
}

const ModelOutside *state_outside(const State *state, uint32_t number) { return find((State *)state, number); }

bool outside_can_wake(const ModelOutside *outside)
{
    bool works = outside->kind == OUTSIDE_CALL || outside->kind == OUTSIDE_PROCESS || outside->kind == OUTSIDE_SIGNAL;
    return works || outside->watched[DIRECTION_READ] || outside->watched[DIRECTION_WRITE];
}

static FoldResult begins(Fold *fold)
{
    State *state = fold->state;
    const Event *event = fold->event;
    if (event->a <= state->outside_newest) {
        return fold_illegal(fold, "outside %u is told of after outside %u", event->a, state->outside_newest);
    }
    if (event->c >= event->a) {
        return fold_illegal(fold, "outside %u belongs to outside %u, which is not there yet", event->a, event->c);
    }
    if (!storage_reserve_outside(state)) {
        return FOLD_NO_MEMORY;
    }
    state->outsides[state->outside_count++] =
        (ModelOutside){.number = event->a, .kind = (TraceOutside)event->detail, .name = event->b, .of = event->c};
    state->outside_newest = event->a;
    return FOLD_OK;
}

static void ends(State *state, ModelOutside *outside)
{
    size_t behind = state->outside_count - (size_t)(outside - state->outsides) - 1;
    memmove(outside, outside + 1, behind * sizeof *outside);
    state->outside_count--;
}

static void moves(ModelOutside *outside, const Event *event)
{
    switch ((TraceBytes)event->detail) {
    case BYTES_READ:
        outside->read += event->b;
        outside->ended_there = outside->ended_there || (event->b == 0 && outside->kind != OUTSIDE_DATAGRAM);
        break;
    case BYTES_SENT:
        outside->sent += event->b;
        outside->buffer -= event->b < outside->buffer ? event->b : outside->buffer;
        break;
    default: outside->buffer += event->b; break;
    }
}

static void flows(ModelOutside *outside, const Event *event)
{
    switch ((TraceFlow)event->detail) {
    case FLOW_WRITING_PAUSED:
    case FLOW_WRITING_RESUMED:
        outside->writing_paused = event->detail == FLOW_WRITING_PAUSED;
        outside->buffer = event->b;
        break;
    default: outside->reading_paused = event->detail == FLOW_READING_PAUSED; break;
    }
}

FoldResult fold_outside(Fold *fold)
{
    const Event *event = fold->event;
    if (event->detail >= trace_fields(event).detail_count) {
        return fold_illegal(fold, "detail %d does not exist", event->detail);
    }
    if (event->kind == EV_OUTSIDE_NEW) {
        return begins(fold);
    }
    ModelOutside *outside = find(fold->state, event->a);
    if (outside == NULL) {
        return fold_illegal(fold, "outside %u is not there", event->a);
    }
    switch ((EventKind)event->kind) {
    case EV_WATCH:
    case EV_UNWATCH: outside->watched[event->detail] = event->kind == EV_WATCH; break;
    case EV_ARRIVED:
        fold->state->arrived = event->a;
        outside->answered = outside->kind == OUTSIDE_CALL || outside->kind == OUTSIDE_PROCESS;
        break;
    case EV_BYTES: moves(outside, event); break;
    case EV_FLOW: flows(outside, event); break;
    default: ends(fold->state, outside); break;
    }
    return FOLD_OK;
}

/* A callback passes on what has called it, and so does a task that asyncio has made for itself; a task of the program's does what it does of its own. */
void fold_outside_ready(const Fold *fold, ModelReady *entry)
{
    const State *state = fold->state;
    const ModelTask *running = state_running_task(state);
    bool passes = running == NULL || trace_is_library(trace_text(fold->trace, running->coroutine));
    if (state->arrived != 0) {
        entry->outside = state->arrived;
        entry->arrived = true;
    } else if (state->running != TRACE_NOBODY && entry->by == state->running && passes) {
        entry->outside = state->current.outside;
    }
}
