/* timeline.h: places on the timeline's panel: which moment is at which pixel, and moving what is seen of it. */
#ifndef LOOPSCOPE_TIMELINE_H
#define LOOPSCOPE_TIMELINE_H

#include "view/axis.h"
#include "view/view.h"

/* All in px, for the panel that view_timeline() draws into `area`; `n` counts events that have happened. */
Rect timeline_plot(const View *view, Rect area);                     /* where the bars are: without labels, heading and ruler */
float timeline_x_of(const View *view, Rect area, size_t n);          /* where the cursor stands at n; may lie outside the plot */
size_t timeline_n_at(const View *view, Rect area, float x);          /* the n to go to for a click at x */
void timeline_zoom_at(Ui *ui, Rect area, float x, double factor);    /* what is under x stays there; 1 <= zoom */
void timeline_reveal(Ui *ui, const View *view, Rect area, size_t n); /* pans, if need be, until the cursor at n is to be seen */
size_t timeline_edge_at(const View *view, Rect area, float x);       /* the n whose cursor stands nearest to x: an edge of a measure */
Rect timeline_minimap(const View *view, Rect area);                  /* the overview below the plot; no height: all fits, there is none */
Rect timeline_minimap_frame(const View *view, Rect area);            /* in it, the part that the plot shows */
/* Pans and scrolls until the middle of the overview's frame is as near to (x, y) as it can be. */
void timeline_look_at(Ui *ui, const View *view, Rect area, float x, float y);
float timeline_scroll_limit(const View *view, Rect area); /* the most that Ui.scroll_timeline can usefully be, px */

#endif
