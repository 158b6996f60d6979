/* stops.c: breakpoints as plates under the numbers of their lines, marks and the moments of breakpoints as flags over scrubber and timeline. */
#include "stops.h"

#include "view/axis.h"
#include "breakpoints.h"
#include "view/panel.h"
#include "timeline/timeline.h"

enum { FLAG_WIDTH = 9, FLAG_HEIGHT = 7, APART = 4 /* px: nearer moments would run together */ };

void view_stops_line(DrawList *list, const View *view, Rect gutter, uint32_t line, bool set)
{
    Rect plate = {gutter.x + 9, gutter.y + 2, gutter.w - 10, gutter.h - 4};
    if (set) {
        draw_fill(list, plate, 4, TOKEN_FAILED, 255);
    } else if (panel_hover(view, gutter)) {
        draw_outline(list, plate, 4, TOKEN_FAILED, 255);
    }
    draw_hit(list, gutter, HIT_BREAKPOINT, line);
}

static void flag(DrawList *list, float x, float top, float bottom)
{
    draw_fill(list, (Rect){x - 1, top, 2, bottom - top}, 0, TOKEN_ACCENT, 255);
    draw_fill(list, (Rect){x - 1, top, FLAG_WIDTH, FLAG_HEIGHT}, 2, TOKEN_ACCENT, 255);
}

/* The moments at which lines with breakpoints run, left to right, no two nearer than can be told apart. */
static void draw_moments(DrawList *list, const View *view, Rect area)
{
    size_t count = trace_count(view->trace), n = 0;
    float scale = area.w / (float)(count > 0 ? count : 1);
    BreakpointRuns runs;
    breakpoints_runs(view, &runs);
    while ((n = breakpoints_from(&runs, n, 1)) != SIZE_MAX) {
        float x = area.x + (float)n * scale;
        draw_fill(list, (Rect){x - 2, area.y + area.h - 5, 4, 4}, 2, TOKEN_FAILED, 255);
        size_t skipped = (size_t)((double)APART / (double)scale);
        n += skipped > 0 ? skipped - 1 : 0;
    }
}

void view_stops_scrubber(DrawList *list, const View *view, Rect area)
{
    const Stops *stops = &view->ui->stops;
    size_t count = trace_count(view->trace);
    if (stops->breakpoint_count > 0) {
        draw_moments(list, view, area);
    }
    for (size_t i = 0; i < stops->mark_count && stops->marks[i] <= count; i++) {
        float x = area.x + area.w * (float)stops->marks[i] / (float)(count > 0 ? count : 1);
        flag(list, x, area.y, area.y + area.h / 2 + 8);
        draw_hit(list, (Rect){x - 3, area.y, FLAG_WIDTH + 4, FLAG_HEIGHT + 3}, HIT_EVENT, (uint32_t)stops->marks[i]);
    }
}

void view_stops_timeline(DrawList *list, const View *view, Rect area)
{
    const Stops *stops = &view->ui->stops;
    Rect plot = timeline_plot(view, area);
    for (size_t i = 0; i < stops->mark_count && stops->marks[i] <= trace_count(view->trace); i++) {
        float x = timeline_x_of(view, area, stops->marks[i]);
        if (x >= plot.x && x <= plot.x + plot.w) {
            flag(list, x, plot.y, plot.y + plot.h);
            draw_hit(list, (Rect){x - 3, plot.y, FLAG_WIDTH + 4, FLAG_HEIGHT + 3}, HIT_EVENT, (uint32_t)stops->marks[i]);
        }
    }
}
