/* kept.h: what is kept between two runs of the program, and its form as text. */
#ifndef LOOPSCOPE_KEPT_H
#define LOOPSCOPE_KEPT_H

#include "progress.h"
#include "recent.h"

#include <stdio.h>

typedef struct Kept {
    Progress progress;
    Recent recent;
    int64_t wall_time; /* s since 1970, as of the last look at a clock; 0: unknown; none of the text */
} Kept;

/* Sections with a value a line, as other programs write their settings too. */
void kept_write(const Kept *kept, FILE *out);
/* Fills `kept` from what the text says. What another version wrote and this one does not know is passed over. False: some of it is no such
   text; what can be read is there all the same. */
bool kept_read(Kept *kept, const char *text, size_t length);

#endif
