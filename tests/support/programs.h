/* programs.h: the recordings of all the conformance programs of this build, one after another. */
#ifndef LOOPSCOPE_SUPPORT_PROGRAMS_H
#define LOOPSCOPE_SUPPORT_PROGRAMS_H

#include "trace/store.h"

/* Calls `check` with each program's name and recording; the trace goes with the call. Fails the test when there is none, or one cannot be read. */
void programs_each(void (*check)(const char *name, const Trace *trace));

#endif
