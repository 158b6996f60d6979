/* handout.h: a printable document of a lesson, of all lessons, or of a run: one HTML file that needs nothing else. */
#ifndef LOOPSCOPE_HANDOUT_H
#define LOOPSCOPE_HANDOUT_H

#include "lesson/lesson.h"

#include <stdio.h>

/* `lesson` NULL: of a run that is none. `name` stands for the title where the run has none. NULL when all is well, otherwise what is wrong, as a sentence
   without its end: "there is not enough memory for the handout". */
const char *handout_write(Language language, const Trace *trace, const Lesson *lesson, const char *name, FILE *out);
/* All lessons in one document, in their order. */
const char *handout_write_all(Language language, FILE *out);
/* A page that leads to the handout of each lesson, as handout_file_name() calls it. */
bool handout_write_index(Language language, FILE *out);
void handout_file_name(size_t lesson, char *buffer, size_t size); /* "06-gather.handout.html", counted from 0 */

#endif
