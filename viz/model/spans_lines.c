/* spans_lines.c: when each line of the program ran. */
#include "spans_parts.h"

#include "fold.h"

#include <stdlib.h>
#include <string.h>

typedef struct LineRun {
    const char *file; /* the trace's */
    uint32_t line;
    IndexList runs;
} LineRun;

void lines_free(LineRuns *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        free(lines->lines[i].runs.indices);
    }
    free(lines->lines);
    free(lines->by_place);
    *lines = (LineRuns){0};
}

size_t lines_memory(const LineRuns *lines)
{
    size_t bytes = lines->capacity * sizeof(LineRun) + lines->place_capacity * sizeof(uint32_t);
    for (size_t i = 0; i < lines->count; i++) {
        bytes += lines->lines[i].runs.capacity * sizeof(uint32_t);
    }
    return bytes;
}

/* Programs have few lines with places, and this is asked once a place: a walk is fast enough. */
static size_t find_line(const LineRuns *lines, const char *file, uint32_t line)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->lines[i].line == line && strcmp(lines->lines[i].file, file) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* The line of a place, as index + 1; 0: out of memory. */
static uint32_t line_of_place(LineRuns *lines, const Trace *trace, uint32_t id)
{
    if (id > lines->place_capacity) {
        size_t capacity = trace_place_count(trace) + trace_place_count(trace) / 4;
        uint32_t *by_place = realloc(lines->by_place, capacity * sizeof *by_place);
        if (by_place == NULL) {
            return 0;
        }
        memset(by_place + lines->place_capacity, 0, (capacity - lines->place_capacity) * sizeof *by_place);
        lines->by_place = by_place;
        lines->place_capacity = capacity;
    }
    if (lines->by_place[id - 1] != 0) {
        return lines->by_place[id - 1];
    }
    const TracePlace *place = trace_place(trace, id);
    size_t found = find_line(lines, place->file, place->line);
    if (found == SIZE_MAX) {
        if (lines->count == lines->capacity) {
            size_t capacity = lines->capacity * 2 + 16;
            LineRun *bigger = realloc(lines->lines, capacity * sizeof *bigger);
            if (bigger == NULL) {
                return 0;
            }
            lines->lines = bigger;
            lines->capacity = capacity;
        }
        found = lines->count++;
        lines->lines[found] = (LineRun){.file = place->file, .line = place->line};
    }
    lines->by_place[id - 1] = (uint32_t)found + 1;
    return (uint32_t)found + 1;
}

bool lines_note(LineRuns *lines, const Trace *trace, const Event *event, uint32_t index)
{
    if (event->kind == EV_STEP || event->kind == EV_CB) {
        lines->last = 0;
    }
    uint32_t place = fold_event_place(event);
    if (place == 0 || place > trace_place_count(trace)) {
        return true;
    }
    uint32_t line = line_of_place(lines, trace, place);
    if (line == 0) {
        return false;
    }
    /* A line makes several events (a future, a timer, the await): that is one run of it. Each print is one of its own. */
    bool again = line == lines->last && event->by == lines->last_by && event->kind != EV_OUT;
    lines->last = line;
    lines->last_by = event->by;
    return again || index_add(&lines->lines[line - 1].runs, index);
}

size_t lines_find(const LineRuns *lines, const char *file, uint32_t line, const uint32_t **first)
{
    size_t found = find_line(lines, file, line);
    *first = found == SIZE_MAX ? NULL : lines->lines[found].runs.indices;
    return found == SIZE_MAX ? 0 : lines->lines[found].runs.count;
}
