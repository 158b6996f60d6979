/* predictions.c: the sheet of what the reader can predict now: each kind of question, how often it was right, and where to practise it. */
#include "sheet.h"

#include <math.h>

#include "view/layout.h"
#include "view/panel.h"

enum { WIDTH = 900, PADDING = 16, HEAD = 92, ROW = 28, SHOWN = 14, MARK = 12, SCORE = 208, KIND = 400 };

/* Of the column of kinds, px: the lessons' titles give way first, since their numbers do. */
static float kind_width(float width) { return fmaxf((width - SCORE) * 0.56F, fminf(KIND, width - SCORE - 200)); }

/* "31 of 80 questions of the lessons answered right." */
static void draw_sum(DrawList *list, const View *view, const SheetRow *rows, size_t count, Rect line)
{
    WayScore sum = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        WayScore score = way_score(view->lessons, view->kept, (PredictKind)rows[i].n);
        sum.count += score.count;
        sum.answered += score.answered;
        sum.right += score.right;
    }
    if (sum.answered == 0) {
        draw_text(list, line.x, line.y, line.w, FONT_BODY, TOKEN_DIM,
                  view_words(view, "Nothing has been asked yet: in a lesson, P hides what comes and asks you."));
    } else {
        draw_textf(list, line.x, line.y, line.w, FONT_BODY, TOKEN_DIM,
                   words_counted(
                       view->ui->language, "Of the %u questions of the lessons %u was asked so far, and %u answered right the last time.",
                       "Of the %u questions of the lessons %u were asked so far, and %u answered right the last time.", sum.answered),
                   sum.count, sum.answered, sum.right);
    }
}

static void draw_kind(DrawList *list, const View *view, Rect box, const SheetRow *row, size_t number)
{
    WayScore score = way_score(view->lessons, view->kept, (PredictKind)row->n);
    WayQuestion where;
    bool chosen = number == view->ui->sheet.choice, all = score.right == score.count;
    if (chosen || panel_hover(view, box)) {
        draw_fill(list, box, RADIUS_CHIP, TOKEN_RAISED, 255);
    }
    if (chosen) {
        draw_outline(list, box, RADIUS_CHIP, TOKEN_ACCENT, 255);
    }
    float x = box.x + 12, y = panel_text_y(list, FONT_BODY, box.y, box.h), small = panel_text_y(list, FONT_SMALL, box.y, box.h);
    float kind = kind_width(box.w);
    Token token = all ? TOKEN_RUNNING_TEXT : score.right < score.answered ? TOKEN_FAILED_TEXT : TOKEN_DIM;
    if (score.answered > 0 && (all || score.right < score.answered)) {
        draw_icon(list, all ? ICON_DONE : ICON_FAILED, (Rect){x, box.y + (box.h - MARK) / 2, MARK, MARK}, token, 255);
    }
    draw_text(list, x + MARK + 8, y, kind - MARK - 24, FONT_BODY, score.answered > 0 ? TOKEN_TEXT : TOKEN_DIM, row->text);
    draw_text(list, x + kind, small, SCORE - 8, FONT_SMALL, token, row->side);
    if (way_practice(view->lessons, view->kept, (PredictKind)row->n, &where, 1) > 0) {
        const Lesson *lesson = &view->lessons.lesson[where.lesson];
        float from = x + kind + SCORE;
        char numbered[LESSON_NUMBER];
        const char *title = lesson_title(lesson, view->ui->language);
        const char *before = lesson_number(lesson, numbered, sizeof numbered);
        draw_textf(list, from, small, box.x + box.w - 12 - from, FONT_SMALL, TOKEN_DIM, "%s%s%s", before,
                   *before != '\0' ? " \xc2\xb7 " : "", title);
    }
    draw_hit(list, box, HIT_CHOICE, (uint32_t)number);
}

void view_predictions(DrawList *list, const View *view, Rect area)
{
    SheetRow rows[SHEET_ROWS];
    size_t count = sheet_rows(view, rows), choice = view->ui->sheet.choice < count ? view->ui->sheet.choice : 0;
    size_t first = sheet_first(count, choice, SHOWN);
    float width = area.w - 48 < WIDTH ? area.w - 48 : WIDTH, x = area.x + (area.w - width) / 2;
    size_t shown = count < SHOWN ? count : SHOWN;
    Rect plate = {x, area.y + area.h / 12, width, HEAD + (float)shown * ROW + 16};
    sheet_plate(list, view, area, plate, PADDING, 12, view_words(view, "What I can predict now"),
                view_words(view, "arrows choose, Enter practises, Esc closes"));
    draw_sum(list, view, rows, count, (Rect){x + PADDING, plate.y + 38, width - 2 * PADDING, 0});
    float body = plate.y + HEAD, inner = width - 26, heads = x + 8 + 12 + kind_width(inner);
    draw_text(list, heads, body - 24, 0, FONT_SMALL, TOKEN_DIM, view_words(view, "Answered"));
    draw_text(list, heads + SCORE, body - 24, 0, FONT_SMALL, TOKEN_DIM, view_words(view, "Practise it in"));
    for (size_t i = first; i < count && i < first + SHOWN; i++) {
        draw_kind(list, view, (Rect){x + 8, body + (float)(i - first) * ROW, inner, ROW}, &rows[i], i);
    }
    panel_thumb(list, (Rect){x + 8, body, width - 16, (float)shown * ROW}, (float)first * ROW,
                count > SHOWN ? (float)(count - SHOWN) * ROW : 0);
}
