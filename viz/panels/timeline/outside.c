/* outside.c: below the lanes of the tasks those of what lies outside of the loop: from when to when, the bytes that go in and out, and whom they wake. */
#include "parts.h"

#include <math.h>
#include <stdio.h>

enum { ROW = 16, MOST_ROWS = 24, MOST_MARKS = 2000, SHARE_PERCENT = 36 };

typedef struct Band {
    Rect area; /* of the rows, without labels */
    uint32_t numbers[MOST_ROWS];
    size_t count, hidden;
} Band;

float timeline_outside_height(const View *view, float room)
{
    size_t count = view->spans != NULL ? spans_outside_count(view->spans) : 0, fit = (size_t)fmaxf(room * SHARE_PERCENT / 100 / ROW, 0);
    count = count < MOST_ROWS ? count : MOST_ROWS;
    count = count < fit ? count : fit;
    return count > 0 ? (float)(count * ROW) + 4 : 0;
}

/* How much one of them is wanted in sight: what is there now, then what has ended last, then what begins next. */
static size_t distance(const SpanOutside *outside, size_t n)
{
    return outside->from >= n ? 2 * (outside->from - n) + 1 : outside->to >= n ? 0 : n - outside->to;
}

static void choose(const View *view, Band *band, size_t rows)
{
    size_t n = view->player->n, farthest = 0;
    for (uint32_t number = 1; number <= spans_outside_count(view->spans); number++) {
        const SpanOutside *outside = spans_outside(view->spans, number);
        if (outside == NULL) {
            continue;
        }
        if (band->count < rows) {
            band->numbers[band->count++] = number;
        } else {
            size_t worst = 0;
            for (size_t i = 1; i < rows; i++) {
                bool farther = distance(spans_outside(view->spans, band->numbers[i]), n) >=
                               distance(spans_outside(view->spans, band->numbers[worst]), n);
                worst = farther ? i : worst;
            }
            farthest = distance(spans_outside(view->spans, band->numbers[worst]), n);
            band->hidden++;
            if (distance(outside, n) < farthest) { /* the rows keep the order of their numbers */
                for (size_t i = worst; i + 1 < rows; i++) {
                    band->numbers[i] = band->numbers[i + 1];
                }
                band->numbers[rows - 1] = number;
            }
        }
    }
}

static Band band_of(const Timeline *timeline)
{
    Rect plot = timeline->place.plot, area = timeline_outside_area(timeline->view, timeline->area);
    Band band = {.area = {plot.x, area.y, plot.w, area.h}};
    if (area.h > 0) {
        choose(timeline->view, &band, (size_t)((area.h - 4) / ROW));
    }
    return band;
}

static float row_y(const Band *band, size_t row) { return band->area.y + 2 + (float)(row * ROW); }

static size_t row_of(const Band *band, uint32_t number)
{
    size_t row = 0;
    while (row < band->count && band->numbers[row] != number) {
        row++;
    }
    return row;
}

static void draw_label(const Timeline *timeline, const Band *band, size_t row)
{
    DrawList *list = timeline->list;
    char label[96], brief[96];
    const SpanOutside *outside = spans_outside(timeline->view->spans, band->numbers[row]);
    bool is_there = outside->from < timeline->n && outside->to >= timeline->n;
    float left = timeline->area.x + 16 + (outside->of != 0 ? 10 : 0), right = band->area.x - 8;
    spans_outside_brief(timeline->view->spans, band->numbers[row], brief, sizeof brief);
    view_named(timeline->view, brief, label, sizeof label);
    draw_text(list, left, row_y(band, row) + (ROW - draw_line_height(list, FONT_SMALL)) / 2, right - left, FONT_SMALL,
              is_there ? TOKEN_TEXT : TOKEN_FAINT, label);
}

static void draw_piece(const Timeline *timeline, Rect bar, bool works, uint8_t alpha)
{
    if (works) { /* something does run there, at the same time as the loop */
        draw_fill(timeline->list, bar, 3, TOKEN_RUNNING, (uint8_t)(alpha * 30 / 100));
        draw_outline(timeline->list, bar, 3, TOKEN_RUNNING, alpha);
    } else {
        draw_fill(timeline->list, (Rect){bar.x, bar.y + bar.h / 2 - 1, bar.w, 2}, 1, TOKEN_DIM, (uint8_t)(alpha * 60 / 100));
    }
}

/* In two pieces: what has happened, and what is still to come. */
static void draw_row(const Timeline *timeline, const Band *band, size_t row)
{
    const SpanOutside *outside = spans_outside(timeline->view->spans, band->numbers[row]);
    size_t last = trace_count(timeline->view->trace), to = outside->to < last ? outside->to : last - 1;
    float from_x = fmaxf(timeline_event_x(timeline, outside->from), band->area.x - 4);
    float to_x = fminf(fmaxf(timeline_event_x(timeline, to), from_x + 2), band->area.x + band->area.w + 4);
    float split = fminf(fmaxf(timeline->cursor, from_x), to_x), y = row_y(band, row) + 3;
    bool works = outside->kind == OUTSIDE_CALL || outside->kind == OUTSIDE_PROCESS;
    if (split > from_x) {
        draw_piece(timeline, (Rect){from_x, y, split - from_x, ROW - 6}, works, 255);
    }
    if (to_x > split) {
        draw_piece(timeline, (Rect){split, y, to_x - split, ROW - 6}, works, 255 * FAINT_PERCENT / 100);
    }
    if (outside->to < last && !works) { /* its end */
        uint8_t alpha = timeline_alpha(timeline, outside->to, 255);
        Token token = outside->gone == GONE_LOST ? TOKEN_FAILED : TOKEN_DIM;
        draw_fill(timeline->list, (Rect){to_x - 1, y, 2, ROW - 6}, 0, token, alpha);
    }
}

/* Bytes that come stand above the line, those that go below it, the more the higher; what is kept is hollow. */
static void draw_bytes(const Timeline *timeline, const Event *event, float x, float middle, uint8_t alpha)
{
    float size = fminf(3 + (float)log10((double)event->b + 1), 6);
    switch ((TraceBytes)event->detail) {
    case BYTES_READ:
        if (event->b == 0) {
            draw_fill(timeline->list, (Rect){x - 1, middle - 5, 2, 5}, 0, TOKEN_FAILED, alpha);
        } else {
            draw_fill(timeline->list, (Rect){x - 2, middle - 1 - size, 5, size}, 1, TOKEN_ACCENT, alpha);
        }
        break;
    case BYTES_SENT: draw_fill(timeline->list, (Rect){x - 2, middle + 1, 5, size}, 1, TOKEN_TEXT, alpha); break;
    default: draw_outline(timeline->list, (Rect){x - 2, middle + 1, 5, size}, 1, TOKEN_DIM, alpha); break;
    }
}

static void draw_marks(const Timeline *timeline, const Band *band)
{
    size_t count = 0;
    const uint32_t *marks = spans_landmarks(timeline->view->spans, LANDMARK_OUTSIDE, &count);
    size_t first = timeline_lower_bound(marks, count, timeline->first), after = timeline_lower_bound(marks, count, timeline->after);
    size_t stride = (after - first) / MOST_MARKS + 1;
    for (size_t i = first; i < after; i += stride) {
        const Event *event = trace_event(timeline->view->trace, marks[i]);
        size_t row = row_of(band, event->a);
        if (row < band->count && event->kind == EV_BYTES) {
            draw_bytes(timeline, event, timeline_event_x(timeline, marks[i]), row_y(band, row) + ROW / 2.0F,
                       timeline_alpha(timeline, marks[i], 255));
        }
    }
}

/* From what has come to the task that it wakes. */
static void draw_arrows(const Timeline *timeline, const Band *band)
{
    size_t count = 0, drawn = 0;
    const Link *links = spans_links(timeline->view->spans, &count);
    Ref selected = timeline->view->ui->selected ? ref_make(REF_TASK, timeline->view->ui->selected) : TRACE_NOBODY;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (links[middle].index < timeline->first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (size_t i = low; i < count && links[i].index < timeline->after && drawn < MOST_MARKS; i++) {
        const TimelineLane *to = ref_kind(links[i].from) == REF_OUTSIDE ? timeline_lane_of(timeline, links[i].to) : NULL;
        size_t row = row_of(band, ref_number(links[i].from));
        if (to == NULL || (row == band->count && links[i].to != selected && !timeline->view->ui->all_links)) {
            continue;
        }
        Token token = links[i].to == selected ? TOKEN_ACCENT : TOKEN_DIM;
        float x = timeline_event_x(timeline, links[i].index) + 1, end = to->bar.y + to->bar.h - 2;
        uint8_t alpha = timeline_alpha(timeline, links[i].index, 200);
        float start = row < band->count ? row_y(band, row) + ROW / 2.0F - 3 : fminf(end + 12, band->area.y); /* from one that is not seen */
        draw_curve(timeline->list, x - 2, start, x, end, token, alpha);
        draw_fill(timeline->list, (Rect){x - 2.5F, end - 2.5F, 5, 5}, 2.5F, token, alpha);
        drawn++;
    }
}

void timeline_outside(const Timeline *timeline)
{
    Band band = band_of(timeline);
    DrawList *list = timeline->list;
    Rect plot = timeline->place.plot;
    if (band.count == 0) {
        return;
    }
    if (timeline_names_height(timeline->area) > 0) {
        char heading[40];
        snprintf(heading, sizeof heading, band.hidden > 0 ? "%s  +%zu" : "%s", view_words(timeline->view, "OUTSIDE"), band.hidden);
        draw_text(list, timeline->area.x + 16, band.area.y - draw_line_height(list, FONT_HEADING) - 1, band.area.x - timeline->area.x - 20,
                  FONT_HEADING, TOKEN_DIM, heading);
    }
    draw_hit(list, band.area, HIT_TIMELINE, 0);
    for (size_t i = 0; i < band.count; i++) {
        draw_label(timeline, &band, i);
    }
    draw_clip(list, (Rect){plot.x - 1, plot.y, plot.w + 2, band.area.y + band.area.h - plot.y});
    for (size_t i = 0; i < band.count; i++) {
        draw_row(timeline, &band, i);
    }
    draw_arrows(timeline, &band);
    draw_marks(timeline, &band);
    draw_unclip(list);
    if (timeline->cursor >= plot.x - 2 && timeline->cursor <= plot.x + plot.w + 2) {
        draw_fill(list, (Rect){timeline->cursor - 1, plot.y + plot.h, 2, band.area.y + band.area.h - plot.y - plot.h}, 0, TOKEN_TEXT, 255);
    }
}
