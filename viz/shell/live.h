/* live.h: a lesson that runs now, in a process of its own, and what arrives of it: a trace that grows.

   Whatever the process does (crash, hang, send rubbish, exit in the middle), what has arrived is kept, and how it ended becomes the trace's
   last event. Nobody is left behind: the process is killed and reaped by live_free(), and ends by itself when this one dies. */
#ifndef LOOPSCOPE_LIVE_H
#define LOOPSCOPE_LIVE_H

#include "trace/store.h"

#include <stdbool.h>
#include <stdint.h>

enum { LIVE_DESCRIPTOR = 3 }; /* where the process finds its end of the pipe */

typedef struct Live Live;

/* Starts argv[0] with its arguments (NULL-ended; a path, not searched for). `into` must be empty and outlive the Live. NULL: `error` says why. */
Live *live_start(char *const *argv, Trace *into, char *error, size_t size);
/* The same with a program of the user's: searched for on the path, and it keeps the terminal: its output, its input, and Ctrl-C. */
Live *live_start_program(char *const *argv, Trace *into, char *error, size_t size);
/* The same program, started ahead of time: it is made ready, and begins when it is told to. It must be one that waits for that
   (own_program_waits()): for a byte on its descriptor, which goes both ways. */
Live *live_reserve(char *const *argv, char *error, size_t size);
/* A lesson's program in Python, which waits like that: it has nothing of the terminal. */
Live *live_reserve_quiet(char *const *argv, char *error, size_t size);
/* Tells it to begin. False: it has gone, or there is no memory; then live_free() is all that is left to do. */
bool live_begin(Live *live, Trace *into);
/* Reads what has arrived, without waiting; at most a bounded amount, so that a frame is never held up. True: the trace has grown. `now`: ns, any origin. */
bool live_read(Live *live, int64_t now);
bool live_running(const Live *live);
/* For poll(): readable when something has arrived or the process has ended; -1 after the end. */
int live_descriptor(const Live *live);
/* Kills the process: for one that hangs. What it had sent is read first, then the trace ends with how it ended. */
void live_stop(Live *live);
/* How it ended, in one sentence for the user; "" while it runs, and when the run simply came to its end. */
const char *live_notice(const Live *live);
/* Kills and reaps the process if it is still there. NULL is allowed. The trace stays as it is. */
void live_free(Live *live);

/* What ended the program, if it was an error on a line of its own, also one of syntax; NULL: nothing that is known. */
const Event *live_fault(const Trace *trace);

#endif
