/* review.h: when each of the lessons' questions was answered last, and on which day it is due again. */
#ifndef LOOPSCOPE_REVIEW_H
#define LOOPSCOPE_REVIEW_H

#include "progress.h"

enum {
    REVIEW_QUESTIONS = 256,
    REVIEW_TEXT = 24,
    REVIEW_DONE = 3,          /* right so often in a row: it comes back no more */
    REVIEW_LAST_DAY = 100000, /* a day number behind it is no day */
};

typedef struct ReviewQuestion {
    char lesson[PROGRESS_NAME];
    char text[REVIEW_TEXT]; /* as the lesson's page has it: "start 1", the kind and which of its moments */
    uint32_t day;           /* since 1970, from 1: of the last answer that counted */
    uint32_t in_a_row;      /* how often it was right since it was wrong last: 0 … REVIEW_DONE */
} ReviewQuestion;

/* Questions that this program does not know are kept too: another version may. */
typedef struct Review {
    ReviewQuestion question[REVIEW_QUESTIONS];
    size_t count;
} Review;

const ReviewQuestion *review_of(const Review *review, const char *lesson, const char *text); /* NULL: it has had no answer yet */
/* One, three and seven days after its last answer; NULL is not due. A day that is still to come was given by a wrong clock: due now. */
bool review_is_due(const ReviewQuestion *question, uint32_t today);
/* An answer on that day (0: nobody knows which, and nothing is noted). The first one, when it is right, is all that is asked for. A wrong one brings the question
   back; a right one counts when the question is due. True: something has changed. */
bool review_answered(Review *review, const char *lesson, const char *text, bool right, uint32_t today);
/* What was kept of a question. False: it is none that can be, or there is no more room, or one of that name is there already. */
bool review_add(Review *review, const char *lesson, const char *text, long day, long in_a_row);
/* Takes over the later answer to each question; of one day, that which comes back sooner. `today` as above: later days count as none. */
void review_merge(Review *into, const Review *other, uint32_t today);

#endif
