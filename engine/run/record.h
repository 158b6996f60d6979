/* record.h: a program on the engine records its first run when its environment asks for that: so `loopscope run` can watch it.

   LOOPSCOPE_RECORD       a file, which is written over, or fd:N: a descriptor that whoever starts the program has opened
   LOOPSCOPE_VIRTUAL_TIME not empty: that run is in virtual time
   LOOPSCOPE_RULES        as which Python it schedules, "3.12" */
#ifndef LOOPSCOPE_RECORD_H
#define LOOPSCOPE_RECORD_H

#include "async.h"

/* Where the environment asks for it, and the program has set no hook of its own: fills in the settings of the process's first run, and nobody's after it.
   `definition` is where its main coroutine stands. True: record_end() is to follow. */
bool record_begin(async_settings *settings, const TracePlace *definition);
void record_end(void);

#endif
