/* parts.h: what the parts of the timeline panel share while one frame is drawn. */
#ifndef LOOPSCOPE_TIMELINE_PARTS_H
#define LOOPSCOPE_TIMELINE_PARTS_H

#include "lanes.h"
#include "place.h"

enum { TIMELINE_LANES = 256, TIMELINE_COLUMNS = 1500, FAINT_PERCENT = 35 };

typedef struct TimelineLane {
    uint32_t task;
    bool internal; /* the loop's own shutdown: drawn thin and dim */
    float y, height;
    bool folded;
    float sum_y, sum_height; /* px; where a folded lane shows what it stands for */
    Rect bar;                /* x and w are the plot's; y and h those of a running bar */
} TimelineLane;

typedef struct Timeline {
    DrawList *list;
    const View *view;
    Rect area;
    TimelinePlace place;
    size_t n;            /* the cursor */
    float cursor;        /* its x */
    size_t first, after; /* event indices: what can be seen is in [first, after) */
    /* Where more events than columns can be seen: an event e stands in the column c with column_n[c] <= e < column_n[c + 1]. */
    size_t column_count; /* 0: few events, no columns are needed */
    float column_width;  /* px */
    size_t column_n[TIMELINE_COLUMNS + 1];
    TimelineLane lanes[TIMELINE_LANES]; /* those that can be seen, from the top */
    size_t lane_count;
} Timeline;

float timeline_event_x(const Timeline *timeline, size_t index);
const TimelineLane *timeline_lane_of(const Timeline *timeline, Ref task);      /* NULL: it cannot be seen */
uint8_t timeline_alpha(const Timeline *timeline, size_t index, uint8_t alpha); /* fainter for what has not happened yet */
/* The first place in rising indices whose value is not below `index`. */
size_t timeline_lower_bound(const uint32_t *indices, size_t count, size_t index);

void timeline_bars(const Timeline *timeline, const TimelineLane *lane); /* bars.c */
void timeline_prints(const Timeline *timeline);                         /* marks.c: printed lines */
void timeline_links(const Timeline *timeline);                          /* who made whom, who woke whom */
void timeline_ghost(const Timeline *timeline);                          /* ghost.c: the run before this one */
void timeline_ghost_lanes(const Timeline *timeline);                    /* the tasks that only that run had, below the lanes */
void timeline_columns(const Timeline *timeline);                        /* where the loop is idle or blocked */
void timeline_ruler(const Timeline *timeline);
void timeline_place_lanes(Timeline *timeline); /* lanes.c */
void timeline_lane_label(const Timeline *timeline, const TimelineLane *lane);
void timeline_sum(const Timeline *timeline, const TimelineLane *lane); /* folds.c */
void timeline_overview(const Timeline *timeline);                      /* overview.c: the whole run in a strip */
void timeline_outside(const Timeline *timeline);                       /* outside.c: below the lanes, what wakes the loop */
void timeline_hidden(const Timeline *timeline);                        /* hidden.c: what predict mode does not show */
void timeline_remarks(const Timeline *timeline);                       /* remarks.c: what could be better */
void timeline_measure(const Timeline *timeline);                       /* measure.c: two edges, and what lies between them */

#endif
