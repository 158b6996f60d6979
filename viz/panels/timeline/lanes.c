/* lanes.c: the lanes of the timeline: how high they are, which can be seen, and their labels. */
#include "lanes.h"

#include "view/chips.h"
#include "parts.h"
#include "timeline.h"

#include <math.h>
#include <stdio.h>

enum { THIN_LANE = 16, LEAST_LANE = 20, USUAL_LANE = 26, MOST_LANE = 46, MOST_ROWS = 12, LOW_PLOT = 160, LOWER_PLOT = 100 };

typedef struct LaneCounts {
    size_t ordinary, thin; /* the program's own tasks; those that close the loop come one after the other and share a lane */
} LaneCounts;

static LaneCounts count_lanes(const View *view)
{
    LaneCounts counts = {0, 0};
    size_t count = 0;
    const uint32_t *lanes = view->spans ? spans_lanes(view->spans, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (timeline_shown_for(view, lanes[i]) != lanes[i]) {
            continue;
        }
        bool closes = spans_closes_loop(view->spans, lanes[i]);
        counts.thin = counts.thin || closes;
        counts.ordinary += !closes;
    }
    return counts;
}

LaneSizes timeline_lane_sizes(const View *view, float plot_height)
{
    LaneCounts lanes = count_lanes(view);
    float thin = (float)lanes.thin * THIN_LANE, ordinary = (float)lanes.ordinary;
    float each = lanes.ordinary ? floorf((plot_height - 4 - thin) / ordinary) : MOST_LANE;
    if (each < USUAL_LANE && lanes.ordinary) { /* the loop's own lanes give way first; low lanes only where all can then be seen */
        each = fminf(USUAL_LANE, floorf((plot_height - 4) / ordinary));
        if (plot_height < LOW_PLOT) { /* where so few are seen at once, more of them matter more than their height */
            each = fmaxf(each, plot_height < LOWER_PLOT ? THIN_LANE : LEAST_LANE);
        } else {
            each = each < LEAST_LANE ? USUAL_LANE : each;
        }
    }
    each = fminf(each, MOST_LANE);
    return (LaneSizes){each, ordinary * each + thin + 4};
}

bool timeline_lanes_overflow(const View *view, float plot_height)
{
    return (float)count_lanes(view).ordinary * LEAST_LANE + 4 > plot_height;
}

size_t timeline_overview_rows(const View *view, Rect area)
{
    LaneCounts lanes = count_lanes(view);
    size_t most = timeline_names_height(area) > 0 ? MOST_ROWS : 0;
    return lanes.ordinary < most ? lanes.ordinary : most;
}

float timeline_scroll_limit(const View *view, Rect area)
{
    Rect plot = timeline_plot(view, area);
    return fmaxf(0, timeline_lane_sizes(view, plot.h).whole - plot.h);
}

/* A folded lane holds two bars: the task's own, and below it those that it stands for. */
static void make_room_for_sum(TimelineLane *lane)
{
    lane->folded = true;
    lane->bar.y = floorf(lane->y + lane->height * 0.12F);
    lane->bar.h = floorf(lane->height * 0.38F);
    lane->sum_y = lane->bar.y + lane->bar.h + 2;
    lane->sum_height = floorf(lane->height * 0.34F);
}

/* The lanes that can be seen: the program's tasks in the order of the spans, then, all on one line, those that close the loop. */
void timeline_place_lanes(Timeline *timeline)
{
    const View *view = timeline->view;
    Rect plot = timeline->place.plot;
    LaneSizes sizes = timeline_lane_sizes(view, plot.h);
    float scroll = fminf(fmaxf(view->ui->scroll_timeline, 0), fmaxf(0, sizes.whole - plot.h));
    float y = plot.y + 4 - scroll;
    size_t count = 0;
    const uint32_t *tasks = spans_lanes(view->spans, &count);
    for (int internal = 0; internal < 2; internal++) {
        for (size_t i = 0; i < count; i++) {
            if (spans_closes_loop(view->spans, tasks[i]) != (internal == 1) || timeline_shown_for(view, tasks[i]) != tasks[i]) {
                continue;
            }
            float h = internal ? THIN_LANE : sizes.height;
            float bar = internal ? 8 : floorf(fminf(h * 0.62F, 28));
            if (y + h > plot.y && y < plot.y + plot.h && timeline->lane_count < TIMELINE_LANES) {
                timeline->lanes[timeline->lane_count] = (TimelineLane){
                    .task = tasks[i], .internal = internal == 1, .y = y, .height = h, .bar = {plot.x, y + (h - bar) / 2, plot.w, bar}};
                if (timeline_is_folded(view, tasks[i])) {
                    make_room_for_sum(&timeline->lanes[timeline->lane_count]);
                }
                timeline->lane_count++;
            }
            y += internal ? 0 : h;
        }
    }
}

void timeline_reveal_lane(Ui *ui, const View *view, Rect area, uint32_t task)
{
    Rect plot = timeline_plot(view, area);
    LaneSizes sizes = timeline_lane_sizes(view, plot.h);
    float y = 4, most = fmaxf(0, sizes.whole - plot.h);
    size_t count = 0;
    const uint32_t *tasks = spans_lanes(view->spans, &count);
    bool closes = spans_closes_loop(view->spans, task);
    for (int internal = 0; internal <= (int)closes; internal++) {
        for (size_t i = 0; i < count && !(tasks[i] == task && closes == (internal == 1)); i++) {
            bool counts = spans_closes_loop(view->spans, tasks[i]) == (internal == 1) && timeline_shown_for(view, tasks[i]) == tasks[i];
            y += counts && internal == 0 ? sizes.height : 0;
        }
    }
    float least = y + (closes ? THIN_LANE : sizes.height) - plot.h; /* scrolled so far, it is the last that is seen */
    least = ceilf(least / sizes.height) * sizes.height;             /* and the first one is whole */
    ui->scroll_timeline = fminf(fmaxf(fminf(fmaxf(ui->scroll_timeline, least), y - 4), 0), most);
}

/* Where it is too long the middle goes, not the number that tells it from its like: "fetch_d… 2". */
static void draw_name(DrawList *list, float x, float y, float room, Font font, Token token, const char *name)
{
    const char *number = strrchr(name, ' ');
    bool counted = number != NULL && number[1] != '\0' && strspn(number + 1, "0123456789") == strlen(number + 1);
    float tail = counted ? draw_text_width(list, font, number) : 0;
    if (!counted || draw_text_width(list, font, name) <= room || room - tail < 24) {
        draw_text(list, x, y, room, font, token, name);
        return;
    }
    x += draw_text_n(list, x, y, room - tail, font, token, 255, name, (size_t)(number - name));
    draw_text(list, x, y, 0, font, token, number);
}

/* Of those that share the lane in which the loop is closed, the one whose state stands there: that is selected, or was made last. */
static bool speaks_for_lane(const Timeline *timeline, const TimelineLane *lane)
{
    const TimelineLane *speaks = NULL;
    for (size_t i = 0; i < timeline->lane_count; i++) {
        const TimelineLane *one = &timeline->lanes[i];
        bool selected = one->task == timeline->view->ui->selected;
        if (one->internal && (speaks == NULL || selected || state_task(timeline->view->state, ref_make(REF_TASK, one->task)) != NULL)) {
            speaks = one;
        }
        if (one->internal && selected) {
            break;
        }
    }
    return speaks == lane;
}

void timeline_lane_label(const Timeline *timeline, const TimelineLane *lane)
{
    DrawList *list = timeline->list;
    const View *view = timeline->view;
    if (lane->internal && !speaks_for_lane(timeline, lane)) {
        return;
    }
    Ref ref = ref_make(REF_TASK, lane->task);
    const ModelTask *task = state_task(view->state, ref);
    float left = timeline->area.x + 8, right = timeline->place.plot.x - 8;
    Rect box = {left, lane->y + 2, right - left, lane->height - 4};
    if (view->ui->selected == lane->task) {
        draw_fill(list, box, RADIUS_CHIP, TOKEN_RAISED, 255);
        draw_fill(list, (Rect){box.x, box.y + 3, 3, box.h - 6}, 1.5F, TOKEN_ACCENT, 255);
    }
    uint32_t depth = spans_depth(view->spans, lane->task);
    float x = left + (lane->internal ? 10 : 15) + 12 * (float)(depth < 4 ? depth : 4); /* with room for the triangle */
    Font font = lane->internal || lane->height < 28 ? FONT_SMALL : depth == 0 ? FONT_BODY_BOLD : FONT_BODY;
    char label[CHIP_LABEL];
    if (lane->internal) {
        snprintf(label, sizeof label, "%s", view_words(view, "loop closes"));
    } else {
        model_task_label(view->model, ref, label, sizeof label);
    }
    Token token = lane->internal ? TOKEN_FAINT : task ? TOKEN_TEXT : TOKEN_DIM;
    float icon = fminf(11, lane->height - 6);
    float room = right - icon - 10 - x;
    if (lane->folded) {
        char more[32];
        snprintf(more, sizeof more, "+%zu", timeline_folded_tasks(view, lane->task, NULL, 0));
        float width = draw_text_width(list, FONT_SMALL, more);
        draw_text(list, right - icon - 10 - width, lane->y + (lane->height - draw_line_height(list, FONT_SMALL)) / 2, 0, FONT_SMALL,
                  TOKEN_DIM, more);
        room -= width + 6;
    }
    float y = lane->y + (lane->height - draw_line_height(list, font)) / 2;
    if (room > 12) {
        draw_name(list, x, y, room, font, token, label);
    }
    if (task) {
        Rect at = {right - icon - 4, lane->y + (lane->height - icon) / 2, icon, icon};
        draw_icon(list, (Icon)task->state, at, theme_state_text((int)task->state), lane->internal ? 150 : 255);
    }
    draw_hit(list, box, HIT_TASK, lane->task);
    if (!lane->internal && timeline_can_fold(view, lane->task)) {
        Rect triangle = {x - 11, lane->y + (lane->height - 9) / 2, 9, 9};
        draw_icon(list, lane->folded ? ICON_PLAY : ICON_OPEN, triangle, TOKEN_DIM, 255);
        draw_hit(list, (Rect){triangle.x - 5, lane->y, 18, lane->height}, HIT_FOLD, lane->task);
    }
}
