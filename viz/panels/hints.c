/* hints.c: the three hints of the first start, each pointing at its place. */
#include "view/layout.h"
#include "view/panel.h"
#include "panels.h"

enum { HINT_WIDTH = 330, HINT_HEIGHT = 98, HINT_STEM = 26, HINT_DOT = 10, HINT_PADDING = 16, HINT_EDGE = 12 };

typedef struct Hint {
    const char *title, *words;
} Hint;

static const Hint hints[3] = {
    {WORDS("1  Step"), WORDS("This button or \xe2\x86\x92 goes on by one await point, \xe2\x86\x90 comes back. Nothing is lost.")},
    {WORDS("2  Read"), WORDS("The sentence says what has just happened, and why.")},
    {WORDS("3  Ask"), WORDS("? shows all that can be done. A click on a hint or a step takes them away.")},
};

/* The last area of that kind that was drawn; none has no width. */
static Rect area_of(const DrawList *list, HitKind kind, uint32_t id)
{
    for (size_t i = list->hit_count; i-- > 0;) {
        if (list->hits[i].kind == kind && list->hits[i].id == id) {
            return list->hits[i].rect;
        }
    }
    return (Rect){0, 0, 0, 0};
}

/* A card whose stem ends at (x, y), from above or from below. */
static void draw_hint(DrawList *list, const View *view, const Hint *hint, float x, float y, bool above, Rect window)
{
    float left = x - HINT_WIDTH / 3.0F, most = window.w - HINT_EDGE - HINT_WIDTH;
    left = left > most ? most : left;
    Rect card = {left > HINT_EDGE ? left : HINT_EDGE, above ? y - HINT_STEM - HINT_HEIGHT : y + HINT_STEM, HINT_WIDTH, HINT_HEIGHT};
    draw_fill(list, (Rect){x - 1, above ? y - HINT_STEM : y, 2, HINT_STEM}, 0, TOKEN_ACCENT, 255);
    draw_fill(list, (Rect){x - HINT_DOT / 2.0F, y - HINT_DOT / 2.0F, HINT_DOT, HINT_DOT}, HINT_DOT / 2.0F, TOKEN_ACCENT, 255);
    draw_fill(list, card, RADIUS_PANEL, TOKEN_RAISED, 255);
    draw_outline(list, card, RADIUS_PANEL, TOKEN_ACCENT, 255);
    draw_outline(list, rect_inset(card, 1), RADIUS_PANEL - 1, TOKEN_ACCENT, 255);
    draw_text(list, card.x + HINT_PADDING, card.y + 12, card.w - 2 * HINT_PADDING, FONT_SENTENCE_BOLD, TOKEN_TEXT,
              view_words(view, hint->title));
    panel_two_lines(list, card.x + HINT_PADDING, card.y + 42, card.w - 2 * HINT_PADDING, FONT_BODY, TOKEN_TEXT,
                    view_words(view, hint->words));
    draw_hit(list, card, HIT_COMMAND, COMMAND_ESCAPE);
}

void view_hints(DrawList *list, const View *view, Rect window)
{
    if (!view->ui->hints) {
        return;
    }
    Rect step = area_of(list, HIT_COMMAND, COMMAND_STEP), help = area_of(list, HIT_COMMAND, COMMAND_HELP);
    Rect sentence = area_of(list, HIT_PANEL, PANEL_SENTENCE);
    if (step.w > 0) {
        draw_hint(list, view, &hints[0], step.x + step.w / 2, step.y, true, window);
    }
    if (sentence.w > 0) {
        draw_hint(list, view, &hints[1], sentence.x + sentence.w * 0.3F, sentence.y + 6, true, window);
    }
    if (help.w > 0) {
        draw_hint(list, view, &hints[2], help.x + help.w / 2, help.y + help.h, false, window);
    }
}
