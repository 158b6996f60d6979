/* place.h: the seen part of the axis while a timeline is drawn. */
#ifndef LOOPSCOPE_TIMELINE_PLACE_H
#define LOOPSCOPE_TIMELINE_PLACE_H

#include "view/axis.h"

typedef struct TimelinePlace {
    const AxisMap *map;
    AxisMap *own; /* when the view has no cache */
    Axis axis;
    Rect plot;
    double left;  /* units at the plot's left edge */
    double scale; /* px a unit */
} TimelinePlace;

bool timeline_place_open(TimelinePlace *place, const View *view, Rect area); /* false: out of memory */
void timeline_place_close(TimelinePlace *place);
float timeline_place_x(const TimelinePlace *place, double units); /* px; clamped to not far outside the plot */
double timeline_place_units(const TimelinePlace *place, float x);

#endif
