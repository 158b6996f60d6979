/* tell.h: a run in words, step by step, as plain text: for terminals, screen readers and tests. */
#ifndef LOOPSCOPE_TELL_H
#define LOOPSCOPE_TELL_H

#include "trace_store.h"

#include <stdio.h>

/* Writes the time, the turn and the sentence of every event; printed lines stand apart; remarks on the program come last. False: out of memory, or writing failed. */
bool tell_run(const Trace *trace, FILE *out);

#endif
