/* folds.c: lanes folded into the one of the task that caused them: which are, and the bar that sums them up. */
#include "parts.h"
#include "view/filter.h"

#include <math.h>

/* More tasks than this are sampled, evenly: their shares look the same. */
enum { SUMMED_TASKS = 48, SUM_COLUMNS = 640, NARROW_COLUMN = 4, WIDE_COLUMN = 8, FEW_TASKS = 12 };

typedef struct Sum {
    uint8_t counts[TASK_STATE_COUNT]; /* tasks in each state */
    bool to_come;                     /* after the cursor */
} Sum;

static bool holds(const FoldList *list, uint32_t task)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->tasks[i] == task) {
            return true;
        }
    }
    return false;
}

static void take_out(FoldList *list, uint32_t task)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->tasks[i] != task) {
            list->tasks[kept++] = list->tasks[i];
        }
    }
    list->count = kept;
}

static void put_in(FoldList *list, uint32_t task)
{
    if (list->count == TIMELINE_FOLDS) {
        take_out(list, list->tasks[0]);
    }
    list->tasks[list->count++] = task;
}

/* Are the tasks that libraries made for this one folded into its lane? */
static bool folds_libraries(const View *view, uint32_t task)
{
    const TimelineUi *ui = &view->ui->timeline;
    return spans_causes_library(view->spans, task) && !ui->all_opened && view->ui->filter[0] == '\0' && !holds(&ui->opened, task);
}

bool timeline_is_folded(const View *view, uint32_t task) { return holds(&view->ui->timeline.folded, task) || folds_libraries(view, task); }

bool timeline_can_fold(const View *view, uint32_t task)
{
    return spans_has_children(view->spans, task) || spans_causes_library(view->spans, task);
}

void timeline_fold(Ui *ui, const View *view, uint32_t task)
{
    bool open = timeline_is_folded(view, task);
    take_out(&ui->timeline.folded, task);
    take_out(&ui->timeline.opened, task);
    if (!open) {
        put_in(&ui->timeline.folded, task);
    } else if (spans_causes_library(view->spans, task)) {
        put_in(&ui->timeline.opened, task);
    }
}

/* All tasks that nobody made stand for all that they made. */
static void fold_roots(Ui *ui, const View *view)
{
    size_t count = 0;
    const uint32_t *lanes = spans_lanes(view->spans, &count);
    for (size_t i = 0; i < count; i++) {
        if (spans_depth(view->spans, lanes[i]) == 0 && timeline_can_fold(view, lanes[i])) {
            put_in(&ui->timeline.folded, lanes[i]);
        }
    }
}

void timeline_fold_all(Ui *ui, const View *view)
{
    TimelineUi *timeline = &ui->timeline;
    bool folded = timeline->folded.count > 0, opened = timeline->all_opened || timeline->opened.count > 0;
    timeline->folded.count = timeline->opened.count = 0;
    timeline->all_opened = folded && spans_has_libraries(view->spans);
    if (!folded && !opened) {
        fold_roots(ui, view);
    }
}

/* The outermost that is folded has the last word; a task that is no library's is folded into nobody but by the reader. */
uint32_t timeline_shown_for(const View *view, uint32_t task)
{
    uint32_t shown = task;
    if (filter_hides(view->filter, task)) {
        return 0;
    }
    const FoldList *folded = &view->ui->timeline.folded;
    bool further = folded->count > 0 || spans_has_libraries(view->spans);
    for (uint32_t by; further && (by = spans_cause(view->spans, task)) != 0; task = by) {
        bool library = shown == task && spans_is_library(view->spans, task) && folds_libraries(view, by);
        bool made = spans_depth(view->spans, task) > 0;
        shown = library || (made && holds(folded, by)) ? by : shown;
        further = folded->count > 0 || shown == by;
    }
    return shown;
}

/* Those that a task may stand for: what it made follows it in the order of lanes; what callbacks of the loop's made for it lies anywhere. */
static const uint32_t *candidates(const View *view, uint32_t task, size_t *count)
{
    size_t lanes = 0;
    const uint32_t *tasks = spans_lanes(view->spans, &lanes);
    if (spans_depth(view->spans, task) == 0 && spans_causes_library(view->spans, task)) {
        *count = lanes;
        return tasks;
    }
    size_t first = spans_lane(view->spans, task) + 1, after = first < lanes ? first : lanes;
    while (after < lanes && spans_depth(view->spans, tasks[after]) > spans_depth(view->spans, task)) {
        after++;
    }
    *count = after > first ? after - first : 0;
    return tasks + first;
}

static size_t count_folded(const View *view, const uint32_t *tasks, size_t count, uint32_t into)
{
    size_t folded = 0;
    for (size_t i = 0; i < count; i++) {
        folded += tasks[i] != into && timeline_shown_for(view, tasks[i]) == into;
    }
    return folded;
}

size_t timeline_folded_tasks(const View *view, uint32_t task, uint32_t *some, size_t room)
{
    size_t count = 0;
    const uint32_t *tasks = candidates(view, task, &count);
    size_t folded = count_folded(view, tasks, count, task), samples = folded < room ? folded : room;
    for (size_t i = 0, met = 0, chosen = 0; i < count && chosen < samples; i++) {
        if (tasks[i] != task && timeline_shown_for(view, tasks[i]) == task) {
            if (met == chosen * folded / samples) {
                some[chosen++] = tasks[i];
            }
            met++;
        }
    }
    return folded;
}

static Sum sum_at(const View *view, const uint32_t *tasks, size_t count, size_t n)
{
    Sum sum = {.to_come = n > view->player->n};
    for (size_t i = 0; i < count; i++) {
        const Span *spans = NULL;
        spans_of(view->spans, tasks[i], &spans);
        size_t at = spans_at(view->spans, tasks[i], n);
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
    uint32_t tasks[SUMMED_TASKS] = {0};
    size_t count = timeline_folded_tasks(timeline->view, lane->task, tasks, SUMMED_TASKS), most = 1;
    float width = fmaxf(count > FEW_TASKS ? WIDE_COLUMN : NARROW_COLUMN, ceilf(place->plot.w / (SUM_COLUMNS - 1)));
    size_t columns = (size_t)(place->plot.w / width) + 1;
    Sum sums[SUM_COLUMNS];
    for (size_t i = 0; i < columns; i++) {
        double units = timeline_place_units(place, place->plot.x + ((float)i + 0.5F) * width);
        sums[i] = sum_at(timeline->view, tasks, count < SUMMED_TASKS ? count : SUMMED_TASKS, axis_n_at(place->map, place->axis, units));
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
