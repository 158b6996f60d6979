/* overview.c: the whole run in a strip below the timeline, when not all of it fits, with the part that is seen in a frame. */
#include "parts.h"
#include "timeline.h"

#include <math.h>

/* px; every row stands for the lanes that share it, and shows one of them. */
enum { COLUMN = 6, ROW = 2 };

static uint8_t strength(TaskState state) { return state == TASK_AWAITING || state == TASK_SLEEPING ? 120 : 230; }

/* The program's tasks in the order of the lanes. */
static uint32_t task_of_row(const Timeline *timeline, size_t row, size_t rows)
{
    size_t count = 0;
    const uint32_t *lanes = spans_lanes(timeline->view->spans, &count);
    size_t at = (2 * row + 1) * count / (2 * rows);
    while (at > 0 && spans_closes_loop(timeline->view->spans, lanes[at])) {
        at--;
    }
    return lanes[at];
}

static void draw_row(const Timeline *timeline, Rect strip, float y, uint32_t task, const size_t *column_n, size_t columns)
{
    const Span *spans = NULL;
    spans_of(timeline->view->spans, task, &spans);
    TaskState state = TASK_STATE_COUNT;
    size_t from = 0;
    for (size_t i = 0; i <= columns; i++) { /* adjacent columns of one state are drawn together */
        size_t span = i < columns ? spans_at(timeline->view->spans, task, column_n[i]) : SIZE_MAX;
        TaskState now = span == SIZE_MAX ? TASK_STATE_COUNT : (TaskState)spans[span].state;
        now = now >= TASK_DONE ? TASK_STATE_COUNT : now;
        if (now != state) {
            if (state != TASK_STATE_COUNT) {
                Rect piece = {strip.x + (float)(from * COLUMN), y, (float)((i - from) * COLUMN), ROW};
                piece.w = fminf(piece.w, strip.x + strip.w - piece.x);
                draw_fill(timeline->list, piece, 0, theme_state((int)state), strength(state));
            }
            state = now;
            from = i;
        }
    }
}

/* Below the rows: where a task took a step. */
static void draw_busy(const Timeline *timeline, Rect strip, float y, const size_t *column_n, size_t columns)
{
    size_t count = 0;
    const uint32_t *steps = spans_landmarks(timeline->view->spans, LANDMARK_STEP, &count);
    size_t from = SIZE_MAX, last = 0;
    for (size_t i = 0; i <= columns; i++) {
        size_t reached = i < columns ? timeline_lower_bound(steps, count, column_n[i]) : last;
        bool busy = reached > last;
        last = reached;
        if (busy && from == SIZE_MAX) {
            from = i;
        } else if (!busy && from != SIZE_MAX) {
            Rect piece = {strip.x + (float)(from * COLUMN), y, (float)((i - from) * COLUMN), 3};
            piece.w = fminf(piece.w, strip.x + strip.w - piece.x);
            draw_fill(timeline->list, piece, 0, TOKEN_RUNNING, 255);
            from = SIZE_MAX;
        }
    }
}

/* In a low panel there is no room for the strip: a bar beside the lanes says which of them are seen. */
static void draw_scrolled(const Timeline *timeline)
{
    Rect plot = timeline->place.plot;
    float whole = timeline_lane_sizes(timeline->view, plot.h).whole, most = whole - plot.h;
    if (most <= 0) {
        return;
    }
    float scroll = fminf(fmaxf(timeline->view->ui->scroll_timeline, 0), most), height = plot.h * plot.h / whole;
    Rect track = {plot.x + plot.w + 5, plot.y, 4, plot.h};
    draw_fill(timeline->list, track, 2, TOKEN_RAISED, 255);
    draw_fill(timeline->list, (Rect){track.x, track.y + (plot.h - height) * scroll / most, track.w, height}, 2, TOKEN_FAINT, 255);
}

void timeline_overview(const Timeline *timeline)
{
    const TimelinePlace *place = &timeline->place;
    Rect strip = timeline_minimap(timeline->view, timeline->area);
    if (strip.h <= 0) {
        draw_scrolled(timeline);
        return;
    }
    double length = axis_length(place->map, place->axis);
    DrawList *list = timeline->list;
    draw_fill(list, strip, 3, TOKEN_RAISED, 255);
    size_t column_n[TIMELINE_COLUMNS], columns = (size_t)ceilf(strip.w / COLUMN);
    columns = columns < TIMELINE_COLUMNS ? columns : TIMELINE_COLUMNS;
    for (size_t i = 0; i < columns; i++) {
        double part = fmin(1, (double)((float)(i + 1) * COLUMN / strip.w));
        column_n[i] = axis_n_at(place->map, place->axis, part * length);
    }
    size_t rows = timeline_overview_rows(timeline->view, timeline->area);
    for (size_t row = 0; row < rows; row++) {
        draw_row(timeline, strip, strip.y + 2 + (float)(row * ROW), task_of_row(timeline, row, rows), column_n, columns);
    }
    draw_busy(timeline, strip, strip.y + strip.h - 4, column_n, columns);
    float cursor = (float)(axis_cursor(place->map, place->axis, timeline->n) / length) * strip.w;
    draw_fill(list, (Rect){strip.x + cursor - 1, strip.y - 1, 2, strip.h + 2}, 0, TOKEN_TEXT, 255);
    Rect frame = timeline_minimap_frame(timeline->view, timeline->area);
    bool held = timeline->view->ui->pressed.kind == HIT_MINIMAP;
    draw_fill(list, frame, 3, TOKEN_ACCENT, held ? 70 : 36);
    draw_outline(list, rect_inset(frame, -1), 3, TOKEN_ACCENT, 255);
    draw_hit(list, rect_inset(strip, -3), HIT_MINIMAP, 0);
}
