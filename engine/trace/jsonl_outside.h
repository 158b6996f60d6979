/* jsonl_outside.h: the fields of the events that are about what lies outside of the loop, as JSON. */
#ifndef LOOPSCOPE_TRACE_JSONL_OUTSIDE_H
#define LOOPSCOPE_TRACE_JSONL_OUTSIDE_H

#include "store.h"

#include <stdbool.h>
#include <stdio.h>

/* ,"outside":"O1",… False: it is about something else, and nothing was written. */
bool trace_json_outside(FILE *out, const Trace *trace, const Event *event);

#endif
