/* tip.c: beside what has the focus, or on which the mouse rests: what a button does, and its key; what a word means; how a knob is turned. */
#include "tip.h"

#include "term.h"
#include "view/focus.h"
#include "view/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdint.h>

enum { TIP_HEIGHT = 30, TIP_PADDING = 10, TIP_GAP = 6, TALLEST_BUTTON = 48 };

/* What fills the window, to close what lies over it, is no button. */
bool tip_wanted(HitArea hit)
{
    return hit.kind == HIT_TERM || hit.kind == HIT_KNOB || (hit.kind == HIT_COMMAND && hit.rect.h <= TALLEST_BUTTON);
}

/* The button that is meant; kind HIT_NONE: none. */
static HitArea meant(const DrawList *list, const View *view)
{
    const Ui *ui = view->ui;
    HitArea areas[FOCUS_AREAS], hit = {.kind = HIT_NONE};
    if (ui->focus.panel > 0) {
        size_t count = focus_areas(list, ui->focus.panel, areas), at = focus_index(areas, count, &ui->focus);
        hit = at != SIZE_MAX ? areas[at] : hit;
    } else if (ui->tip && ui->pressed.kind == HIT_NONE) {
        hit = drawlist_hit(list, ui->mouse_x, ui->mouse_y);
    }
    return tip_wanted(hit) ? hit : (HitArea){.kind = HIT_NONE};
}

/* A slider's steps may lie closer than a hand can tell, and of a choice one alone is seen: both have more to them. A switch has not, and who turns a knob
   by keys is told elsewhere. False: nothing. */
static bool how_to_turn(const View *view, HitArea hit, char *words, size_t size)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(view->lesson, &count);
    if (hit.kind != HIT_KNOB || hit.id >= count || knobs[hit.id].is_switch || view->ui->focus.panel != 0) {
        return false;
    }
    if (knob_clicks(&knobs[hit.id])) {
        snprintf(words, size, view_words(view, "a click takes the next of %.0f"), knobs[hit.id].most + 1);
    } else {
        snprintf(words, size, "%s", view_words(view, "drag it; a notch of the wheel is one step, two clicks at once put it back"));
    }
    return true;
}

void view_tip(DrawList *list, const View *view, Rect whole)
{
    HitArea hit = meant(list, view);
    if (hit.kind == HIT_TERM) {
        term_card(list, view, hit, whole);
    }
    char key[48] = "", turning[160];
    const char *words = turning;
    bool knob = how_to_turn(view, hit, turning, sizeof turning);
    if (hit.kind != HIT_COMMAND && !knob) {
        return;
    }
    if (!knob) {
        words = view_words(view, command_info((Command)hit.id)->help);
        command_key_local(view->letters, (Command)hit.id, key, sizeof key);
    }
    float text = draw_text_width(list, FONT_SMALL, words), cap = *key ? draw_text_width(list, FONT_SMALL, key) + 14 : 0;
    float width = text + 2 * TIP_PADDING + (*key ? cap + TIP_PADDING : 0);
    float x = hit.rect.x + hit.rect.w / 2 - width / 2, y = hit.rect.y + hit.rect.h + TIP_GAP;
    if (y + TIP_HEIGHT > whole.y + whole.h) {
        y = hit.rect.y - TIP_GAP - TIP_HEIGHT;
    }
    x = fmaxf(whole.x + 4, fminf(x, whole.x + whole.w - width - 4));
    Rect plate = {x, y, width, TIP_HEIGHT};
    draw_fill(list, plate, RADIUS_CHIP, TOKEN_RAISED, 255);
    draw_outline(list, plate, RADIUS_CHIP, TOKEN_DIM, 255);
    draw_text(list, x + TIP_PADDING, panel_text_y(list, FONT_SMALL, y, TIP_HEIGHT), 0, FONT_SMALL, TOKEN_TEXT, words);
    if (*key) {
        Rect box = {x + width - TIP_PADDING - cap, y + 5, cap, TIP_HEIGHT - 10};
        draw_fill(list, box, RADIUS_BAR, TOKEN_PANEL, 255);
        draw_outline(list, box, RADIUS_BAR, TOKEN_LINE, 255);
        draw_text(list, box.x + 7, panel_text_y(list, FONT_SMALL, box.y, box.h), 0, FONT_SMALL, TOKEN_TEXT, key);
    }
}
