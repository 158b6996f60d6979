/* stops.h: what the reader has put down for a walk to stop at: breakpoints on lines of the source, marks on moments of the run. */
#ifndef LOOPSCOPE_STOPS_H
#define LOOPSCOPE_STOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STOPS_KEPT = 32 /* of each kind */ };

typedef struct Breakpoint {
    uint32_t line;   /* the first of its statement, in the source in which it was set */
    uint32_t source; /* of a lesson: 0 its C, 1 its Python; of a recording: the index of the source */
} Breakpoint;

typedef struct Stops {
    Breakpoint breakpoints[STOPS_KEPT];
    size_t breakpoint_count;
    size_t marks[STOPS_KEPT]; /* each an n, in order */
    size_t mark_count;
} Stops;

/* False: there is no room for another. */
bool stops_add_breakpoint(Stops *stops, Breakpoint breakpoint);
void stops_take_breakpoint(Stops *stops, size_t index);
bool stops_turn_mark(Stops *stops, size_t n); /* sets it, or takes it away */
/* The next mark behind n, or with direction -1 the one before it; SIZE_MAX: there is none. */
size_t stops_mark_from(const Stops *stops, size_t n, int direction);

#endif
