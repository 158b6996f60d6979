/* sender.h: a writer whose records go to a descriptor the moment they tell something: for a run that is watched, or that may crash. */
#ifndef LOOPSCOPE_TRACE_SENDER_H
#define LOOPSCOPE_TRACE_SENDER_H

#include "stream.h"

typedef struct TraceSender TraceSender;
/* NULL: out of memory. The descriptor is borrowed. */
TraceSender *trace_sender_new(int descriptor);
TraceSink trace_sender_sink(TraceSender *sender);
bool trace_sender_flush(TraceSender *sender); /* false: something could not be written */
void trace_sender_free(TraceSender *sender);  /* flushes */

#endif
