/* timeline_marks.c: what lies over and under the bars: printed lines, arrows, tinted columns, the ruler and the overview. */
#include "timeline_parts.h"

#include <math.h>
#include <string.h>

/* More marks than this say nothing: every so many is left out. */
enum { MOST_MARKS = 2000, MOST_TICKS = 200, MINIMAP_AREAS = 64 };

static size_t stride(size_t count) { return count / MOST_MARKS + 1; }

void timeline_prints(const Timeline *timeline)
{
    size_t count = 0;
    const uint32_t *outputs = spans_landmarks(timeline->view->spans, LANDMARK_OUTPUT, &count);
    size_t first = timeline_lower_bound(outputs, count, timeline->first), after = timeline_lower_bound(outputs, count, timeline->after);
    for (size_t i = first; i < after; i += stride(after - first)) {
        const TimelineLane *lane = timeline_lane_of(timeline, trace_event(timeline->view->trace, outputs[i])->by);
        if (lane) {
            float x = timeline_event_x(timeline, outputs[i]);
            Rect tick = {x - 1, lane->bar.y - 5, 2, 4};
            draw_fill(timeline->list, tick, 0, TOKEN_TEXT, timeline_alpha(timeline, outputs[i], 220));
        }
    }
}

static void draw_link(const Timeline *timeline, const Link *link, Token token)
{
    const TimelineLane *from = timeline_lane_of(timeline, link->from), *to = timeline_lane_of(timeline, link->to);
    float x = timeline_event_x(timeline, link->index) + 1;
    uint8_t alpha = timeline_alpha(timeline, link->index, 220);
    if (!to) {
        return;
    }
    if (!from) { /* woken by a timer, or by a task that cannot be seen: it comes from above */
        draw_fill(timeline->list, (Rect){x - 1, to->bar.y - 8, 1.5F, 8}, 0, token, alpha);
        draw_fill(timeline->list, (Rect){x - 2.75F, to->bar.y - 2, 5, 5}, 2.5F, token, alpha);
        return;
    }
    bool down = to->bar.y > from->bar.y;
    float start = down ? from->bar.y + from->bar.h - 3 : from->bar.y + 3, end = down ? to->bar.y + 2 : to->bar.y + to->bar.h - 2;
    draw_curve(timeline->list, x, start, x + 4, end, token, alpha);
    draw_fill(timeline->list, (Rect){x + 1.5F, end - 2.5F, 5, 5}, 2.5F, token, alpha);
}

void timeline_links(const Timeline *timeline)
{
    size_t count = 0;
    const Link *links = spans_links(timeline->view->spans, &count);
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (links[middle].index < timeline->first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const Ui *ui = timeline->view->ui;
    Ref selected = ui->selected ? ref_make(REF_TASK, ui->selected) : TRACE_NOBODY;
    for (size_t i = low, drawn = 0; i < count && links[i].index < timeline->after && drawn < MOST_MARKS; i++) {
        bool its = selected != TRACE_NOBODY && (links[i].from == selected || links[i].to == selected);
        bool usual = selected == TRACE_NOBODY && links[i].spawn;
        if (its || usual || ui->all_links) {
            draw_link(timeline, &links[i], its ? TOKEN_ACCENT : TOKEN_DIM);
            drawn++;
        }
    }
}

void timeline_columns(const Timeline *timeline)
{
    size_t count = 0;
    const uint32_t *columns = axis_columns(timeline->place.map, &count);
    Rect plot = timeline->place.plot;
    size_t first = timeline_lower_bound(columns, count, timeline->first);
    /* The column that ends beyond the right edge may still begin inside. */
    size_t after = timeline_lower_bound(columns, count, timeline->after + 1);
    for (size_t i = first; i < after; i += stride(after - first)) {
        double begin = axis_silence(timeline->place.map, timeline->place.axis, columns[i]);
        float from = fmaxf(timeline_place_x(&timeline->place, begin), plot.x);
        float to = fminf(timeline_event_x(timeline, columns[i]), plot.x + plot.w);
        bool blocked = trace_event(timeline->view->trace, columns[i])->kind == EV_BLOCK;
        if (to - from >= 1.5F) {
            draw_fill(timeline->list, (Rect){from, plot.y, to - from, plot.h}, 0, blocked ? TOKEN_FAILED : TOKEN_RAISED,
                      blocked ? timeline_alpha(timeline, columns[i], 56) : 255);
        }
    }
}

/* The longest of 1, 2 and 5 times a power of ten, ns, that is not above `most`; at least 1. */
static int64_t nice_step(int64_t most)
{
    int64_t step = 1;
    for (int64_t power = 1; power <= most; power *= 10) {
        step = power * 5 <= most ? power * 5 : power * 2 <= most ? power * 2 : power;
        if (power > INT64_MAX / 50) {
            break;
        }
    }
    return step;
}

/* A label stands right of its tick, or right of the cursor's handle where that would cover it. */
static float label_x(const Timeline *timeline, float tick, float width)
{
    const float clear = 11; /* px beside the cursor that its handle takes */
    bool covered = timeline->cursor + clear > tick && timeline->cursor - clear < tick + width;
    return covered ? timeline->cursor + clear : tick;
}

void timeline_ruler(const Timeline *timeline)
{
    Rect plot = timeline->place.plot;
    DrawList *list = timeline->list;
    const TimelinePlace *place = &timeline->place;
    int64_t from = axis_time_at(place->map, place->axis, timeline_place_units(place, plot.x));
    int64_t to = axis_time_at(place->map, place->axis, timeline_place_units(place, plot.x + plot.w));
    float y = plot.y - 20;
    float free_from = plot.x - 4;
    char text[32];
    int64_t step = nice_step((to - from) / 3); /* few ticks, round numbers: at least three */
    int64_t tick = from % step > 0 ? from - from % step + step : from - from % step;
    size_t drawn = 0;
    for (size_t i = 0; i < MOST_TICKS && tick <= to; i++, tick += step) {
        float x = timeline_place_x(place, axis_time(place->map, place->axis, tick));
        axis_time_text(tick, text, sizeof text);
        float width = draw_text_width(list, FONT_CODE, text);
        if (x < free_from || x + width > plot.x + plot.w + 12) {
            continue;
        }
        draw_fill(list, (Rect){x, plot.y - 2, 1, plot.h + 2}, 0, TOKEN_LINE, 255);
        float label = label_x(timeline, x, width);
        draw_text(list, label, y, 0, FONT_CODE, TOKEN_DIM, text);
        free_from = label + width + 16;
        drawn++;
        if (tick > INT64_MAX - step) {
            break;
        }
    }
    if (drawn == 0) { /* all that is seen lies between two ticks: say at least when */
        draw_text(list, plot.x, y, 0, FONT_CODE, TOKEN_DIM, axis_time_text(from, text, sizeof text));
    }
}

void timeline_minimap(const Timeline *timeline)
{
    const TimelinePlace *place = &timeline->place;
    Rect plot = place->plot;
    Rect strip = {plot.x, plot.y + plot.h + 8, plot.w, 10};
    double length = axis_length(place->map, place->axis);
    DrawList *list = timeline->list;
    draw_fill(list, strip, 3, TOKEN_RAISED, 255);
    size_t count = 0;
    const uint32_t *steps = spans_landmarks(timeline->view->spans, LANDMARK_STEP, &count);
    float run_from = -1;
    size_t first = 0;
    for (float x = 0; x < strip.w + 3; x += 3) { /* the columns in which a task took a step, drawn in runs */
        size_t after = axis_n_at(place->map, place->axis, (double)(x + 3) / (double)strip.w * length);
        bool busy = x < strip.w && timeline_lower_bound(steps, count, first) < timeline_lower_bound(steps, count, after);
        first = after;
        if (busy && run_from < 0) {
            run_from = x;
        } else if (!busy && run_from >= 0) {
            draw_fill(list, (Rect){strip.x + run_from, strip.y + 2, fminf(x, strip.w) - run_from, 6}, 0, TOKEN_RUNNING, 150);
            run_from = -1;
        }
    }
    for (int i = 0; i < MINIMAP_AREAS; i++) {
        float part = strip.w / MINIMAP_AREAS;
        double middle = (i + 0.5) / MINIMAP_AREAS * length;
        Rect area = {strip.x + (float)i * part, strip.y - 2, part, strip.h + 4};
        draw_hit(list, area, HIT_EVENT, (uint32_t)axis_n_at(place->map, place->axis, middle));
    }
    float from = (float)(place->left / length) * strip.w;
    float width = fmaxf((float)((double)plot.w / place->scale / length) * strip.w, 6);
    draw_outline(list, (Rect){strip.x + fminf(from, strip.w - width), strip.y - 1, width, strip.h + 2}, 3, TOKEN_ACCENT, 255);
    float cursor = (float)(axis_cursor(place->map, place->axis, timeline->n) / length) * strip.w;
    draw_fill(list, (Rect){strip.x + cursor - 1, strip.y - 1, 2, strip.h + 2}, 0, TOKEN_TEXT, 255);
}
