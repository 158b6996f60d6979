/* view_output.c: what the program has printed up to the cursor. */
#include "view_output.h"

#include "panel.h"

#include <string.h>

enum { OUTPUT_LINE = 23, OUTPUT_TEXT = 300 };

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

static void draw_output_line(DrawList *list, const View *view, Rect row, float time_width, uint32_t index)
{
    const Event *event = trace_event(view->trace, index);
    char text[OUTPUT_TEXT], time[32];
    shown_text(trace_text(view->trace, event->b), text);
    time_text(event->t, time, sizeof time);
    const ModelTask *task = state_task(view->state, ref_kind(event->by) == REF_TASK ? event->by : TRACE_NOBODY);
    bool latest = (size_t)index + 1 == view->state->n;
    if (latest) {
        draw_fill(list, (Rect){row.x + 8, row.y + 1, row.w - 16, row.h - 2}, 4, TOKEN_RUNNING, 46);
    } else if (panel_hover(view, row)) {
        draw_fill(list, (Rect){row.x + 8, row.y + 1, row.w - 16, row.h - 2}, 4, TOKEN_RAISED, 255);
    }
    if (task && task->number == view->ui->selected) {
        draw_fill(list, (Rect){row.x + 4, row.y + 3, 3, row.h - 6}, 1, TOKEN_ACCENT, 255);
    }
    float x = row.x + PANEL_PADDING, y = panel_text_y(list, FONT_CODE, row.y, row.h);
    draw_text_right(list, x + time_width, y, FONT_CODE, TOKEN_FAINT, time);
    x += time_width + 10;
    draw_text(list, x, y, row.x + row.w - PANEL_PADDING / 2 - x, FONT_CODE, TOKEN_TEXT, text);
    draw_hit(list, row, HIT_EVENT, index + 1);
}

static Rect body_of(Rect area) { return (Rect){area.x + 1, area.y + PANEL_HEADING, area.w - 2, area.h - PANEL_HEADING - 8}; }

float output_scroll_most(const View *view, Rect area)
{
    float hidden = (float)view->state->output_count * OUTPUT_LINE - body_of(area).h;
    return hidden > 0 ? hidden : 0;
}

void view_output(DrawList *list, const View *view, Rect area)
{
    size_t known = 0, count = view->state->output_count;
    const uint32_t *lines = spans_landmarks(view->spans, LANDMARK_OUTPUT, &known);
    count = count < known ? count : known;
    panel_frame(list, area, "OUTPUT");
    Rect body = body_of(area);
    if (count == 0) {
        draw_text(list, area.x + PANEL_PADDING, body.y + 4, area.w - 2 * PANEL_PADDING, FONT_BODY, TOKEN_DIM, "nothing printed yet");
        return;
    }
    float hidden = output_scroll_most(view, area);
    float up = view->ui->scroll_output < hidden ? view->ui->scroll_output : hidden;
    float scroll = hidden - (up > 0 ? up : 0);
    char widest[32];
    time_text(trace_event(view->trace, lines[count - 1])->t, widest, sizeof widest);
    size_t first = (size_t)(scroll / OUTPUT_LINE);
    float time_width = draw_text_width(list, FONT_CODE, widest), needed;
    for (size_t i = first; i < count && (float)(i - first) * OUTPUT_LINE < body.h + OUTPUT_LINE; i++) {
        time_text(trace_event(view->trace, lines[i])->t, widest, sizeof widest);
        needed = draw_text_width(list, FONT_CODE, widest);
        time_width = needed > time_width ? needed : time_width;
    }
    draw_clip(list, body);
    for (size_t i = first; i < count; i++) {
        Rect row = {body.x, body.y + (float)i * OUTPUT_LINE - scroll, body.w, OUTPUT_LINE};
        if (row.y > body.y + body.h) {
            break;
        }
        draw_output_line(list, view, row, time_width, lines[i]);
    }
    draw_unclip(list);
}
