/* state.c: what stands in a state, in a few words: an entry of the ready queue, a timer, what a task waits for. */
#include "parts.h"

static Telling begin(Language language, Model *model, const Trace *trace, const State *state, Sentence *out)
{
    *out = (Sentence){.count = 0};
    return (Telling){.model = model, .trace = trace, .n = state->n, .state = state, .out = out, .language = language};
}

void narrate_entry(Language language, Model *model, const Trace *trace, const State *state, const ModelReady *entry, Sentence *out)
{
    Telling telling = begin(language, model, trace, state, out);
    const ModelTask *task = entry->task != 0 ? state_task(state, entry->task) : NULL;
    if (task != NULL) {
        say(&telling, task->frame_count == 0 ? "%T (its first step)" : "%T", entry->task);
    } else {
        narrate_loop_entry(&telling, entry);
    }
    say(&telling, entry->cancelled ? " (cancelled: it will be dropped)" : "");
}

void narrate_timer(Language language, Model *model, const Trace *trace, const State *state, const ModelTimer *timer, Sentence *out)
{
    Telling telling = begin(language, model, trace, state, out);
    char when[PHRASE];
    say(&telling, "t = %C: ", phrase_time(timer->when, when));
    narrate_loop_timer(&telling, timer);
    say(&telling, timer->cancelled ? " (cancelled: it will never wake the loop)" : "");
}

void narrate_wait(Language language, Model *model, const Trace *trace, const State *state, Ref ref, Sentence *out)
{
    Telling telling = begin(language, model, trace, state, out);
    const ModelTask *task = state_task(state, ref);
    if (task == NULL || task->awaits == 0) {
        return;
    }
    const ModelFuture *future = state_future(state, task->awaits);
    char counts[PHRASE];
    if (ref_kind(task->awaits) == REF_TASK) {
        say(&telling, "%T", task->awaits);
    } else if (future != NULL && future->via == VIA_GATHER) {
        snprintf(counts, sizeof counts, say_words(&telling, "%u of %u"), (unsigned)future->children_done, (unsigned)future->children);
        say(&telling, "gather: %C done", counts);
    } else if (!narrate_sync_wait(&telling, ref, task->via) && !narrate_wait_words(&telling, task->awaits)) {
        say_future(&telling, task->awaits);
    }
}
