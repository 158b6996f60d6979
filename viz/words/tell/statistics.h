/* statistics.h: the figures of a run, as a page of text. */
#ifndef LOOPSCOPE_TELL_STATISTICS_H
#define LOOPSCOPE_TELL_STATISTICS_H

#include "language/language.h"
#include "trace/store.h"

#include <stdbool.h>
#include <stdio.h>

/* False: out of memory, or writing failed. */
bool tell_statistics(Language language, const Trace *trace, FILE *out);

#endif
