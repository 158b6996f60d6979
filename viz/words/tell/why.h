/* why.h: --why on the command line: which task is meant, and the answer as text. */
#ifndef LOOPSCOPE_TELL_WHY_H
#define LOOPSCOPE_TELL_WHY_H

#include "language/language.h"
#include "words/why.h"

#include <stdio.h>

/* The number of the task with that label ("API A") or number ("2"); 0: there is none. */
uint32_t tell_why_task(const Model *model, const Spans *spans, const char *name);
typedef enum TellWhy { TELL_WHY_DONE, TELL_WHY_NO_TASK, TELL_WHY_FAILED } TellWhy;
/* Why that task runs, or does not, after the first n events: what holds now, then the causes back to the start, each with its time. */
TellWhy tell_why(Language language, const Trace *trace, const char *name, size_t n, FILE *out);

#endif
