/* answered.h: the moments of runs at which a question has been answered: each counts once. */
#ifndef LOOPSCOPE_ANSWERED_H
#define LOOPSCOPE_ANSWERED_H

#include "trace/store.h"

#include <stdbool.h>
#include <stdint.h>

struct AnsweredMoment {
    uint64_t run;
    size_t at; /* n */
};

typedef struct Answered {
    struct AnsweredMoment *moments;
    size_t count, capacity;
} Answered;

/* Which run this is: one of virtual time is the same as often as it is run. */
uint64_t answered_run(const Trace *trace);
/* True: this moment had no answer yet. Without memory to keep it, it counts as answered. */
bool answered_add(Answered *answered, uint64_t run, size_t at);
void answered_free(Answered *answered);

#endif
