/* measure.c: two edges on the timeline, and how much time and how many steps and turns lie between them. */
#include "parts.h"

#include <math.h>
#include <stdio.h>

static size_t count_between(const Timeline *timeline, Landmark landmark, size_t from, size_t to)
{
    size_t count = 0;
    const uint32_t *marks = spans_landmarks(timeline->view->spans, landmark, &count);
    return timeline_lower_bound(marks, count, to) - timeline_lower_bound(marks, count, from);
}

static int64_t time_at(const Trace *trace, size_t n) { return n > 0 ? trace_event(trace, n - 1)->t : 0; }

static void draw_words(const Timeline *timeline, size_t from, size_t to, float left, float right)
{
    const Trace *trace = timeline->view->trace;
    size_t steps = count_between(timeline, LANDMARK_STEP, from, to), turns = count_between(timeline, LANDMARK_TURN, from, to);
    char time[32], text[128];
    axis_time_text(time_at(trace, to) - time_at(trace, from), time, sizeof time);
    const Language language = timeline->view->ui->language;
    int used = snprintf(text, sizeof text, "%s · ", time);
    used += snprintf(text + used, sizeof text - (size_t)used, words_counted(language, "%zu step", "%zu steps", steps), steps);
    used += snprintf(text + used, sizeof text - (size_t)used, " · ");
    snprintf(text + used, sizeof text - (size_t)used, words_counted(language, "%zu turn", "%zu turns", turns), turns);
    if (from == to) {
        snprintf(text, sizeof text, "%s", view_words(timeline->view, "from here")); /* to where is still to come */
    }
    Rect plot = timeline->place.plot;
    DrawList *list = timeline->list;
    float width = draw_text_width(list, FONT_CODE, text) + 16, height = draw_line_height(list, FONT_CODE) + 6;
    float x = fmaxf(plot.x, fminf((left + right - width) / 2, plot.x + plot.w - width));
    Rect plate = {x, plot.y - 24, width, height};
    draw_fill(list, plate, RADIUS_BAR, TOKEN_RAISED, 255);
    draw_outline(list, plate, RADIUS_BAR, TOKEN_ACCENT, 255);
    draw_text(list, plate.x + 8, plate.y + 3, 0, FONT_CODE, TOKEN_TEXT, text);
}

void timeline_measure(const Timeline *timeline)
{
    const TimelineUi *ui = &timeline->view->ui->timeline;
    if (!ui->measured) {
        return;
    }
    size_t last = trace_count(timeline->view->trace);
    size_t from = ui->measure_from < ui->measure_to ? ui->measure_from : ui->measure_to;
    size_t to = ui->measure_from < ui->measure_to ? ui->measure_to : ui->measure_from;
    to = to < last ? to : last;
    from = from < to ? from : to;
    const TimelinePlace *place = &timeline->place;
    Rect plot = place->plot;
    float left = timeline_place_x(place, axis_cursor(place->map, place->axis, from));
    float right = timeline_place_x(place, axis_cursor(place->map, place->axis, to));
    DrawList *list = timeline->list;
    draw_clip(list, (Rect){plot.x - 1, plot.y - 4, plot.w + 2, plot.h + 4 + timeline_names_height(timeline->area)});
    draw_fill(list, (Rect){left, plot.y, right - left, plot.h}, 0, TOKEN_ACCENT, 40);
    draw_fill(list, (Rect){left - 1, plot.y - 4, 2, plot.h + 4}, 0, TOKEN_ACCENT, 255);
    draw_fill(list, (Rect){right - 1, plot.y - 4, 2, plot.h + 4}, 0, TOKEN_ACCENT, 255);
    draw_unclip(list);
    draw_words(timeline, from, to, fmaxf(left, plot.x), fminf(right, plot.x + plot.w));
}
