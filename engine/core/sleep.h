/* sleep.h: sleep: a coroutine that becomes a future with a timer, in one small object. */
#ifndef LOOPSCOPE_SLEEP_H
#define LOOPSCOPE_SLEEP_H

#include "hook.h"

typedef struct sleep_object { /* 1,000,000 of them must fit into little memory */
    future_object future;
    async_entry timer;
} sleep_object;

extern async_object sleep_zero;                       /* the OBJECT_YIELD */
async_frame *sleep_as_coroutine(async_object *sleep); /* so that it can be a task; takes it. NULL: out of memory */
bool sleep_start(async_loop *loop, sleep_object *sleep, bool announced, async_value *error); /* false: why not is the error: a reference */
void sleep_end(async_loop *loop, sleep_object *sleep, bool announced); /* its task goes on: what was not needed of the timer is cancelled */
void sleep_due(sleep_object *sleep);                                   /* its timer */
extern const async_coroutine_class sleep_class;
/* What sleep_as_coroutine() made. */
static inline bool sleep_is_coroutine(const async_frame *frame) { return coro_class(frame) == &sleep_class; }
static inline sleep_object *sleep_of(async_entry *entry) { return (sleep_object *)(void *)((char *)entry - offsetof(sleep_object, timer)); }

/* Entering or leaving the coroutine sleep, in the trace. */
static inline void sleep_announce(async_loop *loop, EventKind kind, TraceOutcome outcome)
{
    const async_frame *frame = loop->current->frame;
    uint32_t at = kind == EV_ENTER && frame && frame->place ? hook_await_place(loop, frame->place, coro_class(frame)) : 0;
    hook_emit(loop, kind, kind == EV_EXIT ? outcome : 0, 0, 0, hook_class_of(loop, &sleep_class)->name, 0, at);
}

#endif
