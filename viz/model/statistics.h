/* statistics.h: a run in figures: how long steps take, how long they wait for their turn, and what tasks wait for. */
#ifndef LOOPSCOPE_STATISTICS_H
#define LOOPSCOPE_STATISTICS_H

#include "model.h"

/* One step of a task: from its first line to where it suspends or ends. */
typedef struct StatisticsStep {
    Ref task;
    uint32_t place; /* place id: where the task stood when the step began; 0: it was its first */
    int64_t began;  /* ns */
    int64_t took;   /* ns */
    size_t index;   /* of the event with which it began */
} StatisticsStep;

/* All waits of one kind at one place. */
typedef struct StatisticsWait {
    TraceVia via;
    uint32_t name;  /* string id: what is waited for outside of the loop, or what the program calls the lock, queue …; or 0 */
    uint32_t place; /* place id: of the await */
    size_t count;
    int64_t sum, longest; /* ns */
    Ref who;              /* whose was the longest */
    size_t index;         /* of the event with which that ended */
} StatisticsWait;

enum { STATISTICS_STEPS = 64 };

typedef struct Statistics {
    size_t events, turns, step_count;
    int64_t took;                             /* ns: from the first event to the last */
    StatisticsStep longest[STATISTICS_STEPS]; /* the longest first; those that took no time are left out */
    size_t longest_count;
    int64_t *latencies; /* ns, in order: from ready to running, one a step */
    size_t latency_count;
    StatisticsStep late;   /* the step that waited longest for its turn: `took` is how long it waited */
    StatisticsWait *waits; /* those that took longest together first */
    size_t wait_count;
    size_t outsides[OUTSIDE_COUNT]; /* how many of each kind there were */
    uint64_t read, sent;            /* bytes */
} Statistics;

/* Of the whole trace. False: out of memory; `statistics` is to be freed all the same. Leaves the model at the end. */
bool statistics_find(Statistics *statistics, Model *model, const Trace *trace);
void statistics_free(Statistics *statistics);
/* The latency that `part` of all are not longer than: 0.5 is the median. 0 when there is none. ns */
int64_t statistics_latency(const Statistics *statistics, double part);

#endif
