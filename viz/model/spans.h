/* spans.h: for every task, what it was doing from when to when: the bars of the timeline, built once by the same fold.

   A span covers the events [from, to): at every n in from < n <= to the task's state in model_at(n) is the span's. */
#ifndef LOOPSCOPE_SPANS_H
#define LOOPSCOPE_SPANS_H

#include "model.h"

typedef struct Span {
    uint32_t from, to; /* event indices: state holds at n in (from, to]; `to` is UINT32_MAX for the last span of a trace that may grow */
    int64_t from_time, to_time; /* ns */
    uint8_t state;              /* TaskState */
} Span;

/* An arrow: who made whom, who woke whom. */
typedef struct Link {
    uint32_t index; /* event that caused it */
    Ref from, to;   /* tasks; from may be a timer, TRACE_LOOP or, as REF_OUTSIDE, what has come from outside of the loop */
    bool spawn;     /* else a wake-up */
} Link;

/* What lies outside of the loop, from its first event to its last. */
typedef struct SpanOutside {
    uint32_t from, to;  /* event indices; `to` is UINT32_MAX where no end is told */
    uint32_t name, of;  /* string id; number of the listener or process that it belongs to, or 0 */
    uint32_t same;      /* how many before it are called the same */
    uint8_t kind, gone; /* TraceOutside, TraceGone */
} SpanOutside;

/* Everything about a trace that the views look up by index. Grows with the trace: call spans_update() after events were appended. */
typedef struct Spans Spans;
Spans *spans_new(const Trace *trace); /* NULL: out of memory */
Spans *spans_of_model(
    Model *model); /* the same with the front of a model that is there already, and must outlive it: a run is folded once */
void spans_free(Spans *spans);
bool spans_update(Spans *spans); /* false: out of memory, or an illegal event: then it covers what came before */

size_t spans_task_count(const Spans *spans);
size_t spans_of(const Spans *spans, uint32_t task_number, const Span **first); /* count */
size_t spans_at(const Spans *spans, uint32_t task_number, size_t n);           /* index of the span that holds at n, or SIZE_MAX */
Ref spans_parent(const Spans *spans, uint32_t task_number);
uint32_t spans_depth(const Spans *spans, uint32_t task_number); /* 0 for a task made outside the loop */
bool spans_has_children(const Spans *spans, uint32_t task_number);
/* It was made by a library for itself and none of the program's coroutines has run in it, as far as the trace goes. */
bool spans_is_library(const Spans *spans, uint32_t task_number);
bool spans_has_libraries(const Spans *spans); /* there is such a task */
/* The task that caused it: the one that made it; of one that a callback of the loop's made, that for which the loop ran. 0: none. */
uint32_t spans_cause(const Spans *spans, uint32_t task_number);
bool spans_causes_library(const Spans *spans, uint32_t task_number); /* it is the cause of a library's task */
bool spans_closes_loop(const Spans *spans, uint32_t task_number);    /* one of the two tasks with which asyncio closes a loop */
/* Task numbers in the order of lanes: each under the task that made it, siblings in order of creation. */
const uint32_t *spans_lanes(const Spans *spans, size_t *count);
size_t spans_lane(const Spans *spans, uint32_t task_number); /* its place in that order; the count when there is no such task */
const Link *spans_links(const Spans *spans, size_t *count);  /* in order of index */

/* Event indices of a kind, in order: the landmarks for stepping, the output panel and the program panel. */
typedef enum Landmark {
    LANDMARK_STEP, /* a task's step begins */
    LANDMARK_AWAIT, /* a step begins or ends: a task goes on, or stops at an await; not those of the tasks with which asyncio closes a loop */
    LANDMARK_TURN,
    LANDMARK_OUTPUT,
    LANDMARK_OUTSIDE, /* bytes go in or out, something is found ready, a flow stops or goes on */
    LANDMARK_COUNT
} Landmark;
const uint32_t *spans_landmarks(const Spans *spans, Landmark landmark, size_t *count);
/* What lies outside of the loop, numbered from 1. */
size_t spans_outside_count(const Spans *spans);
const SpanOutside *spans_outside(const Spans *spans, uint32_t number); /* NULL: there is none */
/* "to 127.0.0.1:4242", "from 127.0.0.1:50984", "fetch (2)": what it is called in a row of its like. Into `buffer`; returns it. */
const char *spans_outside_label(const Spans *spans, uint32_t number, char *buffer, size_t size);
/* The same where there is little room: of this machine's own addresses the port alone, "from :50984", of a pipe which it is, "stdout". */
const char *spans_outside_brief(const Spans *spans, uint32_t number, char *buffer, size_t size);
/* How many of event indices in order, such as landmarks, lie before n: those whose events have happened there. */
size_t spans_before(const uint32_t *indices, size_t count, size_t n);
/* Event indices at which a source line was active, in order (for the program panel's "when did this run"). */
size_t spans_line_runs(const Spans *spans, const char *file, uint32_t line, const uint32_t **first);
size_t spans_memory(const Spans *spans); /* bytes */

#endif
