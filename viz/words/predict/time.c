/* time.c: questions about the clock: when a sleep is over, how long the whole run takes, who is done first. */
#include "parts.h"

/* The timer that the step that runs sets for its own sleep, or SIZE_MAX; the clock must not move before. */
static size_t own_sleep(const Scene *scene)
{
    if (scene->running == 0 || scene->step_end == SIZE_MAX || trace_real_time(scene->trace)) {
        return SIZE_MAX;
    }
    const Event *end = trace_event(scene->trace, scene->step_end);
    size_t timer = scene_find_back(scene, scene->step_end, EV_TIMER_NEW, 0);
    if (end->detail != REASON_AWAIT || end->flags != VIA_SLEEP || timer == SIZE_MAX || timer < scene->n) {
        return SIZE_MAX;
    }
    const Event *made = trace_event(scene->trace, timer);
    bool own = made->detail == CALL_RESOLVE && made->b == end->b && made->by == scene->running;
    bool sane = scene_is_near(made->t) && scene_is_near(trace_time(made));
    return own && sane && made->t == scene->state->now && trace_time(made) > made->t ? timer : SIZE_MAX;
}

bool predict_ask_sleep_end(Scene *scene, Draft *draft)
{
    size_t timer = own_sleep(scene);
    bool last = scene->state->ready_count == 0; /* of those who go to sleep now: the others sleep, or there are none */
    uint32_t number = timer != SIZE_MAX ? trace_event(scene->trace, timer)->a : 0;
    bool ends = number != 0 && scene_find(scene, scene->step_end, scene->far, EV_TIMER_FIRE, number) != SIZE_MAX; /* not cancelled before */
    if (timer == SIZE_MAX || !last || !ends || !scene_is_fresh(scene_repeats(scene, scene->step_end))) {
        return false;
    }
    const Event *made = trace_event(scene->trace, timer);
    const State *state = scene->state;
    int64_t now = made->t, when = trace_time(made);
    char name[NAME], at[TIME], start[TIME], delay[TIME];
    scene_name(scene, scene->running, name);
    scene_time(now, start);
    scene_time(when - now, delay);
    draft_text(draft, "At t = %s, %s awaits asyncio.sleep(%.9g). When is this sleep over?", start, name, (double)(when - now) / 1e9);
    draft_right(draft, "at t = %s", scene_time(when, at));
    int64_t others = 0; /* what is left of all other sleeps: of at most PREDICT_LOOK, so there is no overflow */
    for (size_t i = 0; i < state->timer_count && i < PREDICT_LOOK; i++) {
        const ModelTimer *sleep = state_timer(state, i);
        others += !sleep->cancelled && sleep->task != 0 && scene_is_near(sleep->when) && sleep->when > now ? sleep->when - now : 0;
    }
    draft_wrong(draft, BELIEF_ONE_AT_A_TIME, "at t = %s", scene_time(when + others, at));
    draft_wrong(draft, -1, "at t = %s", scene_time(when - now, at));
    draft_wrong(draft, -1, "at t = %s", scene_time(now, at));
    if (state->timer_count > 0 && scene_is_near(state_timer(state, 0)->when)) {
        draft_wrong(draft, -1, "at t = %s", scene_time(state_timer(state, 0)->when, at));
    }
    draft_wrong(draft, -1, "at t = %s", scene_time(when + when - now, at));
    draft_reason(draft, "A sleep counts from its own beginning, whoever else sleeps: %s + %s = %s.", start, delay, scene_time(when, at));
    draft->question->task = ref_number(scene->running);
    draft->question->line = trace_place(scene->trace, trace_event(scene->trace, scene->step_end)->d)->line;
    draft->question->shown_at = scene->step_end + 1;
    return true;
}

enum { MANY_SLEEPS = 8 }; /* more than that nobody wants to add up */

/* All sleeps from n on: ns, and how many. */
typedef struct Sleeps {
    int64_t sum, longest, first;
    size_t count;
    bool cut; /* one of them is cancelled before its end */
} Sleeps;

static Sleeps sleeps_from(const Scene *scene)
{
    Sleeps sleeps = {0};
    for (size_t i = scene->n; (i = scene_find(scene, i, scene->far, EV_TIMER_NEW, 0)) != SIZE_MAX; i++) {
        const Event *made = trace_event(scene->trace, i);
        if (made->detail == CALL_RESOLVE && scene_is_near(made->t) && scene_is_near(trace_time(made))) {
            int64_t delay = trace_time(made) - made->t;
            sleeps.sum += delay; /* of at most PREDICT_LOOK timers: no overflow */
            sleeps.longest = delay > sleeps.longest ? delay : sleeps.longest;
            sleeps.first = sleeps.first == 0 ? delay : sleeps.first;
            sleeps.cut |= sleeps.count < MANY_SLEEPS && scene_find(scene, i, scene->far, EV_TIMER_CANCEL, made->a) != SIZE_MAX;
            sleeps.count++;
        }
    }
    return sleeps;
}

static void say_total_reason(Draft *draft, Sleeps sleeps, int64_t total)
{
    char all[TIME], sum[TIME];
    scene_time(total, all);
    scene_time(sleeps.sum, sum);
    if (sleeps.cut) {
        draft_reason(draft, "A sleep that is cancelled counts only as far as it came: at t = %s all is done.", all);
    } else if (total == sleeps.longest && total != sleeps.sum) {
        draft_reason(draft, "The sleeps run side by side, so only the longest counts: %s. One after another they would take %s.", all, sum);
    } else if (total == sleeps.sum && total != sleeps.longest) {
        draft_reason(draft, "Each sleep begins when the one before is over, so they add up: %s.", all);
    } else {
        draft_reason(draft, "Sleeps of several tasks run side by side, and those of one task add up: at t = %s all is done.", all);
    }
}

/* Before anybody has slept, of a run that is known to its end. */
bool predict_ask_total(Scene *scene, Draft *draft)
{
    size_t timer = own_sleep(scene), done = scene_find(scene, scene->n, scene->far, EV_DONE, 0);
    size_t stuck = scene_find(scene, scene->n, scene->far, EV_DEADLOCK, 0), limit = scene_find(scene, scene->n, scene->far, EV_LIMIT, 0);
    bool first = scene->state->newest_timer.number == 0 && scene->state->now == 0;
    if (timer == SIZE_MAX || !first || done == SIZE_MAX || stuck != SIZE_MAX || limit != SIZE_MAX) {
        return false;
    }
    int64_t total = trace_event(scene->trace, done)->t;
    Sleeps sleeps = sleeps_from(scene);
    char time[TIME];
    draft_text(draft, "Nobody has slept yet. How long does the whole run take?");
    draft_right(draft, "%s", scene_time(total, time));
    draft_wrong(draft, BELIEF_ONE_AT_A_TIME, "%s", scene_time(sleeps.sum, time));
    draft_wrong(draft, BELIEF_ALL_AT_ONCE, "%s", scene_time(sleeps.longest, time));
    draft_wrong(draft, -1, "%s", scene_time(sleeps.first, time));
    draft_wrong(draft, -1, "%s", scene_time((scene_is_near(total) ? total : 0) + sleeps.first, time));
    say_total_reason(draft, sleeps, total);
    draft->question->shown_at = done + 1;
    return total > 0 && scene_is_near(total) && sleeps.count >= 2 && sleeps.count <= MANY_SLEEPS;
}

/* While all who could be done sleep, and none of them is done yet. */
bool predict_ask_first_done(Scene *scene, Draft *draft)
{
    const State *state = scene->state;
    size_t sleeping = state->totals[TASK_SLEEPING], done = state->totals[TASK_DONE] + state->totals[TASK_FAILED];
    if (scene->running != 0 || scene->step == SIZE_MAX || state->ready_count > 0 || sleeping < 2 || done > 0 ||
        state->timer_count > PREDICT_LOOK) {
        return false;
    }
    size_t index = scene->n;
    while (index < scene->far &&
           (trace_event(scene->trace, index)->kind != EV_RESOLVE || ref_kind(trace_event(scene->trace, index)->b) != REF_TASK)) {
        index++;
    }
    Ref right = index < scene->far ? trace_event(scene->trace, index)->b : 0;
    const ModelTask *first = right != 0 ? state_task(state, right) : NULL;
    /* It is asked once: before the step in which that task ends. */
    if (first == NULL || first->state != TASK_SLEEPING || trace_event(scene->trace, scene->step)->a != first->number ||
        scene_find(scene, scene->step, index, EV_STEP_END, 0) != SIZE_MAX ||
        trace_event(scene->trace, index)->detail == OUTCOME_CANCELLED) {
        return false;
    }
    char name[NAME], other[NAME], at[TIME];
    scene_name(scene, right, name);
    draft_text(draft, "Which task is done first?");
    draft_right(draft, "%s", name);
    for (size_t i = 0, wrong = 0; i < state->task_count && i < PREDICT_LOOK; i++) {
        Ref task = ref_make(REF_TASK, state->tasks[i].number);
        if (state->tasks[i].state == TASK_SLEEPING && task != right) {
            draft_wrong(draft, wrong++ == 0 && state->tasks[i].number < ref_number(right) ? BELIEF_ONE_AT_A_TIME : -1, "%s",
                        scene_name(scene, task, other));
        }
    }
    draft_reason(draft,
                 "%s is done at t = %s, before all others: the order in which tasks are made or begin does not decide who ends first.",
                 name, scene_moment(scene, trace_event(scene->trace, index)->t, at));
    draft->question->task = ref_number(right);
    draft->question->shown_at = index + 1;
    return true;
}

/* ---- who goes on while a step blocks the loop ---- */

/* The first sleep that ends while the running step holds on, or NULL. */
static const ModelTimer *overslept(const Scene *scene, int64_t until)
{
    const State *state = scene->state;
    for (size_t i = 0; i < state->timer_count && i < PREDICT_LOOK; i++) {
        const ModelTimer *timer = state_timer(state, i);
        if (!timer->cancelled && timer->task != 0 && timer->when > state->now) {
            return timer->when < until ? timer : NULL;
        }
    }
    return NULL;
}

bool predict_ask_blocks(Scene *scene, Draft *draft)
{
    size_t block = scene->step_end != SIZE_MAX ? scene_find(scene, scene->n, scene->step_end, EV_BLOCK, 0) : SIZE_MAX;
    if (scene->running == 0 || block == SIZE_MAX || trace_real_time(scene->trace)) {
        return false;
    }
    int64_t until = trace_event(scene->trace, scene->step_end)->t, length = trace_time(trace_event(scene->trace, block));
    const ModelTimer *timer = overslept(scene, until);
    size_t goes_on = timer != NULL ? scene_find(scene, block, scene->far, EV_STEP, ref_number(timer->task)) : SIZE_MAX;
    if (goes_on == SIZE_MAX || !scene_is_near(length) || !scene_is_near(until) || trace_event(scene->trace, goes_on)->t != until ||
        trace_event(scene->trace, goes_on)->d != 0) {
        return false;
    }
    char name[NAME], sleeper[NAME], hold[TIME], when[TIME], end[TIME];
    scene_name(scene, scene->running, name);
    scene_name(scene, timer->task, sleeper);
    scene_time(until, end);
    draft_text(draft, "%s is about to compute for %s without an await. The sleep of %s ends at t = %s. When does %s go on?", name,
               scene_time(length, hold), sleeper, scene_time(timer->when, when), sleeper);
    draft_right(draft, "at t = %s", end);
    draft_wrong(draft, BELIEF_TIMERS_INTERRUPT, "at t = %s", when);
    draft_wrong(draft, -1, "at t = %s", scene_time(timer->when + length, when));
    draft_reason(draft, "A step is never interrupted: while %s holds the loop, no timer can fire. That of %s is late, and fires at t = %s.",
                 name, sleeper, end);
    draft->question->task = ref_number(timer->task);
    draft->question->line = trace_place(scene->trace, trace_event(scene->trace, block)->a)->line;
    draft->question->shown_at = goes_on + 1;
    return true;
}
