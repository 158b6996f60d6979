/* notice.c: one sentence that the program has to say, on a plate over everything else, until the reader goes on. */
#include "view/panel.h"
#include "panels.h"

#include <math.h>

enum { WIDEST = 560, PADDING = 14, MARK = 8, LINE = 20, ABOVE_BORDER = 84 /* px: the transport stays free */ };

void view_notice(DrawList *list, const View *view, Rect whole)
{
    if (!view->notice) {
        return;
    }
    float left = PADDING + MARK + 8, most = fminf(WIDEST, whole.w - 24), text = draw_text_width(list, FONT_BODY, view->notice);
    float width = fminf(most, text + left + PADDING + 1);
    float height = panel_flow(NULL, list, (Rect){0, 0, width - left - PADDING, 0}, FONT_BODY, TOKEN_TEXT, LINE, view->notice);
    Rect plate = {floorf(whole.x + (whole.w - width) / 2), floorf(whole.y + whole.h - ABOVE_BORDER - height - PADDING), width,
                  height + PADDING};
    draw_fill(list, plate, RADIUS_CHIP, TOKEN_RAISED, 255);
    draw_outline(list, plate, RADIUS_CHIP, TOKEN_ACCENT, 255);
    draw_fill(list, (Rect){plate.x + PADDING, plate.y + PADDING / 2.0F + (LINE - MARK) / 2.0F, MARK, MARK}, MARK / 2.0F, TOKEN_ACCENT, 255);
    panel_flow(list, list, (Rect){plate.x + left, plate.y + PADDING / 2.0F, width - left - PADDING, 0}, FONT_BODY, TOKEN_TEXT, LINE,
               view->notice);
    draw_hit(list, plate, HIT_NONE, 0); /* what lies below is not meant; any click takes it away */
}
