/* stops.c: breakpoints as plates under the numbers of their lines, marks and the moments of breakpoints as flags over scrubber and timeline. */
#include "stops.h"

#include "view/axis.h"
#include "breakpoints.h"
#include "view/panel.h"
#include "timeline/timeline.h"

#include <stdint.h>

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

/* One half of the way from breakpoint to breakpoint; faint where there is none that way. */
static void draw_way(DrawList *list, const View *view, Rect half, Icon icon, Command command, const BreakpointRuns *runs)
{
    enum { ICON = 10 };
    bool any = breakpoints_from(runs, view->player->n, command == COMMAND_BREAKPOINT_NEXT ? 1 : -1) != SIZE_MAX;
    if (any && panel_hover(view, half)) {
        draw_fill(list, half, RADIUS_CHIP, TOKEN_LINE, 255);
    }
    Rect place = {half.x + (half.w - ICON) / 2, half.y + (half.h - ICON) / 2, ICON, ICON};
    draw_icon(list, icon, place, any ? TOKEN_TEXT : TOKEN_FAINT, 255);
    draw_hit(list, half, HIT_COMMAND, (uint32_t)command);
}

float view_stops_ways(DrawList *list, const View *view, float right, float y, float height)
{
    enum { HALF = 28, DOT = 10, BESIDE = 10 };
    if (view->ui->stops.breakpoint_count == 0) {
        return right;
    }
    BreakpointRuns runs;
    breakpoints_runs(view, &runs);
    const float width = 2 * HALF + DOT;
    Rect whole = {right - BESIDE - width, y, width, height};
    draw_fill(list, whole, RADIUS_CHIP, TOKEN_RAISED, 255);
    draw_outline(list, whole, RADIUS_CHIP, TOKEN_LINE, 255);
    draw_way(list, view, (Rect){whole.x, y, HALF, height}, ICON_STEP_BACK, COMMAND_BREAKPOINT_PREVIOUS, &runs);
    draw_way(list, view, (Rect){whole.x + HALF + DOT, y, HALF, height}, ICON_STEP, COMMAND_BREAKPOINT_NEXT, &runs);
    draw_fill(list, (Rect){whole.x + HALF, y + (height - DOT) / 2, DOT, DOT}, 3, TOKEN_FAILED, 255);
    return whole.x;
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
