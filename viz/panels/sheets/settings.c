/* settings.c: the sheet of settings: a row each, with its value between two arrows that change it. */
#include "view/settings.h"

#include "view/layout.h"
#include "view/panel.h"
#include "sheet.h"

#include <string.h>

enum { WIDTH = 700, PADDING = 16, HEAD = 56, ROW = 32, VALUE = 190, ARROW = 30, FOOT = 44 };

/* "program width": the name as a reader knows it. */
static void words_of(Language language, const char *name, char *out, size_t size)
{
    snprintf(out, size, "%s", words_meant(language, "setting", name));
    if (strcmp(out, name) != 0) {
        return;
    }
    for (char *dash = out; (dash = strchr(dash, '-')) != NULL;) {
        *dash = ' ';
    }
}

static void draw_arrow(DrawList *list, const View *view, Rect box, Icon icon, uint32_t id, bool leads)
{
    if (leads && panel_hover(view, box)) {
        draw_fill(list, box, RADIUS_CHIP, TOKEN_LINE, 255);
    }
    draw_icon(list, icon, (Rect){box.x + (box.w - 12) / 2, box.y + (box.h - 12) / 2, 12, 12}, leads ? TOKEN_TEXT : TOKEN_FAINT, 255);
    draw_hit(list, box, HIT_SETTING, id);
}

static void draw_value(DrawList *list, const View *view, Rect box, Setting setting, long value)
{
    const SettingInfo *info = setting_info(setting);
    char text[40], word[40];
    snprintf(text, sizeof text, "%s",
             setting == SETTING_OF_LANGUAGE ? language_name((Language)value)
                                            : words_meant(view->ui->language, "setting", setting_text(setting, value, word, sizeof word)));
    if (info->kind == SETTING_SHARE) {
        snprintf(text, sizeof text, value > 0 ? "%ld %%" : view_words(view, "usual"), value);
    } else if (info->kind == SETTING_FACTOR) {
        snprintf(text, sizeof text, "%ld %%", value);
    }
    Rect left = {box.x, box.y + 1, ARROW, box.h - 2}, right = {box.x + box.w - ARROW, box.y + 1, ARROW, box.h - 2};
    draw_arrow(list, view, left, ICON_STEP_BACK, 2 * (uint32_t)setting, setting_next(setting, value, -1) != value);
    draw_arrow(list, view, right, ICON_STEP, 2 * (uint32_t)setting + 1, setting_next(setting, value, 1) != value);
    Font font = value != info->usual ? FONT_CODE_BOLD : FONT_CODE;
    float width = draw_text_width(list, font, text);
    draw_text(list, box.x + (box.w - width) / 2, panel_text_y(list, font, box.y, box.h), 0, font, TOKEN_TEXT, text);
}

void view_settings(DrawList *list, const View *view, Rect area)
{
    Settings now = settings_usual();
    settings_read(view->ui, view->player, &now);
    float width = area.w - 48 < WIDTH ? area.w - 48 : WIDTH, x = area.x + (area.w - width) / 2;
    float height = HEAD + (float)SETTINGS_SHOWN * ROW + FOOT;
    Rect plate = {x, area.y + (area.h - height) / 3, width, height};
    sheet_plate(list, view, area, plate, PADDING, 16, view_words(view, "Settings"),
                view_words(view, "arrows choose and change, Backspace as usual, Esc closes"));
    for (int i = 0; i < SETTINGS_SHOWN; i++) {
        const SettingInfo *info = setting_info((Setting)i);
        Rect row = {x + 8, plate.y + HEAD + (float)i * ROW, width - 16, ROW};
        char name[40];
        words_of(view->ui->language, info->name, name, sizeof name);
        if (view->ui->sheet.choice == (size_t)i) {
            draw_fill(list, row, RADIUS_CHIP, TOKEN_RAISED, 255);
            draw_outline(list, row, RADIUS_CHIP, TOKEN_ACCENT, 255);
        }
        draw_text(list, row.x + 10, panel_text_y(list, FONT_BODY, row.y, ROW), 130, FONT_BODY, TOKEN_TEXT, name);
        float words = row.x + 146, value = row.x + row.w - VALUE;
        draw_text(list, words, panel_text_y(list, FONT_SMALL, row.y, ROW), value - words - 10, FONT_SMALL, TOKEN_DIM,
                  view_words(view, info->help));
        draw_value(list, view, (Rect){value, row.y, VALUE - 4, ROW}, (Setting)i, now.value[i]);
    }
    draw_text(list, x + PADDING, plate.y + height - 32, width - 2 * PADDING, FONT_SMALL, TOKEN_DIM,
              view_words(view, "Kept until the next time. The window's size is kept too."));
}
