/* outside.c: who waits for what lies outside of the loop, and what else there can wake it. */
#include "parts.h"

#include <stdio.h>

enum { KNOWN = 4096 }; /* of so many is it known whether a task waits for them */

bool loop_has_outside(const View *view) { return view->spans != NULL && spans_outside_count(view->spans) > 0; }

static const ModelOutside *waited_for(const State *state, const ModelTask *task)
{
    const ModelFuture *future = task->state == TASK_AWAITING ? state_future(state, task->awaits) : NULL;
    return future != NULL && future->outside != 0 ? state_outside(state, future->outside) : NULL;
}

bool loop_waits_outside(const State *state, const ModelTask *task) { return waited_for(state, task) != NULL; }

size_t loop_outside(const State *state, LoopItem *items, size_t most, size_t skip)
{
    bool has_waiter[KNOWN] = {false};
    size_t seen = 0, kept = 0;
    for (size_t i = 0; i < state->task_count; i++) {
        const ModelOutside *outside = waited_for(state, &state->tasks[i]);
        if (outside == NULL) {
            continue;
        }
        size_t place = (size_t)(outside - state->outsides);
        if (place < KNOWN) {
            has_waiter[place] = true;
        }
        if (seen++ >= skip && kept < most) {
            items[kept++] =
                (LoopItem){.who = ref_make(REF_TASK, state->tasks[i].number), .section = LOOP_OUTSIDE, .task = &state->tasks[i]};
        }
    }
    for (size_t i = 0; i < state->outside_count; i++) {
        const ModelOutside *outside = &state->outsides[i];
        bool shown = outside_can_wake(outside) && !(i < KNOWN && has_waiter[i]);
        if (shown && seen++ >= skip && kept < most) {
            items[kept++] = (LoopItem){.who = ref_make(REF_OUTSIDE, outside->number), .section = LOOP_OUTSIDE, .outside = outside};
        }
    }
    return seen;
}

void loop_outside_note(const View *view, const ModelOutside *outside, char *note, size_t size)
{
    const char *text = view_words(view, "its callback will be called");
    switch (outside->kind) {
    case OUTSIDE_LISTENER: text = view_words(view, "anybody can connect"); break;
    case OUTSIDE_CALL: text = outside->answered ? view_words(view, "is done") : view_words(view, "runs in a thread"); break;
    case OUTSIDE_PROCESS: text = outside->answered ? view_words(view, "has ended") : view_words(view, "runs beside the loop"); break;
    case OUTSIDE_SIGNAL: text = view_words(view, "its handler will be called"); break;
    case OUTSIDE_CONNECTION:
    case OUTSIDE_DATAGRAM:
    case OUTSIDE_PIPE:
        if (outside->buffer > 0) {
            snprintf(note, size, words_counted(view->ui->language, "%u byte to be sent", "%u bytes to be sent", outside->buffer),
                     (unsigned)outside->buffer);
            return;
        }
        text = outside->watched[DIRECTION_READ] ? view_words(view, "the loop reads what comes") : view_words(view, "it is about to stand");
        if (outside->kind != OUTSIDE_CONNECTION && !outside->watched[DIRECTION_READ]) {
            text = view_words(view, "waits for room to send");
        } else if (narrate_outside_is_written(view->trace, outside->kind, outside->name)) {
            text = view_words(view, "tells when nobody reads it");
        }
        break;
    default: break;
    }
    snprintf(note, size, "%s", text);
}
