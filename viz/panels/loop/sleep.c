/* sleep.c: what stands beside one that sleeps: for how long still, and a bar that fills. */
#include "parts.h"
#include "view/axis.h"

#include <math.h>
#include <stdio.h>

/* The clock of the movement: between the two states it runs on, so that the bars fill while the chips glide. */
static int64_t shown_now(const View *view)
{
    int64_t now = view->state->now;
    if (!view->before || view->progress >= 1) {
        return now;
    }
    return view->before->now + (int64_t)((double)(now - view->before->now) * (double)view->progress);
}

/* In a low panel the shortest form, and of the moment that is shown: there the chips stand beside it, and would move with it. */
void loop_sleep_text(const View *view, const LoopItem *item, int64_t now, bool dense, char *text)
{
    int64_t when = item->timer ? item->timer->when : item->task->wake_at, left = when - now;
    char time[40];
    if (!item->timer) {
        snprintf(text, LOOP_LABEL, "%s", dense ? view_words(view, "now") : view_words(view, "time is up"));
    } else if (item->timer->cancelled) {
        snprintf(text, LOOP_LABEL, "%s", view_words(view, "cancelled"));
    } else if (left <= 0) {
        snprintf(text, LOOP_LABEL, "%s", dense ? view_words(view, "now") : view_words(view, "due now"));
    } else if (dense || left < 1000000) {
        axis_time_text(left < 1000000 ? left : left / 1000000 * 1000000, time, sizeof time);
        snprintf(text, LOOP_LABEL, dense ? "%s" : view_words(view, "in %s"), time);
    } else {
        loop_seconds_text(left, time, sizeof time);
        snprintf(text, LOOP_LABEL, view_words(view, "in %s"), time);
    }
}

void loop_sleep_row(DrawList *list, const View *view, const LoopItem *item, bool dense)
{
    float left = item->note.x + 2, right = item->note.x + item->note.w, middle = item->note.y + item->note.h / 2;
    int64_t now = dense ? view->state->now : shown_now(view);
    int64_t made = item->timer ? item->timer->made : item->task->slept_at, when = item->timer ? item->timer->when : item->task->wake_at;
    double part = when > made ? (double)(now - made) / (double)(when - made) : 1;
    part = fmin(fmax(part, 0), 1);
    char text[LOOP_LABEL], time[40];
    loop_sleep_text(view, item, now, dense, text);
    float text_left = dense ? left : fmaxf(left, right - draw_text_width(list, FONT_CODE, text));
    draw_text(list, text_left, middle - draw_line_height(list, FONT_CODE) / 2, right - left + 2, FONT_CODE, TOKEN_DIM, text);
    snprintf(time, sizeof time, view_words(view, "in %s"), "1.000 s");
    float words = draw_text_width(list, FONT_CODE, text), bar = dense ? left + words + 10 : left;
    float width = right - bar - (dense ? 0 : 10 + fmaxf(words, draw_text_width(list, FONT_CODE, time)));
    if (width > 12) {
        draw_fill(list, (Rect){bar, middle - 4, width, 8}, 4, TOKEN_LINE, 160);
        if (part > 0) {
            draw_fill(list, (Rect){bar, middle - 4, fmaxf(8, width * (float)part), 8}, 4, TOKEN_SLEEPING, 255);
        }
    }
}
