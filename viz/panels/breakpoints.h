/* breakpoints.h: breakpoints in the run: on which lines of the shown source they stand, and when those lines run. */
#ifndef LOOPSCOPE_BREAKPOINTS_H
#define LOOPSCOPE_BREAKPOINTS_H

#include "lesson/program.h"
#include "view/view.h"

/* Index into Ui.stops.breakpoints of the one on that line of the shown source (also when it was set in the other language), or SIZE_MAX. */
size_t breakpoints_at(const View *view, const ProgramText *shown, uint32_t line);
/* The lines of the shown source on which breakpoints stand, in the order of the list, 0 for one in another source. Fills as many as there are. */
void breakpoints_lines(const View *view, const ProgramText *shown, uint32_t lines[STOPS_KEPT]);
/* A breakpoint on the statement of that line: what to add to Ui.stops. */
Breakpoint breakpoints_new(const View *view, const ProgramText *shown, uint32_t line);
/* When the lines with breakpoints ran: found once, then asked often. Borrows from the view's spans. */
enum { BREAKPOINT_LINES = 4 * STOPS_KEPT /* places on them; of more, the rest is left out */ };
typedef struct BreakpointRuns {
    const uint32_t *runs[BREAKPOINT_LINES]; /* event indices, in order */
    size_t counts[BREAKPOINT_LINES];
    size_t count;
} BreakpointRuns;
void breakpoints_runs(const View *view, BreakpointRuns *out);
/* The next n behind n, or with direction -1 before it, at which one of them has just run; SIZE_MAX: there is none. */
size_t breakpoints_from(const BreakpointRuns *runs, size_t n, int direction);

#endif
