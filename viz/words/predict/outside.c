/* outside.c: questions about what lies outside of the loop: what write() does, and what the loop does while a thread works. */
#include "parts.h"

#include "language/said.h"

/* ---- what write() does ---- */

/* The first bytes that the running task writes in what is left of its step, or SIZE_MAX. */
static size_t written(const Scene *scene)
{
    for (size_t i = scene->n; i < scene->step_end && i < scene->far; i++) {
        const Event *event = trace_event(scene->trace, i);
        if (event->kind == EV_BYTES && event->by == scene->running && event->detail != BYTES_READ) {
            return i;
        }
    }
    return SIZE_MAX;
}

bool predict_ask_write(Scene *scene, Draft *draft)
{
    size_t index = scene->running != 0 && scene->step_end != SIZE_MAX ? written(scene) : SIZE_MAX;
    const Event *event = index != SIZE_MAX ? trace_event(scene->trace, index) : NULL;
    const SpanOutside *outside = event != NULL ? spans_outside(scene->spans, event->a) : NULL;
    if (outside == NULL || outside->kind == OUTSIDE_DATAGRAM || !scene_is_own(scene, ref_number(scene->running)) ||
        !scene_is_fresh(scene_repeats(scene, index))) {
        return false;
    }
    size_t behind = index;
    while (behind < scene->step_end && trace_event(scene->trace, behind)->kind != EV_OUT && behind - index < 4) {
        behind++;
    }
    bool kept = event->detail == BYTES_KEPT;
    for (size_t i = index; i < behind; i++) {
        const Event *other = trace_event(scene->trace, i);
        kept = kept || (other->kind == EV_BYTES && other->detail == BYTES_KEPT && other->a == event->a);
    }
    char name[NAME], to[NAME], there[NAME + NAME];
    scene_name(scene, scene->running, name);
    words_named(scene->language, scene_plain(trace_text(scene->trace, outside->name), to, sizeof to), there, sizeof there);
    draft_text(draft,
               event->b == 1 ? WORDS("%s is about to write %u byte to %s. What does write() do?")
                             : WORDS("%s is about to write %u bytes to %s. What does write() do?"),
               name, (unsigned)event->b, there);
    draft_right(draft,
                kept ? "It sends what the system takes, keeps the rest, and %s goes on" : WORDS("It sends them at once, and %s goes on"),
                name);
    draft_wrong(draft, BELIEF_WRITE_WAITS, "It suspends %s until the other end has got them", name);
    draft_wrong(draft, -1,
                kept ? "It sends nothing before there is room for all"
                     : WORDS("It leaves them to the loop, which sends them in the next turn"));
    draft_reason(
        draft,
        kept
            ? "write() never waits: the system took a part at once, the rest stays in the transport's buffer, and only drain() waits for room."
            : WORDS(
                  "write() never waits: what the system takes goes at once. Only when that is full do bytes stay in a buffer, and drain() waits."));
    draft->question->task = ref_number(scene->running);
    draft->question->line = trace_place(scene->trace, event->d)->line;
    draft->question->shown_at = index + 1;
    return true;
}

/* ---- what the loop does while a thread works ---- */

/* A task that waits for a call in a thread that has not come back; NULL: there is none. */
static const ModelTask *waits_for_call(const State *state)
{
    for (size_t i = 0; i < state->task_count && i < PREDICT_LOOK; i++) {
        const ModelTask *task = &state->tasks[i];
        const ModelFuture *future = task->state == TASK_AWAITING ? state_future(state, task->awaits) : NULL;
        const ModelOutside *outside = future != NULL && future->outside != 0 ? state_outside(state, future->outside) : NULL;
        if (outside != NULL && outside->kind == OUTSIDE_CALL && !outside->answered) {
            return task;
        }
    }
    return NULL;
}

bool predict_ask_thread(Scene *scene, Draft *draft)
{
    const ModelTask *waiter = scene->running == 0 && scene->step != SIZE_MAX ? waits_for_call(scene->state) : NULL;
    const Event *step = waiter != NULL ? trace_event(scene->trace, scene->step) : NULL;
    if (step == NULL || step->a == waiter->number || !scene_is_own(scene, step->a)) {
        return false;
    }
    uint32_t call = state_future(scene->state, waiter->awaits)->outside;
    const SpanOutside *outside = spans_outside(scene->spans, call);
    size_t begun = outside != NULL ? outside->from : 0;
    bool asked =
        begun == 0 || scene_find(scene, begun, scene->n, EV_STEP, 0) != SIZE_MAX; /* another one has run meanwhile: it has been seen */
    if (outside == NULL || asked || scene_find(scene, scene->n, scene->step, EV_ARRIVED, call) != SIZE_MAX) {
        return false;
    }
    char name[NAME], other[NAME], function[NAME];
    scene_name(scene, ref_make(REF_TASK, waiter->number), name);
    scene_name(scene, ref_make(REF_TASK, step->a), other);
    scene_plain(trace_text(scene->trace, outside->name), function, sizeof function);
    draft_text(draft, "%s waits for %s, which runs in a thread. What does the loop do meanwhile?", name, function);
    draft_right(draft, "It goes on with %s", other);
    draft_wrong(draft, BELIEF_THREAD_HOLDS, "It waits until %s has come back", function);
    draft_wrong(draft, -1, "It lets %s go on without the result", name);
    draft_reason(draft, "The thread works beside the loop: %s is suspended like at any await, and the loop runs whoever is ready, %s.",
                 name, other);
    draft->question->task = step->a;
    draft->question->shown_at = scene->step + 1;
    return true;
}
