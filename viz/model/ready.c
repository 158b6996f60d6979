/* ready.c: the ready queue: who joins it, who is chosen from it, and who leaves it. */
#include "fold.h"

#include <string.h>

FoldResult fold_ready(Fold *fold)
{
    State *state = fold->state;
    const Event *event = fold->event;
    ModelReady entry = {.handle = ref_make(REF_HANDLE, event->a), .call = (TraceCall)event->detail, .by = event->by};
    if (!storage_reserve_ready(state)) {
        return FOLD_NO_MEMORY;
    }
    switch (entry.call) {
    case CALL_STEP:
    case CALL_WAKEUP: {
        FoldResult result = fold_task_ready(fold);
        if (result != FOLD_OK) {
            return result;
        }
        entry.task = event->b;
        entry.future = event->c;
        break;
    }
    case CALL_USER:
        entry.name = event->b;
        entry.future = event->c;
        break;
    default:
        entry.outer = event->b;
        entry.future = event->c;
        break;
    }
    fold_outside_ready(fold, &entry);
    state->arrived = 0;
    state->ready[state->ready_count++] = entry;
    return FOLD_OK;
}

/* The turn's entries have not been counted yet: all that are ready now are its. */
static bool opens_batch(const State *state) { return state->phase == PHASE_SELECT || state->phase == PHASE_TIMERS; }

FoldResult fold_pop_ready(Fold *fold, Ref handle)
{
    State *state = fold->state;
    char wanted[16], front[16];
    if (state->running != TRACE_NOBODY) {
        return fold_illegal(fold, "%s still runs", trace_ref_name(state->running, front));
    }
    if (state->ready_count == 0) {
        return fold_illegal(fold, "the ready queue is empty");
    }
    if (state->ready[0].handle != handle) {
        return fold_illegal(fold, "%s is not at the front of the ready queue: %s is", trace_ref_name(handle, wanted),
                            trace_ref_name(state->ready[0].handle, front));
    }
    bool opens = opens_batch(state);
    if (!opens && state->batch_left == 0) {
        return fold_illegal(fold, "%s belongs to the next turn of the loop", trace_ref_name(handle, wanted));
    }
    if (opens) {
        state->batch_left = (uint32_t)state->ready_count;
    }
    state->current = state->ready[0];
    state->ready++;
    state->ready_count--;
    state->batch_left--;
    state->phase = PHASE_RUN;
    return FOLD_OK;
}

bool state_can_be_chosen(const State *state, size_t index)
{
    size_t batch = opens_batch(state) ? state->ready_count : state->batch_left;
    return index < batch && index < state->ready_count && !state->ready[index].cancelled;
}

/* Somebody else than asyncio has chosen who runs next: the entry goes to the front. */
FoldResult fold_choose(Fold *fold)
{
    State *state = fold->state;
    const Event *event = fold->event;
    char wanted[16];
    size_t batch = opens_batch(state) ? state->ready_count : state->batch_left;
    if (state->running != TRACE_NOBODY) {
        return fold_illegal(fold, "%s still runs", trace_ref_name(state->running, wanted));
    }
    if (!state_can_be_chosen(state, event->a) || state->ready[event->a].handle != event->b) {
        return fold_illegal(fold, "%s is chosen from a place in the ready queue where it is not", trace_ref_name(event->b, wanted));
    }
    ModelReady chosen = state->ready[event->a];
    memmove(state->ready + 1, state->ready, event->a * sizeof *state->ready);
    state->ready[0] = chosen;
    state->batch_left = (uint32_t)batch;
    state->phase = PHASE_POP;
    state->choices++;
    state->other_choices += event->a > 0;
    return FOLD_OK;
}

FoldResult fold_skip(Fold *fold)
{
    FoldResult result = fold_pop_ready(fold, fold->event->b);
    if (result == FOLD_OK) {
        fold->state->current = (ModelReady){0};
        fold->state->phase = PHASE_POP;
    }
    return result;
}

/* An entry that has left the queue may still be cancelled: that changes nothing. */
FoldResult fold_handle_cancel(Fold *fold)
{
    for (size_t i = 0; i < fold->state->ready_count; i++) {
        if (fold->state->ready[i].handle == fold->event->b) {
            fold->state->ready[i].cancelled = true;
        }
    }
    return FOLD_OK;
}
