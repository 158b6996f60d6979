/* output.c: what the program has printed up to the cursor. */
#include "output.h"

#include "view/panel.h"
#include "lesson/program.h"
#include "panels.h"

#include <string.h>

enum { ROW = 19, LINE_GAP = 4, OUTPUT_TEXT = 600, LOW = 90, TITLE_WIDTH = 84 };

/* Seconds with as few places as tell the truth: "0.0", "1.25". */
static void time_text(int64_t ns, char *buffer, size_t size)
{
    int64_t milliseconds = ns / 1000000, seconds = milliseconds / 1000;
    int rest = (int)(milliseconds % 1000);
    if (rest % 100 == 0) {
        snprintf(buffer, size, "%lld.%d", (long long)seconds, rest / 100);
    } else if (rest % 10 == 0) {
        snprintf(buffer, size, "%lld.%02d", (long long)seconds, rest / 10);
    } else {
        snprintf(buffer, size, "%lld.%03d", (long long)seconds, rest);
    }
}

/* What a line shows: without the line ends that a program put before or into it. */
static size_t shown_text(const char *text, char *out)
{
    size_t used = 0;
    text += strspn(text, "\n\r");
    for (; *text && used < OUTPUT_TEXT - 1; text++) {
        out[used++] = (unsigned char)*text < ' ' ? ' ' : *text;
    }
    while (used > 0 && *text && ((unsigned char)out[used - 1] & 0xc0) == 0x80) {
        used--;
    }
    out[used] = '\0';
    return used;
}

float output_above(Rect area) { return area.h < LOW ? 8 : PANEL_HEADING; }

static Rect body_of(Rect area)
{
    float left = area.h < LOW ? TITLE_WIDTH : 0, above = output_above(area);
    return (Rect){area.x + 1 + left, area.y + above, area.w - 2 - left, area.h - above - (area.h < LOW ? 6 : 8)};
}

/* What the width of the panel comes to: the text begins behind the times, in columns of the fixed-width font. */
typedef struct Columns {
    Rect body;
    float time_width; /* px */
    size_t text;      /* characters */
    size_t new_from;  /* lines of this event and later are of the last step */
} Columns;

static Columns columns_of(const TextMetrics *metrics, const View *view, Rect area)
{
    char last[32];
    size_t length;
    Columns c = {.body = body_of(area)};
    time_text(view->state->now, last, sizeof last);
    length = strlen(last) < 5 && trace_real_time(view->trace) ? 5 : strlen(last); /* "0.123" may come */
    float glyph = metrics->width(metrics->context, FONT_CODE, "0", 1);
    c.time_width = (float)length * glyph;
    float room = (c.body.w - 1.5F * PANEL_PADDING - c.time_width - 10) / glyph;
    bool one_row = c.body.h < 2 * ROW + LINE_GAP; /* then a line is cut rather than wrapped */
    c.text = one_row ? OUTPUT_TEXT : room > 8 ? (size_t)room : 8;
    c.new_from = program_last_step(view->spans, view->state);
    return c;
}

/* Bytes of the next row of a text that may be `columns` characters wide; breaks after a space where there is one. */
static size_t row_length(const char *text, size_t columns)
{
    size_t at = 0, characters = 0, after_space = 0;
    while (text[at]) {
        if (((unsigned char)text[at] & 0xc0) != 0x80 && characters++ == columns) {
            return after_space > 0 ? after_space : at;
        }
        after_space = text[at] == ' ' ? at + 1 : after_space;
        at++;
    }
    return at;
}

static size_t row_count(const Trace *trace, uint32_t index, size_t columns)
{
    char text[OUTPUT_TEXT];
    size_t rows = 0, length = shown_text(trace_text(trace, trace_event(trace, index)->b), text);
    for (size_t at = 0; at < length; rows++) {
        at += row_length(text + at, columns);
    }
    return rows > 0 ? rows : 1;
}

static float line_height(const View *view, const Columns *c, uint32_t index)
{
    return (float)row_count(view->trace, index, c->text) * ROW + LINE_GAP;
}

static void draw_line(DrawList *list, const View *view, const Columns *c, Rect box, uint32_t index)
{
    const Event *event = trace_event(view->trace, index);
    char text[OUTPUT_TEXT], time[32];
    size_t length = shown_text(trace_text(view->trace, event->b), text);
    time_text(event->t, time, sizeof time);
    Rect plate = {box.x + 8, box.y + 1, box.w - 16, box.h - 1};
    if (index >= c->new_from) {
        draw_fill(list, plate, 4, TOKEN_RUNNING, 46); /* what the last step has just printed */
    } else if (panel_hover(view, box)) {
        draw_fill(list, plate, 4, TOKEN_RAISED, 255);
    }
    if (ref_kind(event->by) == REF_TASK && ref_number(event->by) == view->ui->selected) {
        draw_fill(list, (Rect){box.x + 4, box.y + 3, 3, box.h - 5}, 1, TOKEN_ACCENT, 255);
    }
    float x = box.x + PANEL_PADDING, y = panel_text_y(list, FONT_CODE, box.y + LINE_GAP / 2.0F, ROW);
    float room = box.x + box.w - PANEL_PADDING / 2.0F - (x + c->time_width + 10);
    draw_text_right(list, x + c->time_width, y, FONT_CODE, TOKEN_FAINT, time);
    for (size_t at = 0; at < length;) {
        size_t part = row_length(text + at, c->text);
        draw_text_n(list, x + c->time_width + 10, y, room, FONT_CODE, TOKEN_TEXT, 255, text + at, part);
        at += part;
        y += ROW;
    }
    draw_hit(list, box, HIT_EVENT, index + 1);
}

static const uint32_t *printed(const View *view, size_t *count)
{
    const uint32_t *lines = spans_landmarks(view->spans, LANDMARK_OUTPUT, count);
    *count = *count < view->state->output_count ? *count : view->state->output_count;
    return lines;
}

float output_scroll_most(const DrawList *drawn, const View *view, Rect area)
{
    enum { MEASURED = 20000 /* lines: of more, those before count as short ones */ };
    size_t count;
    const uint32_t *lines = printed(view, &count);
    Columns c = columns_of(&drawn->metrics, view, area);
    float hidden = -c.body.h;
    for (size_t i = count; i-- > 0;) {
        hidden += count - i <= MEASURED ? line_height(view, &c, lines[i]) : ROW + LINE_GAP;
    }
    return hidden > 0 ? hidden : 0;
}

void view_output(DrawList *list, const View *view, Rect area)
{
    size_t count;
    const uint32_t *lines = printed(view, &count);
    Columns c = columns_of(&list->metrics, view, area);
    panel_frame(list, area, view_words(view, "OUTPUT"));
    if (count == 0) {
        const bool low = area.h < LOW; /* then its title stands beside it */
        const float y = low ? panel_text_y(list, FONT_SMALL, area.y, PANEL_HEADING) : c.body.y + 2;
        draw_text(list, c.body.x + PANEL_PADDING - 1, y, c.body.w - 2 * PANEL_PADDING, low ? FONT_SMALL : FONT_BODY, TOKEN_DIM,
                  view->ui->predict.on ? view_words(view, "Step on: questions come here.") : view_words(view, "nothing printed yet"));
        return;
    }
    /* Walking back from the end, as the panel shows the end unless the reader has scrolled up: never over more lines than are above it. */
    float up = view->ui->scroll_output, height = 0;
    size_t first = count;
    while (first > 0 && height < c.body.h + up) {
        height += line_height(view, &c, lines[--first]);
    }
    float y = height <= c.body.h + up ? c.body.y : c.body.y + c.body.h + up - height;
    if (up <= 0 && y < c.body.y && first + 1 < count) {
        first++; /* at the end no half line stands at the top */
        y = c.body.y;
    }
    draw_clip(list, c.body);
    for (size_t i = first; i < count && y < c.body.y + c.body.h; i++) {
        float h = line_height(view, &c, lines[i]);
        draw_line(list, view, &c, (Rect){c.body.x, y, c.body.w, h}, lines[i]);
        y += h;
    }
    if (view->ui->predict.on && view->ui->predict.phase == PREDICT_WATCH && y + ROW + 2 * LINE_GAP < c.body.y + c.body.h) {
        draw_text(list, c.body.x + PANEL_PADDING, y + 2 * LINE_GAP, c.body.w - 2 * PANEL_PADDING, FONT_SMALL, TOKEN_DIM,
                  view_words(view, "Step on: questions come here."));
    }
    draw_unclip(list);
}
