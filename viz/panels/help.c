/* help.c: the help, made from the table of commands: as many columns as have room, and scrolled where it is longer than the window. */
#include "help.h"

#include "view/command.h"
#include "view/panel.h"
#include "panels.h"

#include <math.h>
#include <string.h>

enum {
    MOST_COLUMNS = 3,
    LEAST_COLUMN = 340,
    HELP_LINE = 24, /* px; less in a low window */
    LEAST_LINE = 20,
    HELP_TITLE = 56,
    HELP_MARGIN = 20,
    HELP_FOOT = 12,
    WIDEST = 1320,
};

typedef struct Page {
    DrawList *list; /* NULL: only measuring */
    const DrawList *metrics;
    const View *view;
    Rect plate, body; /* the sheet, and the part of it that scrolls */
    float line, keys; /* px: height of a line, width of the column of keys */
    float column;     /* its width */
    int columns;
    float length; /* of the longest column */
} Page;

static int next_group(int first)
{
    int at = first;
    while (at < COMMAND_COUNT && strcmp(command_group((Command)at), command_group((Command)first)) == 0) {
        at++;
    }
    return at;
}

static float key_width(const Page *page, Command command)
{
    char key[48];
    float width = draw_text_width(page->metrics, FONT_SMALL, command_key_local(page->view->letters, command, key, sizeof key)) + 14;
    return width < 26 ? 26 : width;
}

/* A phrase that is too long for its column takes two lines. */
static float row_height(const Page *page, Command command)
{
    const CommandInfo *info = command_info(command);
    if (!*info->keys || !view_offers(page->view, command)) {
        return 0; /* a button does it */
    }
    int lines = panel_line_count(page->metrics, page->column - page->keys, FONT_SMALL, view_words(page->view, info->help));
    return page->line + (lines > 1 ? draw_line_height(page->metrics, FONT_SMALL) + 2 : 0);
}

static float group_height(const Page *page, int first)
{
    float height = 2 * page->line; /* its heading, and a gap behind it */
    for (int at = first; at < next_group(first); at++) {
        height += row_height(page, (Command)at);
    }
    return height;
}

/* How long the longest column is when the groups, each kept whole, are put into columns no longer than `most`; 0: there are too many. */
static float longest_column(const Page *page, float most)
{
    float used = 0, longest = 0;
    int columns = 1;
    for (int first = 1; first < COMMAND_COUNT; first = next_group(first)) {
        float height = group_height(page, first);
        if (used > 0 && used + height > most) {
            columns++;
            used = 0;
        }
        used += height;
        longest = fmaxf(longest, used);
    }
    return columns <= page->columns ? longest : 0;
}

static Page page_of(const DrawList *metrics, const View *view, Rect area)
{
    Page page = {.metrics = metrics, .view = view, .columns = MOST_COLUMNS, .line = area.h < 760 ? LEAST_LINE : HELP_LINE};
    float width = fminf(area.w - 16, WIDEST);
    page.column = (width - (float)(page.columns + 1) * HELP_MARGIN) / (float)page.columns;
    if (page.column < LEAST_COLUMN) {
        page.columns--;
        page.column = (width - (float)(page.columns + 1) * HELP_MARGIN) / (float)page.columns;
    }
    for (int at = 1; at < COMMAND_COUNT; at++) {
        page.keys = *command_info((Command)at)->keys ? fmaxf(page.keys, key_width(&page, (Command)at) + 10) : page.keys;
    }
    float most = page.line;
    while ((page.length = longest_column(&page, most)) <= 0) {
        most += page.line;
    }
    page.length -= page.line; /* no gap behind the last */
    float height = fminf(HELP_TITLE + page.length + HELP_FOOT, area.h - 8);
    page.plate = (Rect){area.x + (area.w - width) / 2, area.y + (area.h - height) / 2, width, height};
    page.body = (Rect){page.plate.x, page.plate.y + HELP_TITLE, width, height - HELP_TITLE - HELP_FOOT};
    return page;
}

float help_scroll_most(const DrawList *metrics, const View *view, Rect area)
{
    Page page = page_of(metrics, view, area);
    return fmaxf(0, page.length - page.body.h);
}

static void draw_row(const Page *page, float x, float y, Command command)
{
    char key[48];
    DrawList *list = page->list;
    float words = x + page->keys, room = page->column - page->keys, height = row_height(page, command);
    Rect cap = {x, y + 2, key_width(page, command), page->line - 4};
    command_key_local(page->view->letters, command, key, sizeof key);
    draw_fill(list, cap, 5, TOKEN_RAISED, 255);
    draw_outline(list, cap, 5, TOKEN_LINE, 255);
    draw_text(list, cap.x + (cap.w - draw_text_width(list, FONT_SMALL, key)) / 2, panel_text_y(list, FONT_SMALL, cap.y, cap.h), 0,
              FONT_SMALL, TOKEN_TEXT, key);
    panel_two_lines(list, words, panel_text_y(list, FONT_SMALL, y, page->line), room, FONT_SMALL, TOKEN_TEXT,
                    view_words(page->view, command_info(command)->help));
    draw_hit(list, (Rect){x, y, page->column, height}, HIT_COMMAND, (uint32_t)command);
}

static void draw_groups(const Page *page, float scroll)
{
    float x = page->body.x + HELP_MARGIN, top = page->body.y - scroll, y = top;
    for (int first = 1; first < COMMAND_COUNT; first = next_group(first)) {
        float height = group_height(page, first);
        if (y > top && y + height - page->line > top + page->length + 0.5F) {
            x += page->column + HELP_MARGIN;
            y = top;
        }
        draw_text(page->list, x, y + 2, 0, FONT_BODY_BOLD, TOKEN_ACCENT, view_words(page->view, command_group((Command)first)));
        float row = y + page->line;
        for (int at = first; at < next_group(first); at++) {
            if (*command_info((Command)at)->keys && view_offers(page->view, (Command)at)) {
                draw_row(page, x, row, (Command)at);
                row += row_height(page, (Command)at);
            }
        }
        y += height;
    }
}

void view_help(DrawList *list, const View *view, Rect area)
{
    Page page = page_of(list, view, area);
    page.list = list;
    Rect plate = page.plate;
    float most = fmaxf(0, page.length - page.body.h), scroll = fminf(fmaxf(view->ui->scroll_help, 0), most);
    draw_fill(list, area, 0, TOKEN_BG, 215);
    draw_hit(list, area, HIT_COMMAND, COMMAND_HELP);
    draw_fill(list, plate, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, plate, RADIUS_PANEL, TOKEN_LINE, 255);
    draw_text(list, plate.x + HELP_MARGIN, plate.y + 16, 0, FONT_TITLE, TOKEN_TEXT, view_words(view, "Keys"));
    draw_text_right(
        list, plate.x + plate.w - HELP_MARGIN, plate.y + 22, FONT_SMALL, TOKEN_DIM,
        most > 0 ? view_words(view,
                              "a click on a line does it \xc2\xb7 \xe2\x86\x93 and the wheel show more \xc2\xb7 Esc or a click closes this")
                 : view_words(view, "a click on a line does it \xc2\xb7 Esc or a click closes this"));
    draw_clip(list, page.body);
    draw_groups(&page, scroll);
    draw_unclip(list);
    panel_thumb(list, (Rect){page.body.x, page.body.y, plate.x + plate.w - 3 - page.body.x, page.body.h}, scroll, most);
}
