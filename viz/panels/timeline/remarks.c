/* remarks.c: marks on the timeline where something could be better: on the lane of the task that did it, else above all lanes. */
#include "panels/remark.h"
#include "parts.h"

enum { MARK = 16, MOST_SEEN = 500 };

void timeline_remarks(const Timeline *timeline)
{
    const View *view = timeline->view;
    size_t count = lints_count(view->lints), seen = 0;
    if (count == 0) {
        return;
    }
    float last_x = -MARK, last_y = 0;
    Rect plot = timeline->place.plot;
    draw_clip(timeline->list, (Rect){plot.x - 1, plot.y, plot.w + 2, plot.h});
    for (size_t i = 0; i < count && seen < MOST_SEEN; i++) {
        const Lint *lint = lints_at(view->lints, i);
        if (lint->index < timeline->first || lint->index >= timeline->after) {
            continue;
        }
        const TimelineLane *lane = timeline_lane_of(timeline, lint->task);
        float x = timeline_event_x(timeline, lint->index), y = lane ? lane->bar.y + lane->bar.h - MARK / 2.0F : timeline->place.plot.y + 2;
        x = x > plot.x + plot.w - MARK / 2.0F ? plot.x + plot.w - MARK / 2.0F : x;
        bool hidden = seen > 0 && x - last_x < MARK - 4 && x > last_x - MARK && y > last_y - 4 && y < last_y + 4;
        if (!hidden) { /* of several in one place the first is shown: its card leads on to the others */
            remark_mark(timeline->list, view, (Rect){x - MARK / 2.0F, y, MARK, MARK}, i, timeline_alpha(timeline, lint->index, 255));
            last_x = x;
            last_y = y;
            seen++;
        }
    }
    draw_unclip(timeline->list);
}
