/* tell_ask.h: --ask on the command line: the questions of a run, with their answers, as text. */
#ifndef LOOPSCOPE_TELL_ASK_H
#define LOOPSCOPE_TELL_ASK_H

#include "trace_store.h"

#include <stdbool.h>
#include <stdio.h>

/* Every question that a walk from await point to await point meets: when it is asked, the choices, the right one, why, and what the wrong ones
   believe. False: out of memory, or writing failed. */
bool tell_questions(const Trace *trace, FILE *out);

#endif
