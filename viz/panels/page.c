/* page.c: the lesson's page beside its run: the opening, what to look for, the task and its hints, the rule, and the way on. */
#include "page.h"

#include "knobs.h"

#include "view/chips.h"
#include "view/panel.h"
#include "view/prose.h"
#include "panels.h"

#include <math.h>
#include <stdio.h>

enum { LINE = 21, BULLET = 14, GAP = 12, POINT_GAP = 5, BUTTON = 30, CLOSE = 24 };

/* Where the next line goes. */
typedef struct Pen {
    DrawList *list; /* NULL: only measures */
    const DrawList *metrics;
    const View *view;
    float x, width, y;        /* px */
    float bottom;             /* of what is in sight, px */
    float task_from, task_to; /* px: where the task begins, and where it and its hints end */
} Pen;

static void heading(Pen *pen, const char *title)
{
    pen->y += GAP;
    if (pen->list) {
        draw_text(pen->list, pen->x, pen->y, 0, FONT_HEADING, TOKEN_DIM, title);
    }
    pen->y += LINE;
}

static void words(Pen *pen, Font font, float indent, const char *text)
{
    GlossaryMark marks[GLOSSARY_MARKS];
    Rect at = {pen->x + indent, pen->y, pen->width - indent, 0};
    bool marked = pen->list && pen->y < pen->bottom; /* they take no room, and below the panel nobody sees them */
    size_t count = marked ? glossary_marks_beside(pen->view->ui->language, text, pen->view->lesson, marks) : 0;
    pen->y += prose_with_terms(pen->list, pen->metrics, at, font, TOKEN_TEXT, LINE, text, marks, count) + POINT_GAP;
}

/* A point of a list, with a mark or a number before it. */
static void point(Pen *pen, size_t number, const char *text)
{
    char mark[24] = "\xe2\x80\xa2";
    if (number > 0) {
        snprintf(mark, sizeof mark, "%zu", number);
    }
    if (pen->list) {
        draw_text(pen->list, pen->x, panel_text_y(pen->metrics, FONT_BODY, pen->y, LINE), 0, FONT_BODY, TOKEN_DIM, mark);
    }
    words(pen, FONT_BODY, BULLET, text);
}

/* Beside it the key that does the same. */
static void button(Pen *pen, const Button *button)
{
    char key[48];
    if (pen->list) {
        float width = panel_button_width(pen->metrics, button), x = pen->x + width + 12;
        panel_button(pen->list, pen->view, (Rect){pen->x, pen->y, width < pen->width ? width : pen->width, BUTTON}, button);
        command_key_local(pen->view->letters, button->command, key, sizeof key);
        draw_text(pen->list, x, panel_text_y(pen->metrics, FONT_SMALL, pen->y, BUTTON), pen->x + pen->width - x, FONT_SMALL, TOKEN_DIM,
                  key);
    }
    pen->y += BUTTON + POINT_GAP;
}

static void draw_questions(Pen *pen, const LessonPage *page)
{
    const PredictUi *predict = &pen->view->ui->predict;
    char text[120];
    if (page->questions.count == 0) {
        return;
    }
    if (predict->on) {
        snprintf(text, sizeof text, "%s", view_words(pen->view, "What comes next is hidden, and questions stand before their steps."));
    } else {
        snprintf(text, sizeof text, view_words(pen->view, "%zu questions stand before their steps, when what comes next is hidden."),
                 page->questions.count);
    }
    heading(pen, view_words(pen->view, "PREDICT"));
    words(pen, FONT_BODY, 0, text);
    if (!predict->on) {
        const Button ask = {ICON_COUNT, view_words(pen->view, "Predict from the start"), COMMAND_PREDICT_ALL, true, false, false};
        button(pen, &ask);
    }
}

/* The lines that are to be put in order, as they stand: one that is dragged goes along, a click changes two that are neighbours. */
static void draw_order(Pen *pen, const Knob *knob, size_t index)
{
    enum { ROW = KNOB_LINE - 4, ARROW = 24 };
    HitArea held = pen->view->ui->pressed;
    double value = pen->view->ui->knobs.value[index];
    for (size_t place = 0; place < knob->line_count; place++) {
        Rect row = {pen->x, pen->y, pen->width, ROW};
        if (pen->list) {
            uint32_t id = (uint32_t)(index * KNOB_LINES + place);
            draw_fill(pen->list, row, RADIUS_CHIP, panel_hover(pen->view, row) ? TOKEN_LINE : TOKEN_RAISED, 255);
            draw_outline(pen->list, row, RADIUS_CHIP, held.kind == HIT_ORDER && held.id == id ? TOKEN_ACCENT : TOKEN_LINE, 255);
            float y = panel_text_y(pen->metrics, FONT_CODE, row.y, ROW);
            draw_text(pen->list, row.x + 10, y, row.w - ARROW - 10, FONT_CODE, TOKEN_TEXT,
                      view_words(pen->view, knob->lines[knob_line_at(knob, value, place)]));
            draw_text(pen->list, row.x + row.w - ARROW, y, 0, FONT_CODE, TOKEN_DIM, place > 0 ? "\xe2\x86\x91" : "\xe2\x86\x93");
            draw_hit(pen->list, row, HIT_ORDER, id);
        }
        pen->y += KNOB_LINE;
    }
    pen->y += POINT_GAP;
}

static void draw_orders(Pen *pen)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(pen->view->lesson, &count);
    for (size_t i = 0; i < count && i < pen->view->ui->knobs.count; i++) {
        if (knobs[i].is_order) {
            draw_order(pen, &knobs[i], i);
        }
    }
}

/* How the task is done, as long as it is not. */
static void draw_how(Pen *pen)
{
    size_t count = 0;
    char key[48], text[160];
    const Knob *knobs = lesson_knobs(pen->view->lesson, &count);
    bool ordered = false;
    for (size_t i = 0; i < count; i++) {
        ordered = ordered || knobs[i].is_order;
    }
    if (count > 0 && !pen->view->solved) {
        snprintf(
            text, sizeof text,
            ordered ? view_words(pen->view, "Drag the lines, or click on one to move it by one; `%s` and the arrows go through the orders.")
                    : view_words(pen->view, "The knobs above do it: by the mouse, or `%s` and the arrows."),
            command_key_local(pen->view->letters, COMMAND_KNOB_NEXT, key, sizeof key));
        pen->y += prose_with_terms(pen->list, pen->metrics, (Rect){pen->x, pen->y, pen->width, 0}, FONT_SMALL, TOKEN_DIM, LINE - 3, text,
                                   NULL, 0) +
                  POINT_GAP;
    }
}

static void draw_task(Pen *pen, const LessonPage *page)
{
    enum { MARK = 14 };
    size_t shown = pen->view->ui->page.hints < page->hints.count ? pen->view->ui->page.hints : page->hints.count;
    pen->task_from = pen->task_to = pen->y;
    if (page->task.count == 0) {
        return;
    }
    heading(pen, view_words(pen->view, "NOW YOU"));
    for (size_t i = 0; i < page->task.count; i++) {
        words(pen, FONT_BODY, 0, page->task.line[i]);
    }
    draw_orders(pen);
    draw_how(pen);
    if (pen->view->solved) {
        if (pen->list) {
            draw_icon(pen->list, ICON_DONE, (Rect){pen->x, pen->y + 3, MARK, MARK}, TOKEN_RUNNING_TEXT, 255);
            draw_text(pen->list, pen->x + MARK + 8, panel_text_y(pen->metrics, FONT_BODY_BOLD, pen->y, LINE), 0, FONT_BODY_BOLD,
                      TOKEN_RUNNING_TEXT, view_words(pen->view, "Solved: this run does it."));
        }
        pen->y += LINE + POINT_GAP;
    }
    for (size_t i = 0; i < shown && !pen->view->solved; i++) {
        point(pen, i + 1, page->hints.line[i]);
    }
    if (shown < page->hints.count && !pen->view->solved) {
        const Button hint = {ICON_COUNT,   shown == 0 ? view_words(pen->view, "A hint") : view_words(pen->view, "Another hint"),
                             COMMAND_HINT, false,
                             false,        false};
        button(pen, &hint);
    }
    pen->task_to = pen->y;
}

/* Of a mistake: what is said of it, and the way to the same program mended. */
static void draw_mistake(Pen *pen, const LessonPage *page)
{
    const View *view = pen->view;
    size_t remarks = view->lints ? lints_count(view->lints) : 0;
    if (*page->remark == '\0') {
        return;
    }
    const Button mend = {ICON_COUNT, remarks > 0 ? view_words(view, "Mend it") : view_words(view, "As it was"), COMMAND_MEND, true, false,
                         false};
    const Button show = {ICON_COUNT, view_words(view, "Show the remark"), COMMAND_REMARK_NEXT, false, false, false};
    heading(pen, view_words(pen->view, "THE REMARK"));
    if (remarks > 0) {
        char title[160];
        snprintf(title, sizeof title, "%s.", lint_title(view->ui->language, lints_at(view->lints, 0)));
        title[0] = (char)(title[0] >= 'a' && title[0] <= 'z' ? title[0] - 'a' + 'A' : title[0]);
        words(pen, FONT_BODY, 0, title);
        button(pen, &show);
    } else {
        words(pen, FONT_BODY, 0, view_words(pen->view, "There is nothing to be said of this run."));
    }
    button(pen, &mend);
}

/* Behind the last lesson: what comes of it all. */
static void draw_last(Pen *pen)
{
    const Button predict = {ICON_COUNT, view_words(pen->view, "What I can predict now"), COMMAND_PREDICTIONS, false, false, false};
    heading(pen, view_words(pen->view, "GO ON"));
    words(pen, FONT_BODY, 0, view_words(pen->view, "That was the last lesson. The menu has mistakes to look for, and what is due again."));
    button(pen, &predict);
}

static void draw_end(Pen *pen, const LessonPage *page)
{
    const Lesson *next = *page->next ? lesson_find(page->next) : NULL;
    if (*page->rule) {
        heading(pen, view_words(pen->view, "THE RULE"));
        words(pen, FONT_BODY_BOLD, 0, page->rule);
    }
    if (next) {
        const Button on = {ICON_COUNT,
                           *page->remark ? view_words(pen->view, "Next mistake") : view_words(pen->view, "Next lesson"),
                           COMMAND_NEXT_LESSON,
                           false,
                           false,
                           false};
        heading(pen, view_words(pen->view, "GO ON"));
        words(pen, FONT_BODY, 0, lesson_title(next, pen->view->ui->language));
        button(pen, &on);
    } else if (pen->view->lesson == lesson_at(lesson_count() - 1)) {
        draw_last(pen);
    }
    if (page->story.count > 0) {
        heading(pen, view_words(pen->view, "WHAT HAPPENS"));
        for (size_t i = 0; i < page->story.count; i++) {
            words(pen, FONT_BODY, 0, page->story.line[i]);
            pen->y += POINT_GAP;
        }
    }
}

static void draw_all(Pen *pen)
{
    const LessonPage *page = lesson_page(pen->view->lesson, pen->view->ui->language);
    words(pen, FONT_BODY, 0, page->opening);
    if (page->look_for.count > 0) {
        heading(pen, view_words(pen->view, "LOOK FOR"));
        for (size_t i = 0; i < page->look_for.count; i++) {
            point(pen, 0, page->look_for.line[i]);
        }
    }
    draw_mistake(pen, page);
    draw_questions(pen, page);
    draw_task(pen, page);
    draw_end(pen, page);
    pen->y += GAP;
}

static Rect body_of(Rect area) { return (Rect){area.x + 1, area.y + PANEL_HEADING, area.w - 2, area.h - PANEL_HEADING - 1}; }

static Pen pen_for(DrawList *list, const DrawList *metrics, const View *view, Rect area, float y)
{
    return (Pen){list, metrics, view, area.x + PANEL_PADDING, area.w - 2 * PANEL_PADDING, y, area.y + area.h, 0, 0};
}

float page_scroll_most(const DrawList *metrics, const View *view, Rect area)
{
    Pen pen = pen_for(NULL, metrics, view, area, 0);
    draw_all(&pen);
    float hidden = pen.y - body_of(area).h;
    return hidden > 0 ? hidden : 0;
}

float page_scroll_task(const DrawList *metrics, const View *view, Rect area, float scroll)
{
    Pen pen = pen_for(NULL, metrics, view, area, 0);
    draw_all(&pen);
    float least = pen.task_to - body_of(area).h;
    return fmaxf(fminf(scroll, pen.task_from), fmaxf(least, 0));
}

void view_page(DrawList *list, const View *view, Rect area)
{
    const SwitchWord close = {view_words(view, "Close"), COMMAND_PAGE_CLOSE};
    float most = page_scroll_most(list, view, area);
    float scroll = view->ui->page.scroll < most ? view->ui->page.scroll : most;
    Rect body = body_of(area);
    draw_clip(list, area);
    panel_frame(list, area, lesson_is_mistake(view->lesson) ? view_words(view, "THE MISTAKE") : view_words(view, "THE LESSON"));
    chip_switch(list, area.x + area.w - 12, area.y + (PANEL_HEADING - CLOSE) / 2, CLOSE, &close, 1, 1);
    draw_clip(list, body);
    Pen pen = pen_for(list, list, view, area, body.y - scroll);
    draw_all(&pen);
    draw_unclip(list);
    panel_thumb(list, body, scroll, most);
    draw_unclip(list);
}
