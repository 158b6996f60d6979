/* glossary.c: the sheet of the field's words: the list of them, what the chosen one means, and the lesson that teaches it. */
#include "sheet.h"

#include "lesson/glossary.h"
#include "view/layout.h"
#include "view/panel.h"
#include "view/prose.h"

#include <stdint.h>

enum { WIDTH = 880, PADDING = 16, HEAD = 92, ROW = 28, SHOWN = 14, LIST = 250, GAP = 24, LINE = 23 };

/* What it means; the other terms in it lead on. */
static float draw_meaning(DrawList *list, Language language, Rect at, size_t index)
{
    const GlossaryEntry *entry = glossary_at(language, index);
    GlossaryMark marks[GLOSSARY_MARKS];
    size_t count = glossary_marks(language, entry->text, &entry->lesson->page, marks), others = 0;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].entry != index) {
            marks[others++] = marks[i];
        }
    }
    return prose_with_terms(list, list, at, FONT_BODY, TOKEN_TEXT, LINE, entry->text, marks, others);
}

static void draw_lesson(DrawList *list, const View *view, Rect box, size_t index)
{
    const GlossaryEntry *entry = glossary_at(view->ui->language, index);
    char words[96];
    glossary_taught(view->ui->language, entry, words, sizeof words);
    draw_text(list, box.x, box.y, box.w, FONT_SMALL, TOKEN_DIM, view_words(view, "Taught in"));
    Rect plate = {box.x, box.y + 22, box.w, 34};
    draw_fill(list, plate, RADIUS_CHIP, panel_hover(view, plate) ? TOKEN_LINE : TOKEN_RAISED, 255);
    draw_outline(list, plate, RADIUS_CHIP, TOKEN_LINE, 255);
    float side = draw_text_right(list, plate.x + plate.w - 12, panel_text_y(list, FONT_SMALL, plate.y, plate.h), FONT_SMALL, TOKEN_DIM,
                                 view_words(view, "Enter"));
    draw_text(list, plate.x + 10, panel_text_y(list, FONT_BODY, plate.y, plate.h), plate.w - 40 - side, FONT_BODY, TOKEN_TEXT, words);
    draw_hit(list, plate, HIT_TAUGHT, (uint32_t)index);
}

void view_glossary(DrawList *list, const View *view, Rect area)
{
    SheetRow rows[SHEET_ROWS];
    const SheetUi *sheet = &view->ui->sheet;
    size_t count = sheet_rows(view, rows), choice = sheet->choice < count ? sheet->choice : 0;
    size_t first = sheet_first(count, choice, SHOWN);
    float width = area.w - 48 < WIDTH ? area.w - 48 : WIDTH, x = area.x + (area.w - width) / 2;
    Rect plate = {x, area.y + area.h / 12, width, HEAD + SHOWN * ROW + 16};
    sheet_plate(list, view, area, plate, PADDING, 12, view_words(view, "Glossary"),
                view_words(view, "arrows choose, Enter opens the lesson, Esc closes"));
    sheet_field(list, &sheet->field, (Rect){x + PADDING, plate.y + 40, width - 2 * PADDING, 42},
                view_words(view, "a word, or what it is about"), true);
    Rect body = {x + 8, plate.y + HEAD, LIST, SHOWN * ROW};
    for (size_t i = first; i < count && i < first + SHOWN; i++) {
        sheet_row(list, view, (Rect){body.x, body.y + (float)(i - first) * ROW, LIST - 10, ROW}, &rows[i], i);
    }
    panel_thumb(list, body, (float)first * ROW, count > SHOWN ? (float)(count - SHOWN) * ROW : 0);
    float right = body.x + LIST + GAP;
    Rect meaning = {right, body.y + 40, x + width - PADDING - 10 - right, 0};
    draw_fill(list, (Rect){right - GAP / 2.0F, body.y, 1, body.h}, 0, TOKEN_LINE, 255);
    if (count == 0) {
        draw_text(list, right, body.y + 6, meaning.w, FONT_BODY, TOKEN_DIM, view_words(view, "No word of the glossary holds that."));
        return;
    }
    draw_text(list, right, body.y + 6, meaning.w, FONT_SENTENCE_BOLD, TOKEN_TEXT, rows[choice].text);
    float below = meaning.y + draw_meaning(list, view->ui->language, meaning, rows[choice].n) + 20;
    draw_lesson(list, view, (Rect){right, below, meaning.w, 0}, rows[choice].n);
}
