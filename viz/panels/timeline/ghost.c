/* ghost.c: the run before the knobs were turned, as dashed outlines round the bars, at the times of the ruler. */
#include "view/chips.h"
#include "view/ghost.h"
#include "parts.h"

#include <math.h>
#include <stdio.h>

enum {
    GHOST_MARGIN = 4,
    LEAST_LOST_LANE = 18,
    MOST_LOST_LANE = 28,
    GHOST_SPANS = 2000 /* outlines drawn of one lane: more could not be told apart */
};

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

/* A task of the loop's own shutdown, in the ghost. */
static bool is_shutdown(const Ghost *ghost, uint32_t task)
{
    const Span *spans = NULL;
    if (spans_of(ghost->spans, task, &spans) == 0 || spans[0].from >= trace_count(ghost->trace)) {
        return false;
    }
    const Event *made = trace_event(ghost->trace, spans[0].from);
    return made->kind == EV_TASK_NEW && (made->detail == VIA_SHUTDOWN_ASYNCGENS || made->detail == VIA_SHUTDOWN_EXECUTOR);
}

static void draw_lost_lane(const Timeline *timeline, const TimelineLane *lane)
{
    char label[CHIP_LABEL], text[CHIP_LABEL + 16];
    float x = timeline->area.x + 18, room = timeline->place.plot.x - 8 - x;
    model_task_label(timeline->view->ghost->model, ref_make(REF_TASK, lane->task), label, sizeof label);
    snprintf(text, sizeof text, view_words(timeline->view, "%s, before"), label);
    draw_text(timeline->list, x, lane->y + (lane->height - draw_line_height(timeline->list, FONT_SMALL)) / 2, room, FONT_SMALL, TOKEN_DIM,
              text);
    draw_lane(timeline, lane);
}

static bool is_lost(const Timeline *timeline, uint32_t task)
{
    bool lost = task > spans_task_count(timeline->view->spans) || axis_is_internal(timeline->place.map, task);
    return lost && !is_shutdown(timeline->view->ghost, task);
}

/* All of them or none: some of the lanes would tell another story. */
void timeline_ghost_lanes(const Timeline *timeline)
{
    const Ghost *ghost = timeline->view->ghost;
    if (!ghost || timeline->lane_count == 0) {
        return;
    }
    const TimelineLane *last = &timeline->lanes[timeline->lane_count - 1];
    Rect plot = timeline->place.plot;
    size_t count = 0, lost = 0;
    const uint32_t *tasks = spans_lanes(ghost->spans, &count);
    for (size_t i = 0; i < count && lost < TIMELINE_LANES; i++) {
        lost += is_lost(timeline, tasks[i]);
    }
    float y = last->y + last->height + 4, height = lost > 0 ? floorf((plot.y + plot.h - y) / (float)lost) : 0;
    height = fminf(height, MOST_LOST_LANE);
    for (size_t i = 0; i < count && height >= LEAST_LOST_LANE; i++) {
        if (is_lost(timeline, tasks[i])) {
            TimelineLane lane = {.task = tasks[i], .y = y, .height = height, .bar = {plot.x, y + 6, plot.w, height - 12}};
            draw_lost_lane(timeline, &lane);
            y += height;
        }
    }
}
