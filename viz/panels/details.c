/* details.c: the details panel: one task, why it runs or does not, where it stands, what it did and what came of it. */
#include "details.h"

#include "view/axis.h"
#include "view/chips.h"
#include "view/panel.h"
#include "view/state_words.h"
#include "words/why.h"
#include "panels.h"

#include <string.h>

enum { PADDING = 16, LINE = 20, SMALL_LINE = 18, RAIL = 20, TIME_ROOM = 66, SECTION_GAP = 12, HISTORY = 6 };

/* Where the next line goes. Without a list it only measures. */
typedef struct Pen {
    DrawList *list;
    const DrawList *metrics;
    const View *view;
    float x, width, y; /* px */
} Pen;

Rect details_area(const Layout *layout)
{
    Rect loop = layout->panel[PANEL_LOOP], output = layout->panel[PANEL_OUTPUT];
    return layout->wide ? loop : (Rect){loop.x, loop.y, loop.w, output.y + output.h - loop.y};
}

/* Words over as many lines as they need. Returns their height. */
static float flow(const Pen *pen, float x, float width, Font font, Token token, float line, const char *text)
{
    return panel_flow(pen->list, pen->metrics, (Rect){x, pen->y, width, 0}, font, token, line, text);
}

static void heading(Pen *pen, const char *title)
{
    pen->y += SECTION_GAP;
    if (pen->list) {
        draw_text(pen->list, pen->x, pen->y, 0, FONT_HEADING, TOKEN_DIM, title);
    }
    pen->y += LINE;
}

static char *event_time(const Pen *pen, size_t index, char *buffer, size_t size)
{
    int64_t time = trace_event(pen->view->trace, index)->t;
    return axis_time_text(time >= 1000000 ? time / 1000000 * 1000000 : time, buffer, size);
}

/* What a row's time takes of its width, px. */
static float time_room(const Pen *pen, size_t index)
{
    char time[32];
    return draw_text_width(pen->metrics, FONT_SMALL, event_time(pen, index, time, sizeof time)) + 10;
}

/* A row that leads to event `index`: lit under the mouse, and its time at the right. */
static void row_to_event(const Pen *pen, float height, size_t index)
{
    Rect row = {pen->x - 8, pen->y - 2, pen->width + 16, height + 4};
    char time[32];
    if (!pen->list) {
        return;
    }
    if (panel_hover(pen->view, row)) {
        draw_fill(pen->list, row, 4, TOKEN_RAISED, 255);
    }
    draw_hit(pen->list, row, HIT_EVENT, (uint32_t)index + 1);
    event_time(pen, index, time, sizeof time);
    draw_text_right(pen->list, pen->x + pen->width, panel_text_y(pen->metrics, FONT_SMALL, pen->y, LINE), FONT_SMALL, TOKEN_DIM, time);
}

static void draw_fact(Pen *pen, const WhyLink *fact)
{
    Pen measure = *pen;
    measure.list = NULL;
    float width = pen->width - time_room(pen, fact->index),
          height = flow(&measure, pen->x, width, FONT_BODY_BOLD, TOKEN_TEXT, LINE, fact->text);
    row_to_event(pen, height, fact->index);
    flow(pen, pen->x, width, FONT_BODY_BOLD, TOKEN_TEXT, LINE, fact->text);
    pen->y += height + 4;
}

/* On a rail that leads down, from what happened to its cause. */
static void draw_cause(Pen *pen, const WhyLink *cause, bool first, bool last)
{
    Pen measure = *pen;
    measure.list = NULL;
    float width = pen->width - RAIL - time_room(pen, cause->index),
          height = flow(&measure, pen->x, width, FONT_BODY, TOKEN_TEXT, LINE, cause->text);
    row_to_event(pen, height, cause->index);
    if (pen->list) {
        float x = pen->x + 5, middle = pen->y + LINE / 2.0F;
        float top = first ? middle : pen->y - 6, bottom = last ? middle : pen->y + height;
        draw_fill(pen->list, (Rect){x - 0.75F, top, 1.5F, bottom - top}, 0, TOKEN_ACCENT, 255);
        draw_fill(pen->list, (Rect){x - 4, middle - 4, 8, 8}, 4, TOKEN_ACCENT, 255);
    }
    flow(pen, pen->x + RAIL, width, FONT_BODY, TOKEN_TEXT, LINE, cause->text);
    pen->y += height + 6;
}

static void draw_causes(Pen *pen, const Why *why)
{
    for (size_t i = 0; i < why->fact_count; i++) {
        draw_fact(pen, &why->facts[i]);
    }
    heading(pen, why->runs ? view_words(pen->view, "WHY IT RUNS") : view_words(pen->view, "WHY, BACK TO THE START"));
    for (size_t i = 0; i < why->cause_count; i++) {
        draw_cause(pen, &why->causes[i], i == 0, i + 1 == why->cause_count);
    }
}

/* What the coroutine's variables held when it last reached an await, a line each. */
static void draw_variables(Pen *pen, const ModelFrame *frame, float x)
{
    const char *text = trace_text(pen->view->trace, frame->variables);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (pen->list) {
            draw_text_n(pen->list, x, panel_text_y(pen->metrics, FONT_CODE, pen->y, SMALL_LINE), pen->x + pen->width - x, FONT_CODE,
                        TOKEN_DIM, 255, text, length);
        }
        text += length + (text[length] == '\n');
        pen->y += SMALL_LINE;
    }
}

static void draw_frames(Pen *pen, const ModelTask *task)
{
    const Trace *trace = pen->view->trace;
    size_t kept = task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
    if (kept == 0) {
        return;
    }
    const char *title = view_words(pen->view, "COROUTINES, AND THEIR VARIABLES AT THE LAST AWAIT");
    bool fits = draw_text_width(pen->metrics, FONT_HEADING, title) <= pen->width;
    heading(pen, fits ? title : view_words(pen->view, "COROUTINES AND VARIABLES"));
    for (size_t i = 0; i < kept; i++) {
        const ModelFrame *frame = &task->frames[i];
        const TracePlace *place = trace_place(trace, frame->place != 0 ? frame->place : frame->definition);
        if (pen->list) {
            float x = pen->x + 12 * (float)i, y = panel_text_y(pen->metrics, FONT_CODE, pen->y, SMALL_LINE);
            float room = pen->x + pen->width - x - TIME_ROOM;
            draw_text(pen->list, x, y, room, FONT_CODE, TOKEN_TEXT, trace_text(trace, frame->name));
            if (place->line > 0) {
                char line[32];
                snprintf(line, sizeof line, view_words(pen->view, "line %u"), (unsigned)place->line);
                draw_text_right(pen->list, pen->x + pen->width, y, FONT_SMALL, TOKEN_DIM, line);
            }
        }
        pen->y += SMALL_LINE;
        draw_variables(pen, frame, pen->x + 12 * (float)i + RAIL);
    }
}

static void draw_span(Pen *pen, const Span *span, bool now)
{
    char from[32], to[32];
    if (pen->list) {
        Rect row = {pen->x - 8, pen->y, pen->width + 16, SMALL_LINE};
        if (panel_hover(pen->view, row)) {
            draw_fill(pen->list, row, 4, TOKEN_RAISED, 255);
        }
        draw_hit(pen->list, row, HIT_EVENT, span->from + 1);
        draw_icon(pen->list, (Icon)span->state, (Rect){pen->x, pen->y + 3, 11, 11}, theme_state_text(span->state), 255);
        float y = panel_text_y(pen->metrics, FONT_SMALL, pen->y, SMALL_LINE);
        draw_text(pen->list, pen->x + RAIL, y, 0, FONT_SMALL, theme_state_text(span->state),
                  state_words(pen->view->ui->language, (TaskState)span->state));
        axis_time_text(span->from_time, from, sizeof from);
        axis_time_text(span->to_time, to, sizeof to);
        char text[80];
        snprintf(text, sizeof text,
                 now                                ? view_words(pen->view, "since %s")
                 : span->from_time == span->to_time ? view_words(pen->view, "at %s")
                                                    : "%s – %s",
                 from, to);
        draw_text_right(pen->list, pen->x + pen->width, y, FONT_SMALL, TOKEN_DIM, text);
    }
    pen->y += SMALL_LINE;
}

/* What it did up to now, the newest first. */
static void draw_history(Pen *pen, const ModelTask *task)
{
    const Span *spans = NULL;
    size_t count = spans_of(pen->view->spans, task->number, &spans), at = spans_at(pen->view->spans, task->number, pen->view->state->n);
    heading(pen, view_words(pen->view, "WHAT IT DID"));
    for (size_t shown = 0; at < count && shown < HISTORY; shown++) {
        draw_span(pen, &spans[at], shown == 0);
        if (at-- == 0) {
            break;
        }
    }
}

static void draw_totals(Pen *pen, const ModelTask *task)
{
    static const TaskState states[] = {TASK_RUNNING, TASK_READY, TASK_AWAITING, TASK_SLEEPING};
    heading(pen, view_words(pen->view, "IN ALL"));
    float x = pen->x;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        char time[32], text[80];
        int64_t total = task->total[states[i]] + (task->state == states[i] ? pen->view->state->now - task->since_time : 0);
        axis_time_text(total, time, sizeof time);
        snprintf(text, sizeof text, "%s %s", state_words(pen->view->ui->language, states[i]), time);
        float width = draw_text_width(pen->metrics, FONT_SMALL, text) + 14;
        if (x + width > pen->x + pen->width) {
            x = pen->x;
            pen->y += SMALL_LINE;
        }
        if (pen->list) {
            draw_text(pen->list, x, panel_text_y(pen->metrics, FONT_SMALL, pen->y, SMALL_LINE), 0, FONT_SMALL,
                      theme_state_text((int)states[i]), text);
        }
        x += width;
    }
    pen->y += SMALL_LINE;
}

static void draw_result(Pen *pen, const ModelTask *task)
{
    if (task->state < TASK_DONE || task->result == 0) {
        return;
    }
    heading(pen, task->state == TASK_DONE ? view_words(pen->view, "ITS RESULT") : view_words(pen->view, "ITS ERROR"));
    pen->y += flow(pen, pen->x, pen->width, FONT_CODE, TOKEN_TEXT, SMALL_LINE, trace_text(pen->view->trace, task->result));
}

static void draw_all(Pen *pen, const ModelTask *task)
{
    draw_causes(pen, pen->view->why);
    if (!task) { /* the question is about an event */
        return;
    }
    draw_result(pen, task);
    draw_frames(pen, task);
    draw_history(pen, task);
    draw_totals(pen, task);
    pen->y += 8;
}

static Rect body_of(Rect area) { return (Rect){area.x + 1, area.y + 44, area.w - 2, area.h - 45}; }

float details_scroll_most(const DrawList *metrics, const View *view, Rect area)
{
    const ModelTask *task = view->why ? state_task(view->state, view->why->task) : NULL;
    Pen pen = {.list = NULL, .metrics = metrics, .view = view, .x = area.x + PADDING, .width = area.w - 2 * PADDING, .y = 4};
    if (view->why) {
        draw_all(&pen, task);
    }
    float hidden = pen.y - body_of(area).h;
    return hidden > 0 ? hidden : 0;
}

/* The task's chip, and the button that closes the panel. */
static void draw_head(DrawList *list, const View *view, Rect area, const ModelTask *task)
{
    enum { CLOSE = 24 };
    const SwitchWord close = {view_words(view, "Close"), COMMAND_WHY};
    float x = panel_frame(list, area, view_words(view, "WHY?")) + 14;
    float right = chip_switch(list, area.x + area.w - 12, area.y + (PANEL_HEADING - CLOSE) / 2, CLOSE, &close, 1, 1);
    if (task) {
        char label[CHIP_LABEL];
        model_task_label(view->model, ref_make(REF_TASK, task->number), label, sizeof label);
        float wanted = chip_width(list, task->state == TASK_RUNNING ? CHIP_SOLID : CHIP_RAISED, label), room = right - 10 - x;
        chip_task(list, view, (Rect){x, area.y + 5, wanted < room ? wanted : room, CHIP_HEIGHT}, task, 255);
    }
}

void view_details(DrawList *list, const View *view, Rect area)
{
    const ModelTask *task = view->why ? state_task(view->state, view->why->task) : NULL;
    draw_clip(list, area);
    draw_head(list, view, area, task);
    Rect body = body_of(area);
    bool of_event = view->why && view->why->task == 0 && view->why->cause_count > 0;
    if (!task && !of_event) {
        draw_text(list, area.x + PADDING, body.y + 4, area.w - 2 * PADDING, FONT_BODY, TOKEN_DIM,
                  view->ui->selected ? view_words(view, "This task has not been made yet.")
                                     : view_words(view, "Select a task to see why it runs, or does not."));
    } else {
        float most = details_scroll_most(list, view, area), scroll = view->ui->why.scroll;
        Pen pen = {.list = list, .metrics = list, .view = view, .x = area.x + PADDING, .width = area.w - 2 * PADDING};
        pen.y = body.y + 4 - (scroll < most ? scroll : most);
        draw_clip(list, body);
        draw_all(&pen, task);
        draw_unclip(list);
    }
    draw_unclip(list);
}
