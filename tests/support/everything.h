/* everything.h: for tests of words: a program that does everything that the lessons do not, and two that do not end. */
#ifndef LOOPSCOPE_SUPPORT_EVERYTHING_H
#define LOOPSCOPE_SUPPORT_EVERYTHING_H

#include "trace/store.h"

typedef enum Everything { EVERYTHING, WAITS_FOR_EVER, NEVER_ENDS } Everything;

/* That program's run in virtual time; `turn_limit` 0: none. The caller frees it. */
Trace *everything_record(Everything which, uint32_t turn_limit);

#endif
