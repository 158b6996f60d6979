/* fold.c: one event applied to a state: the loop, its ready queue, its timers and its futures. */
#include "fold.h"

#include <stdarg.h>
#include <string.h>

/* asyncio throws cancelled timers out of the whole heap when there are more than this many and over half are cancelled. */
enum { TIMERS_BEFORE_PURGE = 100 };

FoldResult fold_illegal(const Fold *fold, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fold->why, FOLD_WHY, format, arguments);
    va_end(arguments);
    return FOLD_ILLEGAL;
}

uint32_t fold_event_place(const Event *event)
{
    switch (event->kind) {
    case EV_BLOCK: return event->a;
    case EV_REMARK: return 0; /* it may lie in another file than the one that runs */
    case EV_TASK_NEW:
    case EV_FUT_NEW:
    case EV_READY:
    case EV_STEP_END:
    case EV_ENTER:
    case EV_RESOLVE:
    case EV_CANCEL:
    case EV_UNCANCEL:
    case EV_OUT:
    case EV_USE:
    case EV_OUTSIDE_NEW:
    case EV_BYTES:
    case EV_OUTSIDE_END:
    case EV_NEVER_AWAITED: return event->d;
    default: return 0;
    }
}

static FoldResult fold_fut_new(Fold *fold)
{
    const Event *event = fold->event;
    if (event->a != fold->state->future_count + 1) {
        return fold_illegal(fold, "future %u is made where future %zu was expected", event->a, fold->state->future_count + 1);
    }
    ModelFuture *future = storage_add_future(fold->state);
    if (future == NULL) {
        return FOLD_NO_MEMORY;
    }
    future->number = event->a;
    future->via = (TraceVia)event->detail;
    future->by = event->by;
    future->thing = event->b;
    future->name = event->c;
    return FOLD_OK;
}

/* A child that is done already when gather is called: since Python 3.12 there is no callback on its way for it. */
static bool is_heard_at_once(const State *state, Ref child)
{
    bool done = state_is_done(state, child);
    for (size_t i = 0; done && i < state->ready_count; i++) {
        done = state->ready[i].call != CALL_CHILD || state->ready[i].future != child;
    }
    return done;
}

static FoldResult fold_child(Fold *fold)
{
    Ref outer = ref_make(REF_FUTURE, fold->event->a);
    if (state_future(fold->state, outer) == NULL) {
        return fold_illegal(fold, "future %u has not been made", fold->event->a);
    }
    ModelFuture *future = storage_write_future(fold->state, outer);
    if (future == NULL) {
        return FOLD_NO_MEMORY;
    }
    future->children++;
    future->children_done += is_heard_at_once(fold->state, fold->event->b);
    return FOLD_OK;
}

static FoldResult fold_resolve(Fold *fold)
{
    const Event *event = fold->event;
    if (ref_kind(event->b) == REF_TASK) {
        return fold_task_resolve(fold);
    }
    const ModelFuture *known = state_future(fold->state, event->b);
    if (known == NULL) {
        return fold_illegal(fold, "future %u has not been made", ref_number(event->b));
    }
    if (known->done) {
        return fold_illegal(fold, "future %u is done already", known->number);
    }
    ModelFuture *future = storage_write_future(fold->state, event->b);
    if (future == NULL) {
        return FOLD_NO_MEMORY;
    }
    future->done = true;
    future->outcome = (TraceOutcome)event->detail;
    future->resolved_by = event->by;
    return FOLD_OK;
}

static FoldResult fold_name(Fold *fold)
{
    if (state_future(fold->state, fold->event->b) == NULL) {
        return fold_illegal(fold, "future %u has not been made", ref_number(fold->event->b));
    }
    ModelFuture *future = storage_write_future(fold->state, fold->event->b);
    if (future == NULL) {
        return FOLD_NO_MEMORY;
    }
    future->name = fold->event->c;
    future->outside = fold->event->a;
    return FOLD_OK;
}

static FoldResult fold_cb(Fold *fold)
{
    State *state = fold->state;
    ModelFuture *outer = NULL;
    if (state->ready_count > 0 && state->ready[0].call == CALL_CHILD && state_future(state, state->ready[0].outer) != NULL) {
        outer = storage_write_future(state, state->ready[0].outer);
        if (outer == NULL) {
            return FOLD_NO_MEMORY;
        }
    }
    FoldResult result = fold_pop_ready(fold, fold->event->b);
    if (result == FOLD_OK) {
        state->running = fold->event->b;
        if (outer != NULL) {
            outer->children_done++;
        }
    }
    return result;
}

static FoldResult fold_cb_end(Fold *fold)
{
    State *state = fold->state;
    char ended[16];
    if (state->running != fold->event->b || state->running == TRACE_NOBODY) {
        return fold_illegal(fold, "%s does not run", trace_ref_name(fold->event->b, ended));
    }
    state->running = TRACE_NOBODY;
    state->current = (ModelReady){0};
    state->phase = PHASE_POP;
    return FOLD_OK;
}

static FoldResult fold_timer_new(Fold *fold)
{
    State *state = fold->state;
    const Event *event = fold->event;
    ModelTimer timer = {.number = event->a, .when = trace_time(event), .made = event->t, .call = (TraceCall)event->detail};
    if (event->a <= state->newest_timer.number) {
        return fold_illegal(fold, "timer %u is made after timer %u", event->a, state->newest_timer.number);
    }
    if (timer.call == CALL_USER) {
        timer.name = event->b;
    } else {
        timer.future = event->b;
    }
    ModelFuture *future = NULL;
    if (timer.call == CALL_RESOLVE && state_future(state, timer.future) != NULL) {
        future = storage_write_future(state, timer.future);
        if (future == NULL) {
            return FOLD_NO_MEMORY;
        }
    }
    if (!storage_reserve_timer(state)) {
        return FOLD_NO_MEMORY;
    }
    if (future != NULL) {
        future->timer = timer.number;
    }
    storage_insert_timer(state, &timer);
    state->newest_timer = timer;
    return FOLD_OK;
}

static void remove_timer(State *state, const ModelTimer *timer)
{
    state->timers_cancelled -= timer->cancelled;
    storage_remove_timer(state, timer->number);
}

static FoldResult fold_timer_fire(Fold *fold)
{
    State *state = fold->state;
    const ModelTimer *timer = storage_find_timer(state, fold->event->a);
    if (timer == NULL) {
        return fold_illegal(fold, "timer %u is not set", fold->event->a);
    }
    if (!storage_reserve_ready(state)) {
        return FOLD_NO_MEMORY;
    }
    state->ready[state->ready_count++] = (ModelReady){.handle = ref_make(REF_TIMER, timer->number),
                                                      .call = timer->call,
                                                      .future = timer->future,
                                                      .name = timer->name,
                                                      .by = TRACE_LOOP,
                                                      .cancelled = timer->cancelled};
    remove_timer(state, timer);
    state->phase = PHASE_TIMERS;
    return FOLD_OK;
}

static FoldResult fold_timer_cancel(Fold *fold)
{
    ModelTimer *timer = storage_find_timer(fold->state, fold->event->a);
    if (timer == NULL) {
        return fold_illegal(fold, "timer %u is not set", fold->event->a);
    }
    fold->state->timers_cancelled += !timer->cancelled;
    timer->cancelled = true;
    return FOLD_OK;
}

/* What asyncio does with cancelled timers before it chooses the timeout: those at the top go, or all when they are too many. */
static void drop_cancelled_timers(State *state)
{
    if (state->timer_count > TIMERS_BEFORE_PURGE && state->timers_cancelled * 2 > state->timer_count) {
        storage_purge_timers(state);
        state->timers_cancelled = 0;
        return;
    }
    while (state->timer_count > 0 && state_timer(state, 0)->cancelled) {
        remove_timer(state, state_timer(state, 0));
    }
}

static FoldResult fold_iter(Fold *fold)
{
    State *state = fold->state;
    char running[16];
    if (state->running != TRACE_NOBODY) {
        return fold_illegal(fold, "%s still runs", trace_ref_name(state->running, running));
    }
    drop_cancelled_timers(state);
    state->turn = fold->event->a;
    state->batch_left = 0;
    state->phase = PHASE_SELECT;
    return FOLD_OK;
}

static FoldResult fold_loop_phase(Fold *fold)
{
    State *state = fold->state;
    switch (fold->event->kind) {
    case EV_RUN:
    case EV_ITER_END: state->phase = PHASE_TIMEOUT; break;
    case EV_RUN_END: state->phase = PHASE_OUTSIDE; break;
    default: break;
    }
    state->batch_left = 0;
    return FOLD_OK;
}

/* Nothing that stands in the ready queue or is set will run. */
static FoldResult fold_left(Fold *fold)
{
    State *state = fold->state;
    if (state->running != TRACE_NOBODY) {
        return fold_illegal(fold, "the loop cannot end while something runs");
    }
    for (size_t i = 0; i < state->ready_count; i++) {
        ModelTask *task = fold_task(fold, state->ready[i].task);
        if (task != NULL) {
            task->ready_handle = TRACE_NOBODY;
        }
    }
    state->ready_count = 0;
    state->batch_left = 0;
    storage_clear_timers(state);
    return FOLD_OK;
}

static FoldResult apply(Fold *fold)
{
    State *state = fold->state;
    switch ((EventKind)fold->event->kind) {
    case EV_TASK_NEW: return fold_task_new(fold);
    case EV_LABEL: return fold_task_label(fold);
    case EV_FUT_NEW: return fold_fut_new(fold);
    case EV_CHILD: return fold_child(fold);
    case EV_READY: return fold_ready(fold);
    case EV_RUN:
    case EV_RUN_END:
    case EV_ITER_END: return fold_loop_phase(fold);
    case EV_ITER: return fold_iter(fold);
    case EV_TIMER_NEW: return fold_timer_new(fold);
    case EV_TIMER_FIRE: return fold_timer_fire(fold);
    case EV_TIMER_CANCEL: return fold_timer_cancel(fold);
    case EV_SKIP: return fold_skip(fold);
    case EV_HANDLE_CANCEL: return fold_handle_cancel(fold);
    case EV_CHOOSE: return fold_choose(fold);
    case EV_STEP: return fold_task_step(fold);
    case EV_STEP_END: return fold_task_step_end(fold);
    case EV_ENTER: return fold_task_enter(fold);
    case EV_EXIT: return fold_task_exit(fold);
    case EV_CB: return fold_cb(fold);
    case EV_CB_END: return fold_cb_end(fold);
    case EV_RESOLVE: return fold_resolve(fold);
    case EV_NAME: return fold_name(fold);
    case EV_LEFT: return fold_left(fold);
    case EV_OUTSIDE_NEW:
    case EV_WATCH:
    case EV_UNWATCH:
    case EV_ARRIVED:
    case EV_BYTES:
    case EV_FLOW:
    case EV_OUTSIDE_END: return fold_outside(fold);
    case EV_OUT: state->output_count++; return FOLD_OK;
    case EV_DEADLOCK: state->deadlock = true; return FOLD_OK;
    case EV_DONE:
    case EV_PROCESS_END: state->ended = true; return FOLD_OK;
    case EV_NONE:
    case EV_COUNT: return fold_illegal(fold, "there is no such event");
    case EV_ADVANCE:
    case EV_CANCEL:
    case EV_UNCANCEL:
    case EV_BLOCK:
    case EV_NEVER_AWAITED:
    case EV_EXC_HANDLER:
    case EV_REMARK:
    case EV_USE:
    case EV_LIMIT: return FOLD_OK; /* facts that are told but change no state, but for the clock and the place */
    }
    return fold_illegal(fold, "there is no such event");
}

FoldResult fold_event(State *state, const Trace *trace, const Event *event, char *why)
{
    Fold fold = {.state = state, .trace = trace, .event = event, .why = why};
    if (event->t < state->now) {
        return fold_illegal(&fold, "the clock runs backwards by %lld ns", (long long)(state->now - event->t));
    }
    int64_t before = state->now;
    Ref changed = state->changed;
    state->now = event->t;
    state->changed = TRACE_NOBODY;
    FoldResult result = apply(&fold);
    if (result != FOLD_OK) {
        state->now = before;
        state->changed = changed;
        return result;
    }
    if (event->kind == EV_STEP_END) {
        fold_task_variables(&fold, ref_make(REF_TASK, event->a), event->c);
    }
    if (event->kind != EV_ENTER) { /* which has set the caller's place before it pushed the coroutine called */
        fold_task_at_place(&fold, event->kind == EV_STEP_END ? ref_make(REF_TASK, event->a) : event->by, fold_event_place(event));
    }
    state->n++;
    return FOLD_OK;
}
