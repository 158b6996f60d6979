/* store.h: a trace in memory: events, strings and places, appended and never changed. */
#ifndef LOOPSCOPE_TRACE_STORE_H
#define LOOPSCOPE_TRACE_STORE_H

#include "trace.h"

#include <stdbool.h>

typedef struct Trace Trace;

/* An empty trace, or NULL when out of memory. The caller frees it. */
Trace *trace_new(void);
void trace_free(Trace *trace);

/* A sink which appends to `trace`. Out of memory does not fail the run: from then on nothing more is kept and trace_full() is true. */
TraceSink trace_sink(Trace *trace);
bool trace_full(const Trace *trace);

/* Events are numbered from 0. "At n" everywhere means: after the first n events; 0 <= n <= trace_count(). */
size_t trace_count(const Trace *trace);
const Event *trace_event(const Trace *trace, size_t index);

/* The string with that id, "" for 0 or an id that does not exist. Valid as long as the trace. */
const char *trace_text(const Trace *trace, uint32_t id);
size_t trace_text_length(const Trace *trace, uint32_t id);
size_t trace_text_count(const Trace *trace);
/* The place with that id; for 0 or an unknown id one with empty strings and line 0. */
const TracePlace *trace_place(const Trace *trace, uint32_t id);
size_t trace_place_count(const Trace *trace);

bool trace_has_run(const Trace *trace); /* a task or a callback has run in it: the program came to its event loop */

/* What the run said of itself: "" or 0 where it said nothing. */
const char *trace_title(const Trace *trace);
const char *trace_producer(const Trace *trace);
bool trace_real_time(const Trace *trace);
size_t trace_source_count(const Trace *trace);
const char *trace_source_file(const Trace *trace, size_t index);
const char *trace_source_text(const Trace *trace, size_t index);
const char *trace_knob(const Trace *trace, const char *name); /* its value, "" when it had the one in the program's text */

/* All of that as it was said, in order: for telling it again. */
size_t trace_meta_count(const Trace *trace);
TraceMeta trace_meta_at(const Trace *trace, size_t index, uint32_t *a, uint32_t *b);

/* Names of the vocabulary, for export and messages. */
const char *trace_event_name(EventKind kind); /* "task_new"; for those not exported their identifier in small letters */
bool trace_event_is_exported(EventKind kind); /* to JSON Lines */
const char *trace_via_name(TraceVia via);
const char *trace_thing_name(uint32_t thing);         /* "lock" */
const char *trace_outside_name(TraceOutside outside); /* "connection" */
const char *trace_remark_title(TraceRemark remark);   /* "a pipe that nobody reads" */
const char *trace_call_name(TraceCall call);          /* "gather.child"; "" for a callback of the program's own */
const char *trace_call_function(TraceCall call);      /* the asyncio function whose callback it is: "gather"; "" for none */
/* "T1", "F2", "H3", "M4", "loop", "main" into `buffer` (at least 16 bytes); returns it. */
const char *trace_ref_name(Ref ref, char *buffer);

/* Bytes held, for the promise of at most 64 bytes an event. */
size_t trace_memory(const Trace *trace);

#endif
