/* stops.h: how breakpoints and marks look: plates under the lines' numbers, flags over the scrubber and the timeline. */
#ifndef LOOPSCOPE_VIEW_STOPS_H
#define LOOPSCOPE_VIEW_STOPS_H

#include "view/view.h"

/* The plate of a line that has a breakpoint, or its outline where a click would set one; the number is drawn over it.
   `gutter`: of the line, the number included. */
void view_stops_line(DrawList *list, const View *view, Rect gutter, uint32_t line, bool set);
/* Once there is a breakpoint: a button to the one before and to the next, ending left of `right`. Returns its left edge; without one, `right`. */
float view_stops_ways(DrawList *list, const View *view, float right, float y, float height);
void view_stops_scrubber(DrawList *list, const View *view, Rect area); /* the whole of the track */
void view_stops_timeline(DrawList *list, const View *view, Rect area); /* the panel that view_timeline() draws into */

#endif
