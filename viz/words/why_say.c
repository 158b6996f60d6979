/* why_say.c: a link of the chain of causes in words: short, in the past tense, with the line of the program where there is one. */
#include "why_parts.h"

#include <string.h>

const char *why_duration(int64_t ns, char buffer[PHRASE])
{
    if (ns != 0 && ns < 1000000000 && ns > -1000000000) {
        snprintf(buffer, PHRASE, "%.6g ms", (double)ns / 1e6);
    } else {
        snprintf(buffer, PHRASE, "%.6g s", (double)ns / 1e9);
    }
    return buffer;
}

void why_say_line(Telling *telling, uint32_t place)
{
    char line[PHRASE];
    if (*say_line(telling, place, line) != '\0') {
        say(telling, " at %s", line);
    }
}

/* The newest event before `before` with that kind and that field b; NULL: none. */
static const Event *event_before(const Telling *telling, size_t before, EventKind kind, Ref b)
{
    for (size_t i = before; i-- > 0;) {
        const Event *event = trace_event(telling->trace, i);
        if (event->kind == kind && event->b == b) {
            return event;
        }
    }
    return NULL;
}

/* What the handle or timer that runs a callback was made for; NULL: not known. */
static const Event *errand_before(const Telling *telling, size_t before, Ref handle)
{
    EventKind kind = ref_kind(handle) == REF_TIMER ? EV_TIMER_NEW : EV_READY;
    for (size_t i = before; i-- > 0;) {
        const Event *event = trace_event(telling->trace, i);
        if (event->kind == kind && event->a == ref_number(handle)) {
            return event;
        }
    }
    return NULL;
}

/* The await at which the step around event `index` ends: where the program called what this event is a part of. */
static uint32_t await_place(const Telling *telling, size_t index, Ref by)
{
    enum { NEAR = 64 };
    size_t count = trace_count(telling->trace);
    for (size_t i = index; ref_kind(by) == REF_TASK && i < count && i < index + NEAR; i++) {
        const Event *event = trace_event(telling->trace, i);
        if (event->kind == EV_STEP_END) {
            return event->a == ref_number(by) ? event->d : 0;
        }
    }
    return 0;
}

/* Is it the future on which Condition.wait waits at its end, to take its lock once more? */
static bool takes_lock_again(const Telling *telling, Ref future)
{
    Ref owner = telling_future_owner(telling, future);
    bool made = false;
    for (size_t i = telling_future_via(telling, future) == VIA_CONDITION ? telling->n : 0; i-- > 0;) {
        const Event *event = trace_event(telling->trace, i);
        made = made || (event->kind == EV_FUT_NEW && event->a == ref_number(future));
        if (made && event->kind == EV_ENTER && event->by == owner) {
            return strcmp(telling_text(telling, event->b), "asyncio.Lock.acquire") == 0;
        }
    }
    return false;
}

/* Why a wait of that kind ends when all goes well. */
static const char *wait_reason(TraceVia via)
{
    switch (via) {
    case VIA_LOCK: return WORDS("it was its turn to take the lock");
    case VIA_EVENT: return "the event was set";
    case VIA_SEMAPHORE: return "a place in the semaphore was handed to it";
    case VIA_CONDITION: return "the condition was notified";
    case VIA_QUEUE_GET: return WORDS("there was an item in the queue");
    case VIA_QUEUE_PUT: return WORDS("there was room in the queue");
    default: return WORDS("every item of the queue was dealt with");
    }
}

static void say_was_over(Telling *telling, Ref future, TraceOutcome outcome)
{
    if (ref_kind(future) == REF_TASK) {
        say(telling, "%T, for which it waited, %s", future,
            outcome == OUTCOME_RESULT      ? WORDS("was done")
            : outcome == OUTCOME_EXCEPTION ? WORDS("had failed")
                                           : WORDS("was cancelled"));
        return;
    }
    const char *ending = outcome == OUTCOME_RESULT      ? WORDS("was over")
                         : outcome == OUTCOME_EXCEPTION ? WORDS("ended with an error")
                                                        : WORDS("was cancelled");
    TraceVia via = telling_future_via(telling, future);
    switch (via) {
    case VIA_GATHER:
        say(telling, "gather %s",
            outcome == OUTCOME_RESULT      ? WORDS("was done")
            : outcome == OUTCOME_EXCEPTION ? WORDS("ended with an error")
                                           : WORDS("was cancelled"));
        break;
    case VIA_LOCK:
    case VIA_EVENT:
    case VIA_SEMAPHORE:
    case VIA_CONDITION:
    case VIA_QUEUE_GET:
    case VIA_QUEUE_PUT:
    case VIA_QUEUE_JOIN:
        if (outcome == OUTCOME_RESULT) {
            say(telling, "%s", wait_reason(takes_lock_again(telling, future) ? VIA_LOCK : via));
        } else {
            say(telling, "its wait for %s %s", telling_thing(via), ending);
        }
        break;
    case VIA_SLEEP:
    case VIA_SHIELD:
    case VIA_WAIT:
    case VIA_WAIT_FOR:
    case VIA_AS_COMPLETED:
    case VIA_TASK_GROUP: say(telling, "its %s %s", trace_via_name(via), ending); break;
    default: say(telling, "its wait for a future %s", ending); break;
    }
}

void why_say_wait_over(Telling *telling, size_t before, Ref future)
{
    const Event *resolved = event_before(telling, before, EV_RESOLVE, future);
    TraceOutcome outcome = resolved != NULL ? (TraceOutcome)resolved->detail : OUTCOME_RESULT;
    const Event *timer = NULL;
    char duration[PHRASE];
    if (telling_future_via(telling, future) == VIA_SLEEP && outcome == OUTCOME_RESULT) {
        timer = event_before(telling, before, EV_TIMER_NEW, future);
    }
    if (timer != NULL) {
        say(telling, "its sleep of %C was over", why_duration(model_delay(telling->trace, timer->t, trace_time(timer)), duration));
    } else if (outcome == OUTCOME_RESULT && why_outside_name(telling, future)[0] != '\0') {
        say(telling, "its wait for %B was over", why_outside_name(telling, future));
    } else {
        say_was_over(telling, future, outcome);
    }
}

static void say_step(Telling *telling, const Event *event, size_t index)
{
    Ref task = ref_make(REF_TASK, event->a);
    const char *thrown = telling_text(telling, event->d);
    if (thrown[0] != '\0') {
        say(telling, "%T was resumed with %C, thrown in at its await.", task, thrown);
    } else if (event->detail == RESUME_START) {
        say(telling, "%T took its first step.", task);
    } else if (event->detail == RESUME_NEXT) {
        say(telling, "%T went on: it had let the others go first.", task);
    } else {
        say(telling, "%T went on, because ", task);
        why_say_wait_over(telling, index, event->c);
        say(telling, ".");
    }
}

static void say_ready(Telling *telling, const Event *event, size_t index)
{
    if (event->detail == CALL_STEP) {
        say(telling, "%T was put at the end of the ready queue.", event->b);
    } else if (event->detail == CALL_WAKEUP) {
        say(telling, "%T became ready, because ", event->b);
        why_say_wait_over(telling, index, event->c);
        say(telling, ".");
    } else if (event->detail == CALL_USER) {
        say(telling, "The callback %C was put at the end of the ready queue.", telling_text(telling, event->b));
    } else {
        say(telling, "A callback of %s was put at the end of the ready queue.", trace_call_function((TraceCall)event->detail));
    }
}

static void say_timer_fire(Telling *telling, const Event *event, size_t index)
{
    const Event *made = errand_before(telling, index, ref_make(REF_TIMER, event->a));
    char when[PHRASE];
    why_duration(made != NULL ? trace_time(made) : event->t, when);
    if (made != NULL && made->detail == CALL_USER) {
        say(telling, "The timer of the callback %C was due at t = %C.", telling_text(telling, made->b), when);
    } else if (made != NULL && ref_kind(made->by) == REF_TASK) {
        say(telling, "The timer of %T's %s was due at t = %C.", made->by,
            made->detail == CALL_RELEASE ? trace_via_name(telling_future_via(telling, made->b))
                                         : trace_call_function((TraceCall)made->detail),
            when);
    } else {
        say(telling, "A timer was due at t = %C.", when);
    }
}

/* "API A called asyncio.sleep(2)", by the timer that it set. */
static void say_sleep(Telling *telling, const Event *timer)
{
    char call[PHRASE];
    snprintf(call, sizeof call, "asyncio.sleep(%.9g)", (double)model_delay(telling->trace, timer->t, trace_time(timer)) / 1e9);
    say(telling, "%T called %C", timer->by, call);
}

static void say_timer_new(Telling *telling, const Event *event, size_t index)
{
    char delay[PHRASE];
    int64_t asked = model_delay(telling->trace, event->t, trace_time(event));
    why_duration(asked, delay);
    switch ((TraceCall)event->detail) {
    case CALL_RESOLVE: say_sleep(telling, event); break;
    case CALL_RELEASE:
        say(telling, "%T called %C with a limit of %C", event->by, trace_via_name(telling_future_via(telling, event->b)), delay);
        break;
    case CALL_EXPIRE:
        say(telling,
            telling_of_wait_for(telling, event) ? "%T called wait_for with a limit of %C"
                                                : WORDS("%T entered a block with a time limit of %C"),
            event->by, delay);
        break;
    case CALL_COMPLETED_EXPIRE: say(telling, "%T called %C with a limit of %C", event->by, "as_completed", delay); break;
    default: say(telling, "%T asked for the callback %C after %C", event->by, telling_text(telling, event->b), delay); break;
    }
    if (event->detail != CALL_USER) {
        why_say_line(telling, await_place(telling, index, event->by));
    }
    say(telling, ".");
}

static void say_task_new(Telling *telling, const Event *event)
{
    Ref task = ref_make(REF_TASK, event->a);
    switch ((TraceVia)event->detail) {
    case VIA_RUN: say(telling, "%C started %T: the run began.", "asyncio.run", task); break;
    case VIA_SHUTDOWN_ASYNCGENS:
    case VIA_SHUTDOWN_EXECUTOR: say(telling, "%C tidied up, and made the task %T for it.", telling_runner(telling), task); break;
    default:
        say(telling, "%T called %C", event->by,
            event->detail == VIA_TASK_GROUP ? "TaskGroup.create_task" : trace_via_name((TraceVia)event->detail));
        why_say_line(telling, event->d);
        say(telling, ": it made the task %T and put it into the ready queue.", task);
        break;
    }
}

static void say_resolve_task(Telling *telling, const Event *event)
{
    const char *value = telling_text(telling, event->c);
    if (event->detail == OUTCOME_CANCELLED) {
        say(telling, "%T ended: it was cancelled.", event->b);
    } else if (event->detail == OUTCOME_EXCEPTION) {
        say(telling, "%T failed with %C.", event->b, value);
    } else if (value[0] == '\0' || strcmp(value, "None") == 0) {
        say(telling, "%T came to its end.", event->b);
    } else {
        say(telling, "%T came to its end: it returned %C.", event->b, value);
    }
}

/* What a task did that let another go on; NULL: nothing of these. */
static const char *release(TraceVia via)
{
    switch (via) {
    case VIA_LOCK: return WORDS("handed on the lock");
    case VIA_EVENT: return WORDS("set the event");
    case VIA_SEMAPHORE: return WORDS("gave back a place in the semaphore");
    case VIA_CONDITION: return WORDS("notified the condition");
    case VIA_QUEUE_GET: return WORDS("put an item into the queue");
    case VIA_QUEUE_PUT: return WORDS("made room in the queue");
    case VIA_QUEUE_JOIN: return WORDS("dealt with the last item of the queue");
    case VIA_NONE:
    case VIA_USER:
    case VIA_FUTURE: return WORDS("gave the future its result");
    default: return NULL;
    }
}

static bool say_resolve(Telling *telling, const Event *event, size_t index)
{
    TraceVia via = telling_future_via(telling, event->b);
    Ref owner = telling_future_owner(telling, event->b);
    if (ref_kind(event->b) == REF_TASK) {
        say_resolve_task(telling, event);
        return true;
    }
    if (event->detail == OUTCOME_CANCELLED) {
        return false; /* the cancel before it says so */
    }
    if (via == VIA_GATHER && event->detail == OUTCOME_EXCEPTION) {
        say(telling, "*gather* ended with the first error of a child.");
        return true;
    }
    if (via == VIA_GATHER) {
        say(telling, "*gather* was done: the last of its children was.");
        return true;
    }
    if (release(via) != NULL) {
        say(telling, "%T %s", event->by, release(takes_lock_again(telling, event->b) ? VIA_LOCK : via));
        why_say_line(telling, event->d);
        say(telling, owner != 0 && owner != event->by ? ", and so woke %T." : ".", owner);
        return true;
    }
    const Event *errand = ref_kind(event->by) == REF_TIMER ? NULL : errand_before(telling, index, event->by);
    if (telling_is_wait(via) && owner != 0 && errand != NULL) {
        say(telling, "%s heard of it: the wait of %T was over.", trace_via_name(via), owner);
        return true;
    }
    return false;
}

static void say_cancel(Telling *telling, const Event *event, size_t index)
{
    const Event *errand = ref_kind(event->by) == REF_TASK ? NULL : errand_before(telling, index, event->by);
    if (errand != NULL && errand->detail == CALL_EXPIRE) {
        say(telling, "The timeout cancelled ");
    } else if (errand != NULL && errand->detail == CALL_GROUP_CHILD) {
        say(telling, "The TaskGroup cancelled ");
    } else {
        say(telling, "%T cancelled ", event->by);
    }
    if (event->by == event->b) {
        say(telling, "itself");
    } else {
        say_future(telling, event->b);
    }
    why_say_line(telling, event->d);
    say(telling, ".");
}

static bool say_callback(Telling *telling, const Event *event, size_t index)
{
    const Event *errand = errand_before(telling, index, event->b);
    if (errand == NULL || errand->detail != CALL_USER) {
        return false;
    }
    if (narrate_outside_is_loops(telling_text(telling, errand->b))) {
        return false; /* it says less than what it does */
    }
    say(telling, "The callback %C ran.", telling_text(telling, errand->b));
    return true;
}

static void say_step_end(Telling *telling, const Event *event, size_t index)
{
    Ref task = ref_make(REF_TASK, event->a);
    bool waits = event->detail == REASON_AWAIT || event->detail == REASON_YIELD;
    if (!waits) {
        say(telling, "%T came to the end of its last step.", task);
        return;
    }
    const Event *timer = event->flags == VIA_SLEEP ? event_before(telling, index, EV_TIMER_NEW, event->b) : NULL;
    if (timer != NULL) {
        say_sleep(telling, timer);
        why_say_line(telling, event->d);
        say(telling, ".");
        return;
    }
    say(telling, "%T began to wait for ", task);
    const char *named = why_outside_name(telling, event->b);
    if (event->detail == REASON_AWAIT && ref_kind(event->b) == REF_TASK) {
        say(telling, "%T", event->b);
    } else if (event->detail == REASON_AWAIT && named[0] != '\0') {
        say(telling, "%B", named);
    } else {
        say(telling, "%s",
            event->detail != REASON_AWAIT         ? WORDS("sleep(0)")
            : takes_lock_again(telling, event->b) ? WORDS("the lock again")
                                                  : telling_thing((TraceVia)event->flags));
    }
    why_say_line(telling, event->d);
    say(telling, ".");
}

bool why_say_event(Telling *telling, size_t index)
{
    const Event *event = trace_event(telling->trace, index);
    switch ((EventKind)event->kind) {
    case EV_STEP: say_step(telling, event, index); return true;
    case EV_STEP_END: say_step_end(telling, event, index); return true;
    case EV_TASK_NEW: say_task_new(telling, event); return true;
    case EV_TIMER_FIRE: say_timer_fire(telling, event, index); return true;
    case EV_TIMER_NEW: say_timer_new(telling, event, index); return true;
    case EV_RESOLVE: return say_resolve(telling, event, index);
    case EV_CANCEL: say_cancel(telling, event, index); return true;
    case EV_CB: return say_callback(telling, event, index);
    case EV_READY: say_ready(telling, event, index); return true;
    case EV_OUT: say(telling, "%T printed %Q.", event->by, telling_text(telling, event->b)); return true;
    case EV_RUN_END:
        if (event->c != 0) {
            say(telling, "%C went out of the loop, and ended its run.", telling_text(telling, event->c));
            return true;
        }
        say_future(telling, event->b);
        say(telling, " was done, so the loop stopped.");
        return true;
    case EV_DEADLOCK: say(telling, "Nothing was ready and no timer was set: a deadlock."); return true;
    case EV_HANDLE_CANCEL:
    case EV_TIMER_CANCEL: say(telling, "%T cancelled a callback before it ran.", event->by); return true;
    case EV_OUTSIDE_NEW:
    case EV_ARRIVED:
    case EV_BYTES: return why_say_outside(telling, event);
    default: return false;
    }
}
