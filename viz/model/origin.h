/* origin.h: whose a task is: the program's, or a library's that the program uses. */
#ifndef LOOPSCOPE_ORIGIN_H
#define LOOPSCOPE_ORIGIN_H

#include "trace/store.h"

/* Did a library make the task for itself? `made` is its EV_TASK_NEW. So it is where its line stands in a library's file, and where asyncio made it for a
   connection (a coroutine with an underscore), whose line is nobody's. A task that the program makes is the program's, whatever coroutine it was given. */
bool origin_is_library(const Trace *trace, const Event *made);
/* Does a coroutine of the program's own begin with this EV_ENTER? A task in which one runs is the program's too: a server's, which calls its handler. */
bool origin_is_program(const Trace *trace, const Event *enter);

#endif
