/* ghost.h: the run that was shown before the knobs were turned: kept to be compared with the one that they gave. */
#ifndef LOOPSCOPE_GHOST_H
#define LOOPSCOPE_GHOST_H

#include "model/spans.h"

typedef struct Ghost {
    Trace *trace; /* owned, as are those */
    Spans *spans;
    Model *model; /* for model_task_label() */
} Ghost;

Ghost *ghost_new(Trace *trace, Spans *spans, Model *model); /* takes them over; NULL: out of memory, and they stay the caller's */
void ghost_free(Ghost *ghost);                              /* NULL is allowed */
int64_t ghost_end(const Ghost *ghost);                      /* ns: how long that run took */
/* How long a run takes: the time of its last event, ns. */
int64_t ghost_duration(const Trace *trace);

#endif
