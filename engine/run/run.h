/* run.h: what belongs to the end of a run, good or bad. */
#ifndef LOOPSCOPE_RUN_H
#define LOOPSCOPE_RUN_H

#include "core/loop.h"

loop_end until_done(async_loop *loop, future_object *future, TraceVia via); /* asyncio's run_until_complete() */
async_coroutine close_generators(void);                                     /* asyncio's loop.shutdown_asyncgens() */
/* On stderr: which task waits where and for what, and who wait for each other in a circle. */
void deadlock_report(const async_loop *loop);

#endif
