/* part_of: which part of very many cases a run under the sanitizers tries: it looks at memory, the same run without them has tried all. */
#ifndef LOOPSCOPE_TESTS_PART_OF_H
#define LOOPSCOPE_TESTS_PART_OF_H

#include <stdlib.h>

/* Every how manieth case is to be tried: all of them, or under the sanitizers each `sanitized`th. */
static inline int part_of_many(int sanitized) { return getenv("LOOPSCOPE_SANITIZED") != NULL ? sanitized : 1; }

#endif
