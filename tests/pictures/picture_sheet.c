/* picture_sheet.c: draws everything the leaf can draw onto one picture, for looking at: picture_sheet OUT.png [dark|light|contrast] [scale]. */
#include "sdl/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATES = 8, WIDTH = 1200, HEIGHT = 778 };

static const char *const state_names[STATES] = {"created", "ready", "running", "awaiting", "sleeping", "done", "failed", "cancelled"};

static void state_bar(DrawList *list, int state, Rect bar, uint8_t alpha)
{
    Token token = theme_state(state);
    Rect low = {bar.x, bar.y + bar.h * 0.15f, bar.w, bar.h * 0.7f};
    Rect cap = {bar.x, bar.y + bar.h / 2 - 7, 14, 14};
    switch (state) {
    case 0: draw_outline(list, bar, RADIUS_BAR, token, alpha); break;
    case 1: draw_fill(list, low, RADIUS_BAR, token, alpha); break;
    case 2: draw_fill(list, bar, RADIUS_BAR, token, alpha); break;
    case 3:
        draw_fill(list, bar, RADIUS_BAR, token, (uint8_t)(alpha * 0.15f));
        draw_hatch(list, bar, RADIUS_BAR, token, alpha);
        break;
    case 4:
        draw_fill(list, bar, RADIUS_BAR, token, (uint8_t)(alpha * 0.19f));
        draw_dots(list, bar, RADIUS_BAR, token, alpha);
        break;
    case 5: draw_fill(list, cap, 7, token, alpha); break;
    case 6:
        draw_fill(list, (Rect){bar.x, bar.y, 24, bar.h}, RADIUS_BAR, token, alpha);
        cap.x += 32;
        draw_icon(list, ICON_FAILED, cap, token, alpha);
        break;
    default: draw_icon(list, ICON_CANCELLED, cap, token, alpha); break;
    }
}

static void states_panel(DrawList *list, Rect area)
{
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, area, RADIUS_PANEL, TOKEN_LINE, 255);
    draw_text(list, area.x + 14, area.y + 12, 0, FONT_HEADING, TOKEN_DIM, "STATES");
    for (int i = 0; i < STATES; i++) {
        float y = area.y + 40 + 42 * (float)i;
        draw_icon(list, (Icon)i, (Rect){area.x + 16, y + 8, 12, 12}, theme_state_text(i), 255);
        draw_text(list, area.x + 36, y + 5, 0, FONT_BODY, theme_state_text(i), state_names[i]);
        state_bar(list, i, (Rect){area.x + 130, y, 200, 28}, 255);
        state_bar(list, i, (Rect){area.x + 331, y, 100, 28}, 90);
        if (i == 1 || i == 2) {
            Rect chip = {area.x + 450, y, 118, 28};
            draw_fill(list, chip, RADIUS_CHIP, theme_state(i), 255);
            draw_icon(list, (Icon)i, (Rect){chip.x + 10, chip.y + 8, 12, 12}, theme_on_state(i), 255);
            draw_text(list, chip.x + 28, chip.y + 4, 0, FONT_BODY_BOLD, theme_on_state(i), "Database B");
        } else {
            Rect chip = {area.x + 450, y, 118, 28};
            draw_fill(list, chip, RADIUS_CHIP, TOKEN_RAISED, 255);
            draw_outline(list, chip, RADIUS_CHIP, TOKEN_LINE, 255);
            draw_icon(list, (Icon)i, (Rect){chip.x + 10, chip.y + 8, 12, 12}, theme_state_text(i), 255);
            draw_text(list, chip.x + 28, chip.y + 4, 0, FONT_BODY, TOKEN_TEXT, "API A 10.25");
        }
    }
}

static void icons_panel(DrawList *list, Rect area)
{
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, area, RADIUS_PANEL, TOKEN_RUNNING, 150);
    draw_text(list, area.x + 14, area.y + 12, 0, FONT_HEADING, TOKEN_DIM, "ICONS");
    static const float sizes[] = {10, 12, 16, 24, 40};
    float y = area.y + 40;
    for (size_t row = 0; row < sizeof sizes / sizeof *sizes; row++) {
        float step = fmaxf(24, sizes[row] * 1.3f);
        for (int i = 0; i < ICON_COUNT; i++) {
            float x = area.x + 16 + step * (float)(i % (row == 4 ? 9 : 18));
            float lower = row == 4 && i >= 9 ? step : 0;
            draw_icon(list, (Icon)i, (Rect){x, y + lower, sizes[row], sizes[row]}, TOKEN_TEXT, 255);
        }
        y += sizes[row] + 14;
    }
}

static void text_panel(DrawList *list, Rect area)
{
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, area, RADIUS_PANEL, TOKEN_LINE, 255);
    float x = area.x + 14;
    float y = area.y + 12;
    draw_text(list, x, y, 0, FONT_HEADING, TOKEN_DIM, "THE EVENT LOOP");
    draw_text(list, x, y += 24, 0, FONT_TITLE, TOKEN_TEXT, "Together: gather");
    draw_text(list, x, y += 36, 0, FONT_SENTENCE, TOKEN_TEXT, "resumes after its await: one second has passed, so the loop moved it.");
    draw_text(list, x, y += 28, 0, FONT_SENTENCE_BOLD, TOKEN_SLEEPING_TEXT, "sleeping to ready: AVATAR To Ty 1111 2024");
    draw_text(
        list, x, y += 28, 0, FONT_BODY, TOKEN_DIM,
        "Body text, dim: first in, first out. \xc3\x84\xc3\xb6\xc3\xbc\xc3\x9f \xe2\x80\x94 \xe2\x86\x90 \xe2\x80\xa6 \xc3\x97 \xce\xbb");
    draw_text(list, x, y += 24, 0, FONT_SMALL, TOKEN_FAINT, "Small and faint: woken by its timer (t = 1.000 s)");
    draw_text(list, x, y += 26, 0, FONT_CODE, TOKEN_KEYWORD, "CORO(fetch_data, const char *source; double delay;)");
    draw_text(list, x, y += 20, 0, FONT_CODE, TOKEN_STRING, "\"Starting to fetch from %s\" -> != >= ===");
    draw_text(list, x, y += 20, 0, FONT_CODE_BOLD, TOKEN_AWAIT, "AWAIT(async_sleep(self->delay)); 0123456789");
    draw_text(list, x, y += 20, 0, FONT_CODE, TOKEN_TEXT,
              "in 1.000 s \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x99\x82 \xf3\xb0\x80\x80 \xff broken");
    draw_text(list, x, y + 24, area.w - 28, FONT_BODY, TOKEN_TEXT,
              "A line that is much too long for its panel is cut with three dots at the end");
    Token tokens[] = {TOKEN_NUMBER, TOKEN_FUNCTION, TOKEN_COMMENT, TOKEN_ACCENT};
    for (size_t i = 0; i < 4; i++) {
        draw_text(list, x + 100 * (float)i, y + 50, 0, FONT_CODE, tokens[i], theme_token_name(tokens[i]));
    }
}

static void shapes_panel(DrawList *list, Rect area)
{
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, area, RADIUS_PANEL, TOKEN_LINE, 255);
    draw_text(list, area.x + 14, area.y + 12, 0, FONT_HEADING, TOKEN_DIM, "SHAPES");
    Rect empty = {area.x + 16, area.y + 40, 240, 44};
    draw_dashed(list, empty, RADIUS_CHIP, TOKEN_READY, 160);
    draw_text(list, empty.x + 12, empty.y + 12, 0, FONT_BODY, TOKEN_DIM, "empty: nobody else can run yet");
    draw_dashed(list, (Rect){area.x + 270, area.y + 40, 60, 44}, 0, TOKEN_TEXT, 255);
    draw_dashed(list, (Rect){area.x + 344, area.y + 40, 60, 44}, 22, TOKEN_ACCENT, 255);
    for (int i = 0; i < 6; i++) {
        Rect rect = {area.x + 16 + 64 * (float)i, area.y + 100, 54, 40};
        draw_fill(list, rect, 4 * (float)i, TOKEN_ACCENT, (uint8_t)(255 - 40 * i));
        rect.y += 50;
        draw_outline(list, rect, 4 * (float)i, TOKEN_TEXT, 255);
    }
    draw_fill(list, (Rect){area.x + 16, area.y + 212, 300, 6}, 3, TOKEN_LINE, 255);
    draw_fill(list, (Rect){area.x + 16, area.y + 212, 130, 6}, 3, TOKEN_ACCENT, 255);
    draw_fill(list, (Rect){area.x + 137, area.y + 206, 18, 18}, 9, TOKEN_TEXT, 255);
    for (int i = 0; i < 8; i++) {
        float x = area.x + 420;
        draw_curve(list, x, area.y + 20, x + 25 * (float)(i - 1), area.y + 60 + 22 * (float)i, theme_state(i), 255);
    }
    draw_clip(list, (Rect){area.x + 340, area.y + 205, 60, 20});
    draw_hatch(list, (Rect){area.x + 330, area.y + 200, 200, 60}, 5, TOKEN_AWAITING, 255);
    draw_unclip(list);
}

int main(int count, char **arguments)
{
    if (count < 2) {
        fprintf(stderr, "usage: picture_sheet OUT.png [dark|light|contrast] [scale]\n");
        return 2;
    }
    Theme theme = THEME_DARK;
    for (int i = 0; i < THEME_COUNT && count > 2; i++) {
        theme = strcmp(arguments[2], theme_name((Theme)i)) == 0 ? (Theme)i : theme;
    }
    float scale = count > 3 ? strtof(arguments[3], NULL) : 1;
    Picture *picture = NULL;
    const char *error = picture_open(&picture, (int)(WIDTH * scale), (int)(HEIGHT * scale), scale);
    if (error == NULL) {
        DrawList list;
        drawlist_init(&list, picture_metrics(picture));
        states_panel(&list, (Rect){16, 16, 584, 390});
        icons_panel(&list, (Rect){616, 16, 568, 390});
        text_panel(&list, (Rect){16, 422, 584, 340});
        shapes_panel(&list, (Rect){616, 422, 568, 340});
        picture_draw(picture, &list, theme);
        FILE *out = fopen(arguments[1], "wb");
        error = out != NULL && picture_write_png(picture, out) ? NULL : "the picture could not be written";
        if (out != NULL) {
            fclose(out);
        }
        drawlist_free(&list);
    }
    picture_close(picture);
    if (error != NULL) {
        fprintf(stderr, "picture_sheet: %s\n", error);
        return 1;
    }
    return 0;
}
