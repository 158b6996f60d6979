/* jsonl.h: a trace as JSON Lines, one object an event, in the project's public event vocabulary. */
#ifndef LOOPSCOPE_TRACE_JSONL_H
#define LOOPSCOPE_TRACE_JSONL_H

#include "store.h"

#include <stdio.h>

/* Writes every exported event, with what is derived (batch, chain, children) filled in. False when writing failed or memory ran out. */
bool trace_write_jsonl(const Trace *trace, FILE *out);

#endif
