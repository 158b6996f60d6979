/* long_turn.c: a turn of the loop that lasts long though no step in it need be long: many that compute a little are ready at once, and what is due meanwhile has to wait for all of them. */
#include "rule.h"

/* ns. What a step takes that only computes nothing, also in a program that is watched, stays far below `each`. */
static const int64_t turn_is_long = 250000000, each = 2000000, late = 100000000;
enum { STEPS = 10 };

typedef struct Turn {
    int64_t began; /* its first step */
    size_t first;  /* index of that */
    uint32_t steps;
    int64_t blocked; /* ns of those that were long, of which blocks.c tells */
    Ref behind;      /* the last that took a step late in the turn, and runs another coroutine than the first */
} Turn;

/* A task whose timer has been due for long, or that has been ready for long and is left for the next turn; or TRACE_NOBODY. */
static Ref kept_waiting(const State *state, int64_t began, int64_t now)
{
    for (size_t i = 0; i < state->timer_count && state_timer(state, i)->when <= now - late; i++) {
        const ModelTimer *timer = state_timer(state, i);
        if (!timer->cancelled && timer->task != TRACE_NOBODY && state_task(state, timer->task) != NULL) {
            return timer->task;
        }
    }
    for (size_t i = 0; i < state->ready_count; i++) {
        const ModelTask *task = state_task(state, state->ready[i].task);
        bool overslept = task != NULL && task->wake_at > began - late && task->wake_at <= now - late;
        if (overslept || (task != NULL && task->since_time <= now - late)) {
            return state->ready[i].task;
        }
    }
    return TRACE_NOBODY;
}

/* Do both run the same coroutine function? */
static bool is_like(const State *state, const ModelTask *task, uint32_t number)
{
    const ModelTask *other = state_task(state, ref_make(REF_TASK, number));
    return other != NULL && task->coroutine == other->coroutine;
}

/* Of whose coroutine the most steps were. */
static Ref most_of(const LintLook *look, const Turn *turn, uint32_t *count)
{
    Ref found = TRACE_NOBODY;
    uint32_t votes = 0;
    for (int pass = 0; pass < 2; pass++) { /* who has the majority, if anybody has; then how many */
        *count = 0;
        for (size_t i = turn->first; i < look->index; i++) {
            const Event *event = trace_event(look->trace, i);
            const ModelTask *task = event->kind == EV_STEP ? state_task(look->state, ref_make(REF_TASK, event->a)) : NULL;
            const ModelTask *other = state_task(look->state, found);
            bool same = task != NULL && other != NULL && task->coroutine == other->coroutine;
            *count += same;
            if (pass == 0 && task != NULL && !same && votes == 0) {
                found = ref_make(REF_TASK, event->a);
                votes = 1;
            } else if (pass == 0 && task != NULL) {
                votes = same ? votes + 1 : votes - 1;
            }
        }
    }
    return found;
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Turn *turn = lint_own_thing(lints, ref_make(REF_OUTSIDE, 0));
    if (turn == NULL) {
        return false;
    }
    if (event->kind == EV_ITER) {
        *turn = (Turn){0};
    } else if (event->kind == EV_STEP) {
        if (turn->steps++ == 0) {
            turn->began = event->t;
            turn->first = look->index;
        }
        const ModelTask *task = state_task(look->state, ref_make(REF_TASK, event->a));
        if (task != NULL && event->t - turn->began >= late && !is_like(look->state, task, trace_event(look->trace, turn->first)->a)) {
            turn->behind = ref_make(REF_TASK, event->a);
        }
    } else if (event->kind == EV_BLOCK) {
        turn->blocked += trace_time(event);
    } else if (turn->steps >= STEPS) {
        int64_t lasted = event->t - turn->began, small = lasted - turn->blocked;
        if (small < turn_is_long || small / turn->steps < each) {
            return true;
        }
        Ref due = kept_waiting(look->state, turn->began, event->t), waiting = due != TRACE_NOBODY ? due : turn->behind;
        uint32_t count = 0;
        Ref task = waiting == TRACE_NOBODY ? TRACE_NOBODY : most_of(look, turn, &count);
        if (count > turn->steps / 2 && !is_like(look->state, state_task(look->state, task), ref_number(waiting))) {
            return lint_add(lints, (Lint){.index = look->index,
                                          .task = task,
                                          .others = {waiting},
                                          .place = lint_task(lints, task) != NULL ? lint_task(lints, task)->place : 0,
                                          .text = state_task(look->state, task)->coroutine,
                                          .count = count,
                                          .time = lasted,
                                          .least = lasted / turn->steps});
        }
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char lasted[PHRASE], one[PHRASE];
    snprintf(
        buffer, size,
        say_words(
            words->telling,
            "One turn of the loop lasts %s: %u steps of %s follow each other, %s each on average; and %s, which was due, had to wait for all of them."),
        say_duration(words->telling, lint->time, lasted), (unsigned)lint->count, words->quoted,
        say_duration(words->telling, lint->least, one), words->others[0]);
}

const LintRule lint_rule_long_turn = {
    .name = "long-turn",
    .title = WORDS("a turn that lasts long"),
    .advice = WORDS(
        "Give what computes to other processes, loop.run_in_executor() with a ProcessPoolExecutor; or let a few of them begin at a time, so that the loop comes round between them."),
    .kinds = LINT_ON(EV_ITER) | LINT_ON(EV_ITER_END) | LINT_ON(EV_STEP) | LINT_ON(EV_BLOCK),
    .thing_bytes = sizeof(Turn),
    .look = look,
    .say = sentence};
