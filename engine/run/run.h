/* run.h: a run, from its beginning to its end, good or bad. */
#ifndef LOOPSCOPE_RUN_H
#define LOOPSCOPE_RUN_H

#include "core/loop.h"

/* A run under way: what async_run() does, in three parts. */
typedef struct run_state {
    Poll poll;
    async_loop loop;
    TraceRoom no_room;
    bool recorded, follows;
    task_object *task;   /* main's, a reference; NULL: there was no memory for it */
    async_handle *stops; /* what ends the loop when main is done */
    loop_end end;        /* how the last turn ended */
} run_state;
bool run_begin(run_state *run, async_coroutine main, bool takes_interrupts); /* false: it may not run, which has been said */
void run_turns(run_state *run);                                              /* all that are left */
bool run_turn(run_state *run);                                               /* false: main is done, or the loop cannot go on */
int run_end(run_state *run); /* closes the loop, as asyncio.run() does: the status of the run */

loop_end until_done(async_loop *loop, future_object *future, TraceVia via); /* asyncio's run_until_complete() */
/* The same, in three parts. */
async_handle *until_begin(async_loop *loop, future_object *future, TraceVia via);
bool until_turn(async_loop *loop, loop_end *end); /* false: that was the last */
loop_end until_end(async_loop *loop, future_object *future, TraceVia via, async_handle *stops, loop_end end);
async_coroutine close_generators(void); /* asyncio's loop.shutdown_asyncgens() */
/* On stderr: which task waits where and for what, and who wait for each other in a circle. */
void deadlock_report(const async_loop *loop);

#endif
