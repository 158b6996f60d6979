/* placement.h: where somebody who knows a part of it already begins: eight of the lessons' own questions, and what the answers say. */
#ifndef LOOPSCOPE_COURSE_PLACEMENT_H
#define LOOPSCOPE_COURSE_PLACEMENT_H

#include "lesson/lesson.h"

enum { PLACEMENT_QUESTIONS = 8 };

/* The nth of them, in the order of the lessons: which lesson of the list asks it, and which of its page's questions it is. False: that list has no such question. */
bool placement_question(LessonList lessons, size_t nth, size_t *lesson, size_t *question);
/* The lesson to begin with: a right answer speaks for its lesson and those before it, up to the first answer that was not right. */
size_t placement_begin(LessonList lessons, const bool right[PLACEMENT_QUESTIONS]);

#endif
