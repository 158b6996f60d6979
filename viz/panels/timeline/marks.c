/* marks.c: what lies over and under the bars: printed lines, arrows, and tinted columns with their names. */
#include "view/chips.h"
#include "parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* More marks than this say nothing: every so many is left out. */
enum { MOST_MARKS = 2000, HEAD = 8 /* px: the head of an arrow */ };

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
    if (!to || to == from) { /* cannot be seen, or is folded away */
        return;
    }
    if (!from) { /* woken by a timer, or by a task that cannot be seen: it comes from above */
        draw_fill(timeline->list, (Rect){x - 1, to->bar.y - 8, 1.5F, 8}, 0, token, alpha);
        draw_icon(timeline->list, ICON_OPEN, (Rect){x - HEAD / 2.0F, to->bar.y - HEAD / 2.0F, HEAD, HEAD}, token, alpha);
        return;
    }
    bool down = to->bar.y > from->bar.y;
    float start = down ? from->bar.y + from->bar.h - 3 : from->bar.y + 3, end = down ? to->bar.y + 2 : to->bar.y + to->bar.h - 2;
    draw_curve(timeline->list, x, start, x + 4, end, token, alpha);
    draw_icon(timeline->list, down ? ICON_OPEN : ICON_UP, (Rect){x + 4 - HEAD / 2.0F, end - HEAD / 2.0F, HEAD, HEAD}, token, alpha);
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
        if (ref_kind(links[i].from) != REF_OUTSIDE && (its || usual || ui->all_links)) { /* those from outside are drawn with it */
            draw_link(timeline, &links[i], its ? TOKEN_ACCENT : TOKEN_DIM);
            drawn++;
        }
    }
}

/* "idle 1 s", "File C blocks the loop for 2 s": below the lanes, in the middle of what is seen of the column; shorter where there is less
   room, and nothing where there is none. */
static void name_column(const Timeline *timeline, size_t index, float from, float to)
{
    const Trace *trace = timeline->view->trace;
    const Event *event = trace_event(trace, index);
    bool blocks = event->kind == EV_BLOCK;
    int64_t length = blocks ? trace_time(event) : event->t - (index > 0 ? trace_event(trace, index - 1)->t : 0);
    char time[32], who[CHIP_LABEL], texts[3][CHIP_LABEL + 64];
    snprintf(who, sizeof who, "%s", view_words(timeline->view, "a callback"));
    int64_t shown = length >= 1000000000 ? 1000000 : length >= 1000000 ? 100000 : 1; /* ns: by the real clock nobody reads nine digits */
    axis_time_text((length + shown / 2) / shown * shown, time, sizeof time);
    if (blocks && ref_kind(event->by) == REF_TASK) {
        model_task_label(timeline->view->model, event->by, who, sizeof who);
    }
    if (blocks) {
        snprintf(texts[0], sizeof texts[0], view_words(timeline->view, "%s blocks the loop for %s"), who, time);
    } else {
        snprintf(texts[0], sizeof texts[0], view_words(timeline->view, "idle %s"), time);
    }
    snprintf(texts[1], sizeof texts[1], blocks ? view_words(timeline->view, "blocked %s") : view_words(timeline->view, "idle %s"), time);
    snprintf(texts[2], sizeof texts[2], "%s", time);
    Rect plot = timeline->place.plot;
    DrawList *list = timeline->list;
    float height = timeline_names_height(timeline->area), y = plot.y + plot.h + (height - draw_line_height(list, FONT_SMALL)) / 2;
    uint8_t alpha = index < timeline->n ? 255 : 170;
    for (size_t i = 0; i < 3 && height > 0 && length > 0; i++) {
        float width = draw_text_width(list, FONT_SMALL, texts[i]);
        if (width <= to - from - 8) {
            Token token = blocks ? TOKEN_FAILED_TEXT : TOKEN_DIM;
            draw_text_n(list, (from + to - width) / 2, y, 0, FONT_SMALL, token, alpha, texts[i], strlen(texts[i]));
            break;
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
            draw_fill(timeline->list, (Rect){from, plot.y, to - from, plot.h + timeline_names_height(timeline->area)}, 0,
                      blocked ? TOKEN_FAILED : TOKEN_RAISED, blocked ? timeline_alpha(timeline, columns[i], 56) : 255);
            name_column(timeline, columns[i], from, to);
        }
    }
}
