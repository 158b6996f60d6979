/* task.c: one event applied to a task: the only place where a task changes its state or its await chain. */
#include "fold.h"

#include <string.h>

static bool is_over(TaskState state) { return state == TASK_DONE || state == TASK_FAILED || state == TASK_CANCELLED; }

ModelTask *fold_task(const Fold *fold, Ref task)
{
    uint32_t number = ref_number(task);
    if (ref_kind(task) != REF_TASK || number == 0 || number > fold->state->task_count) {
        return NULL;
    }
    return &fold->state->tasks[number - 1];
}

static FoldResult no_such_task(const Fold *fold, Ref task)
{
    char name[16];
    return fold_illegal(fold, "%s is not a task that has been made", trace_ref_name(task, name));
}

static void enter_state(Fold *fold, ModelTask *task, TaskState to)
{
    State *state = fold->state;
    task->total[task->state] += state->now - task->since_time;
    state->totals[task->state]--;
    state->totals[to]++;
    task->state = to;
    task->since = state->n;
    task->since_time = state->now;
    state->changed = ref_make(REF_TASK, task->number);
}

FoldResult fold_task_new(Fold *fold)
{
    State *state = fold->state;
    const Event *event = fold->event;
    if (event->a != state->task_count + 1) {
        return fold_illegal(fold, "task %u is made where task %zu was expected", event->a, state->task_count + 1);
    }
    if (!storage_reserve_task(state)) {
        return FOLD_NO_MEMORY;
    }
    TaskState begins =
        event->flags != 0 ? TASK_RUNNING : TASK_CREATED; /* an eager one begins inside of whoever makes it, who runs as well */
    state->tasks[state->task_count++] = (ModelTask){.number = event->a,
                                                    .name = event->b,
                                                    .coroutine = event->c,
                                                    .parent = event->by,
                                                    .made_at = event->d,
                                                    .state = begins,
                                                    .since = state->n,
                                                    .since_time = state->now};
    state->totals[begins]++;
    state->changed = ref_make(REF_TASK, event->a);
    return FOLD_OK;
}

/* Is it in its first step, inside of another's? */
static bool runs_eagerly(const State *state, const ModelTask *task)
{
    return task->state == TASK_RUNNING && state->running != ref_make(REF_TASK, task->number);
}

FoldResult fold_task_label(Fold *fold)
{
    ModelTask *task = fold_task(fold, ref_make(REF_TASK, fold->event->a));
    if (task == NULL) {
        return no_such_task(fold, ref_make(REF_TASK, fold->event->a));
    }
    task->label = fold->event->b;
    return FOLD_OK;
}

static void become_ready(Fold *fold, ModelTask *task)
{
    enter_state(fold, task, TASK_READY);
    task->awaits = TRACE_NOBODY;
    task->via = VIA_NONE;
}

/* The entry of a running task's next step comes before the end of its present one (a bare yield, or a cancellation that reaches
   the future it is just about to wait for): the task runs on, and is ready when the step ends. */
FoldResult fold_task_ready(Fold *fold)
{
    const Event *event = fold->event;
    ModelTask *task = fold_task(fold, event->b);
    if (task == NULL) {
        return no_such_task(fold, event->b);
    }
    if (is_over(task->state)) {
        return fold_illegal(fold, "task %u is over", task->number);
    }
    if (task->ready_handle != TRACE_NOBODY) {
        return fold_illegal(fold, "task %u is in the ready queue already", task->number);
    }
    task->ready_handle = ref_make(REF_HANDLE, event->a);
    if (event->detail == CALL_WAKEUP) {
        task->woken_by = event->c;
    }
    bool untold = runs_eagerly(fold->state, task) && event->by != event->b; /* where a recording does not tell how an eager step left off */
    if ((task->state != TASK_RUNNING && task->state != TASK_READY) || untold) {
        become_ready(fold, task);
    }
    return FOLD_OK;
}

FoldResult fold_task_step(Fold *fold)
{
    State *state = fold->state;
    const Event *event = fold->event;
    ModelTask *task = fold_task(fold, ref_make(REF_TASK, event->a));
    if (task == NULL) {
        return no_such_task(fold, ref_make(REF_TASK, event->a));
    }
    if (state->running != TRACE_NOBODY) {
        char running[16];
        return fold_illegal(fold, "task %u cannot run while %s runs", task->number, trace_ref_name(state->running, running));
    }
    if (task->state != TASK_READY || task->ready_handle == TRACE_NOBODY) {
        return fold_illegal(fold, "task %u is not ready: it is %s", task->number, model_state_name(task->state));
    }
    if (task->ready_handle != event->b) {
        char handle[16];
        return fold_illegal(fold, "%s is not a step of task %u", trace_ref_name(event->b, handle), task->number);
    }
    FoldResult result = fold_pop_ready(fold, event->b);
    if (result != FOLD_OK) {
        return result;
    }
    enter_state(fold, task, TASK_RUNNING);
    task->ready_handle = TRACE_NOBODY;
    task->woken_by = event->c;
    task->thrown = event->d;
    state->running = ref_make(REF_TASK, task->number);
    state->step_count++;
    return FOLD_OK;
}

bool state_sleep_is_set(const State *state, const ModelTask *task)
{
    const ModelFuture *future = state_future(state, task->awaits);
    return task->state == TASK_SLEEPING && future != NULL && state_timer_numbered(state, future->timer) != NULL;
}

/* The task stops at an await. */
static void await_in_step(Fold *fold, ModelTask *task)
{
    const Event *event = fold->event;
    const ModelFuture *future = state_future(fold->state, event->b);
    ModelTimer *timer = future == NULL || future->timer == 0 ? NULL : storage_find_timer(fold->state, future->timer);
    bool sleeps = timer != NULL && (event->flags == VIA_SLEEP || (future->via == VIA_SLEEP && event->flags == VIA_NONE));
    enter_state(fold, task, sleeps ? TASK_SLEEPING : TASK_AWAITING);
    task->awaits = event->b;
    task->via = (TraceVia)event->flags;
    if (timer != NULL) {
        timer->task = ref_make(REF_TASK, task->number);
        task->wake_at = timer->when;
        task->slept_at = timer->made;
    }
}

static TaskState state_by_outcome(TraceOutcome outcome)
{
    return outcome == OUTCOME_RESULT ? TASK_DONE : outcome == OUTCOME_EXCEPTION ? TASK_FAILED : TASK_CANCELLED;
}

static void finish(Fold *fold, ModelTask *task, TaskState by_reason)
{
    enter_state(fold, task, task->resolved ? state_by_outcome(task->outcome) : by_reason);
    ModelStorage *storage = fold->state->storage;
    size_t kept = 0;
    for (size_t i = 0; i < storage->deep_count; i++) {
        if (storage->deep[i].task != task->number) {
            storage->deep[kept++] = storage->deep[i];
        }
    }
    storage->deep_count = kept;
    task->frame_count = 0;
}

FoldResult fold_task_step_end(Fold *fold)
{
    State *state = fold->state;
    const Event *event = fold->event;
    ModelTask *task = fold_task(fold, ref_make(REF_TASK, event->a));
    if (task == NULL) {
        return no_such_task(fold, ref_make(REF_TASK, event->a));
    }
    bool eager = runs_eagerly(state, task);
    if (state->running != ref_make(REF_TASK, event->a) && !eager) {
        return fold_illegal(fold, "task %u does not run: it is %s", task->number, model_state_name(task->state));
    }
    bool suspends = event->detail == REASON_AWAIT || event->detail == REASON_YIELD;
    if (!suspends && task->ready_handle != TRACE_NOBODY) {
        return fold_illegal(fold, "task %u ends with a step of it in the ready queue", task->number);
    }
    task->wake_at = task->slept_at = 0;
    if (event->detail == REASON_RETURN || event->detail == REASON_RAISE) {
        task->result = event->b != 0 ? event->b : task->result;
    }
    if (suspends && (task->ready_handle != TRACE_NOBODY || event->detail == REASON_YIELD)) {
        become_ready(fold, task);
    } else {
        switch ((TraceReason)event->detail) {
        case REASON_RETURN: finish(fold, task, TASK_DONE); break;
        case REASON_RAISE: finish(fold, task, TASK_FAILED); break;
        case REASON_CANCELLED: finish(fold, task, TASK_CANCELLED); break;
        default: await_in_step(fold, task); break;
        }
    }
    task->thrown = 0;
    if (eager) { /* whoever made it goes on */
        return FOLD_OK;
    }
    state->running = TRACE_NOBODY;
    state->current = (ModelReady){0};
    state->phase = PHASE_POP;
    return FOLD_OK;
}

/* A task is a future too, and how it resolves has the last word: one that was cancelled while it ran to its end is cancelled. */
FoldResult fold_task_resolve(Fold *fold)
{
    const Event *event = fold->event;
    ModelTask *task = fold_task(fold, event->b);
    if (task == NULL) {
        return no_such_task(fold, event->b);
    }
    if (task->resolved) {
        return fold_illegal(fold, "task %u is done already", task->number);
    }
    bool eager = runs_eagerly(fold->state, task); /* nothing else tells that this was all of it */
    if (task->state != TASK_RUNNING && !is_over(task->state)) {
        return fold_illegal(fold, "task %u is %s: only its own step can end it", task->number, model_state_name(task->state));
    }
    task->resolved = true;
    task->outcome = (TraceOutcome)event->detail;
    task->result = event->c != 0 ? event->c : task->result;
    if (eager) {
        finish(fold, task, TASK_DONE);
    } else if (is_over(task->state) && task->state != state_by_outcome(task->outcome)) {
        enter_state(fold, task, state_by_outcome(task->outcome));
    }
    return FOLD_OK;
}

/* The innermost of a task's coroutines that is the program's own, or NULL. */
static ModelFrame *program_frame(Fold *fold, Ref reference)
{
    ModelTask *task = fold_task(fold, reference);
    uint32_t kept = task == NULL ? 0 : task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
    for (uint32_t i = kept; i-- > 0;) {
        if (!trace_is_library(trace_text(fold->trace, task->frames[i].name))) {
            return &task->frames[i];
        }
    }
    return NULL;
}

/* Its innermost coroutine is one of asyncio's. */
static bool in_library(const Fold *fold, const ModelTask *task)
{
    uint32_t kept = task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
    return kept > 0 && trace_is_library(trace_text(fold->trace, task->frames[kept - 1].name));
}

void fold_task_at_place(Fold *fold, Ref reference, uint32_t place)
{
    ModelFrame *frame = place == 0 ? NULL : program_frame(fold, reference);
    if (frame != NULL) {
        frame->place = place;
    }
}

void fold_task_variables(Fold *fold, Ref reference, uint32_t text)
{
    ModelFrame *frame = text == 0 ? NULL : program_frame(fold, reference);
    if (frame != NULL) {
        frame->variables = text;
    }
}

FoldResult fold_task_enter(Fold *fold)
{
    const Event *event = fold->event;
    ModelTask *task = fold_task(fold, event->by);
    if (task == NULL) {
        return no_such_task(fold, event->by);
    }
    if (!storage_reserve_deep(fold->state)) {
        return FOLD_NO_MEMORY;
    }
    if (!in_library(fold, task)) { /* else it is called within asyncio, and the program has not moved */
        fold_task_at_place(fold, event->by, event->d);
    }
    fold_task_variables(fold, event->by, event->a);
    uint32_t slot = task->frame_count;
    if (slot >= MODEL_FRAMES) { /* the one that was innermost makes room, and comes back when the new one is left */
        slot = MODEL_FRAMES - 1;
        ModelStorage *storage = fold->state->storage;
        storage->deep[storage->deep_count++] = (DeepFrame){task->number, task->frames[slot]};
    }
    task->frames[slot] = (ModelFrame){.name = event->b, .definition = event->c};
    task->frame_count++;
    return FOLD_OK;
}

/* The task's deep frame that was put away last goes back into the innermost slot. */
static void bring_back_deep_frame(State *state, ModelTask *task)
{
    ModelStorage *storage = state->storage;
    for (size_t i = storage->deep_count; i-- > 0;) {
        if (storage->deep[i].task == task->number) {
            task->frames[MODEL_FRAMES - 1] = storage->deep[i].frame;
            memmove(&storage->deep[i], &storage->deep[i + 1], (storage->deep_count - i - 1) * sizeof storage->deep[0]);
            storage->deep_count--;
            return;
        }
    }
}

FoldResult fold_task_exit(Fold *fold)
{
    ModelTask *task = fold_task(fold, fold->event->by);
    if (task == NULL) {
        return no_such_task(fold, fold->event->by);
    }
    if (is_over(task->state)) { /* its chain went when it ended */
        return FOLD_OK;
    }
    if (task->frame_count == 0) {
        return fold_illegal(fold, "task %u is in no coroutine", task->number);
    }
    if (task->frame_count > MODEL_FRAMES) {
        bring_back_deep_frame(fold->state, task);
    }
    task->frame_count--;
    return FOLD_OK;
}
