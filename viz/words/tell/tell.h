/* tell.h: a run in words, step by step, as plain text: for terminals, screen readers and tests. */
#ifndef LOOPSCOPE_TELL_H
#define LOOPSCOPE_TELL_H

#include "lesson/lesson.h"

#include <stdio.h>

/* Writes the time, the turn and the sentence of every event; printed lines stand apart; remarks on the program come last. False: out of memory, or writing failed. */
bool tell_run(Language language, const Trace *trace, FILE *out);
/* The same, and at each await point what the panels show. `lesson` NULL: a recording of something else. */
bool tell_run_with_states(Language language, const Trace *trace, const Lesson *lesson, bool python, FILE *out);
/* Only the moment after the first n events (the last one, if there are fewer): where it is, its sentence, and what the panels show. */
bool tell_moment(Language language, const Trace *trace, const Lesson *lesson, bool python, size_t n, FILE *out);

#endif
