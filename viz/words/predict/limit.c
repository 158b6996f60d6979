/* limit.c: the question about a time limit: what happens when the time is over while a task waits. */
#include "parts.h"

/* The cancel with which a timer, and nobody else, strikes the running task where it waits after this step, or SIZE_MAX; `goes_on`: the step in which it
   feels that. */
static size_t struck(const Scene *scene, size_t *goes_on)
{
    const Event *end = scene->running != 0 && scene->step_end != SIZE_MAX ? trace_event(scene->trace, scene->step_end) : NULL;
    if (end == NULL || end->detail != REASON_AWAIT || trace_real_time(scene->trace)) {
        return SIZE_MAX;
    }
    *goes_on = scene_find(scene, scene->step_end, scene->far, EV_STEP, ref_number(scene->running));
    if (*goes_on == SIZE_MAX) {
        return SIZE_MAX;
    }
    size_t found = SIZE_MAX, cancels = 0;
    for (size_t i = scene->step_end; (i = scene_find(scene, i + 1, *goes_on, EV_CANCEL, 0)) != SIZE_MAX;) {
        if (trace_event(scene->trace, i)->b == scene->running) {
            found = i;
            cancels++;
        }
    }
    const Event *cancel = cancels == 1 ? trace_event(scene->trace, found) : NULL, *step = trace_event(scene->trace, *goes_on);
    bool strikes = cancel != NULL && ref_kind(cancel->by) == REF_TIMER && step->d != 0 && step->t == cancel->t;
    return strikes && scene_is_near(cancel->t) ? found : SIZE_MAX;
}

/* When the sleep that the step begins would be over, or -1: it awaits something else. */
static int64_t sleep_until(const Scene *scene)
{
    const Event *end = trace_event(scene->trace, scene->step_end);
    size_t timer = scene_find_back(scene, scene->step_end, EV_TIMER_NEW, 0);
    const Event *made = end->flags == VIA_SLEEP && timer != SIZE_MAX && timer >= scene->n ? trace_event(scene->trace, timer) : NULL;
    return made != NULL && made->detail == CALL_RESOLVE && made->b == end->b && scene_is_near(trace_time(made)) ? trace_time(made) : -1;
}

/* How often a timer has cancelled a task before. */
static size_t limits_before(const Scene *scene)
{
    size_t count = 0;
    for (size_t i = scene->n; (i = scene_find_back(scene, i, EV_CANCEL, 0)) != SIZE_MAX;) {
        count += ref_kind(trace_event(scene->trace, i)->by) == REF_TIMER;
    }
    return count;
}

bool predict_ask_limit(Scene *scene, Draft *draft)
{
    size_t goes_on = SIZE_MAX, cancel = struck(scene, &goes_on);
    if (cancel == SIZE_MAX || !scene_is_fresh(limits_before(scene))) {
        return false;
    }
    char name[NAME], limit[TIME], when[TIME];
    int64_t until = sleep_until(scene);
    scene_name(scene, scene->running, name);
    scene_time(trace_event(scene->trace, cancel)->t, limit);
    if (until >= 0) {
        scene_time(until, when);
        draft_text(draft, "%s is about to sleep until t = %s, with a time limit that ends at t = %s. What happens at t = %s?", name, when,
                   limit, limit);
    } else {
        draft_text(draft, "%s is about to wait for longer than its time limit, which ends at t = %s. What happens at t = %s?", name, limit,
                   limit);
    }
    draft_right(draft, "CancelledError comes out of its await");
    if (until >= 0) {
        draft_wrong(draft, BELIEF_LIMIT_AFTERWARDS, "Nothing yet: it sleeps on until t = %s, and is late then", when);
    } else {
        draft_wrong(draft, BELIEF_LIMIT_AFTERWARDS, "Nothing yet: it waits on, and is late then");
    }
    draft_wrong(draft, BELIEF_CANCEL_KILLS, "%s is removed, and no line of it runs any more", name);
    draft_wrong(draft, -1, "Its await gives None, and it goes on");
    draft_reason(
        draft,
        "When the time is over, a timer cancels %s: CancelledError comes out of its await, so that it can clean up. Where the limit's "
        "block ends, that becomes a TimeoutError.",
        name);
    draft->question->task = ref_number(scene->running);
    draft->question->line = trace_place(scene->trace, trace_event(scene->trace, scene->step_end)->d)->line;
    draft->question->shown_at = goes_on + 1;
    return true;
}
