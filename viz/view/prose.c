/* prose.c: see prose.h. */
#include "prose.h"

#include "breaks.h"
#include "panel.h"

#include <string.h>

/* Where the next word goes. */
typedef struct Setter {
    DrawList *list; /* NULL: only measures */
    const DrawList *metrics;
    Rect at;
    Font font;
    Token token;
    float line, x, y; /* px; x: from the left edge */
    const char *text;
    size_t length;
    const GlossaryMark *marks; /* in the order of the text */
    size_t mark_count;
} Setter;

static float width_of(const Setter *setter, Font font, const char *text, size_t length)
{
    return setter->metrics->metrics.width(setter->metrics->metrics.context, font, text, length);
}

/* The length of the word that begins here, up to a space, a backtick or the end. */
static size_t word_length(const char *text) { return strcspn(text, " `"); }

/* A space at which the next word may go to another line. */
static bool ends_line(const Setter *setter, const char *text)
{
    size_t at = (size_t)(text - setter->text);
    return *text == ' ' && breaks_at(setter->text, setter->length, at);
}

/* How wide what belongs together is: a word, the code or comma that touches it, and a number's unit. */
static float chunk_width(const Setter *setter, const char *text, bool code)
{
    float width = 0;
    while (*text != '\0' && !ends_line(setter, text)) {
        if (*text == ' ') {
            width += width_of(setter, code ? FONT_CODE : setter->font, text++, 1);
            continue;
        }
        if (*text == '`') {
            code = !code;
            text++;
            continue;
        }
        size_t length = word_length(text);
        width += width_of(setter, code ? FONT_CODE : setter->font, text, length);
        text += length;
    }
    return width;
}

static void line_under(const Setter *setter, float left, float width, const GlossaryMark *mark)
{
    enum { BELOW = 3 };
    draw_fill(setter->list, (Rect){left, setter->y + setter->line - BELOW, width, 1}, 0, TOKEN_AWAITING_TEXT, 150);
    draw_hit(setter->list, (Rect){left, setter->y, width, setter->line}, HIT_TERM, (uint32_t)mark->entry);
}

/* The space before a word, where it stands inside a term and on one line with it. */
static void underline_space(const Setter *setter, float width, const char *word)
{
    size_t here = (size_t)(word - setter->text);
    for (size_t i = 0; setter->list && i < setter->mark_count; i++) {
        if (setter->marks[i].from < here && setter->marks[i].to > here) {
            line_under(setter, setter->at.x + setter->x, width, &setter->marks[i]);
        }
    }
}

/* The part of a word that belongs to a term, underlined. */
static void underline(const Setter *setter, Font font, const char *text, size_t length, const GlossaryMark *mark)
{
    size_t here = (size_t)(text - setter->text), from = mark->from > here ? mark->from - here : 0;
    size_t to = mark->to < here + length ? mark->to - here : length;
    float left = setter->at.x + setter->x + width_of(setter, font, text, from), width = width_of(setter, font, text + from, to - from);
    line_under(setter, left, width, mark);
}

static void set_word(Setter *setter, const char *text, size_t length, bool code)
{
    Font font = code ? FONT_CODE : setter->font;
    float width = width_of(setter, font, text, length);
    if (setter->list) {
        draw_text_n(setter->list, setter->at.x + setter->x, panel_text_y(setter->metrics, font, setter->y, setter->line), 0, font,
                    setter->token, 255, text, length);
    }
    for (size_t i = 0; setter->list && i < setter->mark_count; i++) {
        const GlossaryMark *mark = &setter->marks[i];
        size_t here = (size_t)(text - setter->text);
        if (mark->from < here + length && mark->to > here) {
            underline(setter, font, text, length, mark);
        }
    }
    setter->x += width;
}

float prose_with_terms(DrawList *list, const DrawList *metrics, Rect at, Font font, Token token, float line, const char *text,
                       const GlossaryMark *marks, size_t count)
{
    Setter setter = {list, metrics, at, font, token, line, 0, at.y, text, strlen(text), marks, count};
    float space = width_of(&setter, font, " ", 1);
    bool code = false, begins = true; /* begins: a word, and not the rest of one */
    while (*text != '\0') {
        if (*text == ' ') {
            begins = begins || ends_line(&setter, text);
            setter.x += begins ? 0 : space;
            text++;
            continue;
        }
        if (begins) {
            float wide = chunk_width(&setter, text, code), gap = setter.x > 0 ? space : 0;
            bool fits = setter.x + gap + wide <= at.w;
            if (fits && gap > 0) {
                underline_space(&setter, gap, text);
            }
            setter.y += fits || setter.x <= 0 ? 0 : line;
            setter.x = fits || setter.x <= 0 ? setter.x + gap : 0;
            begins = false;
        }
        if (*text == '`') {
            code = !code;
            text++;
            continue;
        }
        size_t length = word_length(text);
        set_word(&setter, text, length, code);
        text += length;
    }
    return setter.y + (setter.x > 0 ? line : 0) - at.y;
}

float prose_flow(DrawList *list, const DrawList *metrics, Rect at, Font font, Token token, float line, const char *text)
{
    return prose_with_terms(list, metrics, at, font, token, line, text, NULL, 0);
}
