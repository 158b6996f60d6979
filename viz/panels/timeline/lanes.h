/* lanes.h: how high the lanes of the timeline are and which of them are shown, without drawing them. */
#ifndef LOOPSCOPE_TIMELINE_LANES_H
#define LOOPSCOPE_TIMELINE_LANES_H

#include "view/view.h"

/* px below the lanes, where tinted columns have their names; none in a low panel, where the lanes need the room. */
static inline float timeline_names_height(Rect area) { return area.h < 200 ? 0 : 20; }

typedef struct LaneSizes {
    float height; /* of an ordinary lane, px; the loop's own are thinner */
    float whole;  /* of all lanes together, px */
} LaneSizes;

LaneSizes timeline_lane_sizes(const View *view, float plot_height);
bool timeline_lanes_overflow(const View *view, float plot_height); /* the program's own tasks do not all fit, however low their lanes */
void timeline_reveal_lane(Ui *ui, const View *view, Rect area, uint32_t task); /* scrolls, if need be, until its lane is to be seen */
size_t timeline_overview_rows(const View *view, Rect area);                    /* how many rows of the overview stand for the lanes */

/* Folding. */
bool timeline_is_folded(const Ui *ui, uint32_t task);
void timeline_fold(Ui *ui, uint32_t task); /* or unfolds it */
uint32_t timeline_shown_for(
    const View *view, uint32_t task); /* the task in whose lane it is shown: itself, or the outermost folded one; 0: the filter hides it */
size_t timeline_folded_tasks(const View *view, uint32_t task); /* how many its lane stands for besides itself when it is folded */

#endif
