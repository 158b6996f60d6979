/* timeline_ghost.c: the run before the knobs were turned, as dashed outlines round the bars, at the times of the ruler. */
#include "ghost.h"
#include "timeline_parts.h"

#include <math.h>

enum { GHOST_MARGIN = 4, GHOST_SPANS = 2000 /* outlines drawn of one lane: more could not be told apart */ };

static float time_x(const Timeline *timeline, int64_t ns)
{
    return timeline_place_x(&timeline->place, axis_time(timeline->place.map, timeline->place.axis, ns));
}

static void draw_lane(const Timeline *timeline, const TimelineLane *lane)
{
    const Span *spans = NULL;
    size_t count = spans_of(timeline->view->ghost->spans, lane->task, &spans);
    Rect plot = timeline->place.plot;
    size_t drawn = 0;
    for (size_t i = 0; i < count && drawn < GHOST_SPANS; i++) {
        if (spans[i].state >= TASK_DONE || spans[i].to_time <= spans[i].from_time) {
            continue; /* what took no time has no width on the ruler */
        }
        float from = time_x(timeline, spans[i].from_time), to = time_x(timeline, spans[i].to_time);
        if (to - from >= 3 && to > plot.x && from < plot.x + plot.w) {
            Rect outline = {from, lane->bar.y - GHOST_MARGIN, to - from, lane->bar.h + 2 * GHOST_MARGIN};
            draw_dashed(timeline->list, outline, RADIUS_CHIP, TOKEN_TEXT, 170);
            drawn++;
        }
    }
}

void timeline_ghost(const Timeline *timeline)
{
    for (size_t i = 0; timeline->view->ghost && i < timeline->lane_count; i++) {
        if (!timeline->lanes[i].internal) {
            draw_lane(timeline, &timeline->lanes[i]);
        }
    }
}
