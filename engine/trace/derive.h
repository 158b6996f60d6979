/* derive.h: what an export says and the events only imply: the ready queue, the await chains, a gather's children.

   It follows a trace event by event. Events that contradict each other (a damaged recording) lose what they would have told; they
   never harm. */
#ifndef LOOPSCOPE_TRACE_DERIVE_H
#define LOOPSCOPE_TRACE_DERIVE_H

#include "store.h"

/* What an entry of the ready queue or a timer does: the fields of READY and TIMER_NEW. */
typedef struct DeriveCall {
    int64_t when; /* timers: the deadline, ns */
    uint32_t b, c;
    uint8_t call; /* TraceCall; CALL_COUNT: not known */
} DeriveCall;

/* One coroutine of a task's await chain. */
typedef struct DeriveFrame {
    uint32_t name;       /* string id */
    uint32_t awaited_at; /* place id: where its caller awaits it; 0 for a task's first */
} DeriveFrame;

typedef struct Derive Derive;

Derive *derive_new(void); /* NULL: out of memory */
void derive_free(Derive *derive);
/* Takes in the next event. False: out of memory. */
bool derive_event(Derive *derive, const Event *event);

/* The ready queue, front first. Valid until the next event. */
size_t derive_ready(const Derive *derive, const Ref **first);
/* What a handle or timer does; never NULL. */
const DeriveCall *derive_call(const Derive *derive, Ref handle);
/* A task's coroutines, outermost first. Valid until the next event. */
size_t derive_frames(const Derive *derive, uint32_t task, const DeriveFrame **first);
/* Children of a gather's outer future, in argument order. Valid until the next event. */
size_t derive_children(const Derive *derive, Ref future, const Ref **first);
/* How long the sleep behind a future lasts, ns; -1: it is not a sleep's. */
int64_t derive_delay(const Derive *derive, Ref future);

#endif
