/* outside.h: for tests: a run that meets the outside, told by hand as whoever records tells it: an echo server and one that calls it, a call in a thread, a child, a signal. */
#ifndef LOOPSCOPE_SUPPORT_OUTSIDE_H
#define LOOPSCOPE_SUPPORT_OUTSIDE_H

#include "trace/store.h"

/* The caller frees it. */
Trace *outside_record(void);

/* What it holds, by number. */
enum { OUT_SERVER = 1, OUT_SIGNAL, OUT_CALL, OUT_CHILD, OUT_PIPE, OUT_CLIENT };

#endif
