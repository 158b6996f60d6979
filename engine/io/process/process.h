/* process.h: child processes, their pipes, and who waits for their end. */
#ifndef LOOPSCOPE_PROCESS_H
#define LOOPSCOPE_PROCESS_H

#include "async_process.h"
#include "io/stream.h"

enum { PROCESS_PIPES = 3 }; /* stdin, stdout, stderr */

typedef struct process_waiter { /* of wait(): in its coroutine */
    future_object *future;      /* a reference */
    struct process_waiter *next;
} process_waiter;

/* One pipe of a child. */
typedef struct process_pipe {
    struct process_object *process;
    int descriptor;              /* of our end, until a transport has it; -1 */
    bool wanted;                 /* there is such a pipe */
    bool disconnected;           /* its transport has lost it */
    bool told_lost;              /* and the protocol has heard of that */
    transport_object *transport; /* references, or NULL */
    stream_object *stream;
    stream_handle *handle;
} process_pipe;

/* asyncio's SubprocessTransport, its protocol and its Process in one. */
typedef struct process_object {
    custom_object custom;
    int pid, pidfd;
    int returncode;
    bool exited, told_exited; /* it has ended; the protocol has heard of that */
    bool closed, finished, over;
    bool connected; /* the protocol has its streams, or will in the turn after this one */
    process_pipe pipes[PROCESS_PIPES];
    future_object *input_closed;              /* asyncio's _stdin_closed; a reference */
    process_waiter *waiters, **waiters_last;  /* in the order in which they came */
    struct process_call *calls, **calls_last; /* what the protocol hears of once it is connected; references */
    uint32_t number;                          /* in the trace */
} process_object;

extern const custom_class process_class;

/* spawn.c: starts the program. 0, or errno. */
int spawn(process_object *process, const char *const *arguments, const async_pipe modes[PROCESS_PIPES]);

/* process_pipes.c */
extern const async_protocol process_pipe_protocol;
void process_connected(process_object *process); /* queues the protocol's connection_made(), and what it is to hear of after that */
void process_drop_calls(process_object *process);
void process_ended(process_object *process, int returncode);
void process_close(process_object *process); /* its pipes; a child that still runs is killed */

#endif
