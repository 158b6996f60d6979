/* view_timeline.c: the timeline panel: a lane a task, with heading, legend, labels and the cursor. */
#include "chips.h"
#include "timeline_parts.h"

#include <math.h>
#include <string.h>

enum { THIN_LANE = 16, LEAST_LANE = 20, USUAL_LANE = 26, MOST_LANE = 46, HANDLE = 16 };

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
    for (size_t i = 0; ref_kind(task) == REF_TASK && i < timeline->lane_count; i++) {
        if (timeline->lanes[i].task == ref_number(task)) {
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

/* How high a lane is, and all of them together. */
static float lane_heights(const TimelinePlace *place, const View *view, float *ordinary_height)
{
    size_t count = 0, thin = 0;
    const uint32_t *lanes = spans_lanes(view->spans, &count);
    for (size_t i = 0; i < count; i++) {
        thin += axis_is_internal(place->map, lanes[i]);
    }
    float free = place->plot.h - 4 - (float)thin * THIN_LANE, ordinary = (float)(count - thin);
    float each = count > thin ? floorf(free / ordinary) : MOST_LANE;
    if (each < USUAL_LANE && count > thin) { /* the loop's own lanes give way first; low lanes only where all can then be seen */
        each = fminf(USUAL_LANE, floorf((place->plot.h - 4) / ordinary));
        each = each < LEAST_LANE ? USUAL_LANE : each;
    }
    *ordinary_height = fminf(each, MOST_LANE);
    return (float)(count - thin) * *ordinary_height + (float)thin * THIN_LANE + 4;
}

float timeline_scroll_limit(const View *view, Rect area)
{
    TimelinePlace place;
    if (!timeline_place_open(&place, view, area)) {
        return 0;
    }
    float height = 0, whole = lane_heights(&place, view, &height);
    timeline_place_close(&place);
    return fmaxf(0, whole - place.plot.h);
}

/* The lanes that can be seen: the program's tasks in the order of the spans, then the loop's own. */
static void place_lanes(Timeline *timeline)
{
    Rect plot = timeline->place.plot;
    float height = 0, whole = lane_heights(&timeline->place, timeline->view, &height);
    float scroll = fminf(fmaxf(timeline->view->ui->scroll_timeline, 0), fmaxf(0, whole - plot.h));
    float y = plot.y + 4 - scroll;
    size_t count = 0;
    const uint32_t *tasks = spans_lanes(timeline->view->spans, &count);
    for (int internal = 0; internal < 2; internal++) {
        for (size_t i = 0; i < count; i++) {
            if (axis_is_internal(timeline->place.map, tasks[i]) != (internal == 1)) {
                continue;
            }
            float h = internal ? THIN_LANE : height;
            float bar = internal ? 8 : floorf(fminf(h * 0.62F, 28));
            if (y + h > plot.y && y < plot.y + plot.h && timeline->lane_count < TIMELINE_LANES) {
                timeline->lanes[timeline->lane_count++] = (TimelineLane){
                    .task = tasks[i], .internal = internal == 1, .y = y, .height = h, .bar = {plot.x, y + (h - bar) / 2, plot.w, bar}};
            }
            y += h;
        }
    }
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

static void draw_lane_label(const Timeline *timeline, const TimelineLane *lane)
{
    DrawList *list = timeline->list;
    const View *view = timeline->view;
    Ref ref = ref_make(REF_TASK, lane->task);
    const ModelTask *task = state_task(view->state, ref);
    float left = timeline->area.x + 8, right = timeline->place.plot.x - 8;
    Rect box = {left, lane->y + 2, right - left, lane->height - 4};
    if (view->ui->selected == lane->task) {
        draw_fill(list, box, RADIUS_CHIP, TOKEN_RAISED, 255);
        draw_fill(list, (Rect){box.x, box.y + 3, 3, box.h - 6}, 1.5F, TOKEN_ACCENT, 255);
    }
    uint32_t depth = spans_depth(view->spans, lane->task);
    float x = left + 10 + 12 * (float)(depth < 4 ? depth : 4);
    Font font = lane->internal || lane->height < 28 ? FONT_SMALL : depth == 0 ? FONT_BODY_BOLD : FONT_BODY;
    char label[CHIP_LABEL];
    model_task_label(view->model, ref, label, sizeof label);
    Token token = lane->internal ? TOKEN_FAINT : task ? TOKEN_TEXT : TOKEN_DIM;
    float icon = fminf(11, lane->height - 6);
    float room = right - icon - 10 - x;
    float y = lane->y + (lane->height - draw_line_height(list, font)) / 2;
    if (room > 12) {
        draw_text(list, x, y, room, font, token, label);
    }
    if (task) {
        Rect at = {right - icon - 4, lane->y + (lane->height - icon) / 2, icon, icon};
        draw_icon(list, (Icon)task->state, at, theme_state_text((int)task->state), lane->internal ? 150 : 255);
    }
    draw_hit(list, box, HIT_TASK, lane->task);
}

/* From right to left as far as there is room, so that the most telling states stay. */
static void draw_legend(const Timeline *timeline, float right, float left)
{
    static const TaskState order[] = {TASK_CANCELLED, TASK_FAILED, TASK_DONE, TASK_SLEEPING, TASK_AWAITING, TASK_READY, TASK_RUNNING};
    const Spans *spans = timeline->view->spans;
    bool ended[TASK_STATE_COUNT] = {false};
    for (uint32_t task = 1; task <= spans_task_count(spans); task++) {
        const Span *its = NULL;
        size_t count = spans_of(spans, task, &its);
        if (count) {
            ended[its[count - 1].state] = true;
        }
    }
    DrawList *list = timeline->list;
    float y = timeline->area.y + 12, height = draw_line_height(list, FONT_SMALL), whole = 0;
    bool shown[sizeof order / sizeof order[0]];
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        shown[i] = (order[i] != TASK_FAILED && order[i] != TASK_CANCELLED) || ended[order[i]];
        whole += shown[i] ? draw_text_width(list, FONT_SMALL, model_state_name(order[i])) + 34 : 0;
    }
    if (whole > right - left) {
        return; /* half a legend misleads; the words stand in the sentence, in the same colours */
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (shown[i]) {
            const char *name = model_state_name(order[i]);
            right -= draw_text_width(list, FONT_SMALL, name) + 18;
            draw_text(list, right, y + (24 - height) / 2, 0, FONT_SMALL, TOKEN_DIM, name);
            draw_icon(list, (Icon)order[i], (Rect){right - 16, y + 6.5F, 11, 11}, theme_state_text((int)order[i]), 255);
            right -= 16;
        }
    }
}

static void draw_heading(const Timeline *timeline)
{
    static const SwitchWord words[] = {{"elastic", COMMAND_AXIS_ELASTIC}, {"time", COMMAND_AXIS_TIME}, {"steps", COMMAND_AXIS_STEPS}};
    Rect area = timeline->area;
    float width = draw_text(timeline->list, area.x + 16, area.y + 14, 0, FONT_HEADING, TOKEN_DIM, "TIMELINE");
    float right = area.x + area.w - 14;
    if (area.w > 360) {
        right = chip_switch(timeline->list, right, area.y + 12, 24, words, 3, (size_t)timeline->place.axis);
    }
    draw_legend(timeline, right - 4, area.x + 16 + width + 24);
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
    if (!rect_contains(plot, ui->mouse_x, ui->mouse_y) || fabsf(ui->mouse_x - timeline->cursor) < 8) {
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
    draw_clip(list, (Rect){plot.x - 1, plot.y, plot.w + 2, plot.h});
    timeline_columns(timeline);
    draw_unclip(list);
    timeline_ruler(timeline);
    draw_clip(list, (Rect){timeline->area.x, plot.y, timeline->area.w, plot.h});
    for (size_t i = 0; i < timeline->lane_count; i++) {
        draw_lane_label(timeline, &timeline->lanes[i]);
    }
    draw_unclip(list);
    draw_clip(list, (Rect){plot.x - 1, plot.y, plot.w + 2, plot.h});
    for (size_t i = 0; i < timeline->lane_count; i++) {
        timeline_bars(timeline, &timeline->lanes[i]);
    }
    timeline_ghost(timeline);
    timeline_links(timeline);
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
    place_lanes(&timeline);
    place_columns(&timeline);
    draw_heading(&timeline);
    draw_plot(&timeline);
    if (view->ui->zoom > 1.0001) {
        timeline_minimap(&timeline);
    }
    draw_hover(&timeline);
    draw_cursor(&timeline);
    timeline_place_close(place);
}
