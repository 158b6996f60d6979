/* loop.c: the loop panel: who runs, who is ready, who sleeps, who awaits, each as a chip in its place. */
#include "view/axis.h"
#include "view/panel.h"
#include "parts.h"
#include "panels/panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PADDING = 14, HEADING = 38 };

void loop_seconds_text(int64_t ns, char *buffer, size_t size)
{
    int64_t ms = (ns < 0 ? 0 : ns) / 1000000;
    snprintf(buffer, size, "%lld.%03lld s", (long long)(ms / 1000), (long long)(ms % 1000));
}

/* Where every section has but a line of its own, the heading makes room for them. */
static bool is_low(Rect area) { return area.h < 150; }
static float heading_top(Rect area) { return area.y + (is_low(area) ? 4 : 9); }

static void draw_heading(DrawList *list, const View *view, Rect area)
{
    const SwitchWord words[] = {{view_words(view, "code"), COMMAND_LOOP_CODE}};
    const float top = heading_top(area);
    char time[40];
    loop_seconds_text(view->state->now, time, sizeof time);
    char text[96];
    snprintf(text, sizeof text, view_words(view, "turn %u   t = %s"), (unsigned)view->state->turn, time);
    float width = panel_order_heading(list, view, area.x + PADDING, top + 5, view_words(view, "THE EVENT LOOP"),
                                      view_words(view, "NOT ASYNCIO'S ORDER"));
    float right = area.x + area.w - PADDING;
    float text_width = draw_text_width(list, FONT_CODE, text);
    bool both = text_width + width + 90 <= area.w, button = !view->ui->plain && (both || !view->ui->present);
    if (!both && button) { /* the turn can be left out; from afar the button matters less */
        snprintf(text, sizeof text, "t = %s", time);
        text_width = draw_text_width(list, FONT_CODE, text);
    }
    if (text_width + width + 3 * PADDING < area.w) {
        draw_text(list, right - text_width, top + 3, 0, FONT_CODE, TOKEN_DIM, text);
    }
    if (area.w - width - text_width > 90 && button) {
        chip_switch(list, right - text_width - 10, top, 22, words, 1, view->ui->loop_code ? 0 : 1);
    }
}

static Rect draw_title(DrawList *list, const View *view, Rect body, float y, const char *title, const char *remark, Token token,
                       size_t hidden)
{
    float width = draw_text(list, body.x, y + 2, 0, FONT_HEADING, TOKEN_TEXT, title);
    float right = body.x + body.w;
    if (hidden) {
        char more[32];
        snprintf(more, sizeof more, view_words(view, "+%zu more"), hidden);
        right -= draw_text_width(list, FONT_SMALL, more) + 8;
        draw_text_right(list, body.x + body.w, y + 1, FONT_SMALL, TOKEN_TEXT, more);
    }
    float room = right - body.x - width - 10;
    if (room > 30) {
        draw_text(list, body.x + width + 10, y + 1, room, FONT_SMALL, token, remark);
    }
    return (Rect){body.x, y - 2, width + 10 + fminf(room, draw_text_width(list, FONT_SMALL, remark)), 20};
}

/* Two lines at the right of the running chip: where it is, and why it runs. */
static void draw_running_words(DrawList *list, Rect box, float left, Font font, const char *where, const char *why)
{
    const float right = box.x + box.w - 12;
    left = fminf(left, right - 16);
    float where_width = fminf(draw_text_width(list, font, where), right - left);
    float why_width = fminf(draw_text_width(list, FONT_SMALL, why), right - left);
    float middle = box.y + box.h / 2;
    draw_text(list, right - where_width, middle - draw_line_height(list, font), right - left, font, TOKEN_TEXT, where);
    draw_text(list, right - why_width, middle + 2, right - left, FONT_SMALL, TOKEN_DIM, why);
}

static void why_running(const View *view, const ModelTask *task, char *why, size_t size)
{
    const Event *step = task->since < trace_count(view->trace) ? trace_event(view->trace, task->since) : NULL;
    const ModelFuture *future = state_future(view->state, task->woken_by);
    char name[CHIP_LABEL];
    if (task->thrown) {
        snprintf(why, size, view_words(view, "%s is thrown into it"), trace_text(view->trace, task->thrown));
    } else if (step && step->kind == EV_STEP && step->detail == RESUME_START) {
        snprintf(why, size, "%s", view_words(view, "its first step"));
    } else if (future && future->via == VIA_SLEEP) {
        snprintf(why, size, "%s", view_words(view, "woken by its timer"));
    } else if (future && future->name != 0 && future->thing == 0) {
        char named[96];
        snprintf(why, size, view_words(view, "woken: %s"), view_named(view, trace_text(view->trace, future->name), named, sizeof named));
    } else if (future && future->via != VIA_NONE && future->via != VIA_USER) {
        snprintf(why, size, view_words(view, "woken: %s is done"), trace_via_name(future->via));
    } else if (ref_kind(task->woken_by) == REF_TASK) {
        snprintf(why, size, view_words(view, "woken: %s is done"), model_task_label(view->model, task->woken_by, name, sizeof name));
    } else if (task->woken_by) {
        snprintf(why, size, "%s", view_words(view, "woken: its future is done"));
    } else {
        snprintf(why, size, "%s", view_words(view, "its turn again"));
    }
}

static void where_running(const View *view, const ModelTask *task, char *where, size_t size)
{
    const TracePlace *place = trace_place(view->trace, model_task_place(task, view->trace));
    if (place->line) {
        snprintf(where, size, "%s:%u", place->function, (unsigned)place->line);
    } else {
        snprintf(where, size, "%s", trace_text(view->trace, task->coroutine));
    }
}

/* An empty place, and why it is. */
static void draw_box_words(DrawList *list, Rect box, bool dense, Token edge, const char *text)
{
    if (!dense) {
        draw_dashed(list, box, RADIUS_CHIP, edge, edge == TOKEN_LINE ? 255 : 130);
    }
    float indent = dense ? 0 : 12;
    float y = box.y + (box.h - draw_line_height(list, FONT_SMALL)) / 2;
    draw_text(list, box.x + indent, y, box.w - 2 * indent, FONT_SMALL, TOKEN_DIM, text);
}

/* What the loop does itself while nothing runs. */
static void draw_nobody(DrawList *list, const View *view, Rect box, bool dense)
{
    const State *state = view->state;
    char text[96], time[40];
    if (state->deadlock) {
        snprintf(text, sizeof text, "%s", view_words(view, "nobody, ever again: all wait for each other"));
    } else if (state->ended) {
        snprintf(text, sizeof text, "%s", view_words(view, "nobody: the run has ended"));
    } else if (view_choice(view) != NULL) {
        snprintf(text, sizeof text, "%s", view_words(view, "nobody: you choose who runs next"));
    } else if (state->phase == PHASE_OUTSIDE) {
        snprintf(text, sizeof text, "%s", view_words(view, "the loop is not running"));
    } else if (state->ready_count == 0 && state->timer_count > 0 && state_timer(state, 0)->when > state->now) {
        loop_seconds_text(state_timer(state, 0)->when, time, sizeof time);
        snprintf(text, sizeof text, view_words(view, "nobody: the loop is waiting until t = %s"), time);
        if (dense && draw_text_width(list, FONT_SMALL, text) > box.w) {
            snprintf(text, sizeof text, view_words(view, "nobody until t = %s"), time);
        }
    } else if (state->phase == PHASE_SELECT && state->ready_count == 0 && state->timer_count == 0 && state->outside_count > 0) {
        snprintf(text, sizeof text, "%s", view_words(view, "nobody: the loop waits for the outside"));
    } else if (state->phase == PHASE_SELECT || state->phase == PHASE_TIMEOUT) {
        snprintf(text, sizeof text, "%s", view_words(view, "nobody: the loop looks at the clock"));
    } else if (state->phase == PHASE_TIMERS) {
        snprintf(text, sizeof text, "%s", view_words(view, "nobody: due timers move to ready"));
    } else {
        snprintf(text, sizeof text, "%s", view_words(view, "nobody: the next is being picked"));
    }
    draw_box_words(list, box, dense, TOKEN_LINE, text);
}

static void draw_running(DrawList *list, const View *view, const LoopPlaces *places)
{
    Rect box = places->box[LOOP_RUNNING];
    const State *state = view->state;
    const ModelTask *task = state_running_task(state);
    if (!state->running) {
        draw_nobody(list, view, box, places->dense);
        return;
    }
    float left = places->count && places->items[0].section == LOOP_RUNNING ? places->items[0].rect.x + places->items[0].rect.w + 12 : box.x;
    if (places->dense) {
        char where[128];
        snprintf(where, sizeof where, "%s", view_words(view, "a callback"));
        if (task) {
            where_running(view, task, where, sizeof where);
        }
        const float right = box.x + box.w, whole = draw_text_width(list, FONT_CODE, where), width = fminf(whole, right - left);
        if (task == NULL && width < whole) {
            return;
        }
        draw_text(list, right - width, box.y + (box.h - draw_line_height(list, FONT_CODE)) / 2, width + 1, FONT_CODE, TOKEN_TEXT, where);
    } else if (task) {
        char where[128], why[128];
        draw_fill(list, box, RADIUS_PANEL, TOKEN_RUNNING, 24);
        draw_outline(list, box, RADIUS_PANEL, TOKEN_RUNNING, 255);
        where_running(view, task, where, sizeof where);
        why_running(view, task, why, sizeof why);
        draw_running_words(list, box, left, FONT_CODE, where, why);
    } else {
        draw_outline(list, box, RADIUS_PANEL, TOKEN_DIM, 255);
        draw_running_words(list, box, left, FONT_BODY, view_words(view, "the loop itself"), view_words(view, "a callback, no task"));
    }
}

static void draw_ready(DrawList *list, const View *view, const LoopPlaces *places)
{
    Rect box = places->box[LOOP_READY];
    bool empty = view->state->ready_count == 0;
    if (empty) {
        draw_box_words(list, box, places->dense, TOKEN_READY, loop_nobody(view, LOOP_READY));
        return;
    }
    if (places->dense) {
        return;
    }
    draw_outline(list, box, RADIUS_CHIP, TOKEN_READY, 130);
    if (places->next_turn.w > 0) {
        Rect mark = places->next_turn;
        draw_fill(list, (Rect){mark.x, mark.y, 1, mark.h}, 0, TOKEN_DIM, 255);
        draw_text(list, mark.x + 6, mark.y + (mark.h - draw_line_height(list, FONT_SMALL)) / 2, mark.w - 4, FONT_SMALL, TOKEN_DIM,
                  view_words(view, "next turn"));
    }
}

/* The timer that ends a wait, if it has one. */
static const ModelTimer *limit_of(const State *state, Ref future)
{
    for (size_t i = 0; i < state->timer_count; i++) {
        const ModelTimer *timer = state_timer(state, i);
        if (timer->call == CALL_RELEASE && timer->future == future && !timer->cancelled) {
            return timer;
        }
    }
    return NULL;
}

static void draw_await_row(DrawList *list, const View *view, const LoopItem *item)
{
    float x = item->note.x, right = item->note.x + item->note.w;
    const ModelTask *task = item->task;
    const ModelFuture *future = state_future(view->state, task->awaits);
    char text[192], name[CHIP_LABEL], time[40];
    if (future && future->via == VIA_GATHER) {
        snprintf(text, sizeof text, view_words(view, "gather  %u of %u done"), (unsigned)future->children_done, (unsigned)future->children);
    } else if (future && future->name != 0 && future->thing == 0) {
        view_named(view, trace_text(view->trace, future->name), text, sizeof text);
    } else if (ref_kind(task->awaits) == REF_TASK) {
        snprintf(text, sizeof text, view_words(view, "task %s"), model_task_label(view->model, task->awaits, name, sizeof name));
    } else if (future && future->via != VIA_NONE && future->via != VIA_USER) {
        const ModelTimer *limit = limit_of(view->state, task->awaits);
        loop_seconds_text(limit ? limit->when : 0, time, sizeof time);
        const char *of = future->thing != 0 ? trace_text(view->trace, future->name) : "";
        int used = snprintf(text, sizeof text, "%s%s%.60s", trace_via_name(future->via), *of ? "  " : "", of);
        if (limit && used > 0) {
            snprintf(text + used, sizeof text - (size_t)used, view_words(view, " until %s"), time);
        }
    } else if (future && ref_kind(future->by) == REF_TASK) {
        snprintf(text, sizeof text, view_words(view, "a future of %s"), model_task_label(view->model, future->by, name, sizeof name));
    } else {
        snprintf(text, sizeof text, "%s", view_words(view, "a future"));
    }
    draw_icon(list, ICON_ARROW_LEFT, (Rect){x, item->rect.y + (item->rect.h - 14) / 2, 14, 14}, TOKEN_DIM, 255);
    x += 20;
    if (future && future->outside != 0 && draw_text_width(list, FONT_SMALL, text) + 20 > right - x) {
        char brief[96];
        view_named(view, spans_outside_brief(view->spans, future->outside, brief, sizeof brief), text, sizeof text);
    }
    float width = fminf(draw_text_width(list, FONT_SMALL, text) + 20, right - x);
    if (width > 30) {
        float inset = item->rect.h < 26 ? 0 : 2; /* in a low row the words need all of its height */
        Rect box = {x, item->rect.y + inset, width, item->rect.h - 2 * inset};
        draw_fill(list, box, RADIUS_CHIP, TOKEN_AWAITING, 28);
        draw_dashed(list, box, RADIUS_CHIP, TOKEN_AWAITING, 150);
        draw_text(list, x + 10, box.y + (box.h - draw_line_height(list, FONT_SMALL)) / 2, width - 12, FONT_SMALL, TOKEN_TEXT, text);
    }
}

/* What can wake the loop and no task waits for: what the loop does with it. */
static void draw_outside_row(const View *view, DrawList *list, const LoopItem *item)
{
    char text[96];
    loop_outside_note(view, item->outside, text, sizeof text);
    float y = item->rect.y + (item->rect.h - draw_line_height(list, FONT_SMALL)) / 2;
    draw_text(list, item->note.x + 2, y, item->note.w - 2, FONT_SMALL, TOKEN_DIM, text);
}

static void draw_item(DrawList *list, const View *view, const State *state, const LoopItem *item, Rect rect, uint8_t alpha)
{
    if (item->task) {
        bool dim = item->entry && item->entry->cancelled;
        chip_task(list, view, rect, item->task, dim ? alpha / 2 : alpha);
        return;
    }
    char label[LOOP_LABEL];
    loop_callback_label(view, state, item, label);
    chip_draw(list, rect, CHIP_OUTLINED, TASK_READY, label, alpha);
    if (item->outside == NULL) {
        draw_hit(list, rect, HIT_ENTRY, item->who);
    }
}

static const LoopItem *find_item(const LoopPlaces *places, Ref who)
{
    for (size_t i = 0; i < places->count; i++) {
        if (places->items[i].who == who) {
            return &places->items[i];
        }
    }
    return NULL;
}

static float between(float from, float to, float progress) { return from + (to - from) * progress; }

/* Chips glide from where they were to where they are; those that come or go, fade. */
static void draw_items(DrawList *list, const View *view, const LoopPlaces *places, const LoopPlaces *before)
{
    float p = view->progress;
    for (size_t i = 0; before && i < before->count; i++) {
        bool words_there = before->items[i].section == LOOP_RUNNING && !view->state->running;
        if (!find_item(places, before->items[i].who) && !words_there) {
            draw_item(list, view, view->before, &before->items[i], before->items[i].rect, (uint8_t)(255 * (1 - p)));
        }
    }
    for (int moving = 0; moving < 2; moving++) { /* those that move pass over those that stay */
        for (size_t i = 0; i < places->count; i++) {
            const LoopItem *item = &places->items[i], *was = before ? find_item(before, item->who) : NULL;
            bool moves = before && (!was || was->section != item->section);
            if (moves != (moving == 1)) {
                continue;
            }
            Rect to = item->rect, from = was ? was->rect : to;
            Rect rect = {between(from.x, to.x, p), between(from.y, to.y, p), between(from.w, to.w, p), between(from.h, to.h, p)};
            draw_item(list, view, view->state, item, before ? rect : to, before && !was ? (uint8_t)(255 * p) : 255);
        }
    }
}

/* Those with which asyncio closes the loop are none of the program's. */
static bool is_finished(const View *view, const ModelTask *task)
{
    return task->state >= TASK_DONE && (view->spans == NULL || !spans_closes_loop(view->spans, task->number));
}

/* "DONE ✓ API A  ✓ Database B": when there is room left below. */
static void draw_finished(DrawList *list, const View *view, Rect body, float top)
{
    const State *state = view->state;
    size_t finished = 0;
    for (size_t i = 0; i < state->task_count; i++) {
        finished += is_finished(view, &state->tasks[i]);
    }
    float y = body.y + body.h - 20, right = body.x + body.w;
    if (finished == 0 || top > y - 6) {
        return;
    }
    draw_fill(list, (Rect){body.x, y - 8, body.w, 1}, 0, TOKEN_LINE, 255);
    float x = body.x + draw_text(list, body.x, y + 2, 0, FONT_HEADING, TOKEN_DIM, view_words(view, "DONE")) + 12;
    char label[CHIP_LABEL], more[32];
    for (size_t i = 0; i < state->task_count && finished > 0; i++) {
        const ModelTask *task = &state->tasks[i];
        if (!is_finished(view, task)) {
            continue;
        }
        model_task_label(view->model, ref_make(REF_TASK, task->number), label, sizeof label);
        float width = draw_text_width(list, FONT_SMALL, label) + 30;
        if (x + width > right - (finished > 1 ? 60 : 0)) {
            snprintf(more, sizeof more, "+%zu", finished);
            draw_text(list, x, y, 0, FONT_SMALL, TOKEN_DIM, more);
            return;
        }
        draw_icon(list, (Icon)task->state, (Rect){x, y + 3, 11, 11}, theme_state_text((int)task->state), 255);
        draw_text(list, x + 15, y, 0, FONT_SMALL, TOKEN_DIM, label);
        draw_hit(list, (Rect){x, y - 2, width - 8, 20}, HIT_TASK, task->number);
        x += width;
        finished--;
    }
}

static void draw_titles(DrawList *list, const View *view, Rect body, const LoopPlaces *places)
{
    static const char *const titles[] = {WORDS("RUNNING"), WORDS("READY"), WORDS("SLEEPING"), WORDS("WAITING FOR THE OUTSIDE"),
                                         WORDS("AWAITING")};
    char ready[100];
    const char *const remarks[] = {view_words(view, "one task at a time"), ready, view_words(view, "earliest timer first"),
                                   view_words(view, "select() tells when it comes"),
                                   view_words(view, "suspended until something else is done")};
    loop_ready_remark(view, ready, sizeof ready);
    bool used[LOOP_SECTIONS] = {true, true};
    for (size_t i = 0; i < places->count; i++) {
        used[places->items[i].section] = true;
    }
    for (int i = 0; i < LOOP_SECTIONS; i++) {
        if (!places->used[i]) {
            continue;
        }
        bool nobody = !used[i] && !places->hidden[i];
        if (places->dense && nobody) {
            draw_box_words(list, places->box[i], true, TOKEN_LINE, loop_nobody(view, (LoopSection)i));
        }
        const char *remark = places->dense ? "" : nobody ? loop_nobody(view, LOOP_AWAITING) : remarks[i];
        Token token = i == LOOP_READY && loop_other_order(view) ? TOKEN_READY_TEXT : TOKEN_DIM;
        Rect title = draw_title(list, view, body, places->title_y[i],
                                places->dense && i == LOOP_OUTSIDE ? view_words(view, "OUTSIDE") : view_words(view, titles[i]), remark,
                                token, places->hidden[i]);
        loop_ways(list, view, places, (LoopSection)i, title, body.x + body.w);
    }
}

static void draw_state(DrawList *list, const View *view, Rect body)
{
    LoopPlaces places, before;
    bool moving = view->before && view->progress < 1;
    loop_place(list, view, view->state, body, &places);
    if (moving) {
        loop_place(list, view, view->before, body, &before);
    }
    draw_running(list, view, &places);
    draw_ready(list, view, &places);
    draw_titles(list, view, body, &places);
    for (size_t i = 0; i < places.count; i++) {
        if (places.items[i].section == LOOP_SLEEPING) {
            loop_sleep_row(list, view, &places.items[i], places.dense);
        } else if (places.items[i].outside != NULL) {
            draw_outside_row(view, list, &places.items[i]);
        } else if (places.items[i].section == LOOP_AWAITING || places.items[i].section == LOOP_OUTSIDE) {
            draw_await_row(list, view, &places.items[i]);
        }
    }
    draw_items(list, view, &places, moving ? &before : NULL);
    loop_picks(list, view, &places);
    draw_finished(list, view, body, places.bottom);
}

Rect loop_body(Rect area)
{
    float top = is_low(area) ? HEADING - 8 : HEADING, bottom = is_low(area) ? 4 : 10;
    return (Rect){area.x + PADDING, area.y + top, area.w - 2 * PADDING, area.h - top - bottom};
}

void view_loop(DrawList *list, const View *view, Rect area)
{
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, area, RADIUS_PANEL, TOKEN_LINE, 255);
    if (area.w < 120 || area.h < 76) {
        return;
    }
    draw_clip(list, area);
    draw_heading(list, view, area);
    Rect body = loop_body(area);
    if (view->ui->loop_code) {
        loop_code(list, view, body);
    } else {
        draw_state(list, view, body);
    }
    draw_unclip(list);
}
