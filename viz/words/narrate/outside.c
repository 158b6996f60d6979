/* outside.c: sentences about what lies outside of the loop: connections, calls in threads, child processes, signals; and about asyncio's own callbacks for them. */
#include "parts.h"

#include <string.h>

/* asyncio's own callbacks, which no program has written: what each is called, in short what it does, and in a sentence; "%" stands for with what. */
static const struct {
    const char *name, *brief, *does;
} aims[] = {
    {"_accept_connection", "accepts", "it accepts whoever has connected"},
    {"_read_ready", "reads", "it reads what has come from %"},
    {"_read_ready__data_received", "reads", "it reads what has come from %"},
    {"_write_ready", "sends", "it sends what is left for %"},
    {"_write_sendmsg", "sends", "it sends what is left for %"},
    {"_write_send", "sends", "it sends what is left for %"},
    {"_sendto_ready", "sends", "it sends what is left for %"},
    {"_add_reader", "listens", "from now on the connection is listened to"},
    {"connection_made", "connects", "the program's protocol, or the stream that stands for it, is given its connection"},
    {"connection_lost", "disconnects", "the program's protocol, or the stream that stands for it, learns that its connection has ended"},
    {"eof_received", "end of data", "the program's protocol, or the stream that stands for it, learns that nothing more will come"},
    {"_call_connection_lost", "closes", "the connection is taken down, and whoever waits for its end is told"},
    {"_set_result_unless_cancelled", "it stands", "whoever waits for the connection is told that it stands"},
    {"_sock_connect_cb", "connects", "it looks whether % stands"},
    {"_sock_write_done", "unwatches", "the socket need not be watched any more"},
    {"_sock_read_done", "unwatches", "the socket need not be watched any more"},
    {"_sock_recv", "reads", "it reads what has come from %"},
    {"_sock_recv_into", "reads", "it reads what has come from %"},
    {"_sock_recvfrom", "reads", "it reads what has come from %"},
    {"_sock_sendall", "sends", "it sends what is left for %"},
    {"_sock_accept", "accepts", "it accepts whoever has connected"},
    {"_set_state", "takes over", "the loop takes over what the call has given"},
    {"_call_check_cancel", "looks back", "if the call was cancelled, its thread is told"},
    {"_child_watcher_callback", "process ends", "the loop learns that the process has ended"},
    {"_do_wait", "process ends", "the loop asks how the process has ended"},
    {"_process_exited", "process ends", "whoever waits for the end of the process is told"},
    {"pipe_data_received", "hands on", "what the process has said is handed on"},
    {"process_exited", "process ends", "whoever waits for the end of the process is told"},
};

static const char *aim_of(const char *name)
{
    for (size_t i = 0; i < sizeof aims / sizeof *aims; i++) {
        if (strcmp(aims[i].name, name) == 0) {
            return aims[i].does;
        }
    }
    return NULL;
}

const char *narrate_callback_brief(const char *callback)
{
    for (size_t i = 0; i < sizeof aims / sizeof *aims; i++) {
        if (strcmp(aims[i].name, callback) == 0) {
            return aims[i].brief;
        }
    }
    return NULL;
}

/* asyncio's own tasks, by the ends of their coroutines' names. */
bool narrate_outside_task(Telling *telling, const char *coroutine, Ref task)
{
    static const struct {
        const char *name, *does;
    } tasks[] = {
        {"_create_server_getaddrinfo", "that finds the addresses to listen at"},
        {"_accept_connection2", "for the connection that has come: it hands it to the program's protocol"},
        {"_connect_pipes", "that connects the pipes of the child process"},
        {"_feed_stdin", "that writes to the child process"},
        {"_read_stream", "that reads what the child process says"},
        {"Process._noop", "that has nothing to do, since the child process has no such pipe"},
    };
    size_t length = strlen(coroutine);
    for (size_t i = 0; trace_is_library(coroutine) && i < sizeof tasks / sizeof *tasks; i++) {
        size_t of = strlen(tasks[i].name);
        if (length > of && strcmp(coroutine + length - of, tasks[i].name) == 0) {
            say(telling, "asyncio makes a task of its own %s: %T is %S.", tasks[i].does, task, TASK_CREATED);
            return true;
        }
    }
    return false;
}

bool narrate_outside_is_asyncios(const char *callback) { return aim_of(callback) != NULL; }

static TraceOutside kind_of(const Telling *telling, uint32_t number)
{
    const ModelOutside *outside = state_outside(telling->state, number);
    const SpanOutside *span = outside == NULL ? spans_outside(telling->spans, number) : NULL;
    return outside != NULL ? outside->kind : span != NULL ? (TraceOutside)span->kind : OUTSIDE_NONE;
}

void say_outside(Telling *telling, uint32_t number)
{
    static const char *const before[OUTSIDE_COUNT] = {
        "something outside", "the listening socket ", "the connection ", "the datagram socket ", "", "", "the call ", "", "the signal ",
    };
    char label[PHRASE];
    TraceOutside kind = kind_of(telling, number);
    say(telling, "%s", before[kind]);
    if (kind != OUTSIDE_NONE) {
        say(telling, "%B", spans_outside_label(telling->spans, number, label, sizeof label));
    }
}

const char *narrate_outside_came(const Telling *telling, Ref future)
{
    const ModelFuture *found = ref_kind(future) == REF_FUTURE ? state_future(telling->state, future) : NULL;
    if (found == NULL || found->outside == 0 || found->name == 0 || telling_outcome(telling, future) != OUTCOME_RESULT) {
        return NULL;
    }
    const char *name = telling_text(telling, found->name);
    return kind_of(telling, found->outside) == OUTSIDE_CALL ? " has come back"
           : strncmp(name, "room", 4) == 0                  ? " is there"
           : strncmp(name, "the connection", 14) == 0       ? " stands"
                                                            : " has come";
}

/* The other end of it: "127.0.0.1:50984". */
static void say_there(Telling *telling, uint32_t number)
{
    const SpanOutside *span = spans_outside(telling->spans, number);
    if (span != NULL && span->kind == OUTSIDE_CONNECTION && span->same == 0) {
        say(telling, "%B", telling_text(telling, span->name));
    } else {
        say_outside(telling, number);
    }
}

bool narrate_outside_callback(Telling *telling, const char *callback, uint32_t outside)
{
    const char *does = aim_of(callback), *with = does == NULL ? NULL : strchr(does, '%');
    if (does == NULL) {
        return false;
    }
    char piece[PHRASE];
    snprintf(piece, sizeof piece, "%.*s", (int)(with == NULL ? strlen(does) : (size_t)(with - does)), does);
    say(telling, " runs: %s", piece);
    if (with != NULL && outside != 0) {
        say_there(telling, outside);
    } else if (with != NULL) {
        say(telling, "there");
    }
    say(telling, "%s.", with == NULL ? "" : with + 1);
    return true;
}

/* "two connections, a listening socket and a call in a thread": all that can wake the loop. False: there is nothing, and nothing was said. */
bool say_outsides(Telling *telling)
{
    static const char *const many[OUTSIDE_COUNT] = {
        "",        "listening sockets", "connections", "datagram sockets", "pipes", "descriptors", "calls in threads", "child processes",
        "signals",
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
            say(telling, "%s", said == 0 ? "" : said + 1 == kinds ? " and " : ", ");
            say(telling, "%s", phrase_count(counts[order[i]], trace_outside_name(order[i]), many[order[i]], count));
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
    case OUTSIDE_DATAGRAM: say(telling, "%T opens a datagram socket, %B.", event->by, name); break;
    case OUTSIDE_PIPE: say(telling, event->c != 0 ? "A pipe leads to the process: %B." : "A pipe is opened: %B.", name); break;
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

static void tell_watch(Telling *telling, const Event *event)
{
    bool begins = event->kind == EV_WATCH, reads = event->detail == DIRECTION_READ;
    say(telling, begins ? "From now on the loop is woken when " : "The loop is no longer woken when ");
    bool there = true;
    switch (kind_of(telling, event->a)) {
    case OUTSIDE_LISTENER: say(telling, "somebody connects to "); break;
    case OUTSIDE_PROCESS: break;
    default:
        there = reads || !begins || !is_coming_about(state_outside(telling->state, event->a));
        if (!there) {
            break;
        }
        say(telling, reads ? "something comes from " : "there is room to send to ");
    }
    (there ? say_there : say_outside)(telling, event->a);
    bool stands = !reads && begins && is_coming_about(state_outside(telling->state, event->a));
    say(telling, kind_of(telling, event->a) == OUTSIDE_PROCESS ? " ends." : stands ? " stands." : ".");
}

static void tell_arrived(Telling *telling, const Event *event)
{
    bool reads = event->detail == DIRECTION_READ, there = true;
    switch (kind_of(telling, event->a)) {
    case OUTSIDE_LISTENER: say(telling, "Somebody has connected to "); break;
    case OUTSIDE_CALL:
    case OUTSIDE_PROCESS:
    case OUTSIDE_SIGNAL: break;
    default:
        there = reads || !is_coming_about(state_outside(telling->state, event->a));
        if (!there) {
            break;
        }
        say(telling, reads ? "Something has come from " : "There is room to send to ");
    }
    (there ? say_there : say_outside)(telling, event->a);
    switch (kind_of(telling, event->a)) {
    case OUTSIDE_CALL: say(telling, " has come back from its thread: a callback will take over what it gives."); break;
    case OUTSIDE_PROCESS: say(telling, " has ended: a callback will tell whoever waits for it."); break;
    case OUTSIDE_SIGNAL: say(telling, " has come: its callback becomes ready."); break;
    default:
        say(telling, !reads && is_coming_about(state_outside(telling->state, event->a)) ? " stands: a callback of asyncio's becomes ready."
                                                                                        : ": the callback for that becomes ready.");
        break;
    }
}

/* Who does it: a task by its name; a callback is asyncio's. */
static void say_doer(Telling *telling, Ref by)
{
    const ModelTask *task = ref_kind(by) == REF_TASK ? state_task(telling->state, by) : NULL;
    if (task != NULL) {
        say(telling, "%T", by);
    } else {
        say(telling, "asyncio");
    }
}

static void tell_bytes(Telling *telling, const Event *event)
{
    char count[PHRASE];
    const char *first = telling_text(telling, event->c);
    phrase_count(event->b, "byte", "bytes", count);
    if (event->detail == BYTES_READ && event->b == 0 && kind_of(telling, event->a) != OUTSIDE_DATAGRAM) {
        say_there(telling, event->a);
        say(telling, " has closed its side: nothing more will come from there.");
        return;
    }
    if (event->detail == BYTES_KEPT) {
        say(telling, "%s for ", count);
        say_there(telling, event->a);
        say(telling, " stay in asyncio's buffer: the system takes no more now.");
        return;
    }
    say_doer(telling, event->by);
    say(telling, event->detail == BYTES_READ ? " reads %s from " : " sends %s to ", count);
    say_there(telling, event->a);
    say(telling, first[0] != '\0' ? ": %Q." : ".", first);
}

static void tell_flow(Telling *telling, const Event *event)
{
    char count[PHRASE];
    phrase_count(event->b, "byte stands", "bytes stand", count);
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
        say(telling, ": asyncio reads on.");
        break;
    }
}

static void tell_end(Telling *telling, const Event *event)
{
    TraceOutside kind = kind_of(telling, event->a);
    const char *error = telling_text(telling, event->b);
    say_outside(telling, event->a);
    if (event->detail == GONE_LOST) {
        say(telling, error[0] != '\0' ? " is lost: %C." : " is lost.", error);
    } else if (kind == OUTSIDE_PROCESS) {
        char status[PHRASE];
        snprintf(status, sizeof status, event->c > 128 ? "signal %u" : "exit status %u",
                 (unsigned)(event->c > 128 ? event->c - 128 : event->c));
        say(telling, event->c > 128 ? " was ended by %s." : " has ended with %s.", status);
    } else if (kind == OUTSIDE_CALL) {
        say(telling, event->detail == GONE_DONE ? " is done." : " is taken back before a thread has begun it.");
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
