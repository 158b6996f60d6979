/* against.h: two runs compared: how long each took and how much it did, and the first place where their schedules part. */
#ifndef LOOPSCOPE_TELL_AGAINST_H
#define LOOPSCOPE_TELL_AGAINST_H

#include "language/language.h"
#include "words/narrate/narrate.h"

#include <stdio.h>

enum { AGAINST_TEXT = 2 * SENTENCE_TEXT + 240 };

/* Where their schedules part, as a sentence with what each does there, into `buffer` (AGAINST_TEXT bytes are enough). Tasks are the same when they
   have the same label; times are not compared, nor is what only one of the recorders tells. False: out of memory. */
bool against_sentence(Language language, const Trace *first, const Trace *second, char *buffer, size_t size);
/* The same, and where the tasks do the same the first callback or report that differs. */
bool against_closely(Language language, const Trace *first, const Trace *second, char *buffer, size_t size);
/* The totals of both, side by side, then that sentence. False: out of memory, or writing failed. */
bool tell_against(Language language, const Trace *first, const char *first_name, const Trace *second, const char *second_name, FILE *out);

#endif
