/* chips.c: a task as a chip, and a switch of words. */
#include "chips.h"

#include <string.h>

enum { CHIP_ICON = 12, CHIP_PADDING = 10, TAG_PADDING = 7, ICON_SPACE = 18, FINGER = 28 /* px */ };

static bool is_tag(ChipLook look) { return look == CHIP_TINTED || look == CHIP_FILLED; }

static Font chip_font(ChipLook look)
{
    static const Font fonts[] = {[CHIP_SOLID] = FONT_BODY_BOLD,
                                 [CHIP_RAISED] = FONT_BODY,
                                 [CHIP_TINTED] = FONT_SMALL,
                                 [CHIP_FILLED] = FONT_SMALL_BOLD,
                                 [CHIP_OUTLINED] = FONT_SMALL};
    return fonts[look];
}

float chip_width(const DrawList *list, ChipLook look, const char *label)
{
    float padding = is_tag(look) ? TAG_PADDING : CHIP_PADDING;
    float icon = look == CHIP_OUTLINED ? 0 : ICON_SPACE;
    return 2 * padding + icon + draw_text_width(list, chip_font(look), label);
}

void chip_draw(DrawList *list, Rect rect, ChipLook look, TaskState state, const char *label, uint8_t alpha)
{
    Token icon = theme_state_text((int)state), text = TOKEN_TEXT;
    float radius = is_tag(look) ? 5 : RADIUS_CHIP;
    float padding = is_tag(look) ? TAG_PADDING : CHIP_PADDING;
    switch (look) {
    case CHIP_SOLID:
    case CHIP_FILLED:
        draw_fill(list, rect, radius, theme_state((int)state), alpha);
        icon = text = theme_on_state((int)state);
        break;
    case CHIP_RAISED:
        draw_fill(list, rect, radius, TOKEN_RAISED, alpha);
        draw_outline(list, rect, radius, TOKEN_LINE, alpha);
        break;
    case CHIP_TINTED:
        draw_fill(list, rect, radius, theme_state((int)state), (uint8_t)(alpha / 4));
        text = icon;
        break;
    case CHIP_OUTLINED:
        draw_dashed(list, rect, radius, TOKEN_DIM, (uint8_t)(alpha / 2));
        text = TOKEN_DIM;
        break;
    }
    float x = rect.x + padding;
    if (look != CHIP_OUTLINED) {
        draw_icon(list, (Icon)state, (Rect){x, rect.y + (rect.h - CHIP_ICON) / 2, CHIP_ICON, CHIP_ICON}, icon, alpha);
        x += ICON_SPACE;
    }
    float room = rect.x + rect.w - padding / 2 - x;
    Font font = chip_font(look);
    float y = rect.y + (rect.h - draw_line_height(list, font)) / 2;
    draw_text_n(list, x, y, room > 8 ? room : 8, font, text, alpha, label, strlen(label));
}

void chip_task(DrawList *list, const View *view, Rect rect, const ModelTask *task, uint8_t alpha)
{
    char label[CHIP_LABEL];
    Ref ref = ref_make(REF_TASK, task->number);
    model_task_label(view->model, ref, label, sizeof label);
    chip_draw(list, rect, task->state == TASK_RUNNING ? CHIP_SOLID : CHIP_RAISED, task->state, label, alpha);
    if (view->ui->selected == task->number) {
        draw_outline(list, rect, RADIUS_CHIP, TOKEN_ACCENT, alpha);
    }
    draw_hit(list, rect, HIT_TASK, task->number);
}

float chip_switch(DrawList *list, float right, float y, float height, const SwitchWord *words, size_t count, size_t on)
{
    const float padding = count > 1 ? 12 : 8;
    const float grow = height < FINGER ? (FINGER - height) / 2 : 0; /* a finger hits it as well */
    float width = 4;
    for (size_t i = 0; i < count; i++) {
        width += draw_text_width(list, FONT_SMALL, words[i].label) + 2 * padding;
    }
    Rect whole = {right - width, y, width, height};
    draw_outline(list, whole, RADIUS_CHIP, TOKEN_LINE, 255);
    float x = whole.x + 2, text_y = y + (height - draw_line_height(list, FONT_SMALL)) / 2;
    for (size_t i = 0; i < count; i++) {
        float w = draw_text_width(list, FONT_SMALL, words[i].label) + 2 * padding;
        Rect word = {x, y + 2, w, height - 4};
        if (i == on) {
            draw_fill(list, word, 5, TOKEN_RAISED, 255);
        }
        draw_text(list, x + padding, text_y, 0, FONT_SMALL, i == on ? TOKEN_TEXT : TOKEN_DIM, words[i].label);
        draw_hit(list, (Rect){x, y - grow, w, height + 2 * grow}, HIT_COMMAND, words[i].command);
        x += w;
    }
    return whole.x;
}
