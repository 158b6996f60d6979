/* tags.c: see tags.h. */
#include "tags.h"

#include "view/chips.h"
#include "view/panel.h"

#include <stdio.h>
#include <string.h>

static ChipLook tag_look(const ModelTask *task) { return task->state == TASK_RUNNING ? CHIP_FILLED : CHIP_TINTED; }

uint8_t tags_tint(const LineTasks *here) { return here->state == TASK_RUNNING ? 46 : 26; }

void tags_draw(DrawList *list, const View *view, const LineTasks *here, Rect row, float code_end)
{
    char label[CHIP_LABEL];
    float right = row.x + row.w - 10, left_most = row.x + row.w * 0.45F;
    size_t listed = here->count < MOST_TAGS ? here->count : MOST_TAGS, fit = 0;
    float used = 0;
    if (code_end + 12 > left_most && code_end + 12 < right - 150) {
        left_most = code_end + 12;
    }
    for (; fit < listed; fit++) {
        const ModelTask *task = state_task(view->state, ref_make(REF_TASK, here->tasks[fit]));
        model_task_label(view->model, ref_make(REF_TASK, here->tasks[fit]), label, sizeof label);
        float wide = chip_width(list, tag_look(task), label) + 4;
        bool last = fit + 1 == here->count;
        if (fit > 0 && used + wide + (last ? 0 : 40) > right - left_most) {
            break;
        }
        used += wide;
    }
    float y = row.y + (row.h - CHIP_TAG_HEIGHT) / 2;
    char more[24];
    snprintf(more, sizeof more, "+%zu", here->count - fit);
    float width = fit < here->count ? draw_text_width(list, FONT_SMALL, more) + 12 : 0;
    float plain = used + width + 18 < row.w * 0.7F ? used + width + 18 : row.w * 0.7F;
    if (code_end > row.x + row.w - plain) { /* the code ends before its tags, and does not peep out behind them */
        const float dots = draw_text_width(list, FONT_CODE, "\xe2\x80\xa6") + 2;
        Rect end = {row.x + row.w - plain - dots, row.y, plain + dots, row.h};
        draw_fill(list, end, 0, TOKEN_PANEL, 255);
        draw_fill(list, end, 0, theme_state(here->state), tags_tint(here));
        draw_text(list, end.x, panel_text_y(list, FONT_CODE, row.y, row.h), 0, FONT_CODE, TOKEN_DIM, "\xe2\x80\xa6");
    }
    if (fit < here->count) {
        Rect plate = {right - width, y, width, CHIP_TAG_HEIGHT};
        draw_fill(list, plate, 5, TOKEN_RAISED, 255);
        draw_text(list, plate.x + 6, panel_text_y(list, FONT_SMALL, y, CHIP_TAG_HEIGHT), 0, FONT_SMALL, TOKEN_DIM, more);
        right -= width + 4;
    }
    for (size_t i = fit; i-- > 0;) {
        const ModelTask *task = state_task(view->state, ref_make(REF_TASK, here->tasks[i]));
        model_task_label(view->model, ref_make(REF_TASK, here->tasks[i]), label, sizeof label);
        float most = row.w * 0.6F;
        width = chip_width(list, tag_look(task), label);
        width = width < most ? width : most;
        Rect tag = {right - width, y, width, CHIP_TAG_HEIGHT};
        draw_fill(list, tag, 5, TOKEN_PANEL, 255); /* code that reaches under a tag does not show through */
        chip_draw(list, tag, tag_look(task), task->state, label, 255);
        if (view->ui->selected == task->number) {
            draw_outline(list, tag, 5, TOKEN_ACCENT, 255);
        }
        draw_hit(list, tag, HIT_TASK, task->number);
        right -= width + 4;
    }
}

void tags_callback(DrawList *list, const View *view, Rect row, float code_end)
{
    char label[CHIP_LABEL];
    snprintf(label, sizeof label, "%s()", trace_text(view->trace, view->state->current.name));
    float width = chip_width(list, CHIP_OUTLINED, label), right = row.x + row.w - 10;
    if (code_end + 12 + width < right) { /* it says no more than the line does: where there is no room, it is left out */
        Rect tag = {right - width, row.y + (row.h - CHIP_TAG_HEIGHT) / 2, width, CHIP_TAG_HEIGHT};
        draw_fill(list, tag, 5, TOKEN_PANEL, 255);
        chip_draw(list, tag, CHIP_OUTLINED, TASK_READY, label, 255);
        draw_hit(list, tag, HIT_ENTRY, view->state->running);
    }
}
