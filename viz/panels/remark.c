/* remark.c: what could be better, where it can be seen: a round mark with an exclamation mark, and a card that explains it. */
#include "remark.h"

#include "details.h"
#include "view/axis.h"
#include "view/panel.h"
#include "view/prose.h"
#include "timeline/timeline.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    CARD_WIDTH = 460,
    LEAST_CARD = 320,
    CARD_PADDING = 16,
    CARD_LINE = 21,
    CARD_SMALL_LINE = 17,
    GUTTER_MARK = 11,
    MOST_IN_GUTTER = 256
};

const Lint *remark_open(const View *view)
{
    const Lint *lint = view->ui->remark > 0 ? lints_at(view->lints, view->ui->remark - 1) : NULL;
    return lint != NULL && lint->index + 1 == view->player->n ? lint : NULL;
}

void remark_mark(DrawList *list, const View *view, Rect area, size_t number, uint8_t alpha)
{
    bool open = remark_open(view) != NULL && remark_open(view) == lints_at(view->lints, number);
    draw_fill(list, area, area.w / 2, open ? TOKEN_ACCENT : TOKEN_TEXT, alpha);
    /* A bar and a dot, not a letter: it is as sharp at eleven pixels as at sixteen. */
    float middle = area.x + area.w / 2, part = area.h / 8;
    draw_fill(list, (Rect){middle - 1, area.y + part * 1.6F, 2, part * 3.1F}, 0.5F, TOKEN_PANEL, 255);
    draw_fill(list, (Rect){middle - 1, area.y + part * 5.4F, 2, 2}, 0.5F, TOKEN_PANEL, 255);
    draw_hit(list, rect_inset(area, -2), HIT_REMARK, (uint32_t)number);
}

float remark_count(DrawList *list, const View *view, float x, float y, float height)
{
    size_t count = lints_count(view->lints);
    if (count == 0) {
        return x;
    }
    char text[32];
    snprintf(text, sizeof text, words_counted(view->ui->language, "%zu remark", "%zu remarks", count), count);
    Rect button = {x, y, draw_text_width(list, FONT_SMALL, text) + 34, height};
    if (panel_hover(view, button)) {
        draw_fill(list, button, RADIUS_CHIP, TOKEN_RAISED, 255);
    }
    draw_outline(list, button, RADIUS_CHIP, TOKEN_LINE, 255);
    Rect mark = {x + 8, y + (height - 12) / 2, 12, 12};
    draw_fill(list, mark, 6, TOKEN_TEXT, 255);
    draw_fill(list, (Rect){mark.x + 5, mark.y + 2.5F, 2, 4.5F}, 0.5F, TOKEN_PANEL, 255);
    draw_fill(list, (Rect){mark.x + 5, mark.y + 8, 2, 2}, 0.5F, TOKEN_PANEL, 255);
    draw_text(list, x + 26, panel_text_y(list, FONT_SMALL, y, height), 0, FONT_SMALL, TOKEN_TEXT, text);
    draw_hit(list, button, HIT_COMMAND, COMMAND_REMARK_NEXT);
    return button.x + button.w;
}

void remark_gutter(DrawList *list, const View *view, const ProgramText *shown, Rect body, float scroll, float line_height, float x)
{
    size_t count = lints_count(view->lints);
    for (size_t i = count < MOST_IN_GUTTER ? count : MOST_IN_GUTTER; i-- > 0;) { /* the first of a line lies on top */
        uint32_t line = program_line(shown, lints_at(view->lints, i)->place);
        float y = body.y + (float)(line - 1) * line_height - scroll;
        if (line > 0 && y + line_height > body.y && y < body.y + body.h) {
            remark_mark(list, view, (Rect){x - GUTTER_MARK, y + (line_height - GUTTER_MARK) / 2, GUTTER_MARK, GUTTER_MARK}, i, 255);
        }
    }
}

/* The title, and at its right the line and which of them it is. */
static void draw_card_heading(DrawList *list, const View *view, Rect card, size_t number)
{
    const Lint *lint = lints_at(view->lints, number);
    ProgramText shown = view_program_text(view);
    char title[64], where[64];
    snprintf(title, sizeof title, "%s", lint_title(view->ui->language, lint));
    title[0] = (char)(title[0] >= 'a' && title[0] <= 'z' ? title[0] - 'a' + 'A' : title[0]);
    uint32_t line = program_line(&shown, lint->place);
    if (line > 0 && lints_count(view->lints) == 1) {
        snprintf(where, sizeof where, view_words(view, "line %u"), (unsigned)line);
    } else if (line > 0) {
        snprintf(where, sizeof where, view_words(view, "line %u \xc2\xb7 %zu of %zu"), (unsigned)line, number + 1,
                 lints_count(view->lints));
    } else {
        snprintf(where, sizeof where, view_words(view, "%zu of %zu"), number + 1, lints_count(view->lints));
    }
    float y = card.y + 12;
    remark_mark(list, view, (Rect){card.x + CARD_PADDING, y + 2, 16, 16}, number, 255);
    draw_text(list, card.x + CARD_PADDING + 26, y, card.w - draw_text_width(list, FONT_SMALL, where) - 2 * CARD_PADDING - 36,
              FONT_BODY_BOLD, TOKEN_TEXT, title);
    draw_text_right(list, card.x + card.w - CARD_PADDING, y + 1, FONT_SMALL, TOKEN_DIM, where);
}

/* Away with the card; and where there are more remarks, the next one. */
static void draw_ways_on(DrawList *list, const View *view, Rect card, size_t number)
{
    const Button next = {ICON_ARROW_RIGHT, view_words(view, "next remark"), COMMAND_REMARK_NEXT, false, false, true},
                 close = {ICON_COUNT, view_words(view, "Close"), COMMAND_ESCAPE, false, false, false};
    float right = card.x + card.w - CARD_PADDING, y = card.y + card.h - 38;
    if (lints_count(view->lints) > 1) {
        float width = panel_button_width(list, &next);
        panel_button(list, view, (Rect){right - width, y, width, 28}, &next);
        right -= width + 8;
    }
    float width = panel_button_width(list, &close);
    Rect place = {right - width, y, width, 28};
    panel_button(list, view, place, &close);
    draw_hit(list, place, HIT_REMARK, (uint32_t)number); /* Esc would first close whatever else is open */
}

static void draw_card(DrawList *list, const View *view, const Layout *layout, size_t number, bool open)
{
    const Lint *lint = lints_at(view->lints, number);
    char sentence[LINT_TEXT], advice_text[LINT_TEXT];
    lint_sentence(view->ui->language, lint, view->model, view->trace, sentence, sizeof sentence);
    const char *advice = lint_advice(view->ui->language, lint, view->model, view->trace, advice_text, sizeof advice_text);
    const Rect top = layout->panel[PANEL_TOPBAR], sentence_area = layout->panel[PANEL_SENTENCE], side = details_area(layout);
    /* In a narrow window the program stays, with the line that is meant: the card lies where the details are, over the loop and the output. */
    const float width = layout->wide || side.w < LEAST_CARD ? CARD_WIDTH : side.w, inner = width - 2 * CARD_PADDING;
    const float room = width < CARD_WIDTH ? side.h : sentence_area.y - top.y - top.h - 8;
    Font font = FONT_BODY;
    float pitch = CARD_LINE, height = 0; /* of the sentence */
    Rect card = {0, 0, width, 0};
    for (int small = 0; small < 2 && (small == 0 || card.h > room);
         small++) { /* what is long is written smaller, rather than over the sentence */
        font = small ? FONT_SMALL : FONT_BODY;
        pitch = small ? CARD_SMALL_LINE : CARD_LINE;
        height = panel_flow(NULL, list, (Rect){0, 0, inner, 0}, font, TOKEN_TEXT, pitch, sentence);
        card.h = 44 + height + prose_flow(NULL, list, (Rect){0, 0, inner, 0}, font, TOKEN_DIM, pitch, advice) + 26 + (open ? 38 : 0);
    }
    float x = timeline_x_of(view, layout->panel[PANEL_TIMELINE], lint->index + 1) - card.w / 2, most = top.x + top.w - card.w - 12;
    card.x = width < CARD_WIDTH ? side.x : x < 12 ? 12 : x > most ? most : x;
    card.h = width < CARD_WIDTH ? fmaxf(card.h, side.h) : card.h;
    card.y = width < CARD_WIDTH ? side.y + side.h - card.h : sentence_area.y - card.h - 8;
    card.y = card.y < top.y + top.h ? top.y + top.h : card.y;
    draw_fill(list, card, RADIUS_PANEL, TOKEN_RAISED, 255);
    draw_outline(list, card, RADIUS_PANEL, TOKEN_ACCENT, 255);
    if (open) {
        draw_hit(list, card, HIT_PANEL, PANEL_COUNT); /* what lies under the card is not clicked through it */
    }
    draw_card_heading(list, view, card, number);
    float y = card.y + 42;
    panel_flow(list, list, (Rect){card.x + CARD_PADDING, y, inner, 0}, font, TOKEN_TEXT, pitch, sentence);
    y += height + 8;
    draw_fill(list, (Rect){card.x + CARD_PADDING, y, inner, 1}, 0, TOKEN_LINE, 255);
    prose_flow(list, list, (Rect){card.x + CARD_PADDING, y + 8, inner, 0}, font, TOKEN_DIM, pitch, advice);
    if (open) {
        draw_ways_on(list, view, card, number);
    }
}

void remark_card(DrawList *list, const View *view, const Layout *layout)
{
    HitArea under = drawlist_hit(list, view->ui->mouse_x, view->ui->mouse_y);
    if (under.kind == HIT_REMARK && under.id < lints_count(view->lints)) {
        draw_card(list, view, layout, under.id, remark_open(view) != NULL && view->ui->remark == under.id + 1);
    } else if (remark_open(view) != NULL) {
        draw_card(list, view, layout, view->ui->remark - 1, true);
    }
}
