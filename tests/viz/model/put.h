/* put.h: for tests of the model: a trace that is written event by event. */
#ifndef LOOPSCOPE_TESTS_PUT_H
#define LOOPSCOPE_TESTS_PUT_H

#include "model/model.h"

#include <stdint.h>
#include <string.h>

static inline uint32_t put_text(TraceSink *sink, const char *text) { return sink->text(sink->context, text, strlen(text)); }

static inline void put(Trace *trace, Event event)
{
    TraceSink sink = trace_sink(trace);
    sink.event(sink.context, &event);
}

static const Ref task_1 = (Ref)REF_TASK << 29 | 1;
static const Event first_step = {.kind = EV_STEP, .by = TRACE_LOOP, .a = 1, .b = (Ref)REF_HANDLE << 29 | 1, .detail = RESUME_START};

/* One task in the queue, and the loop about to run it. */
static inline Trace *one_ready_task(void)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    put(trace, (Event){.kind = EV_TASK_NEW, .a = 1, .b = put_text(&sink, "Task-1"), .c = put_text(&sink, "main")});
    put(trace, (Event){.kind = EV_READY, .a = 1, .detail = CALL_STEP, .b = task_1});
    put(trace, (Event){.kind = EV_RUN, .b = task_1, .detail = VIA_RUN});
    put(trace, (Event){.kind = EV_ITER, .a = 1, .b = 1});
    return trace;
}

#endif
