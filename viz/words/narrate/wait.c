/* wait.c: sentences about wait_for, wait, shield, as_completed, timeouts and task groups: what their futures are for, and how the wait ends. */
#include "parts.h"

#include <assert.h>
#include <string.h>

/* The timer that ends a wait, while it is set. */
static const ModelTimer *limit_of(const Telling *telling, Ref future)
{
    for (size_t i = 0; i < telling->state->timer_count; i++) {
        const ModelTimer *timer = state_timer(telling->state, i);
        if (timer->call == CALL_RELEASE && timer->future == future && !timer->cancelled) {
            return timer;
        }
    }
    return NULL;
}

bool telling_is_wait(TraceVia via)
{
    return via == VIA_WAIT_FOR || via == VIA_WAIT || via == VIA_SHIELD || via == VIA_AS_COMPLETED || via == VIA_TASK_GROUP;
}

bool narrate_wait_future(Telling *telling, Ref future)
{
    TraceVia via = telling_future_via(telling, future);
    Ref owner = telling_future_owner(telling, future);
    if (!telling_is_wait(via) || owner == 0) {
        return false;
    }
    say(telling, "the future of %T's %s", owner, trace_via_name(via));
    return true;
}

bool narrate_wait_new(Telling *telling, const Event *event)
{
    switch ((TraceVia)event->detail) {
    case VIA_WAIT_FOR:
        say(telling, "%T makes a future in *wait_for*: it is resolved when what is waited for has ended, or when the time is over.",
            event->by);
        return true;
    case VIA_WAIT:
        say(telling, "%T makes a future in *wait*: it is resolved when enough of the others are done, or when the time is over.",
            event->by);
        return true;
    case VIA_SHIELD:
        say(telling,
            "%T calls *shield*, which makes a future that stands in front of what it shields: cancelling the one leaves the other alone.",
            event->by);
        return true;
    case VIA_AS_COMPLETED:
        say(telling, "%T asks *as_completed* for the next result, but none is there: it makes a future, which the next one resolves.",
            event->by);
        return true;
    case VIA_TASK_GROUP:
        say(telling,
            "%T has come to the end of its group's block, but some tasks of the group run on: it makes a future, which the last one resolves.",
            event->by);
        return true;
    default: return false;
    }
}

bool narrate_wait_await(Telling *telling, const Event *event)
{
    Ref task = ref_make(REF_TASK, event->a);
    char until[PHRASE];
    const ModelTimer *limit = limit_of(telling, event->b);
    phrase_time(limit != NULL ? limit->when : 0, until);
    switch ((TraceVia)event->flags) {
    case VIA_WAIT_FOR:
        if (limit != NULL) {
            say(telling, "%T awaits *wait_for*: it is suspended until that has ended, at the latest until t = %C.", task, until);
        } else {
            say(telling, "%T awaits the end of what *wait_for* has cancelled: it is suspended for as long as that takes.", task);
        }
        return true;
    case VIA_WAIT:
        say(telling, "%T awaits *wait*: it is suspended until enough of the others are done", task);
        if (limit != NULL) {
            say(telling, ", at the latest until t = %C", until);
        }
        say(telling, ".");
        return true;
    case VIA_SHIELD:
        say(telling, "%T awaits *shield*: it is suspended until the shielded one is done; cancelling this wait leaves that one alone.",
            task);
        return true;
    case VIA_AS_COMPLETED:
        say(telling, "%T awaits *as_completed*: it is suspended until the next result is there, whosever that is.", task);
        return true;
    case VIA_TASK_GROUP:
        say(telling, "%T awaits its *TaskGroup*: it is suspended until every task of the group has ended.", task);
        return true;
    default: return false;
    }
}

bool narrate_wait_over(Telling *telling, TraceVia via, Ref future)
{
    const ModelFuture *found = ref_kind(future) == REF_FUTURE ? state_future(telling->state, future) : NULL;
    bool too_late = found != NULL && ref_kind(found->resolved_by) == REF_TIMER;
    switch (via) {
    case VIA_WAIT_FOR: say(telling, too_late ? ": the time of wait_for is over" : WORDS(": what wait_for waited for has ended")); break;
    case VIA_WAIT: say(telling, too_late ? ": the time of wait is over" : WORDS(": enough of those that wait waited for are done")); break;
    case VIA_SHIELD: say(telling, ": what it shielded is done"); break;
    case VIA_AS_COMPLETED: say(telling, ": as_completed has something for it"); break;
    case VIA_TASK_GROUP: say(telling, ": the last task of its group has ended"); break;
    default: return false;
    }
    say(telling, ", so it was put into the ready queue and has come to its front.");
    return true;
}

bool narrate_wait_reason(Telling *telling, Ref task, Ref future)
{
    TraceVia via = telling_future_via(telling, future);
    if (!telling_is_wait(via) || telling_future_owner(telling, future) != task) {
        return false;
    }
    const ModelFuture *found = state_future(telling->state, future);
    bool too_late = ref_kind(found->resolved_by) == REF_TIMER, cancelled = found->outcome == OUTCOME_CANCELLED;
    bool failed = found->outcome == OUTCOME_EXCEPTION;
    if (cancelled) {
        say(telling, via == VIA_SHIELD ? "its shield was cancelled" : "its wait for %s was cancelled",
            via == VIA_TASK_GROUP ? WORDS("its group") : trace_via_name(via));
        return true;
    }
    switch (via) {
    case VIA_WAIT_FOR: say(telling, too_late ? "the time of its wait_for is over" : WORDS("what its wait_for waited for has ended")); break;
    case VIA_WAIT: say(telling, too_late ? "the time of its wait is over" : WORDS("its wait has enough of the others done")); break;
    case VIA_SHIELD: say(telling, failed ? "what it shielded has failed" : WORDS("what it shielded is done")); break;
    case VIA_AS_COMPLETED: say(telling, failed ? "the time of as_completed is over" : WORDS("as_completed has the next result")); break;
    case VIA_TASK_GROUP: say(telling, "the last task of its group has ended"); break;
    default: assert(!telling_is_wait(via) && "the lists are the same"); return false;
    }
    return true;
}

bool narrate_wait_timer(Telling *telling, TraceCall call, Ref about)
{
    Ref owner = telling_future_owner(telling, about);
    switch (call) {
    case CALL_RELEASE:
        if (owner == 0) {
            return false;
        }
        say(telling, "the timer of %T's %s", owner, trace_via_name(telling_future_via(telling, about)));
        return true;
    case CALL_EXPIRE: say(telling, "the timer of %T's timeout", about); return true;
    case CALL_COMPLETED_EXPIRE: say(telling, "the timer of as_completed"); return true;
    default: return false;
    }
}

bool narrate_wait_timer_new(Telling *telling, const Event *event)
{
    char when[PHRASE];
    phrase_time(trace_time(event), when);
    switch ((TraceCall)event->detail) {
    case CALL_RELEASE:
        say(telling, "%T's %B has a time limit: it sets a timer for t = %C.", event->by,
            trace_via_name(telling_future_via(telling, event->b)), when);
        return true;
    case CALL_EXPIRE:
        if (telling_of_wait_for(telling, event)) {
            say(telling, "*wait_for* of %T sets a timer for t = %C: it is a timeout around what is awaited.", event->b, when);
        } else {
            say(telling, "The timeout of %T sets a timer for t = %C.", event->b, when);
        }
        return true;
    case CALL_COMPLETED_EXPIRE:
        say(telling, "%T's *as_completed* has a time limit: it sets a timer for t = %C.", event->by, when);
        return true;
    default: return false;
    }
}

bool narrate_wait_callback(Telling *telling, TraceCall call, Ref future, bool timer)
{
    switch (call) {
    case CALL_RELEASE:
        say(telling,
            timer ? " runs: the time is over, and the task that waits shall go on." : WORDS(" runs: the task that waits shall go on."));
        return true;
    case CALL_EXPIRE: say(telling, " runs: it cancels the task, which will get its CancelledError where it waits."); return true;
    case CALL_COMPLETED_EXPIRE: say(telling, " runs: whoever still waits for a result gets a TimeoutError instead."); return true;
    case CALL_WAIT_CHILD:
        say(telling, " runs: *wait* counts it, because it");
        say_outcome(telling, future);
        say(telling, ".");
        return true;
    case CALL_SHIELD_INNER: say(telling, " runs: it hands the outcome on to the future that stands in front."); return true;
    case CALL_SHIELD_FORGETS: say(telling, " runs: who awaits through *shield* is forgotten."); return true;
    case CALL_SHIELD_OUTER: say(telling, " runs: if the shielded one is not done yet, *shield* stops listening to it."); return true;
    case CALL_COMPLETED_CHILD: say(telling, " runs: it is the next result for whoever asks *as_completed*."); return true;
    case CALL_GROUP_CHILD:
        say(telling, telling_outcome(telling, future) == OUTCOME_EXCEPTION
                         ? " runs: one with an error, so the group cancels the others and its block, unless it has done so already."
                         : WORDS(" runs: the group has one task less to wait for."));
        return true;
    default: return false;
    }
}

bool narrate_wait_words(Telling *telling, Ref future)
{
    char until[PHRASE];
    switch (telling_future_via(telling, future)) {
    case VIA_WAIT_FOR: say(telling, "what its wait_for waits for"); break;
    case VIA_WAIT: say(telling, "enough of the others in its wait"); break;
    case VIA_SHIELD: say(telling, "what it shields"); break;
    case VIA_AS_COMPLETED: say(telling, "the next result of as_completed"); break;
    case VIA_TASK_GROUP: say(telling, "the last task of its TaskGroup"); break;
    default: return false;
    }
    const ModelTimer *limit = limit_of(telling, future);
    if (limit != NULL) {
        say(telling, ", at the latest until t = %C", phrase_time(limit->when, until));
    }
    return true;
}

static const struct Block {
    const char *name, *verb, *what;
} blocks[] = {{"asyncio.TaskGroup.__aenter__", WORDS("enters"), WORDS("the block of a TaskGroup")},
              {"asyncio.TaskGroup.__aexit__", WORDS("leaves"), WORDS("the block of its TaskGroup")},
              {"asyncio.Timeout.__aenter__", WORDS("enters"), WORDS("a block with a time limit")},
              {"asyncio.Timeout.__aexit__", WORDS("leaves"), WORDS("the block with a time limit")}};

bool narrate_wait_block(Telling *telling, const Event *event)
{
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        if (strcmp(telling_text(telling, event->b), blocks[i].name) == 0) {
            say(telling, "%T %s %s: *async with* awaits %C for that, which works like a call.", event->by, blocks[i].verb, blocks[i].what,
                blocks[i].name + strlen("asyncio."));
            return true;
        }
    }
    return false;
}

bool narrate_wait_block_end(Telling *telling, const Event *event)
{
    size_t block = 0;
    while (block < sizeof blocks / sizeof blocks[0] && strcmp(telling_text(telling, event->b), blocks[block].name) != 0) {
        block++;
    }
    if (block == sizeof blocks / sizeof blocks[0]) {
        return false;
    }
    bool over = event->detail == OUTCOME_EXCEPTION && strcmp(blocks[block].name, "asyncio.Timeout.__aexit__") == 0;
    if (over) {
        say(telling, "%T leaves %s: its CancelledError becomes a TimeoutError, which the coroutine around the block may catch.", event->by,
            blocks[block].what);
    } else if (event->detail != OUTCOME_RESULT) {
        say(telling, "%T gets out of %s with %s: the coroutine in which the block stands may catch it.", event->by, blocks[block].what,
            event->detail == OUTCOME_CANCELLED ? "CancelledError" : WORDS("an error"));
    } else if (strcmp(blocks[block].verb, "enters") == 0) {
        say(telling, "%T is inside %s now, still within the same step.", event->by, blocks[block].what);
    } else {
        say(telling, "%T is out of %s now, still within the same step.", event->by, blocks[block].what);
    }
    return true;
}
