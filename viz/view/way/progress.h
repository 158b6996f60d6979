/* progress.h: how far the learner has come: per lesson the furthest moment, whether its end was seen, and the best score. */
#ifndef LOOPSCOPE_PROGRESS_H
#define LOOPSCOPE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROGRESS_LESSONS = 128, PROGRESS_NAME = 48, PROGRESS_WHOLE = 1000 };

typedef struct LessonProgress {
    char name[PROGRESS_NAME]; /* the lesson's, as the command line takes it */
    uint32_t furthest;        /* of PROGRESS_WHOLE: the share of the await points that were passed */
    bool done;                /* the end was reached */
    bool solved;              /* its task was solved */
    uint32_t asked, right;    /* the best score; asked 0: none yet; never more right than asked */
} LessonProgress;

/* Lessons that this program does not know are kept too: another version may. */
typedef struct Progress {
    LessonProgress lesson[PROGRESS_LESSONS];
    size_t count;
    bool hints_seen; /* the hints of the first start have been shown */
} Progress;

const LessonProgress *progress_of(const Progress *progress, const char *lesson); /* NULL: never stepped into */
/* The learner stands at await point k of `total`. True: that is further than ever before. */
bool progress_reached(Progress *progress, const char *lesson, size_t k, size_t total);
bool progress_solved(Progress *progress, const char *lesson); /* true: for the first time */
/* True: a better score than before: more that is right, or as much with fewer questions asked. */
bool progress_scored(Progress *progress, const char *lesson, uint32_t asked, uint32_t right);
/* Takes over whatever is better in the other one: nothing that either has reached is lost. */
void progress_merge(Progress *into, const Progress *other);

#endif
