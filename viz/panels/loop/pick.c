/* pick.c: the ready queue where its order is not asyncio's: what it says of it, and the numbers of those who can be picked. */
#include "parts.h"

#include "lesson/policy.h"

#include <stdio.h>
#include <string.h>

bool loop_other_order(const View *view) { return view->ui->knobs.policy.kind != POLICY_FIRST_IN || view->state->choices > 0; }

void loop_ready_remark(const View *view, char *remark, size_t size)
{
    const Event *choice = view_choice(view);
    if (choice != NULL) {
        snprintf(remark, size, view_words(view, "click one, or press 1 to %u"), choice->c < 9 ? (unsigned)choice->c : 9);
    } else if (view->ui->knobs.policy.kind == POLICY_RANDOM) {
        snprintf(remark, size, view_words(view, "at random, seed %u: not asyncio's order"), (unsigned)view->ui->knobs.policy.seed);
    } else if (view->ui->knobs.policy.kind == POLICY_LAST_IN) {
        snprintf(remark, size, "%s", view_words(view, "last in, first out: not asyncio's order"));
    } else if (view->ui->knobs.policy.kind == POLICY_PICKS) {
        snprintf(remark, size, "%s", view_words(view, "as it was picked: not asyncio's order"));
    } else {
        snprintf(remark, size, "%s",
                 view_words(view, loop_other_order(view) ? WORDS("somebody chooses: not asyncio's order") : WORDS("first in, first out")));
    }
}

static bool can_be_turned(const View *view)
{
    return view->lesson != NULL && !lesson_is_own(view->lesson) && !view->lesson->real_time && view->live == LIVE_NONE &&
           !view->ui->predict.on && !view->ui->plain && !view->ui->present;
}

void loop_ready_ways(DrawList *list, const View *view, Rect title, float right)
{
    const SwitchWord words[] = {{view_words(view, "you choose"), COMMAND_SCHEDULE}};
    enum { HEIGHT = 22 };
    if (!can_be_turned(view)) {
        return;
    }
    float width = draw_text_width(list, FONT_SMALL, words[0].label) + 20;
    draw_hit(list, title, HIT_COMMAND, COMMAND_POLICY);
    if (right - width > title.x + title.w + 8) {
        chip_switch(list, right, title.y + (title.h - HEIGHT) / 2 - 1, HEIGHT, words, 1, view->ui->schedules ? 0 : 1);
    }
}

void loop_picks(DrawList *list, const View *view, const LoopPlaces *places)
{
    enum { BADGE = 20 };
    size_t index = 0;
    uint32_t number = 0;
    if (view_choice(view) == NULL) {
        return;
    }
    for (size_t i = 0; i < places->count; i++) {
        const LoopItem *item = &places->items[i];
        if (item->section != LOOP_READY || !state_can_be_chosen(view->state, index++)) {
            continue;
        }
        char text[12];
        snprintf(text, sizeof text, "%u", (unsigned)++number);
        Rect badge = {item->rect.x + 4, item->rect.y + (item->rect.h - BADGE) / 2, BADGE, BADGE};
        float width = draw_text_width(list, FONT_CODE_BOLD, text);
        draw_fill(list, badge, BADGE / 2.0F, TOKEN_READY, 255);
        draw_text(list, badge.x + (BADGE - width) / 2, badge.y + (BADGE - draw_line_height(list, FONT_CODE_BOLD)) / 2, width + 1,
                  FONT_CODE_BOLD, TOKEN_ON_READY, text);
        draw_outline(list, item->rect, RADIUS_CHIP, TOKEN_READY, 255);
        draw_hit(list, item->rect, HIT_PICK, number);
    }
}
