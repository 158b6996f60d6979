/* check.h: whether the page of a lesson asks for nothing that its run does not bring. */
#ifndef LOOPSCOPE_COURSE_CHECK_H
#define LOOPSCOPE_COURSE_CHECK_H

#include "lesson/knobs.h"

/* The first of its questions, goals and solution, as the page has it, that finds nothing in the run (with the knobs as in the text); `error` says in one sentence why.
   NULL: all is well, or there is no memory to look. */
const char *course_check(const Lesson *lesson, const Trace *trace, char *error, size_t size);

#endif
