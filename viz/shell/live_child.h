/* live_child.h: the other end of live.h: runs a lesson by the real clock and sends its events down the pipe. */
#ifndef LOOPSCOPE_LIVE_CHILD_H
#define LOOPSCOPE_LIVE_CHILD_H

#include "lesson/lesson.h"

/* Returns the lesson's exit status, or 1 when nothing can be sent. */
int live_child(const Lesson *lesson, const KnobValues *values, int descriptor);

#endif
