/* bars.c: the bars of one lane: what a task was doing from when to when. */
#include "view/chips.h"
#include "parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float LEAST_WIDTH = 2; /* of a bar, px */
enum { SAMPLED = 4 };

static uint8_t percent(uint8_t alpha, unsigned part) { return (uint8_t)(alpha * part / 100); }

static void draw_piece(DrawList *list, TaskState state, Rect bar, uint8_t alpha)
{
    Token token = theme_state((int)state);
    float radius = fminf(RADIUS_BAR, bar.w / 2);
    Rect low = {bar.x, bar.y + bar.h * 0.15F, bar.w, bar.h * 0.7F};
    switch (state) {
    case TASK_CREATED: draw_outline(list, low, radius, TOKEN_DIM, alpha); break;
    case TASK_READY: draw_fill(list, low, radius, token, alpha); break;
    case TASK_AWAITING:
        draw_fill(list, bar, radius, token, percent(alpha, 15));
        draw_hatch(list, bar, radius, token, percent(alpha, 85));
        break;
    case TASK_SLEEPING:
        draw_fill(list, bar, radius, token, percent(alpha, 19));
        draw_dots(list, bar, radius, token, alpha);
        break;
    default: draw_fill(list, bar, radius, token, alpha); break;
    }
}

/* A bar in two pieces: what has happened, and what is still to come. */
static void draw_bar(const Timeline *timeline, const TimelineLane *lane, TaskState state, float from, float to)
{
    uint8_t alpha = lane->internal ? percent(255, 60) : 255;
    float left = fmaxf(from, lane->bar.x - 20), right = fminf(to, lane->bar.x + lane->bar.w + 20);
    float gap = right - left > 4 ? 1 : 0; /* between two bars */
    float split = fminf(fmaxf(timeline->cursor, left), right - gap);
    if (split > left) {
        draw_piece(timeline->list, state, (Rect){left, lane->bar.y, split - left, lane->bar.h}, alpha);
    }
    if (right - gap > split) {
        draw_piece(timeline->list, state, (Rect){split, lane->bar.y, right - gap - split, lane->bar.h}, percent(alpha, FAINT_PERCENT));
    }
}

static void draw_end(const Timeline *timeline, const TimelineLane *lane, const Span *span)
{
    float x = timeline_event_x(timeline, span->from);
    uint8_t alpha = timeline_alpha(timeline, span->from, lane->internal ? 150 : 255);
    float middle = lane->bar.y + lane->bar.h / 2;
    float size = fminf(13, lane->bar.h);
    Rect mark = {x + 4, middle - size / 2, size, size};
    switch ((TaskState)span->state) {
    case TASK_DONE:
        size = lane->internal ? 6 : 8;
        draw_fill(timeline->list, (Rect){x + 4, middle - size / 2, size, size}, size / 2, TOKEN_DONE, alpha);
        break;
    case TASK_FAILED:
        draw_fill(timeline->list, (Rect){x, lane->bar.y, size + 8, lane->bar.h}, RADIUS_BAR, TOKEN_FAILED, alpha);
        draw_icon(timeline->list, ICON_FAILED, mark, TOKEN_ON_STATE, alpha);
        break;
    default: draw_icon(timeline->list, ICON_CANCELLED, mark, TOKEN_CANCELLED, alpha); break;
    }
}

/* What a wait for something outside of the loop is called: it stands just before the event that suspends the task. NULL: nothing. */
static const char *outside_name(const Trace *trace, const Span *span, const Event *suspended)
{
    for (size_t back = 1; back <= 4 && back <= span->from; back++) {
        const Event *named = trace_event(trace, span->from - back);
        if (named->kind == EV_NAME && named->b == suspended->b) {
            return trace_text(trace, named->c);
        }
    }
    return NULL;
}

/* "sleep 2 s", "gather", "API A", "data from 127.0.0.1:4242": what a suspended task waits for, from the event that suspended it. */
static void wait_label(const Timeline *timeline, const Span *span, char *label, size_t size)
{
    const Trace *trace = timeline->view->trace;
    const Event *event = trace_event(trace, span->from);
    label[0] = '\0';
    if (event->kind != EV_STEP_END || event->detail != REASON_AWAIT) {
        return;
    }
    if (ref_kind(event->b) == REF_TASK) {
        char name[CHIP_LABEL];
        snprintf(label, size, view_words(timeline->view, "awaits %s"),
                 model_task_label(timeline->view->model, event->b, name, sizeof name));
        return;
    }
    const char *name = outside_name(trace, span, event);
    if (name != NULL) {
        view_named(timeline->view, name, label, size);
    } else {
        snprintf(label, size, "%s", trace_via_name((TraceVia)event->flags));
    }
    for (size_t back = 1; span->state == TASK_SLEEPING && back <= 6 && back <= span->from; back++) {
        const Event *timer = trace_event(trace, span->from - back);
        if (timer->kind == EV_TIMER_NEW && timer->by == event->by && timer->detail == CALL_RESOLVE && timer->b == event->b) {
            char time[32];
            snprintf(label, size, view_words(timeline->view, "sleep %s"),
                     axis_time_text(model_delay(trace, timer->t, trace_time(timer)), time, sizeof time));
            return;
        }
    }
}

/* The label stays at the plot's left edge while its bar reaches in from there, and is left out where it does not fit. */
static void draw_label(const Timeline *timeline, const TimelineLane *lane, const Span *span, float from, float to)
{
    float left = fmaxf(from, lane->bar.x) + 8, right = fminf(to, lane->bar.x + lane->bar.w) - 8;
    float height = draw_line_height(timeline->list, FONT_SMALL);
    if (right - left < 40 || lane->bar.h < height - 4 || lane->internal) {
        return;
    }
    char label[96];
    wait_label(timeline, span, label, sizeof label);
    float width = draw_text_width(timeline->list, FONT_SMALL, label);
    if (outside_name(timeline->view->trace, span, trace_event(timeline->view->trace, span->from)) != NULL &&
        right - left >= 64) { /* worth its beginning */
        width = fminf(width, right - left - 8);
    }
    if (label[0] == '\0' || width + 8 > right - left) {
        return;
    }
    uint8_t alpha = timeline_alpha(timeline, span->from, 255);
    float y = lane->bar.y + (lane->bar.h - height) / 2;
    draw_fill(timeline->list, (Rect){left, y, width + 8, height}, 4, TOKEN_PANEL, 235);
    draw_text_n(timeline->list, left + 4, y, width, FONT_SMALL, theme_state_text(span->state), alpha < 255 ? 160 : 255, label,
                strlen(label));
}

/* In a column that holds many spans: the state in which most happens, of the first few. */
static TaskState column_state(const Span *spans, size_t first, size_t after)
{
    size_t events[TASK_STATE_COUNT] = {0};
    size_t best = spans[first].state;
    for (size_t i = first; i < after && i < first + SAMPLED; i++) {
        size_t state = spans[i].state;
        events[state] += spans[i].to - spans[i].from;
        best = events[state] > events[best] ? state : best;
    }
    return (TaskState)best;
}

/* Adjacent columns of one state, not yet drawn. */
typedef struct Merged {
    TaskState state; /* TASK_STATE_COUNT: none */
    float from, to;
} Merged;

static void flush(const Timeline *timeline, const TimelineLane *lane, Merged *merged)
{
    if (merged->state != TASK_STATE_COUNT) {
        draw_bar(timeline, lane, merged->state, merged->from, merged->to);
        merged->state = TASK_STATE_COUNT;
    }
}

static void merge(const Timeline *timeline, const TimelineLane *lane, Merged *merged, TaskState state, size_t column)
{
    float from = lane->bar.x + (float)column * timeline->column_width;
    if (merged->state != state || from > merged->to + 0.5F) {
        flush(timeline, lane, merged);
        *merged = (Merged){state, from, from};
    }
    merged->to = from + timeline->column_width;
}

static size_t span_ending_after(const Span *spans, size_t count, size_t low, size_t index)
{
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (spans[middle].to <= index) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

/* Whether a span is too narrow to be drawn alone: it ends in the column in which it begins, or, as its share of the events says, not far
   beyond. */
static bool is_narrow(const Timeline *timeline, const Span *span, size_t column)
{
    const size_t *column_n = timeline->column_n;
    if (column >= timeline->column_count || span->from < column_n[column]) {
        return false;
    }
    if (span->to < column_n[column + 1]) {
        return true;
    }
    if (column + 2 > timeline->column_count || span->to >= column_n[column + 2]) {
        return false;
    }
    float share = (float)(span->to - span->from) / (float)(column_n[column + 2] - column_n[column]);
    return share * 2 * timeline->column_width < LEAST_WIDTH;
}

static void draw_span(const Timeline *timeline, const TimelineLane *lane, const Span *span)
{
    float from = timeline_event_x(timeline, span->from), to = timeline_event_x(timeline, span->to);
    draw_bar(timeline, lane, (TaskState)span->state, from, fmaxf(to, from + LEAST_WIDTH));
    if (span->state == TASK_AWAITING || span->state == TASK_SLEEPING) {
        draw_label(timeline, lane, span, from, to);
    }
}

/* Spans that begin and end in one column are drawn together: a lane costs what is visible, not what was recorded. */
void timeline_bars(const Timeline *timeline, const TimelineLane *lane)
{
    const Span *spans = NULL;
    size_t count = spans_of(timeline->view->spans, lane->task, &spans);
    size_t i = span_ending_after(spans, count, 0, timeline->first ? timeline->first - 1 : 0);
    size_t column = 0, columns = timeline->column_count;
    Merged merged = {TASK_STATE_COUNT, 0, 0};
    while (i < count && spans[i].from < timeline->after) {
        const Span *span = &spans[i];
        while (column < columns && timeline->column_n[column + 1] <= span->from) {
            column++;
        }
        if (span->state >= TASK_DONE) {
            draw_end(timeline, lane, span);
            i++;
        } else if (!is_narrow(timeline, span, column)) {
            flush(timeline, lane, &merged);
            draw_span(timeline, lane, span);
            i++;
        } else {
            size_t next = span_ending_after(spans, count, i + 1, timeline->column_n[column + 1] - 1);
            if (next == count && count - i > 1 && spans[count - 1].state >= TASK_DONE) {
                next = count - 1; /* an end is never merged away */
            }
            merge(timeline, lane, &merged, column_state(spans, i, next), column);
            i = next;
        }
    }
    flush(timeline, lane, &merged);
}
