/* folds.c: lanes folded into the one of the task that made them: which are, and the bar that sums them up. */
#include "parts.h"
#include "view/filter.h"

#include <math.h>

/* More tasks than this are sampled, evenly: their shares look the same. */
enum { SUMMED_TASKS = 48, SUM_COLUMNS = 640, NARROW_COLUMN = 4, WIDE_COLUMN = 8, FEW_TASKS = 12 };

typedef struct Sum {
    uint8_t counts[TASK_STATE_COUNT]; /* tasks in each state */
    bool to_come;                     /* after the cursor */
} Sum;

bool timeline_is_folded(const Ui *ui, uint32_t task)
{
    for (size_t i = 0; i < ui->timeline.folded_count; i++) {
        if (ui->timeline.folded[i] == task) {
            return true;
        }
    }
    return false;
}

void timeline_fold(Ui *ui, uint32_t task)
{
    TimelineUi *timeline = &ui->timeline;
    size_t kept = 0;
    bool was = timeline_is_folded(ui, task);
    for (size_t i = 0; i < timeline->folded_count; i++) {
        bool oldest = !was && i == 0 && timeline->folded_count == TIMELINE_FOLDS; /* unfolds itself when there are too many */
        if (timeline->folded[i] != task && !oldest) {
            timeline->folded[kept++] = timeline->folded[i];
        }
    }
    if (!was) {
        timeline->folded[kept++] = task;
    }
    timeline->folded_count = kept;
}

uint32_t timeline_shown_for(const View *view, uint32_t task)
{
    uint32_t shown = task;
    if (filter_hides(view->filter, task)) {
        return 0;
    }
    if (view->ui->timeline.folded_count == 0) {
        return shown;
    }
    while (spans_depth(view->spans, task) > 0) {
        task = ref_number(spans_parent(view->spans, task));
        shown = timeline_is_folded(view->ui, task) ? task : shown;
    }
    return shown;
}

/* All that a folded task made, and what those made: they follow it in the order of lanes. */
static const uint32_t *below(const View *view, uint32_t task, size_t *count)
{
    size_t lanes = 0, at = 0;
    const uint32_t *tasks = spans_lanes(view->spans, &lanes);
    while (at < lanes && tasks[at] != task) {
        at++;
    }
    size_t first = at < lanes ? at + 1 : lanes, after = first;
    while (after < lanes && spans_depth(view->spans, tasks[after]) > spans_depth(view->spans, task)) {
        after++;
    }
    *count = after - first;
    return tasks + first;
}

size_t timeline_folded_tasks(const View *view, uint32_t task)
{
    size_t count = 0;
    below(view, task, &count);
    return count;
}

static Sum sum_at(const View *view, const uint32_t *tasks, size_t count, size_t n)
{
    Sum sum = {.to_come = n > view->player->n};
    size_t samples = count < SUMMED_TASKS ? count : SUMMED_TASKS;
    for (size_t i = 0; i < samples; i++) {
        uint32_t task = tasks[i * count / samples];
        const Span *spans = NULL;
        spans_of(view->spans, task, &spans);
        size_t at = spans_at(view->spans, task, n);
        if (at != SIZE_MAX) {
            sum.counts[spans[at].state]++;
        }
    }
    return sum;
}

static bool same_sum(const Sum *one, const Sum *other)
{
    for (size_t i = 0; i < TASK_DONE; i++) {
        if (one->counts[i] != other->counts[i]) {
            return false;
        }
    }
    return one->to_come == other->to_come;
}

/* A column of shares from the bottom up: sleeping and awaiting lie below what moves. */
static void draw_sum(DrawList *list, Rect column, const Sum *sum, size_t whole)
{
    static const TaskState order[] = {TASK_SLEEPING, TASK_AWAITING, TASK_CREATED, TASK_READY, TASK_RUNNING};
    size_t below_it = 0;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        size_t count = sum->counts[order[i]];
        float bottom = column.y + column.h - roundf(column.h * (float)below_it / (float)whole);
        below_it += count;
        float top = column.y + column.h - roundf(column.h * (float)below_it / (float)whole);
        bool rests = order[i] == TASK_SLEEPING || order[i] == TASK_AWAITING;
        unsigned alpha = rests ? 170 : 255;
        if (count) {
            top = fminf(top, bottom - 1); /* a single one of many is still seen */
            draw_fill(list, (Rect){column.x, top, column.w, bottom - top}, 0, theme_state((int)order[i]),
                      (uint8_t)(sum->to_come ? alpha * FAINT_PERCENT / 100 : alpha));
        }
    }
}

static size_t alive(const Sum *sum)
{
    size_t count = 0;
    for (size_t i = 0; i < TASK_DONE; i++) {
        count += sum->counts[i];
    }
    return count;
}

/* The bar is full where most of those that are seen are alive at once. */
void timeline_sum(const Timeline *timeline, const TimelineLane *lane)
{
    const TimelinePlace *place = &timeline->place;
    size_t count = 0, most = 1;
    const uint32_t *tasks = below(timeline->view, lane->task, &count);
    float width = fmaxf(count > FEW_TASKS ? WIDE_COLUMN : NARROW_COLUMN, ceilf(place->plot.w / (SUM_COLUMNS - 1)));
    size_t columns = (size_t)(place->plot.w / width) + 1;
    Sum sums[SUM_COLUMNS];
    for (size_t i = 0; i < columns; i++) {
        double units = timeline_place_units(place, place->plot.x + ((float)i + 0.5F) * width);
        sums[i] = sum_at(timeline->view, tasks, count, axis_n_at(place->map, place->axis, units));
        most = alive(&sums[i]) > most ? alive(&sums[i]) : most;
    }
    for (size_t first = 0, after; first < columns; first = after) { /* columns that are alike are drawn together */
        after = first + 1;
        while (after < columns && same_sum(&sums[after], &sums[first])) {
            after++;
        }
        Rect piece = {place->plot.x + (float)first * width, lane->sum_y, (float)(after - first) * width, lane->sum_height};
        draw_sum(timeline->list, piece, &sums[first], most);
    }
}
