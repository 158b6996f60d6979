/* goal.h: whether the task of a lesson is solved by a run: conditions such as "total <= 3", looked up in the trace. */
#ifndef LOOPSCOPE_COURSE_GOAL_H
#define LOOPSCOPE_COURSE_GOAL_H

#include "lesson/knobs.h"
#include "model/spans.h"
#include "words/lints/lint.h"

/* A run with all that a goal may ask of it. */
typedef struct GoalRun {
    const Trace *trace;
    Model *model;
    const Spans *spans;
    const Lints *lints;
    const Lesson *lesson;
    const KnobValues *knobs; /* of this run */
} GoalRun;

/* Does it hold? What is no goal never does; `error` says in one sentence why it is none, and is empty otherwise. What the model returned before is no longer valid. */
bool goal_holds(const char *goal, const GoalRun *run, char *error, size_t size);
/* All goals of the lesson's task hold; false for a lesson without a task. */
bool goal_all_hold(const GoalRun *run);

#endif
