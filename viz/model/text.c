/* text.c: reading a state: tasks by reference, names, and the whole state as text. */
#include "model.h"
#include "storage.h"

#include <inttypes.h>
#include <string.h>

static const char *const state_names[TASK_STATE_COUNT] = {
    [TASK_CREATED] = "created",   [TASK_READY] = "ready", [TASK_RUNNING] = "running", [TASK_AWAITING] = "awaiting",
    [TASK_SLEEPING] = "sleeping", [TASK_DONE] = "done",   [TASK_FAILED] = "failed",   [TASK_CANCELLED] = "cancelled",
};
static const char *const phase_names[PHASE_COUNT] = {
    [PHASE_OUTSIDE] = "outside", [PHASE_TIMEOUT] = "timeout", [PHASE_SELECT] = "select",
    [PHASE_TIMERS] = "timers",   [PHASE_POP] = "pop",         [PHASE_RUN] = "run",
};
static const char *const outcome_names[] = {
    [OUTCOME_RESULT] = "result", [OUTCOME_EXCEPTION] = "exception", [OUTCOME_CANCELLED] = "cancelled"};

const char *model_state_name(TaskState state) { return (unsigned)state < TASK_STATE_COUNT ? state_names[state] : "unknown"; }

static const char *outcome_name(TraceOutcome outcome)
{
    return (unsigned)outcome <= OUTCOME_CANCELLED ? outcome_names[outcome] : "unknown";
}

static const char *call_name(TraceCall call)
{
    return (unsigned)call >= CALL_COUNT ? "unknown" : call == CALL_USER ? "user" : trace_call_name(call);
}

const ModelTask *state_task(const State *state, Ref task)
{
    uint32_t number = ref_number(task);
    return ref_kind(task) != REF_TASK || number == 0 || number > state->task_count ? NULL : &state->tasks[number - 1];
}

bool state_is_done(const State *state, Ref ref)
{
    const ModelTask *task = state_task(state, ref);
    const ModelFuture *future = state_future(state, ref);
    return task != NULL ? task->resolved : future != NULL && future->done;
}

const ModelTask *state_running_task(const State *state) { return state_task(state, state->running); }

/* Of the innermost coroutine that is not asyncio's and, if so asked, none of an installed package. */
static uint32_t innermost(const ModelTask *task, const Trace *trace, bool own)
{
    uint32_t kept = task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
    for (uint32_t i = kept; i-- > 0;) {
        const ModelFrame *frame = &task->frames[i];
        uint32_t place = frame->place != 0 ? frame->place : frame->definition;
        if (!trace_is_library(trace_text(trace, frame->name)) && !(own && trace_is_library_file(trace_place(trace, place)->file))) {
            return place;
        }
    }
    return 0;
}

uint32_t model_task_place(const ModelTask *task, const Trace *trace)
{
    uint32_t own = innermost(task, trace, true);
    return own != 0 ? own : innermost(task, trace, false);
}

bool model_same_file(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b);
    if (la < lb) {
        return model_same_file(b, a);
    }
    return lb > 0 && memcmp(a + la - lb, b, lb) == 0 && (la == lb || a[la - lb - 1] == '/');
}

uint32_t model_task_deepest(const ModelTask *task, const Trace *trace) { return innermost(task, trace, false); }

/* " key=T1", or nothing for none. */
static void dump_ref(FILE *out, const char *key, Ref ref)
{
    char name[16];
    if (ref != TRACE_NOBODY) {
        fprintf(out, " %s=%s", key, trace_ref_name(ref, name));
    }
}

static void dump_text(FILE *out, const Trace *trace, const char *key, uint32_t id)
{
    if (id != 0) {
        fprintf(out, " %s=\"%s\"", key, trace_text(trace, id));
    }
}

static void dump_place(FILE *out, const Trace *trace, const char *key, uint32_t id)
{
    if (id != 0) {
        const TracePlace *place = trace_place(trace, id);
        fprintf(out, " %s=%s:%" PRIu32, key, place->function, place->line);
    }
}

static void dump_task(FILE *out, const Trace *trace, const ModelTask *task)
{
    fprintf(out, "  T%" PRIu32 " %s since=%zu,%" PRId64, task->number, model_state_name(task->state), task->since, task->since_time);
    dump_text(out, trace, "name", task->name);
    dump_text(out, trace, "coro", task->coroutine);
    dump_text(out, trace, "label", task->label);
    dump_ref(out, "parent", task->parent);
    dump_place(out, trace, "made", task->made_at);
    dump_ref(out, "awaits", task->awaits);
    if (task->via != VIA_NONE) {
        fprintf(out, " via=%s", trace_via_name(task->via));
    }
    if (task->wake_at != 0 || task->slept_at != 0) {
        fprintf(out, " sleep=%" PRId64 "..%" PRId64, task->slept_at, task->wake_at);
    }
    dump_ref(out, "woken", task->woken_by);
    dump_ref(out, "entry", task->ready_handle);
    dump_text(out, trace, "result", task->result);
    dump_text(out, trace, "thrown", task->thrown);
    if (task->resolved) {
        fprintf(out, " resolved=%s", outcome_name(task->outcome));
    }
    fputs(" totals=", out);
    for (int i = 0; i < TASK_STATE_COUNT; i++) {
        fprintf(out, "%s%" PRId64, i == 0 ? "" : ",", task->total[i]);
    }
    fputc('\n', out);
    uint32_t kept = task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
    for (uint32_t i = 0; i < kept; i++) {
        uint32_t depth = i + 1 == kept ? task->frame_count : i + 1;
        fprintf(out, "    frame %" PRIu32 " %s", depth, trace_text(trace, task->frames[i].name));
        dump_place(out, trace, "defined", task->frames[i].definition);
        dump_place(out, trace, "at", task->frames[i].place);
        dump_text(out, trace, "variables", task->frames[i].variables);
        fputc('\n', out);
    }
}

static void dump_entry(FILE *out, const Trace *trace, const ModelReady *entry)
{
    char name[16];
    fprintf(out, "  %s %s", trace_ref_name(entry->handle, name), call_name(entry->call));
    dump_ref(out, "task", entry->task);
    dump_ref(out, "future", entry->future);
    dump_ref(out, "outer", entry->outer);
    dump_ref(out, "by", entry->by);
    dump_text(out, trace, "name", entry->name);
    if (entry->outside != 0) {
        fprintf(out, " outside=O%" PRIu32 "%s", entry->outside, entry->arrived ? "!" : "");
    }
    fputs(entry->cancelled ? " cancelled\n" : "\n", out);
}

static void dump_queues(FILE *out, const Trace *trace, const State *state)
{
    fprintf(out, "ready %zu\n", state->ready_count);
    for (size_t i = 0; i < state->ready_count; i++) {
        dump_entry(out, trace, &state->ready[i]);
    }
    fprintf(out, "timers %zu\n", state->timer_count);
    for (size_t i = 0; i < state->timer_count; i++) {
        const ModelTimer *timer = state_timer(state, i);
        fprintf(out, "  M%" PRIu32 " %s %" PRId64 "..%" PRId64, timer->number, call_name(timer->call), timer->made, timer->when);
        dump_ref(out, "future", timer->future);
        dump_ref(out, "task", timer->task);
        dump_text(out, trace, "name", timer->name);
        fputs(timer->cancelled ? " cancelled\n" : "\n", out);
    }
}

static void dump_outsides(FILE *out, const Trace *trace, const State *state)
{
    if (state->outside_newest != 0) {
        fprintf(out, "outside %zu of %" PRIu32 " arrived=%" PRIu32 "\n", state->outside_count, state->outside_newest, state->arrived);
    }
    for (size_t i = 0; i < state->outside_count; i++) {
        const ModelOutside *outside = &state->outsides[i];
        fprintf(out, "  O%" PRIu32 " %s of=%" PRIu32 " read=%" PRIu64 " sent=%" PRIu64 " buffer=%" PRIu32 "%s%s%s%s%s%s", outside->number,
                trace_outside_name(outside->kind), outside->of, outside->read, outside->sent, outside->buffer,
                outside->watched[DIRECTION_READ] ? " reads" : "", outside->watched[DIRECTION_WRITE] ? " writes" : "",
                outside->writing_paused ? " full" : "", outside->reading_paused ? " paused" : "", outside->ended_there ? " ended" : "",
                outside->answered ? " answered" : "");
        dump_text(out, trace, "name", outside->name);
        fputc('\n', out);
    }
}

static void dump_futures(FILE *out, const State *state)
{
    fprintf(out, "futures %zu\n", state->future_count);
    for (uint32_t i = 1; i <= state->future_count; i++) {
        const ModelFuture *future = state_future(state, ref_make(REF_FUTURE, i));
        fprintf(out, "  F%" PRIu32 " %s", future->number, trace_via_name(future->via));
        dump_ref(out, "by", future->by);
        if (future->timer != 0) {
            fprintf(out, " timer=M%" PRIu32, future->timer);
        }
        if (future->children != 0) {
            fprintf(out, " children=%" PRIu32 "/%" PRIu32, future->children_done, future->children);
        }
        dump_ref(out, "resolver", future->resolved_by);
        if (future->outside != 0) {
            fprintf(out, " outside=O%" PRIu32, future->outside);
        }
        fprintf(out, " %s\n", future->done ? outcome_name(future->outcome) : "pending");
    }
}

void state_dump(const State *state, const Trace *trace, FILE *out)
{
    fprintf(out, "n=%zu now=%" PRId64 " turn=%" PRIu32 " phase=%s batch_left=%" PRIu32, state->n, state->now, state->turn,
            (unsigned)state->phase < PHASE_COUNT ? phase_names[state->phase] : "unknown", state->batch_left);
    dump_ref(out, "running", state->running);
    dump_ref(out, "changed", state->changed);
    fprintf(out, " output=%zu steps=%zu%s%s\ntotals", state->output_count, state->step_count, state->deadlock ? " deadlock" : "",
            state->ended ? " ended" : "");
    for (int i = 0; i < TASK_STATE_COUNT; i++) {
        fprintf(out, " %s=%zu", state_names[i], state->totals[i]);
    }
    if (state->choices > 0) {
        fprintf(out, " choices=%zu otherwise=%zu", state->choices, state->other_choices);
    }
    fputc('\n', out);
    if (state->running != TRACE_NOBODY) {
        fputs("current\n", out);
        dump_entry(out, trace, &state->current);
    }
    dump_queues(out, trace, state);
    dump_outsides(out, trace, state);
    fprintf(out, "tasks %zu\n", state->task_count);
    for (size_t i = 0; i < state->task_count; i++) {
        dump_task(out, trace, &state->tasks[i]);
    }
    dump_futures(out, state);
}

int64_t model_delay(const Trace *trace, int64_t made, int64_t when)
{
    const int64_t millisecond = 1000000; /* ns */
    int64_t delay = when - made;
    return trace_real_time(trace) && delay > millisecond / 2 ? (delay + millisecond / 2) / millisecond * millisecond : delay;
}
