/* way.h: the way through the lessons, from what is kept: which questions are due again, and which lesson comes next. */
#ifndef LOOPSCOPE_WAY_H
#define LOOPSCOPE_WAY_H

#include "kept.h"
#include "lesson/lesson.h"

typedef struct WayQuestion {
    size_t lesson;   /* index into the list of lessons */
    size_t question; /* index into its page's questions */
} WayQuestion;

enum { ROUND_QUESTIONS = 16 };

typedef enum RoundKind { ROUND_NONE, ROUND_DUE } RoundKind;

/* Questions that are asked one after another, each in its lesson at its moment. */
typedef struct Round {
    RoundKind kind;
    WayQuestion question[ROUND_QUESTIONS];
    bool right[ROUND_QUESTIONS];
    size_t count, at; /* at: which of them is asked now */
} Round;

/* Those that are due on the day `kept->today`, in the order of the lessons; at most `most` of them go into `due`. Returns how many there are. */
size_t way_due(LessonList lessons, const Kept *kept, WayQuestion *due, size_t most);
size_t way_due_in(const Lesson *lesson, const Kept *kept); /* of one lesson: how many */
/* The first lesson whose end has not been seen; SIZE_MAX: there is none. */
size_t way_next(LessonList lessons, const Kept *kept);
size_t way_right(const Round *round); /* how many of its questions were answered right */

#endif
