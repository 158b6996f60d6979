/* timeline.c: the timeline panel: a lane a task, with heading, legend, labels and the cursor. */
#include "view/chips.h"
#include "view/panel.h"
#include "view/state_words.h"
#include "panels/remark.h"
#include "parts.h"
#include "panels/details.h"
#include "panels/stops.h"
#include "panels/panels.h"

#include <math.h>
#include <string.h>

enum { HANDLE = 16 };

float timeline_event_x(const Timeline *timeline, size_t index)
{
    return timeline_place_x(&timeline->place, axis_event(timeline->place.map, timeline->place.axis, index));
}

uint8_t timeline_alpha(const Timeline *timeline, size_t index, uint8_t alpha)
{
    return (uint8_t)(index < timeline->n ? alpha : alpha * FAINT_PERCENT / 100);
}

const TimelineLane *timeline_lane_of(const Timeline *timeline, Ref task)
{
    uint32_t number = ref_kind(task) == REF_TASK ? timeline_shown_for(timeline->view, ref_number(task)) : 0;
    for (size_t i = 0; number != 0 && i < timeline->lane_count; i++) {
        if (timeline->lanes[i].task == number) {
            return &timeline->lanes[i];
        }
    }
    return NULL;
}

size_t timeline_lower_bound(const uint32_t *indices, size_t count, size_t index)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (indices[middle] < index) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

/* Once a frame, for all lanes. */
static void place_columns(Timeline *timeline)
{
    const TimelinePlace *place = &timeline->place;
    timeline->column_width = fmaxf(3, ceilf(place->plot.w / TIMELINE_COLUMNS));
    size_t count = (size_t)(place->plot.w / timeline->column_width);
    count = count < TIMELINE_COLUMNS ? count : TIMELINE_COLUMNS;
    if (timeline->after - timeline->first <= count) {
        return;
    }
    timeline->column_count = count;
    for (size_t i = 0; i <= count; i++) {
        double units = timeline_place_units(place, place->plot.x + (float)i * timeline->column_width);
        timeline->column_n[i] = axis_n_at(place->map, place->axis, units);
    }
}

static const TaskState legend[] = {TASK_CANCELLED, TASK_FAILED, TASK_DONE, TASK_SLEEPING, TASK_AWAITING, TASK_READY, TASK_RUNNING};

enum { LEGEND = sizeof legend / sizeof legend[0], LOOKED_THROUGH = 200 /* tasks */ };

/* In which states tasks are somewhere in the run; of very many tasks all are taken for granted. */
static void states_met(const Spans *spans, bool *met)
{
    const size_t count = spans_task_count(spans);
    for (int state = 0; state < TASK_STATE_COUNT; state++) {
        met[state] = count > LOOKED_THROUGH;
    }
    for (uint32_t task = 1; task <= count && count <= LOOKED_THROUGH; task++) {
        const Span *its = NULL;
        size_t pieces = spans_of(spans, task, &its);
        for (size_t i = 0; i < pieces; i++) {
            met[its[i].state] = true;
        }
    }
}

/* px, with `gap` between two. */
static float legend_width(const Timeline *timeline, const bool *shown, float gap)
{
    float whole = 0;
    for (size_t i = 0; i < LEGEND; i++) {
        const char *name = state_words(timeline->view->ui->language, legend[i]);
        whole += shown[i] ? draw_text_width(timeline->list, FONT_SMALL, name) + 16 + gap : 0;
    }
    return whole;
}

/* At the right; where there is no room for all, of those alone that are met in this run. */
static void draw_legend(const Timeline *timeline, float right, float left)
{
    const float wide = 18, narrow = 10; /* px: as far apart as they are still told from each other */
    const Spans *spans = timeline->view->spans;
    bool ended[TASK_STATE_COUNT] = {false}, shown[LEGEND];
    for (uint32_t task = 1; task <= spans_task_count(spans); task++) {
        const Span *its = NULL;
        size_t count = spans_of(spans, task, &its);
        if (count) {
            ended[its[count - 1].state] = true;
        }
    }
    for (size_t i = 0; i < LEGEND; i++) {
        shown[i] = (legend[i] != TASK_FAILED && legend[i] != TASK_CANCELLED) || ended[legend[i]];
    }
    if (legend_width(timeline, shown, narrow) > right - left) {
        bool met[TASK_STATE_COUNT];
        states_met(spans, met);
        for (size_t i = 0; i < LEGEND; i++) {
            shown[i] = shown[i] && met[legend[i]];
        }
        for (size_t i = 0; i < LEGEND && legend_width(timeline, shown, narrow) > right - left; i++) {
            shown[i] = shown[i] && legend[i] != TASK_DONE; /* its check mark says so by itself */
        }
    }
    const float gap = legend_width(timeline, shown, wide) > right - left ? narrow : wide;
    if (legend_width(timeline, shown, gap) > right - left) {
        return; /* half a legend misleads; the words stand in the sentence, in the same colours */
    }
    DrawList *list = timeline->list;
    const float y = timeline->area.y + timeline_heading_top(timeline->area), height = draw_line_height(list, FONT_SMALL);
    for (size_t i = 0; i < LEGEND; i++) {
        if (shown[i]) {
            const char *name = state_words(timeline->view->ui->language, legend[i]);
            right -= draw_text_width(list, FONT_SMALL, name) + gap;
            draw_text(list, right, y + (24 - height) / 2, 0, FONT_SMALL, TOKEN_DIM, name);
            draw_icon(list, (Icon)legend[i], (Rect){right - 16, y + 6.5F, 11, 11}, theme_state_text((int)legend[i]), 255);
            right -= 16;
        }
    }
}

enum { HEADING_BUTTON = 24, ICON_BUTTON = 30 };

/* Several lanes of the program's own. */
static bool has_choice(const Timeline *timeline)
{
    size_t count = 0;
    for (size_t i = 0; i < timeline->lane_count && count < 2; i++) {
        count += !spans_closes_loop(timeline->view->spans, timeline->lanes[i].task);
    }
    return count > 1;
}

/* Which lanes are shown; where all are and there are several, the way to choose some. A click asks (anew). Returns its right edge. */
static float draw_filter(const Timeline *timeline, float x)
{
    const char *words = timeline->view->ui->filter;
    char text[80];
    snprintf(text, sizeof text, view_words(timeline->view, "only: %.60s"), words);
    const Button button = {ICON_FILTER, words[0] ? text : NULL, COMMAND_FILTER, false, false, false};
    if (!words[0] && (timeline->view->ui->plain || timeline->view->ui->present || !has_choice(timeline))) {
        return x;
    }
    Rect box = {x + 12, timeline->area.y + timeline_heading_top(timeline->area),
                words[0] ? panel_button_width(timeline->list, &button) : ICON_BUTTON, HEADING_BUTTON};
    panel_button(timeline->list, timeline->view, box, &button);
    return box.x + box.w;
}

/* Where not all of the run is seen: the way back to all of it. Returns its left edge. */
static float draw_fit(const Timeline *timeline, float right)
{
    const Button button = {ICON_FIT, NULL, COMMAND_FIT, false, false, false};
    if (timeline->view->ui->zoom <= 1) {
        return right;
    }
    Rect box = {right - 8 - ICON_BUTTON, timeline->area.y + timeline_heading_top(timeline->area), ICON_BUTTON, HEADING_BUTTON};
    panel_button(timeline->list, timeline->view, box, &button);
    return box.x;
}

static void draw_heading(const Timeline *timeline)
{
    const View *view = timeline->view;
    const SwitchWord words[] = {{view_words(view, "elastic"), COMMAND_AXIS_ELASTIC},
                                {view_words(view, "time"), COMMAND_AXIS_TIME},
                                {view_words(view, "steps"), COMMAND_AXIS_STEPS}};
    Rect area = timeline->area;
    float top = area.y + timeline_heading_top(area);
    float heading_y = panel_text_y(timeline->list, FONT_HEADING, top, HEADING_BUTTON);
    float width = panel_order_heading(timeline->list, view, area.x + 16, heading_y, view_words(view, "TIMELINE"),
                                      view_words(view, "TIMELINE: NOT ASYNCIO'S ORDER"));
    float left = area.x + 16 + width + 20, right = area.x + area.w - 14;
    bool plain = timeline->view->ui->plain;
    left = plain ? left : remark_count(timeline->list, timeline->view, left, top, HEADING_BUTTON);
    left = draw_filter(timeline, left);
    if (area.w > 360 && !plain) {
        right = chip_switch(timeline->list, right, top, HEADING_BUTTON, words, 3, (size_t)timeline->place.axis);
        right = draw_fit(timeline, right);
    }
    draw_legend(timeline, right - 4, left + 20);
}

static void draw_cursor(const Timeline *timeline)
{
    Rect plot = timeline->place.plot;
    float x = timeline->cursor;
    if (x < plot.x - 2 || x > plot.x + plot.w + 2) {
        return;
    }
    float top = plot.y - HANDLE - 2;
    draw_fill(timeline->list, (Rect){x - 1, plot.y - 6, 2, plot.h + 6}, 0, TOKEN_TEXT, 255);
    draw_icon(timeline->list, ICON_CURSOR, (Rect){x - HANDLE / 2.0F, top, HANDLE, HANDLE}, TOKEN_TEXT, 255);
    draw_hit(timeline->list, (Rect){x - 8, top, 16, plot.h + HANDLE + 2}, HIT_CURSOR, 0);
}

static void draw_hover(const Timeline *timeline)
{
    Rect plot = timeline->place.plot;
    const Ui *ui = timeline->view->ui;
    bool measuring = ui->pressed.kind == HIT_MEASURE;
    if (measuring || !rect_contains(plot, ui->mouse_x, ui->mouse_y) || fabsf(ui->mouse_x - timeline->cursor) < 8) {
        return;
    }
    char text[32];
    double units = timeline_place_units(&timeline->place, ui->mouse_x);
    int64_t time = axis_time_at(timeline->place.map, timeline->place.axis, units);
    if (trace_real_time(timeline->view->trace)) {
        time = time / 1000 * 1000; /* nobody points at a nanosecond */
    } else {
        time = (time + 500000) / 1000000 * 1000000;
    }
    axis_time_text(time, text, sizeof text);
    float width = draw_text_width(timeline->list, FONT_CODE, text);
    float x = fminf(ui->mouse_x + 4, plot.x + plot.w - width - 4);
    draw_fill(timeline->list, (Rect){ui->mouse_x, plot.y, 1, plot.h}, 0, TOKEN_FAINT, 200);
    draw_fill(timeline->list, (Rect){x - 4, plot.y - 21, width + 8, 19}, 4, TOKEN_RAISED, 255);
    draw_text(timeline->list, x, plot.y - 20, 0, FONT_CODE, TOKEN_TEXT, text);
}

static void draw_plot(const Timeline *timeline)
{
    Rect plot = timeline->place.plot;
    DrawList *list = timeline->list;
    draw_hit(list, (Rect){plot.x, plot.y - 22, plot.w, plot.h + 22}, HIT_TIMELINE, 0);
    for (size_t i = 0; i < timeline->lane_count; i++) {
        const TimelineLane *lane = &timeline->lanes[i];
        Rect row = {plot.x, fmaxf(lane->y, plot.y), plot.w, 0};
        row.h = fminf(lane->y + lane->height, plot.y + plot.h) - row.y;
        draw_hit(list, row, HIT_TIMELINE, lane->task);
    }
    draw_clip(list, (Rect){plot.x - 1, plot.y, plot.w + 2, plot.h + timeline_names_height(timeline->area)});
    timeline_columns(timeline);
    draw_unclip(list);
    timeline_ruler(timeline);
    draw_clip(list, (Rect){timeline->area.x, plot.y, timeline->area.w, plot.h});
    for (size_t i = 0; i < timeline->lane_count; i++) {
        timeline_lane_label(timeline, &timeline->lanes[i]);
    }
    timeline_ghost_lanes(timeline);
    draw_unclip(list);
    draw_clip(list, (Rect){plot.x - 1, plot.y, plot.w + 2, plot.h});
    for (size_t i = 0; i < timeline->lane_count; i++) {
        timeline_bars(timeline, &timeline->lanes[i]);
        if (timeline->lanes[i].folded) {
            timeline_sum(timeline, &timeline->lanes[i]);
        }
    }
    timeline_ghost(timeline);
    timeline_links(timeline);
    timeline_why(timeline);
    timeline_prints(timeline);
    draw_unclip(list);
}

void view_timeline(DrawList *list, const View *view, Rect area)
{
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, area, RADIUS_PANEL, TOKEN_LINE, 255);
    Timeline timeline = {.list = list, .view = view, .area = area, .n = view->player->n};
    TimelinePlace *place = &timeline.place;
    if (area.w < 160 || area.h < 80 || !timeline_place_open(place, view, area)) {
        return;
    }
    timeline.cursor = timeline_place_x(place, axis_cursor(place->map, place->axis, timeline.n));
    timeline.first = axis_n_at(place->map, place->axis, place->left);
    timeline.first = timeline.first ? timeline.first - 1 : 0;
    timeline.after = axis_n_at(place->map, place->axis, timeline_place_units(place, place->plot.x + place->plot.w)) + 1;
    timeline_place_lanes(&timeline);
    place_columns(&timeline);
    draw_heading(&timeline);
    draw_plot(&timeline);
    timeline_outside(&timeline);
    timeline_hidden(&timeline);
    timeline_overview(&timeline);
    timeline_measure(&timeline);
    draw_hover(&timeline);
    view_stops_timeline(list, view, area);
    draw_cursor(&timeline);
    timeline_remarks(&timeline); /* over the cursor, which stands at the one that is open */
    timeline_place_close(place);
}
