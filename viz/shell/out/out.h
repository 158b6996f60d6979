/* out.h: a run in the formats of other tools, by its bars: who did what from when to when, and who woke whom. */
#ifndef LOOPSCOPE_OUT_H
#define LOOPSCOPE_OUT_H

#include "model/spans.h"

#include <stdio.h>

/* A run that is read whole; the model is asked for the tasks' labels. */
typedef struct OutRun {
    const Trace *trace;
    const Model *model;
    const Spans *spans;
} OutRun;

/* Each false: it could not be written. */
bool out_chrome(const OutRun *run, FILE *out); /* the Chrome trace event format: opens in Perfetto and chrome://tracing */
bool out_otlp(const OutRun *run, FILE *out);   /* OpenTelemetry's spans as OTLP JSON: one a task, its states are events */
bool out_csv(const OutRun *run, FILE *out);    /* task, state, from, to (s): a line a bar, as RFC 4180 has it */

enum { OUT_LABEL = 160 };
const char *out_label(const OutRun *run, uint32_t task, char buffer[OUT_LABEL]);
/* When the bar ends (ns): the last one of a task that is still there ends with the run. */
int64_t out_end(const OutRun *run, const Span *span);
int64_t out_end_of_run(const OutRun *run); /* ns */

#endif
