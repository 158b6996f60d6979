/* breakpoints.c: from a line with a breakpoint to the places of the trace on it, and from those to the moments at which they ran. */
#include "breakpoints.h"

/* The text in which a breakpoint was set. */
static ProgramText text_of(const View *view, uint32_t source) { return program_source(view_program_run(view), source); }

static uint32_t source_of(const View *view, const ProgramText *shown)
{
    if (view->lesson) {
        return shown->python ? 1 : 0;
    }
    uint32_t source = 0;
    while (source + 1 < trace_source_count(view->trace) && trace_source_file(view->trace, source) != shown->file) {
        source++;
    }
    return source;
}

static bool is_on(const ProgramText *text, const Breakpoint *breakpoint, uint32_t place)
{
    uint32_t first, last, line = program_line(text, place);
    if (line == 0) {
        return false;
    }
    program_extent(text, breakpoint->line, &first, &last);
    return line >= first && line <= last;
}

/* A breakpoint that was set in the other language: on the line that does the same, as the places of the run tell. */
static uint32_t line_in(const View *view, const ProgramText *shown, const Breakpoint *breakpoint)
{
    ProgramText text = text_of(view, breakpoint->source);
    for (uint32_t place = 1; place <= trace_place_count(view->trace); place++) {
        uint32_t first, last, line = program_line(shown, place);
        if (line > 0 && is_on(&text, breakpoint, place)) {
            program_extent(shown, line, &first, &last);
            return first;
        }
    }
    return 0;
}

void breakpoints_lines(const View *view, const ProgramText *shown, uint32_t lines[STOPS_KEPT])
{
    const Stops *stops = &view->ui->stops;
    uint32_t source = source_of(view, shown);
    for (size_t i = 0; i < stops->breakpoint_count; i++) {
        const Breakpoint *breakpoint = &stops->breakpoints[i];
        lines[i] = breakpoint->source == source ? breakpoint->line : view->lesson ? line_in(view, shown, breakpoint) : 0;
    }
}

size_t breakpoints_at(const View *view, const ProgramText *shown, uint32_t line)
{
    uint32_t lines[STOPS_KEPT], first, last;
    program_extent(shown, line, &first, &last);
    breakpoints_lines(view, shown, lines);
    for (size_t i = 0; i < view->ui->stops.breakpoint_count; i++) {
        if (lines[i] == first) {
            return i;
        }
    }
    return SIZE_MAX;
}

Breakpoint breakpoints_new(const View *view, const ProgramText *shown, uint32_t line)
{
    uint32_t first, last;
    program_extent(shown, line, &first, &last);
    return (Breakpoint){first, source_of(view, shown)};
}

/* Of the moments at which a line ran: the first n behind `n`, or the last before it. */
static size_t nearest(const uint32_t *runs, size_t count, size_t n, int direction)
{
    if (direction > 0) {
        size_t before = spans_before(runs, count, n);
        return before < count ? (size_t)runs[before] + 1 : SIZE_MAX;
    }
    size_t before = n > 0 ? spans_before(runs, count, n - 1) : 0;
    return before > 0 ? (size_t)runs[before - 1] + 1 : SIZE_MAX;
}

void breakpoints_runs(const View *view, BreakpointRuns *out)
{
    const Stops *stops = &view->ui->stops;
    out->count = 0;
    for (size_t i = 0; i < stops->breakpoint_count; i++) {
        uint32_t first, last;
        ProgramText text = text_of(view, stops->breakpoints[i].source);
        program_extent(&text, stops->breakpoints[i].line, &first, &last);
        for (uint32_t id = 1; id <= trace_place_count(view->trace) && out->count < BREAKPOINT_LINES; id++) {
            uint32_t line = program_line(&text, id);
            if (line > 0 && line >= first && line <= last) {
                const TracePlace *place = trace_place(view->trace, id);
                out->counts[out->count] = spans_line_runs(view->spans, place->file, place->line, &out->runs[out->count]);
                out->count++;
            }
        }
    }
}

size_t breakpoints_from(const BreakpointRuns *runs, size_t n, int direction)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < runs->count; i++) {
        size_t at = nearest(runs->runs[i], runs->counts[i], n, direction);
        if (at != SIZE_MAX && (best == SIZE_MAX || (direction > 0 ? at < best : at > best))) {
            best = at;
        }
    }
    return best;
}
