/* outside.c: sentences about what lies outside of the loop: connections, calls in threads, child processes, signals. */
#include "parts.h"

#include <string.h>

TraceOutside narrate_outside_kind(const Telling *telling, uint32_t number)
{
    const ModelOutside *outside = state_outside(telling->state, number);
    const SpanOutside *span = outside == NULL ? spans_outside(telling->spans, number) : NULL;
    return outside != NULL ? outside->kind : span != NULL ? (TraceOutside)span->kind : OUTSIDE_NONE;
}

void say_outside(Telling *telling, uint32_t number)
{
    static const char *const before[OUTSIDE_COUNT] = {
        WORDS("something outside"),
        WORDS("the listening socket "),
        WORDS("the connection "),
        WORDS("the datagram socket "),
        "",
        "",
        WORDS("the call "),
        "",
        WORDS("the signal "),
    };
    char label[PHRASE];
    TraceOutside kind = narrate_outside_kind(telling, number);
    say(telling, "%s", before[kind]);
    if (kind != OUTSIDE_NONE) {
        say_described(telling, spans_outside_label(telling->spans, number, label, sizeof label));
    }
}

const char *narrate_outside_came(const Telling *telling, Ref future)
{
    const ModelFuture *found = ref_kind(future) == REF_FUTURE ? state_future(telling->state, future) : NULL;
    if (found == NULL || found->outside == 0 || found->name == 0 || telling_outcome(telling, future) != OUTCOME_RESULT) {
        return NULL;
    }
    const char *name = telling_text(telling, found->name);
    return narrate_outside_kind(telling, found->outside) == OUTSIDE_CALL ? WORDS(" has come back")
           : strncmp(name, "data", 4) == 0                               ? WORDS(" has come in")
           : strncmp(name, "room", 4) == 0                               ? WORDS(" is there")
           : strncmp(name, "the connection", 14) == 0                    ? WORDS(" stands")
           : strncmp(name, "the transport", 13) == 0                     ? WORDS(" stands")
                                                                         : WORDS(" has come");
}

bool narrate_outside_is_written(const Trace *trace, TraceOutside kind, uint32_t name)
{
    static const char end[] = " (write end)";
    const char *text = kind == OUTSIDE_PIPE ? trace_text(trace, name) : "";
    size_t length = strlen(text), tail = sizeof end - 1;
    return (length > tail && strcmp(text + length - tail, end) == 0) || strncmp(text, "stdin of ", 9) == 0 ||
           strcmp(text, "standard output") == 0 || strcmp(text, "standard error") == 0;
}

/* The end of a pipe that is written: it can be read when nobody is at its other end any more. */
bool narrate_outside_writes(const Telling *telling, uint32_t number)
{
    const SpanOutside *span = spans_outside(telling->spans, number);
    return span != NULL && narrate_outside_is_written(telling->trace, (TraceOutside)span->kind, span->name);
}

/* The other end of it: "127.0.0.1:50984". */
void say_there(Telling *telling, uint32_t number)
{
    const SpanOutside *span = spans_outside(telling->spans, number);
    if (span != NULL && span->kind == OUTSIDE_CONNECTION && span->same == 0) {
        say(telling, "%B", telling_text(telling, span->name));
    } else {
        say_outside(telling, number);
    }
}

/* "two connections, a listening socket and a call in a thread": all that can wake the loop. False: there is nothing, and nothing was said. */
bool say_outsides(Telling *telling)
{
    static const struct {
        const char *one, *many;
    } called[OUTSIDE_COUNT] = {
        [OUTSIDE_LISTENER] = {WORDS("listening socket"), WORDS("listening sockets")},
        [OUTSIDE_CONNECTION] = {WORDS("connection"), WORDS("connections")},
        [OUTSIDE_DATAGRAM] = {WORDS("datagram socket"), WORDS("datagram sockets")},
        [OUTSIDE_PIPE] = {WORDS("pipe"), WORDS("pipes")},
        [OUTSIDE_DESCRIPTOR] = {WORDS("descriptor"), WORDS("descriptors")},
        [OUTSIDE_CALL] = {WORDS("call in a thread"), WORDS("calls in threads")},
        [OUTSIDE_PROCESS] = {WORDS("child process"), WORDS("child processes")},
        [OUTSIDE_SIGNAL] = {WORDS("signal"), WORDS("signals")},
    };
    size_t counts[OUTSIDE_COUNT] = {0}, kinds = 0, said = 0;
    for (size_t i = 0; i < telling->state->outside_count; i++) {
        const ModelOutside *outside = &telling->state->outsides[i];
        if (outside_can_wake(outside)) {
            kinds += counts[outside->kind] == 0;
            counts[outside->kind]++;
        }
    }
    static const TraceOutside order[] = {OUTSIDE_CONNECTION, OUTSIDE_CALL,       OUTSIDE_PROCESS,  OUTSIDE_PIPE,
                                         OUTSIDE_DATAGRAM,   OUTSIDE_DESCRIPTOR, OUTSIDE_LISTENER, OUTSIDE_SIGNAL};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (counts[order[i]] > 0) {
            char count[PHRASE];
            say(telling, "%s", said == 0 ? "" : said + 1 == kinds ? WORDS(" and ") : ", ");
            say(telling, "%s", say_count(telling, counts[order[i]], called[order[i]].one, called[order[i]].many, count));
            said++;
        }
    }
    return kinds > 0;
}

static void tell_new(Telling *telling, const Event *event)
{
    const char *name = telling_text(telling, event->b);
    bool task = ref_kind(event->by) == REF_TASK;
    switch ((TraceOutside)event->detail) {
    case OUTSIDE_LISTENER: say(telling, "%T opens a listening socket at %B: others can connect to it.", event->by, name); break;
    case OUTSIDE_CONNECTION:
        if (event->c != 0) {
            say(telling, "A connection from %B is accepted.", name);
        } else if (strncmp(name, "descriptor ", 11) == 0) { /* one of a pair: it has no address to connect to */
            say(telling, "%T uses %B, one end of a connection that stands already.", event->by, name);
        } else {
            say(telling, "%T connects to %B: until the connection stands, the others can go on.", event->by, name);
        }
        break;
    case OUTSIDE_DATAGRAM: say(telling, "%T works with a datagram socket, %B.", event->by, name); break;
    case OUTSIDE_PIPE: say(telling, event->c != 0 ? "A pipe leads to the process: %B." : WORDS("A pipe is opened: %B."), name); break;
    case OUTSIDE_CALL:
        say(telling, "%T hands the call %B to a thread: it runs there beside the loop, and wakes it when it is done.", event->by, name);
        break;
    case OUTSIDE_PROCESS:
        say(telling, "%T starts a process, %B: it runs beside the loop, which is told when it ends.", event->by, name);
        break;
    case OUTSIDE_SIGNAL: say(telling, "%T asks to be told of the signal %B: when it comes, the loop wakes.", event->by, name); break;
    default:
        if (task) {
            say(telling, "%T meets something outside of the loop: %B.", event->by, name);
        } else {
            say(telling, "There is something outside of the loop: %B.", name);
        }
        break;
    }
}

/* Does a connection that is watched for writing still have to come about? */
static bool is_coming_about(const ModelOutside *outside)
{
    return outside != NULL && outside->kind == OUTSIDE_CONNECTION && outside->read + outside->sent + outside->buffer == 0 &&
           !outside->watched[DIRECTION_READ];
}

/* Of what has no other end that would be named, or has one that is heard of otherwise: what happens there. False: it is none of these, and nothing was said. */
static bool say_happening(Telling *telling, uint32_t number, bool reads, bool has_happened)
{
    if (narrate_outside_kind(telling, number) == OUTSIDE_DATAGRAM) {
        const char *came = has_happened ? WORDS("something has come to ") : WORDS("something comes to ");
        const char *room = has_happened ? WORDS("there is room again to send from ") : WORDS("there is room to send from ");
        say(telling, reads ? came : room);
        say_outside(telling, number);
        return true;
    }
    if (reads && narrate_outside_writes(telling, number)) {
        say(telling, "nobody reads ");
        say_outside(telling, number);
        say(telling, " any more");
        return true;
    }
    return false;
}

static void tell_watch(Telling *telling, const Event *event)
{
    bool begins = event->kind == EV_WATCH, reads = event->detail == DIRECTION_READ;
    say(telling, begins ? "From now on the loop is woken when " : WORDS("The loop is no longer woken when "));
    if (say_happening(telling, event->a, reads, false)) {
        say(telling, ".");
        return;
    }
    bool there = true;
    switch (narrate_outside_kind(telling, event->a)) {
    case OUTSIDE_LISTENER: say(telling, "somebody connects to "); break;
    case OUTSIDE_PROCESS: break;
    default:
        there = reads || !begins || !is_coming_about(state_outside(telling->state, event->a));
        if (!there) {
            break;
        }
        say(telling, reads ? "something comes from " : WORDS("there is room to send to "));
    }
    (there ? say_there : say_outside)(telling, event->a);
    bool stands = !reads && begins && is_coming_about(state_outside(telling->state, event->a));
    say(telling, narrate_outside_kind(telling, event->a) == OUTSIDE_PROCESS ? " ends." : stands ? WORDS(" stands or is refused.") : ".");
}

static void tell_arrived(Telling *telling, const Event *event)
{
    bool reads = event->detail == DIRECTION_READ, there = true;
    if (say_happening(telling, event->a, reads, true)) {
        say(telling, ": the callback for that becomes ready.");
        return;
    }
    switch (narrate_outside_kind(telling, event->a)) {
    case OUTSIDE_LISTENER: say(telling, "Somebody has connected to "); break;
    case OUTSIDE_CALL:
    case OUTSIDE_PROCESS:
    case OUTSIDE_SIGNAL: break;
    default:
        there = reads || !is_coming_about(state_outside(telling->state, event->a));
        if (!there) {
            break;
        }
        say(telling, reads ? "Something has come from " : WORDS("There is room to send to "));
    }
    (there ? say_there : say_outside)(telling, event->a);
    switch (narrate_outside_kind(telling, event->a)) {
    case OUTSIDE_CALL: say(telling, " has come back from its thread: a callback will take over what it gives."); break;
    case OUTSIDE_PROCESS: say(telling, " has ended: a callback will tell whoever waits for it."); break;
    case OUTSIDE_SIGNAL: say(telling, " has come: its callback becomes ready."); break;
    default:
        say(telling, !reads && is_coming_about(state_outside(telling->state, event->a))
                         ? " stands or is refused: the callback for that becomes ready, which can see which it is."
                         : ": the callback for that becomes ready.");
        break;
    }
}

/* Who does it: a task by its name; a callback is the loop's. */
static void say_doer(Telling *telling, Ref by)
{
    const ModelTask *task = ref_kind(by) == REF_TASK ? state_task(telling->state, by) : NULL;
    if (task != NULL) {
        say(telling, "%T", by);
    } else {
        say(telling, "the loop");
    }
}

/* A datagram comes and goes by itself, and whole. */
static void tell_datagram(Telling *telling, const Event *event)
{
    char count[PHRASE];
    const char *first = telling_text(telling, event->c);
    bool is_empty = event->b == 0;
    say_count(telling, event->b, "byte", "bytes", count);
    if (event->detail == BYTES_KEPT) {
        say(telling, is_empty ? "A datagram without a byte" : WORDS("A datagram of %s"), count);
        say(telling, " waits to be sent from ");
        say_outside(telling, event->a);
        say(telling, ": the system takes no more now.");
        return;
    }
    say_doer(telling, event->by);
    say(telling, event->detail == BYTES_READ ? " reads" : WORDS(" sends"));
    say(telling, is_empty ? " a datagram without a byte" : WORDS(" a datagram of %s"), count);
    say(telling, event->detail == BYTES_READ ? " that has come to " : WORDS(" from "));
    say_outside(telling, event->a);
    say(telling, first[0] != '\0' ? ": %Q." : ".", first);
}

static void tell_bytes(Telling *telling, const Event *event)
{
    char count[PHRASE];
    const char *first = telling_text(telling, event->c);
    if (narrate_outside_kind(telling, event->a) == OUTSIDE_DATAGRAM) {
        tell_datagram(telling, event);
        return;
    }
    say_count(telling, event->b, "byte", "bytes", count);
    if (event->detail == BYTES_READ && event->b == 0) {
        bool is_pipe = narrate_outside_kind(telling, event->a) == OUTSIDE_PIPE;
        say(telling, is_pipe ? "The other end of " : "");
        say_there(telling, event->a);
        say(telling, is_pipe ? " is closed: nothing more will come." : WORDS(" has closed its side: nothing more will come from there."));
        return;
    }
    if (event->detail == BYTES_KEPT) {
        say(telling, "%s for ", count);
        say_there(telling, event->a);
        say(telling, " stay in the transport's buffer: the system takes no more now.");
        return;
    }
    say_doer(telling, event->by);
    say(telling, event->detail == BYTES_READ ? " reads %s from " : WORDS(" sends %s to "), count);
    say_there(telling, event->a);
    say(telling, first[0] != '\0' ? ": %Q." : ".", first);
}

static void tell_datagram_flow(Telling *telling, const Event *event)
{
    char count[PHRASE];
    bool writes = event->detail == FLOW_WRITING_PAUSED || event->detail == FLOW_WRITING_RESUMED;
    say(telling, writes ? "The buffer of " : "");
    say_outside(telling, event->a);
    switch ((TraceFlow)event->detail) {
    case FLOW_WRITING_PAUSED:
        say(telling, " is full: %s in it, and the protocol is told to send no more.",
            say_count(telling, event->b, "byte stands", "bytes stand", count));
        break;
    case FLOW_WRITING_RESUMED: say(telling, " has room again: the protocol is told that it may go on."); break;
    case FLOW_READING_PAUSED:
        say(telling, " is not read for now: what comes meanwhile waits there, and is lost when there is no room.");
        break;
    default: say(telling, " is read again."); break;
    }
}

static void tell_flow(Telling *telling, const Event *event)
{
    char count[PHRASE];
    if (narrate_outside_kind(telling, event->a) == OUTSIDE_DATAGRAM) {
        tell_datagram_flow(telling, event);
        return;
    }
    say_count(telling, event->b, "byte stands", "bytes stand", count);
    switch ((TraceFlow)event->detail) {
    case FLOW_WRITING_PAUSED:
        say(telling, "The buffer for ");
        say_there(telling, event->a);
        say(telling, " is full: %s in it, and from now on *drain* waits.", count);
        break;
    case FLOW_WRITING_RESUMED:
        say(telling, "The buffer for ");
        say_there(telling, event->a);
        say(telling, " has room again: *drain* need not wait any more.");
        break;
    case FLOW_READING_PAUSED:
        say(telling, "Too much has come from ");
        say_there(telling, event->a);
        say(telling, " that nobody has taken: nothing more is read, and the other end will have to wait.");
        break;
    default:
        say(telling, "Enough was taken of what came from ");
        say_there(telling, event->a);
        say(telling, ": the loop reads on.");
        break;
    }
}

static void tell_end(Telling *telling, const Event *event)
{
    TraceOutside kind = narrate_outside_kind(telling, event->a);
    const char *error = telling_text(telling, event->b);
    say_outside(telling, event->a);
    if (event->detail == GONE_LOST) {
        say(telling, error[0] != '\0' ? " is lost: %C." : WORDS(" is lost."), error);
    } else if (kind == OUTSIDE_PROCESS) {
        char status[PHRASE];
        snprintf(status, sizeof status, event->c > 128 ? say_words(telling, "signal %u") : say_words(telling, "exit status %u"),
                 (unsigned)(event->c > 128 ? event->c - 128 : event->c));
        say(telling, event->c > 128 ? " was ended by %s." : WORDS(" has ended with %s."), status);
    } else if (kind == OUTSIDE_CALL) {
        say(telling, event->detail == GONE_DONE ? " is done." : WORDS(" is taken back before a thread has begun it."));
    } else if (kind == OUTSIDE_SIGNAL) {
        say(telling, " is no longer listened for.");
    } else {
        say(telling, " is closed.");
    }
}

void narrate_outside_event(Telling *telling)
{
    const Event *event = telling->event;
    switch ((EventKind)event->kind) {
    case EV_OUTSIDE_NEW: tell_new(telling, event); break;
    case EV_WATCH:
    case EV_UNWATCH: tell_watch(telling, event); break;
    case EV_ARRIVED: tell_arrived(telling, event); break;
    case EV_BYTES: tell_bytes(telling, event); break;
    case EV_FLOW: tell_flow(telling, event); break;
    default: tell_end(telling, event); break;
    }
}
