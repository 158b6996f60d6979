/* details.h: what the details panel and the mouse agree on. */
#ifndef LOOPSCOPE_VIEW_DETAILS_H
#define LOOPSCOPE_VIEW_DETAILS_H

#include "view/view.h"
#include "view/layout.h"

/* In place of the loop panel; in a narrow window of the output under it too. */
Rect details_area(const Layout *layout);
/* How far the panel can be scrolled, px. */
float details_scroll_most(const DrawList *metrics, const View *view, Rect area);
/* The causes that view->why names, as arrows over the lanes: for the timeline. */
struct Timeline;
void timeline_why(const struct Timeline *timeline);

#endif
