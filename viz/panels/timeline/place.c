/* place.c: the part of the axis that is seen, in px: zoom, pan, and what stands under the mouse. */
#include "lanes.h"
#include "place.h"

#include "view/ghost.h"
#include "timeline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { RULER_HEIGHT = 22, MINIMAP_GAP = 6, MARGIN = 16, ROW_HEIGHT = 2 };

static float head_height(Rect area) { return timeline_heading_top(area) + (timeline_is_low(area) ? 26 : 28); }

static float foot_height(Rect area) { return timeline_is_low(area) ? 6 : timeline_names_height(area) + 4; }

static const double MOST_ZOOM = 1e6;
static const double HIDDEN_ROOM = 1.25; /* of the axis, in predict mode: an empty part, of which nobody can tell how much happens in it */

static float label_width(Rect area) { return area.w < 520 ? 96 : area.w < 1200 ? 136 : 160; }

/* The plot's left and right edge depend on the panel's width alone, so that zooming needs nothing else. */
static Rect plot_columns(Rect area)
{
    float left = area.x + MARGIN + label_width(area);
    float right = area.x + area.w - MARGIN;
    return (Rect){left, area.y, right > left + 8 ? right - left : 8, area.h};
}

static double clamp(double value, double low, double high) { return value < low || isnan(value) ? low : value > high ? high : value; }

/* A row for each lane, as far as there is room. */
static float overview_height(const View *view, Rect area)
{
    size_t rows = timeline_overview_rows(view, area);
    return (float)(rows * ROW_HEIGHT) + 8;
}

static float outside_height(const View *view, Rect area)
{
    return timeline_outside_height(view, fmaxf(0, area.h - foot_height(area) - head_height(area) - RULER_HEIGHT));
}

Rect timeline_outside_area(const View *view, Rect area)
{
    Rect plot = timeline_plot(view, area);
    return (Rect){area.x, plot.y + plot.h + timeline_names_height(area), area.w, outside_height(view, area)};
}

/* What there is for the lanes. */
static Rect room_of_lanes(const View *view, Rect area)
{
    Rect room = plot_columns(area);
    room.y = area.y + head_height(area) + RULER_HEIGHT;
    room.h = fmaxf(0, area.y + area.h - foot_height(area) - room.y);
    room.h -= timeline_outside_height(view, room.h);
    if (view->ui->zoom > 1.0001 || (!timeline_is_low(area) && timeline_lanes_overflow(view, room.h))) {
        room.h = fmaxf(0, room.h - MINIMAP_GAP - overview_height(view, area));
    }
    return room;
}

Rect timeline_plot(const View *view, Rect area)
{
    Rect plot = room_of_lanes(view, area);
    const LaneSizes lanes = timeline_lane_sizes(view, plot.h);
    if (lanes.whole > plot.h && plot.h >= 4 + lanes.height) { /* not all of them are seen: those that are, are whole */
        plot.h = 4 + floorf((plot.h - 4) / lanes.height) * lanes.height;
    }
    return plot;
}

Rect timeline_minimap(const View *view, Rect area)
{
    Rect room = room_of_lanes(view, area);
    float foot = area.y + area.h - foot_height(area) - outside_height(view, area) - (room.y + room.h);
    float height = foot > MINIMAP_GAP ? foot - MINIMAP_GAP : 0;
    return (Rect){room.x, area.y + area.h - height - 8, room.w, height};
}

Rect timeline_minimap_frame(const View *view, Rect area)
{
    const float least = 6;
    Rect strip = timeline_minimap(view, area), plot = timeline_plot(view, area), frame = strip;
    double zoom = clamp(view->ui->zoom, 1, MOST_ZOOM), pan = clamp(view->ui->pan, 0, 1 - 1 / zoom);
    frame.w = fmaxf((float)((double)strip.w / zoom), least);
    frame.x = fminf(strip.x + (float)((double)strip.w * pan), strip.x + strip.w - frame.w);
    float whole = timeline_lane_sizes(view, plot.h).whole;
    if (whole > plot.h && whole > 0) {
        float scroll = (float)clamp((double)view->ui->scroll_timeline, 0, (double)(whole - plot.h));
        frame.h = fmaxf(strip.h * plot.h / whole, least);
        frame.y = fminf(strip.y + strip.h * scroll / whole, strip.y + strip.h - frame.h);
    }
    return frame;
}

void timeline_look_at(Ui *ui, const View *view, Rect area, float x, float y)
{
    Rect strip = timeline_minimap(view, area), plot = timeline_plot(view, area);
    double zoom = clamp(ui->zoom, 1, MOST_ZOOM);
    ui->pan = clamp((double)((x - strip.x) / strip.w) - 0.5 / zoom, 0, 1 - 1 / zoom);
    float whole = timeline_lane_sizes(view, plot.h).whole;
    float part = strip.h > 0 ? (y - strip.y) / strip.h : 0;
    ui->scroll_timeline = (float)clamp((double)(part * whole - plot.h / 2), 0, (double)fmaxf(0, whole - plot.h));
}

bool timeline_place_open(TimelinePlace *place, const View *view, Rect area)
{
    place->own = NULL;
    AxisMap *map = view->axis;
    if (!map) {
        map = place->own = axis_new();
        if (!map) {
            return false;
        }
    }
    axis_update(map, view->trace); /* when memory is short, what is covered is shown */
    axis_extend(map, view->ghost ? ghost_end(view->ghost) : 0);
    place->map = map;
    place->axis = view->ui->axis;
    place->plot = timeline_plot(view, area);
    double zoom = clamp(view->ui->zoom, 1, MOST_ZOOM);
    bool hides = view->ui->predict.on && view->ui->predict.phase != PREDICT_OVER;
    double length = axis_length(map, place->axis) * (hides ? HIDDEN_ROOM : 1);
    place->left = clamp(view->ui->pan, 0, 1 - 1 / zoom) * length;
    place->scale = (double)place->plot.w * zoom / length;
    return true;
}

void timeline_place_close(TimelinePlace *place) { axis_free(place->own); }

float timeline_place_x(const TimelinePlace *place, double units)
{
    /* Far outside is as good as outside: floats stay exact enough to be drawn. */
    return place->plot.x + (float)clamp((units - place->left) * place->scale, -4000, (double)place->plot.w + 4000);
}

double timeline_place_units(const TimelinePlace *place, float x) { return place->left + (double)(x - place->plot.x) / place->scale; }

float timeline_x_of(const View *view, Rect area, size_t n)
{
    TimelinePlace place;
    if (!timeline_place_open(&place, view, area)) {
        return plot_columns(area).x;
    }
    float x = timeline_place_x(&place, axis_cursor(place.map, place.axis, n));
    timeline_place_close(&place);
    return x;
}

size_t timeline_n_at(const View *view, Rect area, float x)
{
    TimelinePlace place;
    if (!timeline_place_open(&place, view, area)) {
        return 0;
    }
    size_t n = axis_n_at(place.map, place.axis, timeline_place_units(&place, x));
    timeline_place_close(&place);
    return n;
}

size_t timeline_edge_at(const View *view, Rect area, float x)
{
    TimelinePlace place;
    if (!timeline_place_open(&place, view, area)) {
        return 0;
    }
    double units = timeline_place_units(&place, x);
    size_t n = axis_n_at(place.map, place.axis, units);
    double before = axis_cursor(place.map, place.axis, n), after = axis_cursor(place.map, place.axis, n + 1);
    timeline_place_close(&place);
    return n < trace_count(view->trace) && after - units < units - before ? n + 1 : n;
}

void timeline_zoom_at(Ui *ui, Rect area, float x, double factor)
{
    Rect plot = plot_columns(area);
    double zoom = clamp(ui->zoom, 1, MOST_ZOOM);
    double at = clamp((double)((x - plot.x) / plot.w), 0, 1);
    double under = clamp(ui->pan, 0, 1 - 1 / zoom) + at / zoom;
    ui->zoom = clamp(zoom * factor, 1, MOST_ZOOM);
    ui->pan = clamp(under - at / ui->zoom, 0, 1 - 1 / ui->zoom);
}

void timeline_reveal(Ui *ui, const View *view, Rect area, size_t n)
{
    TimelinePlace place;
    if (!timeline_place_open(&place, view, area)) {
        return;
    }
    double zoom = clamp(ui->zoom, 1, MOST_ZOOM);
    double at = axis_cursor(place.map, place.axis, n) / axis_length(place.map, place.axis);
    double pan = clamp(ui->pan, 0, 1 - 1 / zoom);
    double margin = 0.05 / zoom;
    if (at < pan + margin || at > pan + 1 / zoom - margin) {
        ui->pan = clamp(at - 0.3 / zoom, 0, 1 - 1 / zoom);
    }
    timeline_place_close(&place);
}

char *axis_time_text(int64_t ns, char *buffer, size_t size)
{
    static const struct {
        int64_t ns;
        const char *name;
    } units[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "µs"}, {1, "ns"}};
    int64_t magnitude = ns == INT64_MIN ? INT64_MAX : ns < 0 ? -ns : ns;
    size_t unit = 0;
    while (unit < 3 && magnitude < units[unit].ns) {
        unit++;
    }
    if (magnitude == 0) {
        unit = 0;
    }
    long long whole = (long long)(magnitude / units[unit].ns), rest = (long long)(magnitude % units[unit].ns);
    int digits = unit == 3 ? 0 : 9 - 3 * (int)unit;
    while (digits > 0 && rest % 10 == 0) {
        rest /= 10;
        digits--;
    }
    const char *sign = ns < 0 ? "-" : "";
    if (digits) {
        snprintf(buffer, size, "%s%lld.%0*lld %s", sign, whole, digits, rest, units[unit].name);
    } else {
        snprintf(buffer, size, "%s%lld %s", sign, whole, units[unit].name);
    }
    return buffer;
}
