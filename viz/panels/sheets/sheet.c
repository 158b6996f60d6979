/* sheet.c: the sheet in the middle of the window: its line of text, and below it what that leads to. */
#include "sheet.h"

#include "view/layout.h"
#include "view/panel.h"

#include <math.h>
#include <string.h>

enum { SHEET_WIDTH = 680, SHEET_PADDING = 16, SHEET_HEAD = 92, SHEET_ROW = 30, SHEET_SHOWN = 12 };

static const char *const titles[] = {[SHEET_FIND] = WORDS("Find"),
                                     [SHEET_GO_TO] = WORDS("Go to"),
                                     [SHEET_PALETTE] = WORDS("Commands"),
                                     [SHEET_OPEN] = WORDS("Open a recording"),
                                     [SHEET_RUN] = WORDS("Run a Python file"),
                                     [SHEET_FILTER] = WORDS("Only these lanes")};
static const char *const closings[] = {[SHEET_FIND] = WORDS("arrows choose, Enter goes there, Esc closes"),
                                       [SHEET_GO_TO] = WORDS("Enter goes there, Esc closes"),
                                       [SHEET_PALETTE] = WORDS("arrows choose, Enter runs, Esc closes"),
                                       [SHEET_OPEN] = WORDS("Tab completes, Enter opens, Esc closes"),
                                       [SHEET_RUN] = WORDS("Tab completes, Enter runs, Esc closes"),
                                       [SHEET_FILTER] = WORDS("Enter keeps the words, Esc shows every lane")};
static const char *const hints[] = {[SHEET_FIND] = WORDS("a task, a line of output, a line of the program, an event"),
                                    [SHEET_GO_TO] = WORDS("12 (await point), turn 4, e120 (event), 2.5s (time)"),
                                    [SHEET_PALETTE] = WORDS("what to do"),
                                    [SHEET_OPEN] = WORDS("a file or a folder; ~ is your own"),
                                    [SHEET_RUN] = WORDS("a file or a folder; ~ is your own"),
                                    [SHEET_FILTER] = WORDS("a name, a coroutine, a state, a file; -word: without")};

static const char *const nothings[] = {[SHEET_FIND] = WORDS("Nothing in this run holds that."),
                                       [SHEET_GO_TO] = "",
                                       [SHEET_PALETTE] = WORDS("No command holds that."),
                                       [SHEET_OPEN] = WORDS("Nothing in this folder begins with that."),
                                       [SHEET_RUN] = WORDS("Nothing in this folder begins with that."),
                                       [SHEET_FILTER] = ""};

void sheet_field(DrawList *list, const TextField *field, Rect box, const char *hint, bool writes)
{
    draw_fill(list, box, RADIUS_CHIP, TOKEN_BG, 255);
    draw_outline(list, box, RADIUS_CHIP, writes ? TOKEN_ACCENT : TOKEN_LINE, 255);
    if (writes) {
        draw_outline(list, rect_inset(box, 1), RADIUS_CHIP - 1, TOKEN_ACCENT, 255);
    }
    char head[TEXT_FIELD_BYTES];
    memcpy(head, field->text, field->cursor);
    head[field->cursor] = '\0';
    float x = box.x + 12, y = panel_text_y(list, FONT_SENTENCE, box.y, box.h), width = box.w - 24;
    float cursor = draw_text_width(list, FONT_SENTENCE, head), beyond = cursor > width ? cursor - width : 0;
    draw_clip(list, rect_inset(box, 3));
    size_t from, to;
    text_field_selection(field, &from, &to);
    if (writes && from < to) {
        TextMetrics m = list->metrics;
        float left = m.width(m.context, FONT_SENTENCE, field->text, from), right = m.width(m.context, FONT_SENTENCE, field->text, to);
        draw_fill(list, (Rect){x - beyond + left, box.y + 8, right - left, box.h - 16}, 3, TOKEN_ACCENT, 90);
    }
    if (field->length > 0) {
        draw_text(list, x - beyond, y, 0, FONT_SENTENCE, TOKEN_TEXT, field->text);
    } else {
        draw_text(list, x + 4, y, width, FONT_SENTENCE, TOKEN_DIM, hint);
    }
    if (writes) {
        draw_fill(list, (Rect){x - beyond + cursor, box.y + 9, 2, box.h - 18}, 1, TOKEN_ACCENT, 255);
    }
    draw_unclip(list);
}

void sheet_row(DrawList *list, const View *view, Rect box, const SheetRow *row, size_t number)
{
    bool chosen = number == view->ui->sheet.choice, leads = row->n != SIZE_MAX || row->command != COMMAND_NONE;
    if (chosen && leads) {
        draw_fill(list, box, RADIUS_CHIP, TOKEN_RAISED, 255);
        draw_outline(list, box, RADIUS_CHIP, TOKEN_ACCENT, 255);
    } else if (leads && panel_hover(view, box)) {
        draw_fill(list, box, RADIUS_CHIP, TOKEN_RAISED, 255);
    }
    float side = draw_text_width(list, FONT_SMALL, row->side), y = panel_text_y(list, FONT_BODY, box.y, box.h);
    draw_text(list, box.x + 12, y, box.w - 40 - side, FONT_BODY, leads ? TOKEN_TEXT : TOKEN_DIM, row->text);
    draw_text_right(list, box.x + box.w - 12, panel_text_y(list, FONT_SMALL, box.y, box.h), FONT_SMALL, TOKEN_DIM, row->side);
    if (leads) {
        draw_hit(list, box, HIT_CHOICE, (uint32_t)number);
    }
}

void sheet_plate(DrawList *list, const View *view, Rect area, Rect plate, float padding, float top, const char *title, const char *closing)
{
    enum { HEIGHT = 26, GAP = 12 };
    const char *label = view->ui->sheet.kind == SHEET_FILTER ? view_words(view, "Every lane") : view_words(view, "Close");
    const Button close = {.icon = ICON_COUNT, .label = label, .command = COMMAND_ESCAPE};
    float width = panel_button_width(list, &close), right = plate.x + plate.w - padding - width;
    draw_fill(list, area, 0, TOKEN_BG, 215);
    draw_hit(list, area, HIT_COMMAND, COMMAND_ESCAPE);
    draw_fill(list, plate, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, plate, RADIUS_PANEL, TOKEN_LINE, 255);
    draw_hit(list, plate, HIT_PANEL, PANEL_COUNT);
    draw_text(list, plate.x + padding, plate.y + top, 0, FONT_BODY_BOLD, TOKEN_TEXT, title);
    float middle = plate.y + top + draw_line_height(list, FONT_BODY_BOLD) / 2;
    panel_button(list, view, (Rect){right, floorf(middle - HEIGHT / 2.0F), width, HEIGHT}, &close);
    if (view->ui->sheet.kind == SHEET_FILTER) {
        const Button keep = {.icon = ICON_COUNT, .label = view_words(view, "Keep"), .command = COMMAND_ACTIVATE, .strong = true};
        width = panel_button_width(list, &keep);
        right -= width + 8;
        panel_button(list, view, (Rect){right, floorf(middle - HEIGHT / 2.0F), width, HEIGHT}, &keep);
    }
    draw_text_right(list, right - GAP, plate.y + top + 2, FONT_SMALL, TOKEN_DIM, closing);
}

size_t sheet_first(size_t count, size_t choice, size_t shown)
{
    size_t first = choice >= shown / 2 ? choice - shown / 2 : 0;
    return count <= shown ? 0 : first > count - shown ? count - shown : first;
}

void view_sheet(DrawList *list, const View *view, Rect area)
{
    SheetRow rows[SHEET_ROWS];
    const SheetUi *sheet = &view->ui->sheet;
    size_t count = sheet_rows(view, rows), first = sheet->choice >= SHEET_SHOWN ? sheet->choice - SHEET_SHOWN + 1 : 0;
    size_t shown = count - first < SHEET_SHOWN ? count - first : SHEET_SHOWN;
    bool nothing = count == 0 && sheet->field.length > 0;
    float width = area.w - 48 < SHEET_WIDTH ? area.w - 48 : SHEET_WIDTH, x = area.x + (area.w - width) / 2;
    float rows_height = (float)(nothing ? 1 : shown) * SHEET_ROW;
    Rect plate = {x, area.y + area.h / 9, width, SHEET_HEAD + rows_height + (rows_height > 0 ? 16.0F : 8.0F)};
    sheet_plate(list, view, area, plate, SHEET_PADDING, 12, view_words(view, titles[sheet->kind]), view_words(view, closings[sheet->kind]));
    sheet_field(list, &sheet->field, (Rect){x + SHEET_PADDING, plate.y + 40, width - 2 * SHEET_PADDING, 42},
                view_words(view, hints[sheet->kind]), true);
    for (size_t i = 0; i < shown; i++) {
        Rect box = {x + 8, plate.y + SHEET_HEAD + (float)i * SHEET_ROW, width - 16, SHEET_ROW};
        sheet_row(list, view, box, &rows[first + i], first + i);
    }
    if (nothing) {
        draw_text(list, x + SHEET_PADDING + 4, panel_text_y(list, FONT_BODY, plate.y + SHEET_HEAD, SHEET_ROW), width - 2 * SHEET_PADDING,
                  FONT_BODY, TOKEN_DIM, view_words(view, nothings[sheet->kind]));
    }
}
