/* term.c: what a word of the glossary means, on a card beside the word. */
#include "term.h"

#include "language/words_in.h"
#include "lesson/glossary.h"
#include "view/panel.h"
#include "view/prose.h"

#include <math.h>
#include <stdio.h>

enum { WIDTH = 380, PADDING = 14, GAP = 6, LINE = 21, HEAD = 26, SMALL_LINE = 18 };

void term_card(DrawList *list, const View *view, HitArea hit, Rect whole)
{
    char title[96], taught[120];
    const GlossaryEntry *entry = glossary_at(view->ui->language, hit.id);
    if (!entry) {
        return;
    }
    snprintf(taught, sizeof taught, words_in(view->ui->language, "Taught in: %s"),
             glossary_taught(view->ui->language, entry, title, sizeof title));
    float width = fminf(WIDTH, whole.w - 8);
    Rect text = {0, 0, width - 2 * PADDING, 0};
    float height = 2 * PADDING + HEAD + prose_flow(NULL, list, text, FONT_BODY, TOKEN_TEXT, LINE, entry->text) + GAP +
                   panel_flow(NULL, list, text, FONT_SMALL, TOKEN_DIM, SMALL_LINE, taught);
    float x = fmaxf(whole.x + 4, fminf(hit.rect.x - PADDING, whole.x + whole.w - width - 4)), y = hit.rect.y + hit.rect.h + GAP;
    if (y + height > whole.y + whole.h) {
        y = hit.rect.y - GAP - height;
    }
    Rect plate = {x, y, width, height};
    draw_fill(list, plate, RADIUS_PANEL, TOKEN_RAISED, 255);
    draw_outline(list, plate, RADIUS_PANEL, TOKEN_DIM, 255);
    draw_text(list, x + PADDING, y + PADDING - 2, text.w, FONT_BODY_BOLD, TOKEN_TEXT, entry->term);
    text.x = x + PADDING;
    text.y = y + PADDING + HEAD;
    text.y += prose_flow(list, list, text, FONT_BODY, TOKEN_TEXT, LINE, entry->text) + GAP;
    panel_flow(list, list, text, FONT_SMALL, TOKEN_DIM, SMALL_LINE, taught);
}
