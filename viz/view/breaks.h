/* breaks.h: where a line of words may end. */
#ifndef LOOPSCOPE_BREAKS_H
#define LOOPSCOPE_BREAKS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a line may end at this space, text[at]. Not between a number and its unit ("3 s"), beside the sign of what is told ("t = 1 s"), or before the
   arrow of a key ("Shift →"). */
bool breaks_at(const char *text, size_t length, size_t at);

#endif
