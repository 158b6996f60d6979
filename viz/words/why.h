/* why.h: why a task runs, or does not, and why something happened: the chain of causes back to the start of the run, a sentence a link.

   A pure function of the trace and n. It asks the model for states: what model_at() returned before is no longer valid after it. */
#ifndef LOOPSCOPE_WHY_H
#define LOOPSCOPE_WHY_H

#include "language/language.h"
#include "model/spans.h"

enum { WHY_TEXT = 256, WHY_FACTS = 8, WHY_CAUSES = 40 };

typedef struct WhyLink {
    size_t index;        /* the event: the moment after it is n = index + 1 */
    Ref task;            /* whom the sentence is about, or 0 */
    char text[WHY_TEXT]; /* a whole sentence, never empty */
} WhyLink;

typedef struct Why {
    Ref task;                   /* who was asked about, or 0: the question was about an event */
    bool runs;                  /* the question: why does it run (else why does it not) */
    WhyLink facts[WHY_FACTS];   /* what holds now: who waits for whom; of each the event since when */
    size_t fact_count;          /* 0 when the question is about an event */
    WhyLink causes[WHY_CAUSES]; /* the newest first; indices fall strictly; the last is event 0, the start of the run */
    size_t cause_count;         /* 0 only when the trace holds no event before n */
} Why;

/* Why does the task run, or not run, after the first n events? */
void why_task(Language language, Model *model, const Spans *spans, const Trace *trace, Ref task, size_t n, Why *out);
/* Why did event number `index` happen? */
void why_event(Language language, Model *model, const Spans *spans, const Trace *trace, size_t index, Why *out);
/* The event that is the nearest cause of event number `index`, always an earlier one; SIZE_MAX: there is none, the run began with it. */
size_t why_cause(const Trace *trace, size_t index);

#endif
