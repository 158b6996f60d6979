/* lesson.h: a run of a lesson from a folder: its program, with the knobs as they stand, by Python under the tracer in virtual time. */
#ifndef LOOPSCOPE_OWN_LESSON_H
#define LOOPSCOPE_OWN_LESSON_H

#include "lesson/knobs.h"

#include <stdint.h>

typedef struct OwnLesson OwnLesson;

/* The path of this program, beside which the tracer lies; borrowed. To be said once, before anything runs. */
void own_lesson_program(const char *self);

/* Makes Python ready for it; nothing of the lesson runs yet. NULL: `error` says why not. */
OwnLesson *own_lesson_ready(const Lesson *lesson, char *error, size_t size);
/* Tells it to begin, with these values. False: it has gone, or there is no memory. `now`: ns, any origin. */
bool own_lesson_begin(OwnLesson *run, const KnobValues *values, int64_t now);
/* Takes what has come of it, without waiting. True: it is over; what goes on for too long is ended. */
bool own_lesson_follow(OwnLesson *run, int64_t now);
const Lesson *own_lesson_of(const OwnLesson *run);
/* Of one that is over: its trace, which is the caller's, with what the lesson says of itself; NULL: it did not come to its event loop. `sentence`: "", or what is wrong
   with the lesson or went wrong with the run; of a run with the knobs as in the text it is then the lesson's fault too (folder.h). */
Trace *own_lesson_take(OwnLesson *run, char *sentence, size_t size);
/* Ends it, and takes away its copy of the program. NULL is allowed. */
void own_lesson_free(OwnLesson *run);

/* All of that at once, waiting for the end. NULL: `sentence` says why not. */
Trace *own_lesson_record(const Lesson *lesson, const KnobValues *values, char *sentence, size_t size);

#endif
