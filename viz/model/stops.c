/* stops.c: the lists of breakpoints and marks. */
#include "stops.h"

#include <string.h>

bool stops_add_breakpoint(Stops *stops, Breakpoint breakpoint)
{
    if (stops->breakpoint_count == STOPS_KEPT) {
        return false;
    }
    stops->breakpoints[stops->breakpoint_count++] = breakpoint;
    return true;
}

void stops_take_breakpoint(Stops *stops, size_t index)
{
    stops->breakpoint_count--;
    memmove(stops->breakpoints + index, stops->breakpoints + index + 1, (stops->breakpoint_count - index) * sizeof stops->breakpoints[0]);
}

bool stops_turn_mark(Stops *stops, size_t n)
{
    size_t at = 0;
    while (at < stops->mark_count && stops->marks[at] < n) {
        at++;
    }
    size_t behind = (stops->mark_count - at) * sizeof stops->marks[0];
    if (at < stops->mark_count && stops->marks[at] == n) {
        stops->mark_count--;
        memmove(stops->marks + at, stops->marks + at + 1, behind - sizeof stops->marks[0]);
        return true;
    }
    if (stops->mark_count == STOPS_KEPT) {
        return false;
    }
    memmove(stops->marks + at + 1, stops->marks + at, behind);
    stops->marks[at] = n;
    stops->mark_count++;
    return true;
}

size_t stops_mark_from(const Stops *stops, size_t n, int direction)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < stops->mark_count; i++) {
        if (direction > 0 && stops->marks[i] > n) {
            return stops->marks[i];
        }
        if (direction < 0 && stops->marks[i] < n) {
            found = stops->marks[i];
        }
    }
    return found;
}
