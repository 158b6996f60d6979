/* why_outside.c: of what lies outside of the loop: what came from there, and what a task that waits for it waits for. */
#include "why_parts.h"

#include <string.h>

static void say_new(Telling *telling, const Event *event)
{
    const char *name = telling_text(telling, event->b);
    switch ((TraceOutside)event->detail) {
    case OUTSIDE_LISTENER: say(telling, "%T opened a listening socket at %B.", event->by, name); break;
    case OUTSIDE_CONNECTION:
        if (event->c != 0) {
            say(telling, "A connection from %B was accepted.", name);
        } else {
            say(telling, "%T connected to %B.", event->by, name);
        }
        break;
    case OUTSIDE_DATAGRAM: say(telling, "%T works with the datagram socket %B.", event->by, name); break;
    case OUTSIDE_CALL: say(telling, "%T handed the call %B to a thread.", event->by, name); break;
    case OUTSIDE_PROCESS: say(telling, "%T started %B.", event->by, name); break;
    case OUTSIDE_SIGNAL: say(telling, "%T asked to be told of the signal %B.", event->by, name); break;
    default: say(telling, "%T opened %B.", event->by, name); break;
    }
}

static void say_arrived(Telling *telling, const Event *event)
{
    const SpanOutside *outside = spans_outside(telling->spans, event->a);
    TraceOutside kind = outside != NULL ? (TraceOutside)outside->kind : OUTSIDE_NONE;
    bool before = kind != OUTSIDE_CALL && kind != OUTSIDE_PROCESS && kind != OUTSIDE_SIGNAL;
    bool reads = event->detail == DIRECTION_READ;
    if (reads && outside != NULL && narrate_outside_is_written(telling->trace, kind, outside->name)) {
        say(telling, "Nobody read ");
        say_outside(telling, event->a);
        say(telling, " any more.");
        return;
    }
    if (before) {
        say(telling, kind == OUTSIDE_LISTENER          ? "Somebody connected to "
                     : kind == OUTSIDE_DATAGRAM        ? (reads ? WORDS("Something came to ") : WORDS("There was room to send from "))
                     : event->detail == DIRECTION_READ ? WORDS("Something came from ")
                                                       : WORDS("There was room to send to "));
    }
    say_outside(telling, event->a);
    say(telling, kind == OUTSIDE_CALL      ? " came back from its thread."
                 : kind == OUTSIDE_PROCESS ? WORDS(" ended.")
                 : kind == OUTSIDE_SIGNAL  ? WORDS(" came.")
                                           : ".");
}

static void say_bytes(Telling *telling, const Event *event)
{
    char count[PHRASE];
    if (ref_kind(event->by) == REF_TASK) {
        say(telling, "%T", event->by);
    } else {
        say(telling, "the loop");
    }
    say_count(telling, event->b, "byte", "bytes", count);
    const SpanOutside *outside = spans_outside(telling->spans, event->a);
    if (outside != NULL && outside->kind == OUTSIDE_DATAGRAM) {
        say(telling,
            event->detail == BYTES_READ   ? " read a datagram of %s at "
            : event->detail == BYTES_SENT ? WORDS(" sent a datagram of %s from ")
                                          : WORDS(" kept a datagram of %s for "),
            count);
    } else if (event->detail == BYTES_READ && event->b == 0) {
        say(telling, " learned that nothing more would come from ");
    } else {
        say(telling,
            event->detail == BYTES_READ   ? " read %s from "
            : event->detail == BYTES_SENT ? WORDS(" sent %s to ")
                                          : WORDS(" kept %s for "),
            count);
    }
    say_outside(telling, event->a);
    say(telling, ".");
}

bool why_say_outside(Telling *telling, const Event *event)
{
    switch ((EventKind)event->kind) {
    case EV_OUTSIDE_NEW: say_new(telling, event); return true;
    case EV_ARRIVED: say_arrived(telling, event); return true;
    case EV_BYTES: say_bytes(telling, event); return true;
    default: return false;
    }
}

const char *why_outside_name(const Telling *telling, Ref future)
{
    const ModelFuture *found = ref_kind(future) == REF_FUTURE ? state_future(telling->state, future) : NULL;
    return found != NULL && found->thing == 0 ? telling_text(telling, found->name) : "";
}

bool why_waits_outside(Telling *telling, const ModelTask *task)
{
    const ModelFuture *future = state_future(telling->state, task->awaits);
    const ModelOutside *outside = future != NULL && future->outside != 0 ? state_outside(telling->state, future->outside) : NULL;
    if (outside == NULL) {
        return false;
    }
    Ref self = ref_make(REF_TASK, task->number);
    char count[PHRASE];
    say(telling, "%T waits for the outside: ", self);
    switch (outside->kind) {
    case OUTSIDE_CALL:
    case OUTSIDE_PROCESS:
        say_outside(telling, outside->number);
        say(telling,
            outside->answered ? " is done, and the callback that says so is on its way." : WORDS(", which has not come to its end."));
        break;
    case OUTSIDE_SIGNAL:
        say_outside(telling, outside->number);
        say(telling, ", which has not come.");
        break;
    case OUTSIDE_LISTENER:
        say(telling, "it serves ");
        say_outside(telling, outside->number);
        say(telling, ", until it is closed or cancelled.");
        break;
    default:
        if (outside->writing_paused) {
            say(telling, "%s for ", say_count(telling, outside->buffer, "byte stands in the buffer", "bytes stand in the buffer", count));
            say_outside(telling, outside->number);
            say(telling, ", and the other end takes no more now.");
        } else {
            const char *name = telling_text(telling, future->name);
            bool connects = strncmp(name, "the connection", 14) == 0 || strncmp(name, "the transport", 13) == 0;
            say(telling, connects ? "%B, which does not stand yet." : WORDS("%B, and nothing that would be enough has come."), name);
        }
        break;
    }
    return true;
}
