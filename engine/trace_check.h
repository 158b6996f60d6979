/* trace_check.h: whether an event that came from outside can be an event at all. */
#ifndef LOOPSCOPE_TRACE_CHECK_H
#define LOOPSCOPE_TRACE_CHECK_H

#include "trace.h"

#include <stdbool.h>

/* Kind, details and ids are in range, given how many strings and places are known. False: `what` says what is wrong. */
bool trace_check(const Event *event, uint32_t texts, uint32_t places, char *what, size_t size);

#endif
