/* runs.h: recorded runs of small programs, which together make every kind of event that the engine knows. */
#ifndef LOOPSCOPE_SUPPORT_RUNS_H
#define LOOPSCOPE_SUPPORT_RUNS_H

#include "trace/store.h"

enum { RUN_COUNT = 7 };

/* The run with that index, recorded in virtual time; the caller frees it. */
Trace *runs_record(int index);
const char *runs_name(int index);

/* `tasks` tasks that sleep for pseudo-random times in a loop until there are at least `events` events (and not many more); the caller frees it. */
Trace *runs_many_sleepers(unsigned tasks, size_t events);

#endif
