/* pick.c: the ready queue where its order is not asyncio's: what it says of it, and the numbers of those who can be picked. */
#include "parts.h"

#include "lesson/policy.h"

#include <math.h>
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

const char *loop_nobody(const View *view, LoopSection section)
{
    return section != LOOP_READY  ? view_words(view, "nobody")
           : view->state->running ? view_words(view, "empty: nobody else can run yet")
           : view->state->ended   ? view_words(view, "empty")
                                  : view_words(view, "empty: nobody can run yet");
}

/* In a low panel those of a section stand beside its title: where they end. */
static float line_end(const DrawList *list, const View *view, const LoopPlaces *places, LoopSection section)
{
    float end = 0;
    for (size_t i = 0; i < places->count; i++) {
        const LoopItem *item = &places->items[i];
        Rect last = item->note.w > 0 ? item->note : item->rect;
        end = item->section == section && last.x + last.w > end ? last.x + last.w : end;
    }
    return end > 0 ? end : places->box[section].x + draw_text_width(list, FONT_SMALL, loop_nobody(view, section));
}

/* There is but one task of the program's, whose waits can end in one order alone. */
static bool is_alone(const View *view)
{
    uint32_t others = 0;
    for (uint32_t task = 2; task <= spans_task_count(view->spans) && others == 0; task++) {
        others += !spans_closes_loop(view->spans, task);
    }
    return others == 0;
}

void loop_ways(DrawList *list, const View *view, const LoopPlaces *places, LoopSection section, Rect title, float right)
{
    const SwitchWord words[] = {section == LOOP_READY ? (SwitchWord){view_words(view, "you choose"), COMMAND_SCHEDULE}
                                                      : (SwitchWord){view_words(view, "other orders"), COMMAND_ORDERS}};
    bool on = section == LOOP_READY ? view->ui->schedules : view->ui->knobs.timing.count > 0;
    enum { HEIGHT = 22, BESIDE = 8 };
    const Rect line = places->dense ? places->box[section] : title;
    const float height = line.h < HEIGHT && places->dense ? line.h : HEIGHT;
    if (!can_be_turned(view) || (section != LOOP_READY && section != LOOP_SLEEPING) || (section == LOOP_SLEEPING && is_alone(view))) {
        return;
    }
    if (section == LOOP_READY) {
        draw_hit(list, title, HIT_COMMAND, COMMAND_POLICY);
    }
    float width = draw_text_width(list, FONT_SMALL, words[0].label) + 20;
    float left = places->dense ? line_end(list, view, places, section) : title.x + title.w;
    if (places->hidden[section] == 0 && right - width > left + BESIDE) {
        chip_switch(list, right, floorf(line.y + (line.h - height) / 2) - (places->dense ? 0 : 1), height, words, 1, on ? 0 : 1);
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
