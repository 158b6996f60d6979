/* outside_callbacks.c: sentences about callbacks and tasks of the loop's own, which serve what lies outside of it. */
#include "parts.h"

#include <string.h>

/* Callbacks of the loop's own (in Python asyncio's), which no program has written: what each is called, in short what it does, and in a sentence; "%" stands for with
   what. */
static const struct {
    const char *name, *brief, *does;
} aims[] = {
    {"_accept_connection", WORDS("accepts"), WORDS("it accepts whoever has connected")},
    {"_read_ready", WORDS("reads"), WORDS("it reads what has come from %")},
    {"_read_ready__data_received", WORDS("reads"), WORDS("it reads what has come from %")},
    {"_write_ready", WORDS("sends"), WORDS("it sends what is left for %")},
    {"_write_sendmsg", WORDS("sends"), WORDS("it sends what is left for %")},
    {"_write_send", WORDS("sends"), WORDS("it sends what is left for %")},
    {"_sendto_ready", WORDS("sends"), WORDS("it sends what is left for %")},
    {"_add_reader", WORDS("listens"), WORDS("the loop begins to watch for what comes")},
    {"connection_made", WORDS("connects"), WORDS("the program's protocol, or the stream that stands for it, is given its transport")},
    {"connection_lost", WORDS("disconnects"),
     WORDS("the program's protocol, or the stream that stands for it, learns that its connection has ended")},
    {"eof_received", WORDS("end of data"),
     WORDS("the program's protocol, or the stream that stands for it, learns that nothing more will come")},
    {"_call_connection_lost", WORDS("closes"), WORDS("the transport is taken down, and whoever waits for its end is told")},
    {"_set_result_unless_cancelled", WORDS("it stands"), WORDS("whoever waits for the transport is told that it stands")},
    {"_check_handshake_timeout", WORDS("looks at time"), WORDS("if the two have not agreed on TLS by now, the connection is given up")},
    {"_check_shutdown_timeout", WORDS("looks at time"), WORDS("if the two have not ended TLS by now, the connection is given up")},
    {"resume_reading", WORDS("goes on"), WORDS("what has come meanwhile may be read again")},
    {"_sock_connect_cb", WORDS("connects"), WORDS("it looks whether % stands or was refused")},
    {"_sock_write_done", WORDS("unwatches"), WORDS("the socket need not be watched any more")},
    {"_sock_read_done", WORDS("unwatches"), WORDS("the socket need not be watched any more")},
    {"_sock_recv", WORDS("reads"), WORDS("it reads what has come from %")},
    {"_sock_recv_into", WORDS("reads"), WORDS("it reads what has come from %")},
    {"_sock_recvfrom", WORDS("reads"), WORDS("it reads what has come from %")},
    {"_sock_recvfrom_into", WORDS("reads"), WORDS("it reads what has come from %")},
    {"_sock_sendall", WORDS("sends"), WORDS("it sends what is left for %")},
    {"_sock_sendto", WORDS("sends"), WORDS("it sends what is left for %")},
    {"_sock_accept", WORDS("accepts"), WORDS("it accepts whoever has connected")},
    {"_set_state", WORDS("takes over"), WORDS("the loop takes over what the call has given")},
    {"_call_check_cancel", WORDS("looks back"), WORDS("if the call was cancelled, its thread is told")},
    {"_child_watcher_callback", WORDS("process ends"), WORDS("the loop learns that the process has ended")},
    {"_do_wait", WORDS("process ends"), WORDS("the loop asks how the process has ended")},
    {"_process_exited", WORDS("process ends"), WORDS("whoever waits for the end of the process is told")},
    {"pipe_data_received", WORDS("hands on"), WORDS("what the process has said is handed on")},
    {"process_exited", WORDS("process ends"), WORDS("whoever waits for the end of the process is told")},
    {"run_coroutine_threadsafe", WORDS("begins"), WORDS("a task is made of the coroutine that a thread has handed over")},
    {"_call_set_state", WORDS("hands over"), WORDS("the thread that waits is given what has come of its coroutine")},
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

/* Tasks of the loop's own, by the ends of their coroutines' names. */
bool narrate_outside_task(Telling *telling, const char *coroutine, Ref task)
{
    static const struct {
        const char *name, *does;
    } tasks[] = {
        {"_create_server_getaddrinfo", WORDS("that finds the addresses to listen at")},
        {"_accept_connection2", WORDS("for the connection that has come: it hands it to the program's protocol")},
        {"_connect_pipes", WORDS("that connects the pipes of the child process")},
        {"_feed_stdin", WORDS("that writes to the child process")},
        {"_read_stream", WORDS("that reads what the child process says")},
        {"Process._noop", WORDS("that has nothing to do, since the child process has no such pipe")},
    };
    size_t length = strlen(coroutine);
    for (size_t i = 0; trace_is_library(coroutine) && i < sizeof tasks / sizeof *tasks; i++) {
        size_t of = strlen(tasks[i].name);
        if (length > of && strcmp(coroutine + length - of, tasks[i].name) == 0) {
            say(telling, "the loop makes a task of its own %s: %T is %S.", tasks[i].does, task, TASK_CREATED);
            return true;
        }
    }
    return false;
}

bool narrate_outside_is_loops(const char *callback) { return aim_of(callback) != NULL; }

bool narrate_outside_callback(Telling *telling, const char *callback, uint32_t outside)
{
    const char *aim = aim_of(callback), *does = aim == NULL ? NULL : say_words(telling, aim),
               *with = does == NULL ? NULL : strchr(does, '%');
    if (does == NULL) {
        return false;
    }
    if (outside != 0 && strcmp(callback, "_read_ready") == 0 && narrate_outside_writes(telling, outside)) {
        say(telling, " runs: it learns that nobody reads ");
        say_outside(telling, outside);
        say(telling, " any more.");
        return true;
    }
    if (with != NULL && outside != 0 && narrate_outside_kind(telling, outside) == OUTSIDE_DATAGRAM) {
        bool reads = strstr(aim, "come from") != NULL;
        say(telling, reads ? " runs: it reads what has come to " : WORDS(" runs: it sends what has waited at "));
        say_outside(telling, outside);
        say(telling, ".");
        return true;
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
