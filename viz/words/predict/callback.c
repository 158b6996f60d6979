/* callback.c: questions about callbacks: when one runs that was asked for, and what becomes of one whose time has not come when main ends. */
#include "parts.h"

/* The last callback that the running step asks for with call_soon, or SIZE_MAX. */
static size_t asked_for(const Scene *scene)
{
    size_t last = SIZE_MAX;
    for (size_t i = scene->n; scene->running != 0 && scene->step_end != SIZE_MAX && i < scene->step_end; i++) {
        const Event *event = trace_event(scene->trace, i);
        if (event->kind == EV_READY && event->detail == CALL_USER && event->by == scene->running && event->c == 0 && event->d != 0) {
            last = i;
        }
    }
    return last;
}

bool predict_ask_soon(Scene *scene, Draft *draft)
{
    size_t asked = asked_for(scene);
    const Event *event = asked != SIZE_MAX ? trace_event(scene->trace, asked) : NULL;
    if (event == NULL || trace_is_library_file(trace_place(scene->trace, event->d)->file) || !scene_is_fresh(scene_repeats(scene, asked))) {
        return false;
    }
    size_t runs = scene->step_end;
    do {
        runs = scene_find(scene, runs + 1, scene->far, EV_CB, 0);
    } while (runs != SIZE_MAX && trace_event(scene->trace, runs)->b != ref_make(REF_HANDLE, event->a));
    if (runs == SIZE_MAX) {
        return false;
    }
    char name[NAME], callback[NAME];
    scene_name(scene, scene->running, name);
    scene_plain(trace_text(scene->trace, event->b), callback, sizeof callback);
    draft_text(draft, "%s is about to ask for the callback %s, with call_soon. When does %s run?", name, callback, callback);
    draft_right(draft, "After this step of %s", name);
    draft_wrong(draft, BELIEF_CALLS_AT_ONCE, "At once, before call_soon returns");
    draft_wrong(draft, BELIEF_THREADS, "At the same time as the next line of %s", name);
    draft_wrong(draft, -1, "When %s is done", name);
    draft_reason(draft, "call_soon only puts %s at the end of the ready queue. The loop runs it in the next turn, when %s has given way.",
                 callback, name);
    draft->question->line = trace_place(scene->trace, event->d)->line;
    draft->question->shown_at = runs + 1;
    return true;
}

/* The first timer with a callback of the program's that is still set, or NULL. */
static const ModelTimer *set_timer(const State *state)
{
    for (size_t i = 0; i < state->timer_count && i < PREDICT_LOOK; i++) {
        const ModelTimer *timer = state_timer(state, i);
        if (timer->call == CALL_USER && !timer->cancelled) {
            return timer;
        }
    }
    return NULL;
}

bool predict_ask_left_timer(Scene *scene, Draft *draft)
{
    const ModelTimer *timer = set_timer(scene->state);
    size_t left = timer != NULL ? scene_find(scene, scene->step_end, scene->far, EV_LEFT, 0) : SIZE_MAX;
    if (left == SIZE_MAX || !scene_is_near(timer->when) || trace_event(scene->trace, left)->b == 0 ||
        scene_find(scene, scene->n, left, EV_TIMER_FIRE, timer->number) != SIZE_MAX ||
        scene_find(scene, scene->n, left, EV_TIMER_CANCEL, timer->number) != SIZE_MAX) {
        return false;
    }
    char name[NAME], callback[NAME], when[TIME];
    scene_name(scene, scene->running, name);
    scene_plain(trace_text(scene->trace, timer->name), callback, sizeof callback);
    scene_moment(scene, timer->when, when);
    draft_text(draft, "%s returns in this step. The callback %s has a timer for t = %s. What becomes of it?", name, callback, when);
    draft_right(draft, "It never runs");
    draft_wrong(draft, BELIEF_RUN_WAITS, "asyncio.run waits, and it runs at t = %s", when);
    draft_wrong(draft, BELIEF_BACKGROUND, "It runs in the background at t = %s", when);
    draft_wrong(draft, -1, "It runs at once, before the loop stops");
    draft_reason(draft,
                 "asyncio.run waits for %s, and for nothing else. A callback is no task: when the loop is closed, its timer is dropped.",
                 name);
    draft->question->shown_at = left + 1;
    return true;
}
