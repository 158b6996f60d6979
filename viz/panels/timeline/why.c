/* why.c: the chain of causes as arrows over the lanes, while the details panel tells it. */
#include "parts.h"
#include "panels/details.h"
#include "words/why.h"

#include <math.h>

enum { HEAD = 8, BESIDE = 8 /* px from the middle of a dot to that of the head that points at it */ };

/* Low in the bar, below one that is hardly higher than the words in it: these stay readable. */
static float line_y(const TimelineLane *lane)
{
    const float words = 22;
    return lane->bar.y + lane->bar.h + (lane->bar.h < words ? 1.0F : -3.0F);
}

static void dot(const Timeline *timeline, float x, const TimelineLane *lane)
{
    float y = line_y(lane);
    draw_fill(timeline->list, (Rect){x - 5, y - 5, 10, 10}, 5, TOKEN_PANEL, 255);
    draw_fill(timeline->list, (Rect){x - 3.5F, y - 3.5F, 7, 7}, 3.5F, TOKEN_ACCENT, 255);
}

static void arrow(const Timeline *timeline, const TimelineLane *from, float from_x, const TimelineLane *to, float to_x)
{
    float from_y = line_y(from), to_y = line_y(to);
    if (from == to) {
        draw_fill(timeline->list, (Rect){from_x, from_y - 1, fmaxf(to_x - from_x, 1), 2}, 0, TOKEN_ACCENT, 255);
        if (to_x - from_x > 3 * BESIDE) {
            draw_icon(timeline->list, ICON_PLAY, (Rect){to_x - BESIDE - HEAD / 2.0F, from_y - HEAD / 2.0F, HEAD, HEAD}, TOKEN_ACCENT, 255);
        }
        return;
    }
    float before = to_y > from_y ? -BESIDE : BESIDE; /* it ends upright */
    draw_curve(timeline->list, from_x, from_y, to_x, to_y, TOKEN_ACCENT, 255);
    draw_icon(timeline->list, to_y > from_y ? ICON_OPEN : ICON_UP, (Rect){to_x - HEAD / 2.0F, to_y + before - HEAD / 2.0F, HEAD, HEAD},
              TOKEN_ACCENT, 255);
}

void timeline_why(const struct Timeline *timeline)
{
    const Why *why = timeline->view->why;
    const TimelineLane *later = NULL;
    float later_x = 0;
    for (size_t i = 0; why && i < why->cause_count; i++) {
        const WhyLink *cause = &why->causes[i];
        const TimelineLane *lane = timeline_lane_of(timeline, cause->task);
        float x = timeline_event_x(timeline, cause->index);
        if (!lane) {
            continue;
        }
        if (later) {
            arrow(timeline, lane, x, later, later_x);
        }
        later = lane;
        later_x = x;
    }
    for (size_t i = 0; why && i < why->cause_count; i++) {
        const TimelineLane *lane = timeline_lane_of(timeline, why->causes[i].task);
        if (lane) {
            dot(timeline, timeline_event_x(timeline, why->causes[i].index), lane);
        }
    }
}
