/* moments.h: the questions that a lesson's page has chosen, each at its moment of this run. */
#ifndef LOOPSCOPE_COURSE_MOMENTS_H
#define LOOPSCOPE_COURSE_MOMENTS_H

#include "lesson/lesson.h"
#include "words/predict/predict.h"

enum { COURSE_MOMENTS = 16 };

typedef struct CourseMoment {
    size_t n; /* asked while the cursor is here */
    PredictKind kind;
    size_t question; /* index into LessonPage.questions */
} CourseMoment;

/* "start 2": the kind and which of its moments, from 1. False: `error` says in one sentence what is wrong with it. */
bool course_read_question(const char *text, PredictKind *kind, size_t *nth, char *error, size_t size);
/* Into `moments`, in order of n; returns how many. A question that this run does not bring, since a knob has taken it away, is left out. The moments are those at
   which a walk by await points comes to rest. What the model returned before is no longer valid. */
size_t course_moments(const LessonPage *page, const Trace *trace, Model *model, const Spans *spans, CourseMoment moments[COURSE_MOMENTS]);
/* The question of that moment; false: there is none. */
bool course_question(Language language, const CourseMoment *moment, const Trace *trace, Model *model, const Spans *spans,
                     Question *question);

#endif
