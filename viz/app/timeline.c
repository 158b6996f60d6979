/* timeline.c: what is done to the timeline beside moving the cursor: following it, measuring, dragging the overview's frame, folding lanes. */
#include "parts.h"

#include "view/axis.h"
#include "panels/timeline/lanes.h"
#include "panels/timeline/timeline.h"

/* Not under the mouse, which holds what it has hold of: when it has let go. */
void app_timeline_follow(App *app, const View *view, Rect area)
{
    Ui *ui = &app->ui;
    bool held = ui->pressed.kind == HIT_CURSOR || ui->pressed.kind == HIT_TIMELINE;
    if (!app->moved || held) {
        return;
    }
    app->moved = false;
    if (ui->zoom > 1) {
        timeline_reveal(ui, view, area, app->player.n);
    }
    if (timeline_scroll_limit(view, area) <= 0) {
        return;
    }
    Ref whom[] = {view->state->running, view->sentence->subject}; /* the one it is told of has the last word */
    for (size_t i = 0; i < sizeof whom / sizeof whom[0]; i++) {
        uint32_t lane = ref_kind(whom[i]) == REF_TASK ? timeline_shown_for(view, ref_number(whom[i])) : 0;
        if (lane != 0) {
            timeline_reveal_lane(ui, view, area, lane);
        }
    }
}

void app_timeline_press(App *app, float x, float y)
{
    View view;
    Sentence sentence;
    Ui *ui = &app->ui;
    if (ui->pressed.kind != HIT_MINIMAP || !app_view(app, &view, &sentence, 0)) {
        return;
    }
    Rect area = app_layout(app).panel[PANEL_TIMELINE], frame = timeline_minimap_frame(&view, area);
    bool inside = rect_contains(frame, x, y);
    ui->timeline.grab_x = inside ? x - (frame.x + frame.w / 2) : 0; /* a press beside the frame brings its middle there */
    ui->timeline.grab_y = inside ? y - (frame.y + frame.h / 2) : 0;
    app_timeline_drag(app, x, y);
}

void app_timeline_drag(App *app, float x, float y)
{
    View view;
    Sentence sentence;
    Ui *ui = &app->ui;
    if (!app_view(app, &view, &sentence, 0)) {
        return;
    }
    Rect area = app_layout(app).panel[PANEL_TIMELINE];
    if (ui->pressed.kind == HIT_MINIMAP) {
        timeline_look_at(ui, &view, area, x - ui->timeline.grab_x, y - ui->timeline.grab_y);
    } else {
        ui->timeline.measure_to = timeline_edge_at(&view, area, x);
        ui->timeline.measured = ui->timeline.measure_to != ui->timeline.measure_from; /* a press that goes nowhere clears */
    }
    app->changed = true;
}

void app_mouse_measure(App *app, const DrawList *drawn, float x, float y, int64_t now)
{
    (void)now;
    View view;
    Sentence sentence;
    HitArea hit = drawlist_hit(drawn, x, y);
    Ui *ui = &app->ui;
    ui->mouse_x = x;
    ui->mouse_y = y;
    if ((hit.kind != HIT_TIMELINE && hit.kind != HIT_CURSOR) || !app_view(app, &view, &sentence, 0)) {
        return;
    }
    ui->pressed = (HitArea){hit.rect, HIT_MEASURE, 0};
    ui->timeline.measured = false;
    ui->timeline.measure_from = timeline_edge_at(&view, app_layout(app).panel[PANEL_TIMELINE], x);
    app->changed = true;
}

void app_timeline_measure(App *app)
{
    TimelineUi *ui = &app->ui.timeline;
    bool begun = ui->measured && ui->measure_from == ui->measure_to;
    ui->measure_to = app->player.n;
    ui->measure_from = begun ? ui->measure_from : ui->measure_to;
    ui->measured = !(begun && ui->measure_from == ui->measure_to); /* twice at the same moment takes the edge away */
}

/* What folding needs to know. */
static View lanes_view(const App *app) { return (View){.ui = &app->ui, .spans = app->spans}; }

void app_timeline_toggle(App *app, uint32_t task)
{
    View view = lanes_view(app);
    timeline_fold(&app->ui, &view, task);
}

bool app_timeline_shows(const App *app, uint32_t task)
{
    View view = lanes_view(app);
    return timeline_shown_for(&view, task) == task;
}

void app_timeline_fold(App *app)
{
    View view = lanes_view(app);
    uint32_t task = app->ui.selected;
    if (task == 0 || task > spans_task_count(app->spans)) {
        timeline_fold_all(&app->ui, &view);
        return;
    }
    if (!timeline_can_fold(&view, task) && spans_depth(app->spans, task) > 0) {
        task = ref_number(spans_parent(app->spans, task)); /* a task that made nothing is folded away itself */
        app->ui.selected = task;
    }
    if (timeline_can_fold(&view, task)) {
        timeline_fold(&app->ui, &view, task);
    }
}
