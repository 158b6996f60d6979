/* why_cause.c: which event is the nearest cause of which: found by walking back in the trace. */
#include "why.h"

/* The newest event of that kind before `before` for which field a (or b) is `value`; SIZE_MAX: none. */
static size_t find_a(const Trace *trace, size_t before, EventKind kind, uint32_t value)
{
    for (size_t i = before; i-- > 0;) {
        const Event *event = trace_event(trace, i);
        if (event->kind == kind && event->a == value) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t find_b(const Trace *trace, size_t before, EventKind kind, Ref value)
{
    for (size_t i = before; i-- > 0;) {
        const Event *event = trace_event(trace, i);
        if (event->kind == kind && event->b == value) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t find_kind(const Trace *trace, size_t before, EventKind kind)
{
    for (size_t i = before; i-- > 0;) {
        if (trace_event(trace, i)->kind == kind) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* What was running when `by` did something: the step of the task, the callback, the turn of the loop. */
static size_t context(const Trace *trace, size_t before, Ref by)
{
    switch (ref_kind(by)) {
    case REF_TASK: return find_a(trace, before, EV_STEP, ref_number(by));
    case REF_HANDLE:
    case REF_TIMER: return find_b(trace, before, EV_CB, by);
    case REF_LOOP: return find_kind(trace, before, EV_ITER);
    default: return find_kind(trace, before, EV_RUN_END);
    }
}

/* What put the handle or timer into the ready queue. */
static size_t queued(const Trace *trace, size_t before, Ref handle)
{
    return find_a(trace, before, ref_kind(handle) == REF_TIMER ? EV_TIMER_FIRE : EV_READY, ref_number(handle));
}

/* A cancel after `from` that is behind event `before`: of the task, or by whoever does it. */
static size_t cancel_between(const Trace *trace, size_t from, size_t before, Ref of, Ref by)
{
    for (size_t i = before; i-- > 0 && (from == SIZE_MAX || i > from);) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_CANCEL && (of == 0 || event->b == of) && (by == 0 || event->by == by)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t cause_of_step(const Trace *trace, size_t index)
{
    const Event *event = trace_event(trace, index);
    size_t ready = queued(trace, index, event->b);
    /* An error thrown in: whoever cancelled it while it stood in the queue changed what the step does. */
    size_t cancelled = event->d != 0 ? cancel_between(trace, ready, index, ref_make(REF_TASK, event->a), 0) : SIZE_MAX;
    return cancelled != SIZE_MAX ? cancelled : ready;
}

static size_t cause_of_ready(const Trace *trace, size_t index)
{
    const Event *event = trace_event(trace, index);
    size_t around = context(trace, index, event->by);
    for (size_t i = index, near = 0; i-- > 0 && near < 2; near++) { /* what has come from outside stands right before its callback */
        const Event *before = trace_event(trace, i);
        if (before->kind == EV_ARRIVED) {
            return i;
        }
        if (before->kind != EV_OUTSIDE_END) {
            break;
        }
    }
    if (event->detail == CALL_STEP) {
        return event->by == event->b ? around : find_a(trace, index, EV_TASK_NEW, ref_number(event->b));
    }
    size_t resolved = event->c != 0 ? find_b(trace, index, EV_RESOLVE, event->c) : SIZE_MAX;
    /* What was done long before is the reason only for whoever asked later. */
    bool asked_later = resolved == SIZE_MAX || (around != SIZE_MAX && around > resolved);
    return asked_later ? around : resolved;
}

static size_t cause_of_resolve(const Trace *trace, size_t index)
{
    const Event *event = trace_event(trace, index);
    size_t around = context(trace, index, event->by);
    if (event->detail == OUTCOME_CANCELLED && event->by != event->b) {
        size_t cancelled = cancel_between(trace, around, index, 0, event->by);
        return cancelled != SIZE_MAX ? cancelled : around;
    }
    bool callback = ref_kind(event->by) == REF_HANDLE;
    for (size_t i = index; callback && i-- > 0 && (around == SIZE_MAX || i > around);) {
        if (trace_event(trace, i)->kind == EV_BYTES && trace_event(trace, i)->by == event->by) {
            return i; /* what it has read */
        }
    }
    return around;
}

static size_t cause_of_skip(const Trace *trace, size_t index)
{
    Ref handle = trace_event(trace, index)->b;
    size_t cancelled = find_b(trace, index, EV_HANDLE_CANCEL, handle);
    if (cancelled == SIZE_MAX && ref_kind(handle) == REF_TIMER) {
        cancelled = find_a(trace, index, EV_TIMER_CANCEL, ref_number(handle));
    }
    return cancelled != SIZE_MAX ? cancelled : queued(trace, index, handle);
}

/* A turn of the loop begins because something is ready, or because a timer will be. */
static size_t cause_of_turn(const Trace *trace, size_t index)
{
    for (size_t i = index; i-- > 0;) {
        EventKind kind = (EventKind)trace_event(trace, i)->kind;
        if (kind == EV_READY || kind == EV_TIMER_NEW || kind == EV_RUN) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* The loop was left by an error, which came out of what ran last; or stopped, because what it ran until is done, or by what an earlier run left behind. */
static size_t cause_of_run_end(const Trace *trace, size_t index)
{
    const Event *event = trace_event(trace, index);
    if (event->c != 0) {
        size_t step = find_kind(trace, index, EV_STEP_END), callback = find_kind(trace, index, EV_CB_END);
        return callback == SIZE_MAX || (step != SIZE_MAX && step > callback) ? step : callback;
    }
    size_t resolved = find_b(trace, index, EV_RESOLVE, event->b);
    return resolved != SIZE_MAX ? resolved : find_kind(trace, index, EV_CB_END);
}

static size_t found_cause(const Trace *trace, size_t index)
{
    const Event *event = trace_event(trace, index);
    switch ((EventKind)event->kind) {
    case EV_STEP: return cause_of_step(trace, index);
    case EV_STEP_END: {
        size_t step = find_a(trace, index, EV_STEP, event->a);
        return step != SIZE_MAX ? step
                                : find_a(trace, index, EV_TASK_NEW, event->a); /* that of an eager task is told without a beginning */
    }
    case EV_READY: return cause_of_ready(trace, index);
    case EV_RESOLVE: return cause_of_resolve(trace, index);
    case EV_ARRIVED: return find_a(trace, index, EV_OUTSIDE_NEW, event->a);
    case EV_CB: return queued(trace, index, event->b);
    case EV_CB_END: return find_b(trace, index, EV_CB, event->b);
    case EV_SKIP: return cause_of_skip(trace, index);
    case EV_CHOOSE: return queued(trace, index, event->b);
    case EV_LABEL: return find_a(trace, index, EV_TASK_NEW, event->a);
    case EV_TIMER_FIRE: return find_a(trace, index, EV_TIMER_NEW, event->a);
    case EV_ITER: return cause_of_turn(trace, index);
    case EV_ADVANCE:
    case EV_ITER_END:
    case EV_DEADLOCK:
    case EV_LIMIT: return find_kind(trace, index, EV_ITER);
    case EV_RUN: return find_kind(trace, index, EV_READY);
    case EV_RUN_END: return cause_of_run_end(trace, index);
    case EV_DONE: return find_kind(trace, index, EV_RUN_END);
    case EV_PROCESS_END: return find_kind(trace, index, EV_DONE);
    default: return context(trace, index, event->by);
    }
}

size_t why_cause(const Trace *trace, size_t index)
{
    if (index == 0 || index >= trace_count(trace)) {
        return SIZE_MAX;
    }
    size_t cause = found_cause(trace, index);
    return cause < index ? cause : SIZE_MAX;
}
