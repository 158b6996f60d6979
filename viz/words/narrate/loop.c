/* loop.c: sentences about the loop's own work: turns, waiting, timers, and callbacks on their way through the ready queue. */
#include "parts.h"

/* An entry of the ready queue or a timer, as it was just before the event. */
typedef struct Errand {
    bool found, timer; /* timer: by one that fired */
    TraceCall call;
    Ref task, future, outer;
    uint32_t name, outside;
} Errand;

static Errand errand_of_entry(const ModelReady *entry)
{
    if (entry == NULL) {
        return (Errand){.found = false};
    }
    return (Errand){.found = true,
                    .timer = ref_kind(entry->handle) == REF_TIMER,
                    .call = entry->call,
                    .task = entry->task,
                    .future = entry->future,
                    .outer = entry->outer,
                    .name = entry->name,
                    .outside = entry->outside};
}

static Errand errand_of_timer(const State *state, Ref timer)
{
    const ModelTimer *found = state != NULL && ref_kind(timer) == REF_TIMER ? state_timer_numbered(state, ref_number(timer)) : NULL;
    if (found == NULL) {
        return (Errand){.found = false};
    }
    return (Errand){.found = true, .call = found->call, .task = found->task, .future = found->future, .name = found->name};
}

static Errand errand_before(Telling *telling, Ref handle)
{
    const State *before = model_peek(telling->model, telling->n - 1);
    Errand errand = errand_of_entry(telling_entry(telling, before, handle));
    return errand.found ? errand : errand_of_timer(before, handle);
}

/* The callback that runs at the end of `state`. */
static Errand errand_running(const State *state)
{
    return state != NULL && state->current.handle != 0 ? errand_of_entry(&state->current) : (Errand){.found = false};
}

/* "the timer of API A's sleep", as the subject of a sentence. */
static void say_timer(Telling *telling, const Errand *errand)
{
    Ref owner = telling_future_owner(telling, errand->future);
    if (errand->found && narrate_wait_timer(telling, errand->call, errand->future)) {
        return;
    }
    if (errand->found && errand->call == CALL_RESOLVE && owner != 0) {
        say(telling, "the timer of %T's sleep", owner);
    } else if (errand->found && errand->call == CALL_USER && errand->name != 0) {
        say(telling, "the timer of the callback %B", telling_text(telling, errand->name));
    } else {
        say_generic(telling);
        say(telling, "the timer");
    }
}

/* "gather's callback for API A", as the subject of a sentence. */
static void say_callback(Telling *telling, const Errand *errand)
{
    if (errand->found && errand->timer && narrate_wait_timer(telling, errand->call, errand->future)) {
        return;
    }
    switch (errand->found ? errand->call : CALL_COUNT) {
    case CALL_STEP:
    case CALL_WAKEUP: say(telling, "the next step of %T", errand->task); break;
    case CALL_RESOLVE:
        if (errand->timer) {
            say_timer(telling, errand);
        } else {
            say(telling, "the callback that resolves ");
            say_future(telling, errand->future);
        }
        break;
    case CALL_CHILD:
        say(telling, "the callback of gather for ");
        say_future(telling, errand->future);
        break;
    case CALL_STOP: say(telling, "the callback that stops the loop"); break;
    case CALL_USER:
        say(telling,
            narrate_outside_is_loops(telling_text(telling, errand->name)) ? "the loop's own callback %B" : WORDS("the callback %B"),
            telling_text(telling, errand->name));
        break;
    case CALL_CLOSE_GENERATOR: say(telling, "the callback that closes a generator"); break;
    case CALL_COUNT:
        say_generic(telling);
        say(telling, "the callback");
        break;
    case CALL_EXPIRE: say(telling, "the callback that ends the timeout of %T", errand->outer); break;
    case CALL_COMPLETED_EXPIRE: say(telling, "the callback that ends the time of as_completed"); break;
    default:
        say(telling, "the callback of %s for ", trace_call_function(errand->call));
        say_future(telling, errand->future);
        break;
    }
}

void narrate_loop_entry(Telling *telling, const ModelReady *entry)
{
    Errand errand = errand_of_entry(entry);
    say_callback(telling, &errand);
}

void narrate_loop_timer(Telling *telling, const ModelTimer *timer)
{
    Errand errand = errand_of_timer(telling->state, ref_make(REF_TIMER, timer->number));
    say_timer(telling, &errand);
}

static void tell_ready_step(Telling *telling, const Event *event)
{
    const ModelTask *task = state_task(telling->state, event->b);
    bool has_begun = task != NULL && task->frame_count > 0; /* an eager one, whose first step ran inside of another's */
    if (event->by == event->b || has_begun) {
        say(telling, "%T is %S again: its next step goes to ", event->b, TASK_READY);
    } else {
        say(telling, "%T is %S: its first step goes to ", event->b, TASK_READY);
    }
    say_queue_place(telling);
    say(telling, ".");
}

/* Why a task that waited for `future` can go on. */
static void say_reason(Telling *telling, Ref task, Ref future)
{
    TraceVia via = telling_future_via(telling, future);
    const ModelFuture *found = ref_kind(future) == REF_FUTURE ? state_future(telling->state, future) : NULL;
    if (narrate_wait_reason(telling, task, future)) {
        return;
    }
    if (via == VIA_GATHER && found != NULL && found->outcome == OUTCOME_EXCEPTION) {
        say(telling, "gather is done with an error");
    } else if (via == VIA_SLEEP && telling_future_owner(telling, future) == task) {
        say(telling, telling_outcome(telling, future) == OUTCOME_CANCELLED ? "its sleep was cancelled" : WORDS("its sleep is over"));
    } else {
        if (via == VIA_GATHER) {
            say(telling, "gather");
        } else if (narrate_sync_reason(telling, task, future)) {
            return;
        } else {
            say_future(telling, future);
        }
        say_outcome(telling, future);
    }
}

/* Has the task ended with an error that ends the run of the loop by itself? */
static bool ends_run(const Telling *telling, Ref ref)
{
    const ModelTask *task = state_task(telling->state, ref);
    return task != NULL && task->outcome == OUTCOME_EXCEPTION && phrase_ends_run(telling_text(telling, task->result));
}

static void tell_ready(Telling *telling, const Event *event)
{
    switch ((TraceCall)event->detail) {
    case CALL_STEP: tell_ready_step(telling, event); return;
    case CALL_WAKEUP:
        say(telling, "%T is %S, because ", event->b, TASK_READY);
        say_reason(telling, event->b, event->c);
        say(telling, ": its next step goes to ");
        break;
    case CALL_CHILD:
        say_future(telling, event->c);
        say_outcome(telling, event->c);
        say(telling, ", and gather must hear of it: the callback of gather goes to ");
        break;
    case CALL_STOP:
        say_future(telling, event->c);
        say_outcome(telling, event->c);
        if (ends_run(telling, event->c)) {
            say(telling, ", which ends the run of the loop as it is: the callback that would stop it goes to ");
            break;
        }
        say(telling, ", so the loop shall stop: the callback for that goes to ");
        break;
    case CALL_RESOLVE:
        say(telling, "the callback that resolves ");
        say_future(telling, event->c);
        say(telling, " goes to ");
        break;
    case CALL_USER:
        say(telling,
            narrate_outside_is_loops(telling_text(telling, event->b)) ? "the loop's own callback %B goes to "
                                                                      : WORDS("the callback %B goes to "),
            telling_text(telling, event->b));
        break;
    case CALL_CLOSE_GENERATOR:
        say(telling, "A generator was dropped before it came to its end: the callback that makes a task to close it goes to ");
        break;
    case CALL_COUNT: break;
    case CALL_EXPIRE: say(telling, "the time of a timeout is over already: the callback that ends it goes to "); break;
    default:
        say_future(telling, event->c);
        say_outcome(telling, event->c);
        say(telling, ", and %s must hear of it: its callback goes to ", trace_call_function((TraceCall)event->detail));
        break;
    }
    say_queue_place(telling);
    say(telling, ".");
}

static bool something_can_come(const State *state)
{
    for (size_t i = 0; i < state->outside_count; i++) {
        if (outside_can_wake(&state->outsides[i])) {
            return true;
        }
    }
    return false;
}

static void tell_waits_outside(Telling *telling)
{
    if (something_can_come(telling->state)) {
        say(telling, "it waits for the outside: ");
        say_outsides(telling);
        say(telling, ".");
    } else if (trace_real_time(telling->trace)) {
        say(telling, "only something outside of it can wake it.");
    } else {
        say(telling, "nothing can ever wake it.");
    }
}

static void tell_iter(Telling *telling, const Event *event)
{
    char number[PHRASE], count[PHRASE];
    snprintf(number, sizeof number, say_words(telling, "Turn %u"), (unsigned)event->a);
    int64_t timeout = trace_time(event);
    if (event->b > 0) {
        say(telling, "%s of the loop begins: %s in the ready queue, so the loop does not wait.", number,
            say_count(telling, event->b, "entry stands", "entries stand", count));
    } else if (timeout == TRACE_FOREVER) {
        say(telling, "%s: the loop has nothing ready and no timer set, so ", number);
        tell_waits_outside(telling);
    } else if (timeout == 0) {
        say(telling, "%s of the loop begins: nothing is ready, but a timer is due already, so it does not wait.", number);
    } else {
        say(telling, "%s: the loop has nothing ready, so it waits until the earliest timer, %C from now", number,
            phrase_time(timeout, count));
        say(telling, something_can_come(telling->state) ? ", or until something comes from outside." : ".");
    }
}

static void tell_advance(Telling *telling, const Event *event)
{
    char now[PHRASE], passed[PHRASE];
    int64_t before = telling->n >= 2 ? trace_event(telling->trace, telling->n - 2)->t : 0;
    phrase_time(event->t, now);
    if (trace_real_time(telling->trace)) {
        say(telling, "The wait is over: it is t = %C.", now);
    } else {
        say(telling, "The clock moves on by %s, to t = %C: in virtual time nobody has to sit through the wait.",
            say_duration(telling, event->t - before, passed), now);
    }
}

static void tell_timer_new(Telling *telling, const Event *event)
{
    char when[PHRASE];
    phrase_time(trace_time(event), when);
    if (narrate_wait_timer_new(telling, event)) {
        return;
    }
    if (event->detail == CALL_RESOLVE) {
        Ref owner = telling_future_owner(telling, event->b);
        if (owner != 0) {
            say(telling, "The sleep of %T sets a timer for t = %C.", owner, when);
        } else {
            say(telling, "A sleep sets a timer for t = %C.", when);
        }
    } else {
        say(telling, "%T sets a timer: the callback %B is to run at t = %C.", event->by, telling_text(telling, event->b), when);
    }
}

static void tell_callback(Telling *telling)
{
    Errand errand = errand_running(telling->state);
    say_callback(telling, &errand);
    if (errand.found && narrate_wait_callback(telling, errand.call, errand.future, errand.timer)) {
        return;
    }
    if (errand.found && errand.call == CALL_USER && narrate_outside_callback(telling, telling_text(telling, errand.name), errand.outside)) {
        return;
    }
    switch (errand.found ? errand.call : CALL_COUNT) {
    case CALL_RESOLVE:
        say(telling, errand.timer ? " runs: it resolves the future on which the sleep waits." : WORDS(" runs: it gives that its result."));
        break;
    case CALL_CHILD:
        say(telling, " runs: gather learns that it");
        say_outcome(telling, errand.future);
        say(telling, ".");
        break;
    case CALL_CLOSE_GENERATOR: say(telling, " runs: it makes a task in which the generator can tidy up."); break;
    case CALL_STOP:
        if (ends_run(telling, errand.future)) {
            say(telling, " runs, and does nothing: the error has ended the run that it belonged to.");
            break;
        }
        say(telling, " runs: this turn is carried to its end, then the loop stops.");
        break;
    case CALL_USER: say(telling, " runs: it is a plain function, not a task, and the loop waits until it is back."); break;
    default:
        say_generic(telling);
        say(telling, " runs, and the loop waits until it is back.");
        break;
    }
}

static void tell_callback_end(Telling *telling)
{
    Errand errand = errand_running(model_peek(telling->model, telling->n - 1));
    const ModelFuture *gather = errand.call == CALL_CHILD ? state_future(telling->state, errand.outer) : NULL;
    if (errand.found && gather != NULL) {
        char number[PHRASE];
        snprintf(number, sizeof number, say_words(telling, "%u of %u"), (unsigned)gather->children_done, (unsigned)gather->children);
        say(telling, gather->children == 1 ? "Now the only child of gather is done" : WORDS("Now %C children of gather are done"), number);
    } else {
        say_callback(telling, &errand);
        say(telling, " has run");
    }
    say(telling, telling->state->batch_left > 0 ? ": the loop takes the next entry of this turn."
                                                : WORDS(": that was the last entry of this turn."));
}

static void tell_skip(Telling *telling, const Event *event)
{
    Errand errand = errand_before(telling, event->b);
    say(telling, "The loop drops ");
    say_callback(telling, &errand);
    say(telling, " without running it: it was cancelled while it stood in the ready queue.");
}

static void tell_handle_cancel(Telling *telling, const Event *event)
{
    Errand errand = errand_before(telling, event->b);
    say_callback(telling, &errand);
    say(telling, " is cancelled: it keeps its place in the ready queue, and will be dropped there.");
}

static void tell_iter_end(Telling *telling, const Event *event)
{
    char number[PHRASE], count[PHRASE];
    snprintf(number, sizeof number, say_words(telling, "Turn %u"), (unsigned)event->a);
    if (event->b == 0) {
        say(telling, "%s is over: the ready queue is empty.", number);
    } else {
        say(telling, "%s is over: %s for the next turn.", number, say_count(telling, event->b, "entry waits", "entries wait", count));
    }
}

static void tell_timer(Telling *telling, const Event *event, const char *what_happens)
{
    Errand errand = errand_before(telling, ref_make(REF_TIMER, event->a));
    say_timer(telling, &errand);
    say(telling, what_happens);
}

void narrate_loop_event(Telling *telling)
{
    const Event *event = telling->event;
    switch ((EventKind)event->kind) {
    case EV_READY: tell_ready(telling, event); break;
    case EV_ITER: tell_iter(telling, event); break;
    case EV_ADVANCE: tell_advance(telling, event); break;
    case EV_TIMER_NEW: tell_timer_new(telling, event); break;
    case EV_TIMER_FIRE: tell_timer(telling, event, WORDS(" is due: the loop moves it to the end of the ready queue.")); break;
    case EV_TIMER_CANCEL: tell_timer(telling, event, WORDS(" is cancelled: it will never wake the loop.")); break;
    case EV_SKIP: tell_skip(telling, event); break;
    case EV_HANDLE_CANCEL: tell_handle_cancel(telling, event); break;
    case EV_CHOOSE: narrate_choice_event(telling); break;
    case EV_CB: tell_callback(telling); break;
    case EV_CB_END: tell_callback_end(telling); break;
    case EV_ITER_END: tell_iter_end(telling, event); break;
    default: break;
    }
}
