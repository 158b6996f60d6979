/* async_embed.h: the part of async.h about a run inside of a loop that the program has already, a toolkit's or a game's. Include it besides async.h.

   async_begin() starts the run; in its own loop the program waits for async_poll_fd() besides its own descriptors, at most async_poll_timeout(), and calls
   async_run_once() until that says that the run is over; async_end() gives the status. docs/examples/embedded.c is such a program.

   Between async_begin() and async_end() the program may do what a callback may: make tasks, set results, call async_call_soon(). One run at a time in a thread. */
#ifndef LOOPSCOPE_ASYNC_EMBED_H
#define LOOPSCOPE_ASYNC_EMBED_H

#include "async.h"

/* As async_run(), but it does not turn the loop. False: it may not run, and why has been said. Ctrl-C is left to the program. */
bool async_begin(async_coroutine main);
/* One turn, which does not wait (in virtual time the clock jumps). False: main is done, or the run is over otherwise. */
bool async_run_once(void);
/* Can be read when a turn would find something of the descriptors that are watched; the same during the whole run. -1: there is none, as in virtual time. */
int async_poll_fd(void);
/* In how many milliseconds a turn has something to do for which nothing must come from outside: 0: now; -1: never. What poll() takes. */
int async_poll_timeout(void);
/* What async_run() does when main is done: cancels the tasks that are left, and waits for them, and closes the loop. Gives the same status. A main that is not done
   is cancelled with the others. */
int async_end(void);

#endif
