/* spans_parts.h: the lists that spans.c fills beside the spans: who woke whom, and when each source line ran. For spans*.c alone. */
#ifndef LOOPSCOPE_SPANS_PARTS_H
#define LOOPSCOPE_SPANS_PARTS_H

#include "spans.h"

typedef struct IndexList {
    uint32_t *indices; /* of events, in order */
    size_t count, capacity;
} IndexList;

bool index_add(IndexList *list, uint32_t index); /* false: out of memory */

typedef struct SpanOutsides {
    SpanOutside *outsides; /* by number - 1 */
    size_t count, capacity;
} SpanOutsides;

void outsides_free(SpanOutsides *outsides);
bool outsides_note(SpanOutsides *outsides, const Event *event, uint32_t index); /* false: out of memory */
size_t outsides_memory(const SpanOutsides *outsides);
const SpanOutsides *spans_outsides(const Spans *spans); /* spans.c: they are a part of it */
const Trace *spans_trace(const Spans *spans);

typedef struct SpanLinks {
    Link *links; /* in order of index */
    size_t count, capacity;
} SpanLinks;

void links_free(SpanLinks *links);
/* Adds the arrow that the event drew, if it drew one; `state` is the one after it. False: out of memory. */
bool links_note(SpanLinks *links, const State *state, const Event *event, uint32_t index);
size_t links_memory(const SpanLinks *links);

/* Source lines by place id, and by file and line. */
typedef struct LineRuns {
    struct LineRun *lines;
    size_t count, capacity;
    uint32_t *by_place; /* place id - 1: index into lines + 1, or 0 */
    size_t place_capacity;
    uint32_t last; /* the line (index + 1) that the last event with a place was at in the present step, or 0 */
    Ref last_by;
} LineRuns;

void lines_free(LineRuns *lines);
bool lines_note(LineRuns *lines, const Trace *trace, const Event *event, uint32_t index); /* false: out of memory */
size_t lines_find(const LineRuns *lines, const char *file, uint32_t line, const uint32_t **first);
size_t lines_memory(const LineRuns *lines);

#endif
