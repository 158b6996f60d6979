/* parts.h: what the parts of a handout are made from: a lesson and its run, with the questions that its page has chosen. */
#ifndef LOOPSCOPE_HANDOUT_PARTS_H
#define LOOPSCOPE_HANDOUT_PARTS_H

#include "figure.h"
#include "words/course/moments.h"

typedef struct LessonPages {
    Language language;
    const LessonPage *page; /* in that language: what is read; what the form holds stands in the lesson's own */
    const Lesson *lesson;
    Figures *figures; /* of its run */
    FILE *out;
    size_t question_count;
    Question questions[COURSE_MOMENTS];
} LessonPages;

/* Each false: out of memory, or it could not be written. */
bool handout_pupil(const LessonPages *pages);   /* pupil.c: what is handed out */
bool handout_answers(const LessonPages *pages); /* answers.c: answers and solution, on a page apart */
bool handout_teacher(const LessonPages *pages); /* teacher.c: on a page apart as well */
bool handout_recording(Language language, Figures *figures, const char *title, FILE *out); /* recording.c: of a run that is no lesson */
void handout_seconds(int64_t ns, char *buffer, size_t size); /* "1.5 s", of a second or more without what is less than a thousandth */

#endif
