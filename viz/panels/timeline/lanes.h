/* lanes.h: how high the lanes of the timeline are and which of them are shown, without drawing them. */
#ifndef LOOPSCOPE_TIMELINE_LANES_H
#define LOOPSCOPE_TIMELINE_LANES_H

#include "view/view.h"

static inline bool timeline_is_low(Rect area) { return area.h < 200; } /* the lanes need all the room there is */
/* px below the lanes, where tinted columns have their names. */
static inline float timeline_names_height(Rect area) { return timeline_is_low(area) ? 0 : 20; }
/* px above the heading's row of buttons, 24 px high. */
static inline float timeline_heading_top(Rect area) { return timeline_is_low(area) ? 6 : 12; }

typedef struct LaneSizes {
    float height; /* of an ordinary lane, px; the loop's own are thinner */
    float whole;  /* of all lanes together, px */
} LaneSizes;

LaneSizes timeline_lane_sizes(const View *view, float plot_height);
bool timeline_lanes_overflow(const View *view, float plot_height); /* the program's own tasks do not all fit, however low their lanes */
void timeline_reveal_lane(Ui *ui, const View *view, Rect area, uint32_t task); /* scrolls, if need be, until its lane is to be seen */
size_t timeline_overview_rows(const View *view, Rect area);                    /* how many rows of the overview stand for the lanes */

/* outside.c: the lanes of what lies outside of the loop stand below the others: px, of so much room; 0: there is nothing. */
float timeline_outside_height(const View *view, float room);
Rect timeline_outside_area(const View *view, Rect area); /* place.c: where they stand */

/* Folding. A lane that is folded stands for all that its task made. One that is not stands for the tasks that libraries made for it (spans_is_library()), until
   it is opened; while a filter says which lanes are wanted, those are lanes like others. */
bool timeline_is_folded(const View *view, uint32_t task);    /* its lane stands for others besides itself */
bool timeline_can_fold(const View *view, uint32_t task);     /* there is something that it could stand for */
void timeline_fold(Ui *ui, const View *view, uint32_t task); /* opens it when it stands for others, else folds all into it */
void timeline_fold_all(Ui *ui, const View *view);            /* from what is usual to all folded, to all opened, and back */
/* The task in whose lane it is shown: itself, or the outermost one into which it is folded; 0: the filter hides it. */
uint32_t timeline_shown_for(const View *view, uint32_t task);
/* How many tasks a lane stands for besides its own; of those at most `room`, evenly chosen, in some[]. */
size_t timeline_folded_tasks(const View *view, uint32_t task, uint32_t *some, size_t room);

#endif
