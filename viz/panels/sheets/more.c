/* more.c: the list under the button with three dots: what a hand at the mouse finds nowhere else in the window. */
#include "sheet.h"

#include "view/layout.h"
#include "view/panel.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

enum { BESIDE = 60 /* px in a row that are no words */, ROW = 28, PADDING = 8, APART = 9, MARGIN = 12 };

/* A row; `in_lesson`: there must be a run on the screen; `apart`: a line stands above it. */
typedef struct Entry {
    Command command;
    bool in_lesson, apart;
} Entry;

static const Entry entries[] = {
    {COMMAND_MARK, true, false},       {COMMAND_MARK_NEXT, true, false}, {COMMAND_GO_TO, true, false},
    {COMMAND_STATISTICS, true, false}, {COMMAND_LINK, true, false},      {COMMAND_EXPORT, true, false},
    {COMMAND_PRESENT, true, true},     {COMMAND_SPOTLIGHT, true, false}, {COMMAND_FULL_SCREEN, false, false},
    {COMMAND_THEME, false, false},     {COMMAND_SETTINGS, false, false}, {COMMAND_OPEN, false, true},
    {COMMAND_RUN_FILE, false, false},  {COMMAND_GLOSSARY, false, false}, {COMMAND_PREDICTIONS, false, false},
    {COMMAND_PALETTE, false, false},
};

enum { ENTRIES = sizeof entries / sizeof entries[0] };

static bool offered(const View *view, const Entry *entry)
{
    return view_offers(view, entry->command) && (!entry->in_lesson || (view->trace != NULL && view->ui->screen == SCREEN_LESSON));
}

size_t sheet_more_rows(const View *view, SheetRow rows[SHEET_ROWS])
{
    size_t count = 0;
    for (size_t i = 0; i < ENTRIES; i++) {
        if (offered(view, &entries[i])) {
            SheetRow *row = &rows[count++];
            *row = (SheetRow){.n = SIZE_MAX, .command = entries[i].command};
            snprintf(row->text, sizeof row->text, "%s", view_words(view, command_info(row->command)->help));
            command_key_local(view->letters, row->command, row->side, sizeof row->side);
            if (view->ui->screen == SCREEN_MENU && row->side[0] != '\0' && row->side[1] == '\0') {
                row->side[0] = '\0'; /* there a letter is looked for */
            }
        }
    }
    return count;
}

/* How many lines part the rows. */
static float parted(const View *view)
{
    float lines = 0;
    bool any = false;
    for (size_t i = 0; i < ENTRIES; i++) {
        lines += any && entries[i].apart && offered(view, &entries[i]) ? 1 : 0;
        any = any || offered(view, &entries[i]);
    }
    return lines;
}

/* As wide as the longest of them, as far as there is room. */
static float width_of(const DrawList *list, const SheetRow *rows, size_t count, float most)
{
    float widest = 0;
    for (size_t i = 0; i < count; i++) {
        widest = fmaxf(widest, draw_text_width(list, FONT_BODY, rows[i].text) + draw_text_width(list, FONT_SMALL, rows[i].side));
    }
    return fminf(ceilf(widest) + BESIDE, most);
}

void view_more(DrawList *list, const View *view, Rect area)
{
    SheetRow rows[SHEET_ROWS];
    size_t count = sheet_more_rows(view, rows), at = 0;
    float width = width_of(list, rows, count, area.w - 2 * MARGIN), height = 2 * PADDING + (float)count * ROW + parted(view) * APART;
    Rect plate = {area.x + area.w - MARGIN - width, area.y + LAYOUT_TOPBAR + 2, width, height};
    draw_hit(list, area, HIT_COMMAND, COMMAND_ESCAPE); /* a click beside it, on its button too, closes it */
    draw_fill(list, plate, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, plate, RADIUS_PANEL, TOKEN_DIM, 255);
    draw_hit(list, plate, HIT_PANEL, PANEL_COUNT);
    float y = plate.y + PADDING;
    for (size_t i = 0; i < ENTRIES; i++) {
        if (!offered(view, &entries[i])) {
            continue;
        }
        if (at > 0 && entries[i].apart) {
            draw_fill(list, (Rect){plate.x + 2 * PADDING, y + (float)(APART / 2), width - 4 * PADDING, 1}, 0, TOKEN_LINE, 255);
            y += APART;
        }
        sheet_row(list, view, (Rect){plate.x + PADDING, y, width - 2 * PADDING, ROW}, &rows[at], at);
        y += ROW;
        at++;
    }
}
