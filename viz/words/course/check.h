/* check.h: whether the page of a lesson asks for nothing that its run does not bring. */
#ifndef LOOPSCOPE_COURSE_CHECK_H
#define LOOPSCOPE_COURSE_CHECK_H

#include "lesson/knobs.h"

/* What is wrong with its page is shown by a run. With the knobs as in the text: the first of its questions, goals and solution, as the page has it, that finds nothing
   there; with those of its solution: that, if a goal does not hold. `error` says in one sentence why. NULL: all is well, or there is no memory to look, or the knobs
   stand elsewhere. */
const char *course_check(const Lesson *lesson, const KnobValues *values, const Trace *trace, char *error, size_t size);
/* The knobs as the solution of its task has them. False: it has none, or one that cannot be set. */
bool course_solution(const Lesson *lesson, KnobValues *values);

#endif
