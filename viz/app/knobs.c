/* knobs.c: turning the knobs of a lesson, by keys and by the mouse, and showing the run that they give. */
#include "parts.h"

#include "view/ghost.h"
#include "panels/knobs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void turn(App *app, size_t index, double value)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    if (index < count && index < app->ui.knobs.count) {
        double before = app->ui.knobs.value[index], after = knob_nearest(&knobs[index], value);
        app->ui.knobs.value[index] = after;
        app->ui.knobs.timing.count = 0;                  /* it was found for the run before */
        if (app->ui.knobs.policy.kind == POLICY_PICKS) { /* and these were made in it */
            app->ui.knobs.policy.count = 0;
            app->ui.knobs.policy.kind = app->ui.schedules ? POLICY_PICKS : POLICY_FIRST_IN;
        }
        app->want_turned = app->want_turned || after < before || after > before;
        app->changed = true;
    }
}

static void reset(App *app)
{
    size_t count = 0, focus = app->ui.knob_focus;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    app->ghost_due = true;
    if (focus == 0 && (app->ui.knobs.timing.count > 0 || app->ui.knobs.policy.kind != POLICY_FIRST_IN)) {
        app->ui.knobs.timing.count = 0;
        app->ui.knobs.policy = (Policy){.kind = POLICY_FIRST_IN};
        app->want_turned = app->changed = true;
    }
    for (size_t i = 0; i < count; i++) {
        if (focus == 0 || focus == i + 1) {
            turn(app, i, knobs[i].usual);
        }
    }
}

/* The mistake that is shown is mended, or made again. */
static void mend(App *app)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(knobs[i].name, LESSON_MENDED) == 0) {
            app->ghost_due = true;
            turn(app, i, knob_next(&knobs[i], app->ui.knobs.value[i]));
            return;
        }
    }
    app_notice(app, "There is no mistake to mend here: the menu has a section of them.");
}

void app_knobs_hold(App *app, uint32_t index)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    if (index < count) {
        app->ghost_due = true;
        if (knob_clicks(&knobs[index])) {
            turn(app, index, knob_next(&knobs[index], app->ui.knobs.value[index]));
        } else {
            app->ui.knob_focus = index + 1;
        }
    }
}

void app_knobs_line_up(App *app, uint32_t id)
{
    size_t count = 0, index = id / KNOB_LINES, place = id % KNOB_LINES;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    if (index < count && index < app->ui.knobs.count && knobs[index].is_order) {
        app->ghost_due = true;
        turn(app, index, knob_line_up(&knobs[index], app->ui.knobs.value[index], place > 0 ? place : 1));
    }
}

/* It changes places with one neighbour after another, until it is where the mouse is. */
void app_knobs_drag_line(App *app, float y)
{
    size_t count = 0, index = app->ui.pressed.id / KNOB_LINES, place = app->ui.pressed.id % KNOB_LINES;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    if (index >= count || index >= app->ui.knobs.count || !knobs[index].is_order) {
        return;
    }
    float most = (float)(knobs[index].line_count - 1), from = (float)place;
    float to = fmaxf(0, fminf(most, from + roundf((y - app->pressed_y) / KNOB_LINE)));
    size_t target = (size_t)to;
    if (target == place) {
        return;
    }
    app->ghost_due = app->ghost_due || !app->line_dragged; /* a drag is one gesture */
    app->line_dragged = true;
    app->pressed_y += (to - from) * KNOB_LINE;
    while (place != target) {
        turn(app, index, knob_line_up(&knobs[index], app->ui.knobs.value[index], target > place ? place + 1 : place));
        place = target > place ? place + 1 : place - 1;
    }
    app->ui.pressed.id = (uint32_t)(index * KNOB_LINES + target);
}

/* The value that comes next. Of a few in words there is one behind the last: a switch that is on goes off, by whichever arrow. */
static double beside(const Knob *knob, double value, int direction)
{
    double next = value + direction * knob->step;
    return !knob_clicks(knob) ? next : next > knob->most ? knob->least : next < knob->least ? knob->most : next;
}

/* A notch of the wheel over a knob is one step of it: a short slider has more values than places for the mouse. */
void app_knobs_wheel(App *app, uint32_t index, float notches, int64_t now)
{
    const int64_t gesture = 1000000000; /* ns: what comes later is another, which is compared with the run before it */
    size_t count = 0;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    if (index < count && index < app->ui.knobs.count && notches != 0) {
        app->ghost_due = app->ghost_due || app->knob_wheeled != index + 1 || now - app->knob_wheeled_at > gesture;
        app->knob_wheeled = index + 1;
        app->knob_wheeled_at = now;
        turn(app, index, beside(&knobs[index], app->ui.knobs.value[index], notches > 0 ? 1 : -1));
    }
}

bool app_knobs_command(App *app, Command command)
{
    size_t count = 0, focus = app->ui.knob_focus;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    if (command == COMMAND_KNOB_NEXT) {
        app->ui.knob_focus = count > 0 ? (focus + 1) % (count + 1) : 0;
        app->ghost_due = true;
        return true;
    }
    if (command == COMMAND_KNOB_RESET) {
        reset(app);
        return true;
    }
    if (command == COMMAND_MEND) {
        mend(app);
        return true;
    }
    if (focus == 0 || focus > count) {
        return false;
    }
    const Knob *knob = &knobs[focus - 1];
    double value = app->ui.knobs.value[focus - 1];
    switch (command) {
    case COMMAND_STEP: turn(app, focus - 1, beside(knob, value, 1)); return true;
    case COMMAND_BACK: turn(app, focus - 1, beside(knob, value, -1)); return true;
    case COMMAND_ACTIVATE: turn(app, focus - 1, knob_clicks(knob) ? beside(knob, value, 1) : value); return true;
    case COMMAND_EVENT_STEP: turn(app, focus - 1, value + 10 * knob->step); return true;
    case COMMAND_EVENT_BACK: turn(app, focus - 1, value - 10 * knob->step); return true;
    case COMMAND_FIRST: turn(app, focus - 1, knob->least); return true;
    case COMMAND_LAST: turn(app, focus - 1, knob->most); return true;
    case COMMAND_ESCAPE: app->ui.knob_focus = 0; return true;
    default: return false;
    }
}

/* A minus or plus that is held goes on by itself, as a key does. A late tick takes one step: nothing is made up for. */
void app_knobs_held(App *app, int64_t now)
{
    const int64_t again = 60000000; /* ns */
    const HitArea held = app->ui.pressed;
    if (now < app->nudge_due) {
        return;
    }
    app->nudge_due = held.kind == HIT_NUDGE ? now + again : INT64_MAX;
    if (held.kind == HIT_NUDGE && rect_contains(held.rect, app->ui.mouse_x, app->ui.mouse_y)) {
        app->nudged = true;
        app_knobs_wheel(app, held.id / 2, held.id % 2 == 0 ? -1 : 1, now);
    }
}

void app_knobs_press(App *app, HitArea hit, float x, int64_t now)
{
    const int64_t held = 400000000; /* ns until it repeats */
    app->nudge_due = hit.kind == HIT_NUDGE ? now + held : INT64_MAX;
    app->nudged = false;
    size_t count = 0;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    bool on_reset = hit.kind == HIT_COMMAND && hit.id == COMMAND_KNOB_RESET;
    app->ui.knob_focus = on_reset ? app->ui.knob_focus : 0; /* the arrows step again as soon as something else is clicked on */
    if (hit.kind != HIT_KNOB || hit.id >= count) {
        app->knob_pressed = 0;
        return;
    }
    bool twice = app->knob_pressed == hit.id + 1 && now - app->knob_pressed_at <= APP_DOUBLE_CLICK;
    app->knob_pressed = hit.id + 1;
    app->knob_pressed_at = now;
    app->knob_from = hit.id < app->ui.knobs.count ? app->ui.knobs.value[hit.id] : 0;
    app->ghost_due = app->ghost_due || !twice; /* a double click is one gesture: the ghost is the run before its first press */
    if (knob_clicks(&knobs[hit.id])) {
        turn(app, hit.id, knob_next(&knobs[hit.id], app->ui.knobs.value[hit.id]));
    } else if (twice) {
        app->ui.pressed.kind = HIT_NONE; /* the hand that still moves a little does not turn it away again */
        turn(app, hit.id, knobs[hit.id].usual);
    } else {
        app_knobs_drag(app, x);
    }
}

void app_knobs_drag(App *app, float x)
{
    HitArea hit = app->ui.pressed;
    size_t count = 0;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    double length = (double)(hit.rect.w - 2 * KNOB_REACH);
    if (hit.id >= count || knob_clicks(&knobs[hit.id])) {
        return;
    }
    const Knob *knob = &knobs[hit.id];
    double steps = (knob->most - knob->least) / knob->step;
    if (length < KNOB_NEAREST * steps) {
        turn(app, hit.id, app->knob_from + (double)(int)((x - app->pressed_x) / KNOB_STRIDE) * knob->step);
    } else {
        double part = (double)(x - hit.rect.x - KNOB_REACH) / length;
        turn(app, hit.id, knob->least + part * (knob->most - knob->least));
    }
}

/* Where a cursor that stood at n of the run before stands in this one. */
static size_t same_place(size_t n, const Trace *before, const Spans *before_spans, const Trace *trace, const Spans *spans)
{
    size_t total = 0, new_total = 0, k = 0;
    const uint32_t *marks = spans_landmarks(before_spans, LANDMARK_AWAIT, &total);
    const uint32_t *new_marks = spans_landmarks(spans, LANDMARK_AWAIT, &new_total);
    if (n == 0 || n >= trace_count(before)) {
        return n == 0 ? 0 : trace_count(trace);
    }
    while (k < total && marks[k] < n) {
        k++;
    }
    size_t new_k = total == new_total ? k : total > 0 ? (k * new_total + total / 2) / total : 0;
    size_t behind = n - (k > 0 ? (size_t)marks[k - 1] + 1 : 0);
    size_t from = new_k > 0 ? (size_t)new_marks[new_k - 1] + 1 : 0;
    size_t room = (new_k < new_total ? new_marks[new_k] : trace_count(trace)) - from;
    return total != new_total ? from : from + (behind < room ? behind : room);
}

/* What of the screen does not depend on how long anything takes stays as it was. */
static void keep_screen(App *app, const Ui *before)
{
    Ui *ui = &app->ui;
    ui->zoom = before->zoom;
    ui->pan = before->pan;
    ui->scroll_program = before->scroll_program;
    ui->scroll_output = before->scroll_output;
    ui->scroll_loop = before->scroll_loop;
    ui->scroll_timeline = before->scroll_timeline;
    app->moved = false;
    ui->selected = before->selected <= spans_task_count(app->spans) ? before->selected : 0;
}

bool app_turned(App *app, const Trace *trace, Trace *before)
{
    bool predicts = app_predict_suspend(app);
    Ui ui = app->ui;
    Player player = app->player;
    bool praised = app_page_praises(app);
    int64_t since = app->noticed_at;
    Spans *spans = app->spans;
    Model *model = app->model;
    Ghost *ghost = app->ghost, *next = app->ghost_due ? ghost_new(before, spans, model) : NULL;
    if (app->ghost_due && !next) {
        if (predicts) {
            app_predict_resume(app);
        }
        return false;
    }
    app->spans = NULL; /* so that they outlive the opening */
    app->model = NULL;
    app->ghost = NULL;
    if (!app_open(app, trace, app->lesson, LIVE_NONE)) {
        app->spans = spans;
        app->model = model;
        app->ghost = ghost;
        free(next);
        if (predicts) {
            app_predict_resume(app);
        }
        return false;
    }
    if (praised && app->solved) { /* a hand that drags on has not read it yet */
        app_page_praise(app, since);
    }
    if (app->turned_notice[0] != '\0') { /* else what the opening has said stays: that the task is solved */
        app_notice(app, app->turned_notice);
        app->turned_notice[0] = '\0';
    }
    keep_screen(app, &ui);
    player.n = player.previous = same_place(player.n, before, spans, trace, app->spans);
    player.glide = player.following = false;
    app->player = player;
    if (next) {
        ghost_free(ghost);
        app->ghost = next;
    } else {
        app->ghost = ghost;
        spans_free(spans);
        model_free(model);
        trace_free(before);
    }
    app->ghost_due = false;
    app_policy_turned(app);
    if (predicts) {
        app_predict_resume(app);
    }
    return true;
}

bool app_open_beside(App *app, const Trace *trace, const Lesson *lesson, Trace *usual)
{
    return usual ? app_open(app, usual, lesson, LIVE_NONE) && app_turned(app, trace, usual) : app_open(app, trace, lesson, LIVE_NONE);
}
