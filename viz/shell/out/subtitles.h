/* subtitles.h: the sentences of a film as text (WebVTT), each for as long as it stands: for players, and for those who have them read to them. */
#ifndef LOOPSCOPE_OUT_SUBTITLES_H
#define LOOPSCOPE_OUT_SUBTITLES_H

#include <stdint.h>
#include <stdio.h>

void subtitles_begin(FILE *out);
/* From and until in ms from the film's start. */
void subtitles_say(FILE *out, int64_t from, int64_t until, const char *sentence);

/* In an .mp4 they are there to be chosen, and are not shown unasked: they stand in the picture anyway. What is no such file stays as it is. */
void subtitles_rest(const char *file);

#endif
