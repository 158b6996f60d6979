/* timeline_ghost.c: the run before the knobs were turned, as dashed outlines round the bars, at the times of the ruler. */
#include "ghost.h"
#include "timeline_parts.h"

#include <math.h>

enum { GHOST_MARGIN = 4, GHOST_SPANS = 2000 /* outlines drawn of one lane: more could not be told apart */ };

/* The first event that is not before that time. */
static size_t first_at(const Trace *trace, int64_t ns)
{
    size_t low = 0, high = trace_count(trace);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (trace_event(trace, middle)->t < ns) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Where an event of the ghost stands: at its time on the ruler. Where this run has events at that very time, as many of them come before it as in
   the ghost, so that what has not changed lies exactly upon itself. */
static float ghost_x(const Timeline *timeline, size_t index)
{
    const Trace *ghost = timeline->view->ghost->trace, *trace = timeline->view->trace;
    const TimelinePlace *place = &timeline->place;
    int64_t ns = index < trace_count(ghost) ? trace_event(ghost, index)->t : ghost_end(timeline->view->ghost);
    size_t first = first_at(trace, ns), after = first_at(trace, ns + 1);
    if (first == after || index >= trace_count(ghost)) {
        return timeline_place_x(place, axis_time(place->map, place->axis, ns));
    }
    size_t at = first + (index - first_at(ghost, ns));
    return timeline_event_x(timeline, at < after ? at : after - 1);
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
        float from = ghost_x(timeline, spans[i].from), to = ghost_x(timeline, spans[i].to);
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
