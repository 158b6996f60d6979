/* run.h: what belongs to the end of a run, good or bad. */
#ifndef LOOPSCOPE_RUN_H
#define LOOPSCOPE_RUN_H

#include "core/loop.h"

async_coroutine close_generators(void); /* asyncio's loop.shutdown_asyncgens() */
/* On stderr: which task waits where and for what, and who wait for each other in a circle. */
void deadlock_report(const async_loop *loop);

#endif
