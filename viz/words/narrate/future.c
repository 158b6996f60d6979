/* future.c: sentences about futures and cancellation: made, resolved, cancelled, and who hears of it. */
#include "parts.h"

#include <string.h>

static void tell_new(Telling *telling, const Event *event)
{
    if (narrate_sync_made(telling, event)) {
        return;
    }
    if (narrate_wait_new(telling, event)) {
        return;
    }
    switch ((TraceVia)event->detail) {
    case VIA_SLEEP: say(telling, "%T calls %C, which makes a future: a timer will resolve it.", event->by, "asyncio.sleep"); break;
    case VIA_GATHER:
        say(telling, "%T calls *gather*, which makes one future for all of its children: the last of them resolves it.", event->by);
        break;
    case VIA_NONE:
    case VIA_USER:
    case VIA_FUTURE: say(telling, "%T makes a future: whoever awaits it waits until somebody gives it a result.", event->by); break;
    case VIA_CANCEL_ALL:
        say(telling, "%T makes one future for all the tasks that it has cancelled: it will wait until they have ended.", event->by);
        break;
    default:
        say_generic(telling);
        say(telling, "%T makes a future for %B: it is resolved when that wait is over.", event->by,
            say_words(telling, telling_thing((TraceVia)event->detail)));
        break;
    }
}

static void tell_child(Telling *telling, const Event *event)
{
    Ref gather = ref_make(REF_FUTURE, event->a);
    const ModelFuture *found = state_future(telling->state, gather);
    char place[PHRASE];
    say_ordinal(telling, found != NULL ? found->children : 0, place);
    say_future(telling, event->b);
    say(telling, " is the %s child of gather: its result will be the %s in the list, whenever it is done.", place, place);
}

/* The end of a sentence about something that is done: who gets to know. */
static void say_who_hears(Telling *telling, Ref future)
{
    Ref waiter = telling_waiter(telling, telling->state, future);
    if (waiter != 0) {
        say(telling, " %T, which awaits it, %s.", waiter,
            telling_outcome(telling, future) == OUTCOME_RESULT ? WORDS("can go on") : WORDS("will get the error"));
    } else {
        say(telling, " nobody awaits it now.");
    }
}

static void tell_resolve_task(Telling *telling, const Event *event)
{
    const char *value = telling_text(telling, event->c);
    switch ((TraceOutcome)event->detail) {
    case OUTCOME_RESULT: say(telling, "%T has its result, %C:", event->b, value[0] != '\0' ? value : "None"); break;
    case OUTCOME_EXCEPTION: say(telling, "%T keeps its error, %C:", event->b, value); break;
    case OUTCOME_CANCELLED: say(telling, "%T is marked as %S:", event->b, TASK_CANCELLED); break;
    }
    say(telling, " whoever waits for it is told through the ready queue.");
}

/* Have all of its children ended? It may not have heard of each yet. */
static bool all_children_ended(const Telling *telling, uint32_t gather)
{
    for (size_t i = 0; i < telling->n; i++) {
        const Event *event = trace_event(telling->trace, i);
        if (event->kind == EV_CHILD && event->a == gather && !state_is_done(telling->state, event->b)) {
            return false;
        }
    }
    return true;
}

static void tell_resolve_gather(Telling *telling, const Event *event)
{
    const ModelFuture *gather = state_future(telling->state, event->b);
    char count[PHRASE];
    size_t children = gather != NULL ? gather->children : 0;
    bool all = event->detail == OUTCOME_EXCEPTION && all_children_ended(telling, ref_number(event->b));
    const char *error = telling_text(telling, event->c);
    if (event->detail == OUTCOME_RESULT && children == 0) {
        say(telling, "*gather* was given nothing to wait for: it is done at once, with an empty list;");
    } else if (event->detail == OUTCOME_RESULT) {
        say(telling, "*gather* is done: %s there, in the order of the arguments;",
            say_count(telling, children, "result is", "results are", count));
    } else if (event->detail == OUTCOME_EXCEPTION && all && strncmp(error, "CancelledError", strlen("CancelledError")) == 0) {
        say(telling, "*gather* is done with %C, now that the last of its children has ended;", error);
    } else if (event->detail == OUTCOME_EXCEPTION) {
        say(telling, "*gather* is done with the first error of a child, %C: %s;", error,
            all ? WORDS("the others have ended as well") : WORDS("the other children run on"));
    } else {
        say(telling, "*gather* is cancelled;");
    }
    say_who_hears(telling, event->b);
}

static void tell_resolve(Telling *telling, const Event *event)
{
    if (ref_kind(event->b) == REF_TASK) {
        tell_resolve_task(telling, event);
        return;
    }
    if (telling_future_via(telling, event->b) == VIA_GATHER) {
        tell_resolve_gather(telling, event);
        return;
    }
    if (narrate_sync_resolved(telling, event)) {
        return;
    }
    const char *value = telling_text(telling, event->c);
    say_future(telling, event->b);
    const char *came = narrate_outside_came(telling, event->b);
    switch ((TraceOutcome)event->detail) {
    case OUTCOME_RESULT: say(telling, "%s:", came != NULL ? came : WORDS(" is resolved")); break;
    case OUTCOME_EXCEPTION:
        say(telling, strlen(value) < LONG_ERROR ? WORDS(" is resolved with an error, %C:") : WORDS(" fails with %C:"), value);
        break;
    case OUTCOME_CANCELLED: say(telling, " is cancelled:"); break;
    }
    say_who_hears(telling, event->b);
}

/* A task, or the callback that runs. */
static void say_who_cancels(Telling *telling, Ref by)
{
    TraceCall call = by == telling->state->running ? telling->state->current.call : CALL_STEP;
    if (ref_kind(by) == REF_TASK || (call != CALL_EXPIRE && call != CALL_GROUP_CHILD)) {
        say(telling, "%T", by);
    } else {
        say(telling, call == CALL_EXPIRE ? "the timeout" : WORDS("the TaskGroup"));
    }
}

static void tell_cancel(Telling *telling, const Event *event)
{
    if (event->by == event->b && ref_kind(event->b) == REF_TASK) {
        say(telling, "%T cancels itself: the error will be thrown in at its next *await*.", event->b);
        return;
    }
    const Event *before = telling->n >= 2 ? trace_event(telling->trace, telling->n - 2) : NULL;
    say_who_cancels(telling, event->by);
    say(telling, " cancels ");
    say_future(telling, event->b);
    if (before != NULL && before->kind == EV_CANCEL && before->b == event->b && before->by == event->by) {
        say(telling, " once more");
    }
    switch ((TraceTarget)event->detail) {
    case TARGET_WAITING: say(telling, ": what it waits for is cancelled with it, and CancelledError will reach it at its *await*."); break;
    case TARGET_READY: say(telling, ", which is %S: CancelledError will be thrown into its next step.", TASK_READY); break;
    case TARGET_RUNNING: say(telling, ", which is %S: CancelledError will be thrown in at its next *await*.", TASK_RUNNING); break;
    case TARGET_DONE: say(telling, ", but that is over already: the call changes nothing."); break;
    }
}

static void tell_uncancel(Telling *telling, const Event *event)
{
    char count[PHRASE];
    say(telling, "%T takes back a request to cancel ", event->by);
    if (event->b == event->by) {
        say(telling, "itself");
    } else {
        say_future(telling, event->b);
    }
    say(telling, ": %s left.", say_count(telling, event->a, "request is", "requests are", count));
}

void narrate_future_event(Telling *telling)
{
    const Event *event = telling->event;
    switch ((EventKind)event->kind) {
    case EV_FUT_NEW: tell_new(telling, event); break;
    case EV_CHILD: tell_child(telling, event); break;
    case EV_RESOLVE: tell_resolve(telling, event); break;
    case EV_CANCEL: tell_cancel(telling, event); break;
    case EV_UNCANCEL: tell_uncancel(telling, event); break;
    default: break;
    }
}
