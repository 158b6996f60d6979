/* export.c: see export.h. */
#include "export.h"

#include "draw/small.h"
#include "view/axis.h"
#include "view/layout.h"
#include "view/panel.h"
#include "preview.h"

#include "sheet.h"

#include <stdio.h>

enum {
    WIDTH = 700,
    PADDING = 16,
    HEAD = 52,
    ROW = 40,
    ARROW = 30,
    NAME = 110,
    FOOT = 58,
    LEAST_PREVIEW = 90,
    MOST_PREVIEW = 330,
    BUTTON = 32
};

void export_part(const View *view, size_t *from, size_t *until)
{
    const TimelineUi *timeline = &view->ui->timeline;
    size_t count = trace_count(view->trace), n = view->player->n;
    *from = n < count ? n : 0;
    *until = count;
    if (timeline->measured && timeline->measure_from != timeline->measure_to) {
        bool forth = timeline->measure_from < timeline->measure_to;
        *from = forth ? timeline->measure_from : timeline->measure_to;
        *until = forth ? timeline->measure_to : timeline->measure_from;
    }
}

static int64_t time_at(const View *view, size_t n) { return n > 0 ? trace_event(view->trace, n - 1)->t : 0; }

static void subject_words(const View *view, char *words, size_t size)
{
    static const char *const fixed[EXPORT_SUBJECTS] = {[EXPORT_MOMENT] = WORDS("this moment, as it is seen"),
                                                       [EXPORT_TIMELINE] = WORDS("the whole timeline"),
                                                       [EXPORT_HANDOUT] = WORDS("a handout to print"),
                                                       [EXPORT_RUN] = WORDS("the whole run as data")};
    ExportSubject subject = view->ui->exporting.subject;
    size_t from, until;
    char begin[32], end[32];
    if (subject != EXPORT_FILM) {
        snprintf(words, size, "%s", view_words(view, fixed[subject]));
        return;
    }
    export_part(view, &from, &until);
    const char *of = view->ui->timeline.measured ? view_words(view, "what is measured") : view_words(view, "what comes from here on");
    if (from == 0 && until == trace_count(view->trace)) {
        snprintf(words, size, "%s", view_words(view, "a film of the whole run"));
    } else if (time_at(view, from) == time_at(view, until)) {
        snprintf(words, size, view_words(view, "a film of %s, events %zu to %zu"), of, from, until);
    } else {
        axis_time_text(time_at(view, from), begin, sizeof begin);
        axis_time_text(time_at(view, until), end, sizeof end);
        snprintf(words, size, view_words(view, "a film of %s, %s to %s"), of, begin, end);
    }
}

static void arrow(DrawList *list, const View *view, Rect box, Icon icon, uint32_t id)
{
    if (panel_hover(view, box)) {
        draw_fill(list, box, RADIUS_CHIP, TOKEN_LINE, 255);
    }
    draw_icon(list, icon, (Rect){box.x + (box.w - 12) / 2, box.y + (box.h - 12) / 2, 12, 12}, TOKEN_TEXT, 255);
    draw_hit(list, box, HIT_EXPORT, id);
}

static void row(DrawList *list, const View *view, Rect box, ExportRow number, const char *name, const char *value, const char *side)
{
    if (view->ui->sheet.choice == (size_t)number) {
        draw_fill(list, box, RADIUS_CHIP, TOKEN_RAISED, 255);
        draw_outline(list, box, RADIUS_CHIP, TOKEN_ACCENT, 255);
    }
    draw_text(list, box.x + 10, panel_text_y(list, FONT_BODY, box.y, box.h), NAME - 10, FONT_BODY, TOKEN_DIM, name);
    Rect left = {box.x + NAME, box.y + 4, ARROW, box.h - 8}, right = {box.x + box.w - ARROW - 4, box.y + 4, ARROW, box.h - 8};
    arrow(list, view, left, ICON_STEP_BACK, 2 * (uint32_t)number);
    arrow(list, view, right, ICON_STEP, 2 * (uint32_t)number + 1);
    float x = left.x + ARROW + 8, width = draw_text_width(list, FONT_BODY_BOLD, value);
    draw_text(list, x, panel_text_y(list, FONT_BODY_BOLD, box.y, box.h), right.x - x - 8, FONT_BODY_BOLD, TOKEN_TEXT, value);
    if (*side) {
        draw_text(list, x + width + 12, panel_text_y(list, FONT_SMALL, box.y, box.h), right.x - x - width - 20, FONT_SMALL, TOKEN_DIM,
                  side);
    }
}

static void name_row(DrawList *list, const View *view, Rect box)
{
    draw_text(list, box.x + 10, panel_text_y(list, FONT_BODY, box.y, box.h), NAME - 10, FONT_BODY, TOKEN_DIM, view_words(view, "file"));
    Rect field = {box.x + NAME, box.y + 2, box.w - NAME - 4, box.h - 4};
    sheet_field(list, &view->ui->sheet.field, field, view_words(view, "a name, or a path; ~ is your own folder"),
                view->ui->sheet.choice == EXPORT_ROW_NAME);
    draw_hit(list, field, HIT_EXPORT, 2 * EXPORT_ROW_NAME);
}

/* The picture that will be written; of what is none, words. */
static void preview(DrawList *list, const View *view, Rect box)
{
    const Preview *preview = view->preview;
    if (preview != NULL && preview->width > 0) {
        Rect place = draw_small(list, &preview->list, preview->width, preview->height, rect_inset(box, 1));
        draw_outline(list, (Rect){place.x - 1, place.y - 1, place.w + 2, place.h + 2}, 0, TOKEN_LINE, 255);
        return;
    }
    const char *words =
        view->ui->exporting.subject != EXPORT_HANDOUT
            ? view_words(view, "All events of the run, for other programs: there is nothing to be seen of it here.")
        : view->lesson != NULL
            ? view_words(
                  view,
                  "The lesson's words, its program, the timeline at each question, the task; the answers and the teacher's part on pages apart.")
            : view_words(view, "The timeline, the story of the run in words, and the remarks on it.");
    panel_flow(list, list, (Rect){box.x + NAME, box.y + 8, box.w - NAME - 20, 0}, FONT_BODY, TOKEN_DIM, 22, words);
}

static void button(DrawList *list, const View *view, Rect box, const char *label, uint32_t id, bool strong)
{
    draw_fill(list, box, RADIUS_CHIP, strong ? TOKEN_TEXT : panel_hover(view, box) ? TOKEN_LINE : TOKEN_RAISED, 255);
    draw_outline(list, box, RADIUS_CHIP, strong ? TOKEN_TEXT : TOKEN_LINE, 255);
    float width = draw_text_width(list, FONT_BODY_BOLD, label);
    draw_text(list, box.x + (box.w - width) / 2, panel_text_y(list, FONT_BODY_BOLD, box.y, box.h), 0, FONT_BODY_BOLD,
              strong ? TOKEN_PANEL : TOKEN_TEXT, label);
    draw_hit(list, box, HIT_EXPORT, id);
}

static void foot(DrawList *list, const View *view, Rect box)
{
    const Preview *preview = view->preview;
    bool writes = preview != NULL && preview->percent != PREVIEW_IDLE;
    Rect at = {box.x + box.w - 110, box.y + (box.h - BUTTON) / 2, 100, BUTTON};
    float y = panel_text_y(list, FONT_SMALL, box.y, box.h);
    if (!writes) {
        button(list, view, at, view_words(view, "Write"), EXPORT_HIT_WRITE, true);
        draw_text(list, box.x + 10, y, at.x - box.x - 20, FONT_SMALL, TOKEN_DIM,
                  view->notice != NULL ? view->notice
                                       : view_words(view, "Enter writes it. Without a folder it goes where Loopscope was started."));
        return;
    }
    char text[48];
    snprintf(text, sizeof text, "%s", view_words(view, "It is being written …"));
    if (preview->known) {
        snprintf(text, sizeof text, "%d %%", preview->percent);
        Rect bar = {box.x + 70, box.y + box.h / 2 - 4, at.x - box.x - 90, 8};
        draw_fill(list, bar, 4, TOKEN_LINE, 255);
        bar.w *= (float)preview->percent / 100;
        draw_fill(list, bar, 4, TOKEN_ACCENT, 255);
    }
    button(list, view, at, view_words(view, "Stop"), EXPORT_HIT_STOP, false);
    draw_text(list, box.x + 10, y, 0, FONT_SMALL, TOKEN_TEXT, text);
}

void view_export(DrawList *list, const View *view, Rect area)
{
    const ExportUi *ui = &view->ui->exporting;
    ExportFormat format = ui->format[format_of_subject(ui->subject)];
    float width = area.w - 48 < WIDTH ? area.w - 48 : WIDTH, x = area.x + (area.w - width) / 2;
    const float room = area.h - 48 - HEAD - EXPORT_ROWS * ROW - FOOT;
    const float most = room < LEAST_PREVIEW ? LEAST_PREVIEW : room > MOST_PREVIEW ? MOST_PREVIEW : room;
    float shown = view->preview != NULL && view->preview->width > 0 ? most : LEAST_PREVIEW, around = HEAD + EXPORT_ROWS * ROW + FOOT + 8;
    Rect plate = {x, area.y + (area.h - around - most) / 3, width, around + shown}; /* its top stays where it is */
    Rect line = {x + 8, plate.y + HEAD, width - 16, ROW};
    char subject[128];
    sheet_plate(list, view, area, plate, PADDING, 16, view_words(view, "Write to a file"),
                view_words(view, "arrows choose and change, Enter writes, Esc closes"));
    subject_words(view, subject, sizeof subject);
    row(list, view, line, EXPORT_ROW_SUBJECT, view_words(view, "what"), subject, "");
    line.y += ROW;
    row(list, view, line, EXPORT_ROW_FORMAT, view_words(view, "format"), format_ending(format), view_words(view, format_words(format)));
    line.y += ROW;
    name_row(list, view, line);
    preview(list, view, (Rect){line.x + 8, line.y + ROW + 8, line.w - 16, shown - 8});
    foot(list, view, (Rect){line.x, plate.y + plate.h - FOOT, line.w, FOOT});
}
