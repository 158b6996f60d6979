/* examples.h: for each rule by which Python's versions part a small program that parts there: a lesson that stands in no list and has no words. */
#ifndef LOOPSCOPE_EXAMPLES_H
#define LOOPSCOPE_EXAMPLES_H

#include "async.h"
#include "lesson.h"

const Lesson *example_find(const char *rule); /* by the rule's name, "wait-for-in-task"; NULL: there is no such rule */
size_t example_count(void);
const Lesson *example_at(size_t number); /* in the order of async_rule_at(); NULL beyond the end */
async_rule example_rule(const Lesson *example);
/* Recorded as the version before the rule (with == false), or as the first that has it. */
KnobValues example_values(const Lesson *example, bool with);

#endif
