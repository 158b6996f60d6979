/* record.h: a program on the engine records its runs when its environment asks for that: so `loopscope run` can watch it.

   LOOPSCOPE_RECORD       a file, which is written over, or fd:N: a descriptor that whoever starts the program has opened
   LOOPSCOPE_VIRTUAL_TIME not empty: they are in virtual time
   LOOPSCOPE_RULES        as which Python it schedules, "3.12" */
#ifndef LOOPSCOPE_RECORD_H
#define LOOPSCOPE_RECORD_H

#include "async.h"
#include "core/object.h"

/* Where the environment asks for it, and the program has set no hook of its own: fills in the settings of a run of the thread whose run came first; those of
   other threads go unwatched. `definition` is where its main coroutine stands. True: record_end() is to follow. */
bool record_begin(async_settings *settings, const TracePlace *definition);
/* All that has happened is in the recording, which ends when the process does. `status`: of the run. */
void record_end(async_loop *loop, int status);

#endif
