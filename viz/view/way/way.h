/* way.h: the way through the lessons, from what is kept: which questions are due again, which lesson comes next, what can be predicted by now. */
#ifndef LOOPSCOPE_WAY_H
#define LOOPSCOPE_WAY_H

#include "kept.h"
#include "lesson/lesson.h"
#include "words/predict/predict.h"

typedef struct WayQuestion {
    size_t lesson;   /* index into the list of lessons */
    size_t question; /* index into its page's questions */
} WayQuestion;

enum { ROUND_QUESTIONS = 16, ROUND_PRACTISED = 4 /* so many of one kind are enough for a while */ };

typedef enum RoundKind { ROUND_NONE, ROUND_DUE, ROUND_PRACTICE, ROUND_PLACEMENT } RoundKind;

/* Questions that are asked one after another, each in its lesson at its moment. */
typedef struct Round {
    RoundKind kind;
    WayQuestion question[ROUND_QUESTIONS];
    bool right[ROUND_QUESTIONS];
    size_t count, at;  /* at: which of them is asked now */
    PredictKind about; /* of a ROUND_PRACTICE: all are of this kind */
} Round;

/* Those that are due on the day `kept->today`, in the order of the lessons; at most `most` of them go into `due`. Returns how many there are. */
size_t way_due(LessonList lessons, const Kept *kept, WayQuestion *due, size_t most);
size_t way_due_in(const Lesson *lesson, const Kept *kept); /* of one lesson: how many */
/* The first lesson whose end has not been seen, from `kept->begin` on; where all of those are done, the first of all. SIZE_MAX: there is none. */
size_t way_next(LessonList lessons, const Kept *kept);
/* The kinds of question that the lessons ask, in the order in which they first come. Returns how many. */
size_t way_kinds(LessonList lessons, PredictKind kinds[PREDICT_KIND_COUNT]);
/* How many of that kind there are, how many had an answer, and how many were right the last time that it counted. */
typedef struct WayScore {
    uint32_t count, answered, right;
} WayScore;
WayScore way_score(LessonList lessons, const Kept *kept, PredictKind kind);
/* What to practise of that kind: what was wrong, then what was never asked; where there is neither, what was right. At most `most`; returns how many. */
size_t way_practice(LessonList lessons, const Kept *kept, PredictKind kind, WayQuestion *questions, size_t most);
size_t way_right(const Round *round); /* how many of its questions were answered right */

#endif
