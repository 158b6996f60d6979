/* lessons.h: for tests: as many stand-in lessons as a test wants, in sections, each running one of the real programs. */
#ifndef LOOPSCOPE_SUPPORT_LESSONS_H
#define LOOPSCOPE_SUPPORT_LESSONS_H

#include "lesson/lesson.h"

enum { STAND_INS = 160 };

/* At most STAND_INS; five to a section. Valid until the next call. */
LessonList stand_in_lessons(size_t count);

#endif
