/* outside.c: sentences about what lies outside of the loop: connections, calls in threads, child processes, signals. */
#include "parts.h"

static void tell_bytes(Telling *telling, const Event *event)
{
    char count[PHRASE];
    phrase_count(event->b, "byte", "bytes", count);
    switch ((TraceBytes)event->detail) {
    case BYTES_READ:
        say(telling, event->b == 0 ? "The other end has closed its side: nothing more will come." : "%s are read.", count);
        break;
    case BYTES_SENT: say(telling, "%s are sent.", count); break;
    default: say(telling, "%s stay in the write buffer, until they can be sent.", count); break;
    }
}

void narrate_outside_event(Telling *telling)
{
    const Event *event = telling->event;
    switch ((EventKind)event->kind) {
    case EV_OUTSIDE_NEW:
        say(telling, "A %s: ", trace_outside_name((TraceOutside)event->detail));
        say(telling, "%B.", telling_text(telling, event->b));
        break;
    case EV_WATCH:
        say(telling, "From now on the loop hears of it when there is %s.",
            event->detail == DIRECTION_READ ? "something to read" : "room to write");
        break;
    case EV_UNWATCH:
        say(telling, "The loop no longer waits for %s here.", event->detail == DIRECTION_READ ? "something to read" : "room to write");
        break;
    case EV_ARRIVED: say(telling, "Something has come from outside of the loop."); break;
    case EV_BYTES: tell_bytes(telling, event); break;
    case EV_FLOW:
        switch ((TraceFlow)event->detail) {
        case FLOW_WRITING_PAUSED: say(telling, "The write buffer is full: who writes should wait."); break;
        case FLOW_WRITING_RESUMED: say(telling, "The write buffer has room again."); break;
        case FLOW_READING_PAUSED: say(telling, "Nothing more is read, until what has come is taken."); break;
        default: say(telling, "It is read again."); break;
        }
        break;
    default:
        say(telling, event->detail == GONE_CLOSED ? "It is closed." : event->detail == GONE_LOST ? "It is lost." : "It has ended.");
        break;
    }
}
