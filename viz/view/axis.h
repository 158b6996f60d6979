/* axis.h: where on the timeline an event stands, and which event stands at a place: the three axes and the part of them that is seen.

   Positions are measured in units: about one step of a task. In virtual time many events share one instant, so each event has a small
   width of its own; silence between two events adds to it, shrunk on the elastic axis. Positions grow strictly with the event. */
#ifndef LOOPSCOPE_AXIS_H
#define LOOPSCOPE_AXIS_H

#include "trace/store.h"
#include "ui.h"

/* Sums over the events of one trace: a cache. It may be dropped at any time, and is the same however the trace grew. */
typedef struct AxisMap AxisMap;
AxisMap *axis_new(void); /* NULL: out of memory */
void axis_free(AxisMap *map);
/* Takes in the events that are new; another trace, or one with fewer events, starts anew. After a trace was replaced in place, call
   axis_reset() first. Borrows the trace. False: out of memory, the map covers what came before. */
bool axis_update(AxisMap *map, const Trace *trace);
void axis_reset(AxisMap *map);
/* The axis goes on behind the end of the run until its clock would show `ns`; 0: it does not. What was there keeps its units. */
void axis_extend(AxisMap *map, int64_t ns);

/* Units, from 0 to axis_length(). Event i happens at axis_event(i); at axis_cursor(n) the first n events have happened, and no more:
   axis_event(n - 1) < axis_cursor(n) < axis_event(n). Indices beyond the end count as the end. */
double axis_length(const AxisMap *map, Axis axis);
double axis_event(const AxisMap *map, Axis axis, size_t index);
double axis_cursor(const AxisMap *map, Axis axis, size_t n);
size_t axis_n_at(const AxisMap *map, Axis axis, double units); /* how many events have happened there: the inverse of axis_cursor() */
double axis_time(const AxisMap *map, Axis axis, int64_t ns);   /* where the clock first shows this time */
int64_t axis_time_at(const AxisMap *map, Axis axis, double units);
/* The silence before an event: it begins here and ends at axis_event(index). */
double axis_silence(const AxisMap *map, Axis axis, size_t index);
/* Event indices, in order, of the silences and of the steps that blocked the loop: ADVANCE and BLOCK. */
const uint32_t *axis_columns(const AxisMap *map, size_t *count);
/* A task that belongs to the loop's own shutdown, not to the program. */
bool axis_is_internal(const AxisMap *map, uint32_t task_number);
/* "0 s", "1.5 s", "250 ms", "12 µs": the shortest exact form. Into `buffer` (at least 32 bytes); returns it. */
char *axis_time_text(int64_t ns, char *buffer, size_t size);

#endif
