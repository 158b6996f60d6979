/* panel.c: plates, headings and buttons. */
#include "panel.h"

#include "breaks.h"

#include <string.h>

enum { BUTTON_PADDING = 12, BUTTON_ICON = 14, BUTTON_GAP = 6 };

float panel_text_y(const DrawList *list, Font font, float y, float height) { return y + (height - draw_line_height(list, font)) / 2; }

int panel_line_count(const DrawList *list, float width, Font font, const char *text)
{
    return draw_text_width(list, font, text) > width ? 2 : 1;
}

void panel_two_lines(DrawList *list, float x, float y, float width, Font font, Token token, const char *text)
{
    size_t length = strlen(text), fits = 0;
    for (size_t at = 0; at <= length; at++) {
        if ((text[at] == '\0' || (text[at] == ' ' && breaks_at(text, length, at))) &&
            list->metrics.width(list->metrics.context, font, text, at) <= width) {
            fits = at;
        }
    }
    if (fits == 0) {
        draw_text(list, x, y, width, font, token, text); /* one word wider than the line */
        return;
    }
    draw_text_n(list, x, y, 0, font, token, 255, text, fits);
    if (text[fits]) {
        draw_text(list, x, y + draw_line_height(list, font) + 2, width, font, token, text + fits + 1);
    }
}

/* How many letters of a word that is wider than a line fit into that width, and where it is best parted: behind a dot or a bracket of code rather than in a name. */
static size_t part_of_word(const DrawList *metrics, Font font, const char *word, size_t length, float width)
{
    size_t letters = 0, parted = 0;
    for (size_t at = 1; at <= length; at++) {
        bool whole = ((unsigned char)word[at] & 0xc0U) != 0x80U; /* a character ends here */
        if (whole && metrics->metrics.width(metrics->metrics.context, font, word, at) > width) {
            break;
        }
        letters = whole ? at : letters;
        parted = whole && strchr("./(,", word[at - 1]) != NULL && at < length ? at : parted;
    }
    return parted * 2 > letters ? parted : letters;
}

/* How many bytes of the text fit into the width: as many words as do; a word that is wider than a line begins where there is room and goes on below; always
   one character. */
static size_t fitting(const DrawList *metrics, Font font, const char *text, float width)
{
    enum { LEAST_PART = 8 /* letters, behind other words */ };
    TextMetrics m = metrics->metrics;
    size_t length = strlen(text), fits = 0, begin = 0; /* of the word that does not fit */
    for (size_t at = 1; at <= length; at++) {
        if (text[at] != '\0' && (text[at] != ' ' || !breaks_at(text, length, at))) {
            continue;
        }
        if (m.width(m.context, font, text, at) > width) {
            break;
        }
        fits = at;
    }
    begin = fits > 0 ? fits + strspn(text + fits, " ") : 0;
    size_t word = strcspn(text + begin, " ");
    if (word > 0 && m.width(m.context, font, text + begin, word) > width) {
        size_t letters = part_of_word(metrics, font, text + begin, word, width - m.width(m.context, font, text, begin));
        if (letters >= LEAST_PART || (begin == 0 && letters > 0)) {
            return begin + letters;
        }
    }
    if (fits == 0) {
        fits = 1;
        while (((unsigned char)text[fits] & 0xc0U) == 0x80U) {
            fits++;
        }
    }
    return fits;
}

float panel_flow(DrawList *list, const DrawList *metrics, Rect at, Font font, Token token, float line, const char *text)
{
    float y = at.y;
    while (*text) {
        size_t part = fitting(metrics, font, text, at.w);
        if (list) {
            draw_text_n(list, at.x, panel_text_y(metrics, font, y, line), at.w, font, token, 255, text, part);
        }
        text += part + strspn(text + part, " ");
        y += line;
    }
    return y - at.y;
}

void panel_thumb(DrawList *list, Rect body, float scroll, float hidden)
{
    enum { THUMB = 4, MARGIN = 3 };
    if (hidden > 0) {
        float height = body.h * body.h / (body.h + hidden), at = (body.h - height) * scroll / hidden;
        draw_fill(list, (Rect){body.x + body.w - THUMB - MARGIN, body.y + at, THUMB, height}, THUMB / 2.0F, TOKEN_DIM, 255);
    }
}

bool panel_hover(const View *view, Rect area)
{
    return view->ui->pressed.kind == HIT_NONE && rect_contains(area, view->ui->mouse_x, view->ui->mouse_y);
}

float panel_frame(DrawList *list, Rect area, const char *heading)
{
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, area, RADIUS_PANEL, TOKEN_LINE, 255);
    float x = area.x + PANEL_PADDING;
    return x + draw_text(list, x, panel_text_y(list, FONT_HEADING, area.y, PANEL_HEADING), 0, FONT_HEADING, TOKEN_DIM, heading);
}

float panel_button_width(const DrawList *list, const Button *button)
{
    float width = 2 * BUTTON_PADDING;
    if (button->icon != ICON_COUNT) {
        width += (float)(button->label ? BUTTON_ICON + BUTTON_GAP : BUTTON_ICON);
    }
    return width + (button->label ? draw_text_width(list, FONT_BODY_BOLD, button->label) : 0);
}

void panel_button(DrawList *list, const View *view, Rect rect, const Button *button)
{
    bool hover = panel_hover(view, rect);
    Token ink = button->strong ? TOKEN_BG : TOKEN_TEXT;
    if (button->strong) {
        draw_fill(list, rect, RADIUS_CHIP, TOKEN_TEXT, hover ? 230 : 255);
    } else if (!button->plain || hover) {
        draw_fill(list, rect, RADIUS_CHIP, hover ? TOKEN_LINE : TOKEN_RAISED, 255);
        draw_outline(list, rect, RADIUS_CHIP, TOKEN_LINE, 255);
    }
    float x = rect.x + (rect.w - panel_button_width(list, button)) / 2 + BUTTON_PADDING, icon_x = x;
    float label = button->label ? draw_text_width(list, FONT_BODY_BOLD, button->label) : 0;
    if (button->icon != ICON_COUNT) {
        icon_x += button->icon_last && button->label ? label + BUTTON_GAP : 0;
        x += button->icon_last ? 0 : BUTTON_ICON + BUTTON_GAP;
        draw_icon(list, button->icon, (Rect){icon_x, rect.y + (rect.h - BUTTON_ICON) / 2, BUTTON_ICON, BUTTON_ICON}, ink, 255);
    }
    if (button->label) {
        draw_text(list, x, panel_text_y(list, FONT_BODY_BOLD, rect.y, rect.h), 0, FONT_BODY_BOLD, ink, button->label);
    }
    draw_hit(list, rect, HIT_COMMAND, (uint32_t)button->command);
}

float panel_order_heading(DrawList *list, const View *view, float x, float y, const char *usual, const char *other)
{
    bool is_other = view_other_order(view);
    return draw_text(list, x, y, 0, FONT_HEADING, is_other ? TOKEN_READY_TEXT : TOKEN_DIM, is_other ? other : usual);
}
