/* view_help.c: the help, made from the table of commands. */
#include "command.h"
#include "panel.h"

#include <string.h>

enum {
    COLUMNS = 3,
    HELP_LINE = 24 /* px, less in a low window */,
    HELP_KEYS = 82 /* width of the column of keys */,
    HELP_TITLE = 56,
    HELP_MARGIN = 20
};

/* A group is kept whole: these are its lines, the heading and a gap included. */
static int group_lines(int first)
{
    int lines = 2, last = first;
    while (last < COMMAND_COUNT && strcmp(command_group((Command)last), command_group((Command)first)) == 0) {
        lines += *command_info((Command)last)->keys ? 1 : 0;
        last++;
    }
    return lines;
}

static int next_group(int first)
{
    int at = first;
    while (at < COMMAND_COUNT && strcmp(command_group((Command)at), command_group((Command)first)) == 0) {
        at++;
    }
    return at;
}

/* How many columns there are when none is longer than that. */
static int columns_needed(int longest)
{
    int columns = 1, lines = 0;
    for (int first = 1; first < COMMAND_COUNT; first = next_group(first)) {
        if (lines > 0 && lines + group_lines(first) > longest) {
            columns++;
            lines = 0;
        }
        lines += group_lines(first);
        if (lines > longest) {
            return COLUMNS + 1;
        }
    }
    return columns;
}

static void draw_group(DrawList *list, float x, float y, float width, float line, int first)
{
    char key[32];
    draw_text(list, x, y + 4, 0, FONT_BODY_BOLD, TOKEN_ACCENT, command_group((Command)first));
    y += line + 2;
    for (int at = first; at < next_group(first); at++) {
        const CommandInfo *info = command_info((Command)at);
        if (!*info->keys) {
            continue; /* a button does it */
        }
        command_key_text((Command)at, key, sizeof key);
        float key_width = draw_text_width(list, FONT_SMALL, key) + 14;
        Rect cap = {x, y + 2, key_width < 26 ? 26 : key_width, line - 4};
        draw_fill(list, cap, 5, TOKEN_RAISED, 255);
        draw_outline(list, cap, 5, TOKEN_LINE, 255);
        draw_text(list, cap.x + (cap.w - key_width + 14) / 2, panel_text_y(list, FONT_SMALL, cap.y, cap.h), 0, FONT_SMALL, TOKEN_TEXT, key);
        draw_text(list, x + HELP_KEYS, panel_text_y(list, FONT_SMALL, y, line), width - HELP_KEYS, FONT_SMALL, TOKEN_TEXT, info->help);
        draw_hit(list, (Rect){x, y, width, line}, HIT_COMMAND, (uint32_t)at);
        y += line;
    }
}

void view_help(DrawList *list, const View *view, Rect area)
{
    (void)view;
    int longest = 1;
    while (columns_needed(longest) > COLUMNS) {
        longest++;
    }
    float room = (area.h - HELP_TITLE - 16) / (float)longest, line = room < HELP_LINE ? room : HELP_LINE;
    float width = area.w - 16 < 1180 ? area.w - 16 : 1180, height = HELP_TITLE + (float)longest * line + 8;
    float column = (width - (float)(COLUMNS + 1) * HELP_MARGIN) / COLUMNS;
    Rect plate = {area.x + (area.w - width) / 2, area.y + (area.h - height) / 2, width, height};
    plate.y = plate.y > 4 ? plate.y : 4;
    draw_fill(list, area, 0, TOKEN_BG, 190);
    draw_hit(list, area, HIT_COMMAND, COMMAND_HELP);
    draw_fill(list, plate, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, plate, RADIUS_PANEL, TOKEN_LINE, 255);
    draw_text(list, plate.x + HELP_MARGIN, plate.y + 16, 0, FONT_TITLE, TOKEN_TEXT, "Keys");
    draw_text_right(list, plate.x + plate.w - HELP_MARGIN, plate.y + 22, FONT_SMALL, TOKEN_DIM, "Esc or a click closes this");
    float x = plate.x + HELP_MARGIN;
    int lines = 0;
    for (int first = 1; first < COMMAND_COUNT; first = next_group(first)) {
        if (lines > 0 && lines + group_lines(first) > longest) {
            lines = 0;
            x += column + HELP_MARGIN;
        }
        draw_group(list, x, plate.y + HELP_TITLE + (float)lines * line, column, line, first);
        lines += group_lines(first);
    }
}
