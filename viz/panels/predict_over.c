/* predict_over.c: the end of predict mode: how many answers were right, which, and the ways on. */
#include "predict.h"

#include "panels/panels.h"
#include "view/panel.h"

#include <stdio.h>

enum { ANSWER_ROW = 26, ANSWER_ROW_OF_TWO = 36, MARK = 14, ANSWER_WORDS = MARK + 8 };

/* px beside the words of a row, for "right" or "wrong". */
static float verdict_room(const DrawList *list, const View *view, const PredictAnswer *answer)
{
    return draw_text_width(list, FONT_SMALL, answer->right ? view_words(view, "right") : view_words(view, "wrong")) + 12;
}

/* A row whose words are wider than the panel has two lines. */
static float answer_height(const DrawList *list, const View *view, const PredictAnswer *answer, float width)
{
    float words = width - ANSWER_WORDS - verdict_room(list, view, answer);
    return draw_text_width(list, FONT_BODY, view_words(view, predict_kind_name(answer->kind))) <= words ? ANSWER_ROW : ANSWER_ROW_OF_TWO;
}

static void draw_answer(DrawList *list, const View *view, const PredictAnswer *answer, Rect row)
{
    const char *name = view_words(view, predict_kind_name(answer->kind));
    const char *verdict = answer->right ? view_words(view, "right") : view_words(view, "wrong");
    const Token token = answer->right ? TOKEN_RUNNING_TEXT : TOKEN_FAILED_TEXT;
    const Rect area = {row.x - 8, row.y, row.w + 16, row.h};
    const float x = row.x + ANSWER_WORDS, words = row.w - ANSWER_WORDS - verdict_room(list, view, answer);
    if (panel_hover(view, area)) {
        draw_fill(list, area, 4, TOKEN_RAISED, 255);
    }
    draw_icon(list, answer->right ? ICON_DONE : ICON_FAILED, (Rect){row.x, row.y + (row.h - MARK) / 2.0F, MARK, MARK}, token, 255);
    if (row.h > ANSWER_ROW) {
        panel_two_lines(list, x, row.y + 2, words, FONT_SMALL, TOKEN_TEXT, name);
    } else {
        draw_text(list, x, panel_text_y(list, FONT_BODY, row.y, row.h), words, FONT_BODY, TOKEN_TEXT, name);
    }
    draw_text_right(list, row.x + row.w, panel_text_y(list, FONT_SMALL, row.y, row.h), FONT_SMALL, token, verdict);
    draw_hit(list, area, HIT_EVENT, (uint32_t)answer->at);
}

/* What was asked, and how it was answered; a click leads back to its moment. The last of them, as far as there is room. */
static void draw_answers(DrawList *list, const View *view, Rect area)
{
    const PredictUi *predict = &view->ui->predict;
    size_t first = predict->answer_count;
    float needed = 0;
    while (first > 0) {
        needed += answer_height(list, view, &predict->answers[first - 1], area.w);
        if (needed > area.h) {
            break;
        }
        first--;
    }
    for (size_t i = first; i < predict->answer_count; i++) {
        area.h = answer_height(list, view, &predict->answers[i], area.w);
        draw_answer(list, view, &predict->answers[i], area);
        area.y += area.h;
    }
}

/* The ways on from the end. Returns the y at which the next thing may stand. */
static float draw_ways_on(DrawList *list, const View *view, Rect area, float y, bool low)
{
    const Button again = {ICON_COUNT, view_words(view, "Run again"), COMMAND_RERUN, false, false, false},
                 whole = {ICON_COUNT, view_words(view, "Show the whole run"), COMMAND_PREDICT, true, false, false};
    float first = panel_button_width(list, &whole), second = view->lesson ? panel_button_width(list, &again) : 0, height = low ? 24 : 32;
    float gap = low ? 6 : 8, x = low ? area.x + area.w - 6 - first - (view->lesson ? second + gap : 0) : area.x + PANEL_PADDING;
    panel_button(list, view, (Rect){x, y, first, height}, &whole);
    if (!view->lesson) {
        return y + height + gap;
    }
    bool below = !low && x + first + gap + second > area.x + area.w - 6;
    Rect place = below ? (Rect){x, y + height + gap, second, height} : (Rect){x + first + gap, y, second, height};
    panel_button(list, view, place, &again);
    return place.y + height + gap;
}

void view_predict_over(DrawList *list, const View *view, Rect area, float low_heading)
{
    PredictScore score = view->ui->predict.score;
    char text[80];
    snprintf(text, sizeof text, "%s", view_words(view, "The run has ended."));
    bool low = area.h < 100;
    Rect words = {area.x + PANEL_PADDING, area.y + (low ? low_heading - 4 : PANEL_HEADING), area.w - 2 * PANEL_PADDING, 0};
    if (score.asked > 0) {
        snprintf(text, sizeof text, view_words(view, "The run has ended: %u of %u right."), (unsigned)score.right, (unsigned)score.asked);
    }
    float y = words.y + panel_flow(list, list, words, low ? FONT_BODY_BOLD : FONT_SENTENCE_BOLD, TOKEN_TEXT, 24, text);
    y = draw_ways_on(list, view, area, low ? area.y + 4 : y + 8, low) + 4;
    if (!low) {
        draw_answers(list, view, (Rect){words.x, y, words.w, area.y + area.h - 8 - y});
    }
}
