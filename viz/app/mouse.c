/* mouse.c: what the mouse does: clicks on areas, drags, the wheel. */
#include "parts.h"

#include "view/axis.h"
#include "lesson/program.h"
#include "panels/timeline/lanes.h"
#include "panels/menu/plan.h"
#include "panels/details.h"
#include "panels/output.h"
#include "panels/page.h"
#include "panels/tip.h"
#include "panels/timeline/timeline.h"
#include "panels/program.h"

#include <math.h>

static const float notch = 69;    /* px a notch of the wheel: three lines */
static const float loop_row = 40; /* px: no list of the loop panel is longer than this for every task */

static float least_most(float value, float most) { return value < 0 ? 0 : value > most ? most : value; }

/* To the landmark of the chosen step size at or before n, so that dragging shows the same moments as stepping. */
static size_t landing(const App *app, size_t n)
{
    size_t count = 0;
    if (app->player.size == STEP_EVENT || n == 0 || n >= trace_count(app->trace)) {
        return n;
    }
    Landmark landmark = app->player.size == STEP_TURN ? LANDMARK_TURN : app->player.size == STEP_OUTPUT ? LANDMARK_OUTPUT : LANDMARK_AWAIT;
    const uint32_t *marks = spans_landmarks(app->spans, landmark, &count);
    size_t before = spans_before(marks, count, n);
    return before > 0 ? (size_t)marks[before - 1] + 1 : 0;
}

static void drag(App *app, float x, float y)
{
    HitArea pressed = app->ui.pressed;
    Layout layout = app_layout(app);
    switch (pressed.kind) {
    case HIT_KNOB: app_knobs_drag(app, x); break;
    case HIT_ORDER: app_knobs_drag_line(app, y); break;
    case HIT_SPLITTER:
        layout_drag(&app->ui, app->width, app->height, (Border)pressed.id, x, y);
        app->changed = true;
        break;
    case HIT_SCRUBBER: {
        float part = least_most((x - pressed.rect.x) / pressed.rect.w, 1);
        app_seek(app, landing(app, (size_t)((double)part * (double)trace_count(app->trace) + 0.5)));
        break;
    }
    case HIT_TIMELINE:
    case HIT_CURSOR: {
        View view;
        Sentence sentence;
        double pan = app->ui.pan;
        if (app_view(app, &view, &sentence, 0)) {
            app_seek(app, timeline_n_at(&view, layout.panel[PANEL_TIMELINE], x));
            app->ui.pan = pan; /* what is under the mouse stays there */
        }
        break;
    }
    case HIT_MINIMAP:
    case HIT_MEASURE: app_timeline_drag(app, x, y); break;
    default: break;
    }
}

void app_go_to_line(App *app, uint32_t line)
{
    View view;
    Sentence sentence;
    if (app_view(app, &view, &sentence, 0)) {
        ProgramText shown = view_program_text(&view);
        size_t n = program_next_run(&shown, line);
        Rect area = app_layout(app).panel[PANEL_PROGRAM];
        float scroll, most;
        program_scroll(&view, area, &scroll, &most);
        if (n != SIZE_MAX) {
            app_seek(app, n);
            if (rect_contains(area, app->ui.mouse_x, app->ui.mouse_y)) {
                app->ui.scroll_program = scroll; /* the line stays under the mouse */
            }
        }
    }
}

void app_click(App *app, HitArea hit, int64_t now)
{
    bool help = app->ui.help;
    switch (hit.kind) {
    case HIT_COMMAND: app_command(app, (Command)hit.id, now); break;
    case HIT_TASK: app->ui.selected = app->ui.selected == hit.id ? 0 : hit.id; break;
    case HIT_FOLD: app_timeline_toggle(app, hit.id); break;
    case HIT_EVENT: app_seek(app, hit.id); break;
    case HIT_LINE: app_go_to_line(app, hit.id); break;
    case HIT_BREAKPOINT: app_stops_line(app, hit.id); break;
    case HIT_PICK: app_policy_pick(app, hit.id); break;
    case HIT_ENTRY: app_why_entry(app, (Ref)hit.id); break;
    case HIT_NUDGE: app_knobs_wheel(app, hit.id / 2, hit.id % 2 == 0 ? -1 : 1, now); break;
    case HIT_ORDER: app_knobs_line_up(app, hit.id); break;
    case HIT_ANSWER: app_predict_answer(app, hit.id); break;
    case HIT_TABLE: app_statistics_table(app, hit.id); break;
    case HIT_COLUMN: app_statistics_column(app, hit.id); break;
    case HIT_EXPORT: app_export_click(app, hit.id); break;
    case HIT_SETTING: app_settings_click(app, hit.id); break;
    case HIT_CHOICE: app_sheet_choose(app, hit.id, now); break;
    case HIT_TERM: app_glossary_open(app, hit.id); break;
    case HIT_TAUGHT: app_glossary_follow(app, hit.id); break;
    case HIT_LESSON: app_menu_open(app, hit.id); break;
    case HIT_RECENT: app_menu_open(app, app->lessons.count + hit.id); break;
    case HIT_WAY: app_menu_open(app, menu_entry_id(app->lessons, hit.id)); break;
    case HIT_REMARK: app_remark_turn(app, hit.id); break;
    case HIT_SPEED: app->player.speed_percent = (int64_t)hit.id; break;
    default: break;
    }
    app->ui.help = help ? false : app->ui.help; /* any click closes the help */
}

void app_mouse_move(App *app, const DrawList *drawn, float x, float y, int64_t now)
{
    const int64_t rest = 700000000; /* ns that the mouse rests on a button until it is told what that does */
    HitArea before = drawlist_hit(drawn, app->ui.mouse_x, app->ui.mouse_y), after = drawlist_hit(drawn, x, y);
    app->ui.mouse_x = x;
    app->ui.mouse_y = y;
    /* A frame is drawn only when something else is under the mouse; the timeline follows it everywhere. */
    if (before.kind != after.kind || before.id != after.id || after.kind == HIT_TIMELINE || app->ui.spotlight) {
        app->changed = true;
    }
    if (before.kind != after.kind || before.id != after.id) {
        app->ui.tip = false;
        app->tip_due = tip_wanted(after) ? now + rest : INT64_MAX;
    }
    bool outside = x < 0 && y < 0; /* the mouse has left: a drag rests until it comes back */
    if (app->ui.pressed.kind != HIT_NONE && app->trace && !outside) {
        drag(app, x, y);
    }
}

/* A drag that ends where something of the same kind lies is no click, and two clicks are two only at one place. */
static bool clicked_twice(App *app, HitArea hit, int64_t now)
{
    const float hand = 4; /* px that it may move */
    float x = app->ui.mouse_x, y = app->ui.mouse_y;
    HitArea last = app->clicked;
    bool there = fabsf(last.rect.x - x) <= hand && fabsf(last.rect.y - y) <= hand;
    bool still = fabsf(app->pressed_x - x) <= hand && fabsf(app->pressed_y - y) <= hand;
    bool twice = still && there && last.kind == hit.kind && last.id == hit.id && now - app->clicked_at <= APP_DOUBLE_CLICK;
    app->clicked = twice || !still ? (HitArea){.kind = HIT_NONE} : (HitArea){{x, y, 0, 0}, hit.kind, hit.id};
    app->clicked_at = now;
    return twice;
}

void app_mouse_button(App *app, const DrawList *drawn, float x, float y, bool down, int64_t now)
{
    HitArea hit = drawlist_hit(drawn, x, y);
    app->ui.mouse_x = x;
    app->ui.mouse_y = y;
    app->changed = true;
    app->ui.tip = false;
    app->tip_due = INT64_MAX;
    if (down) {
        app_notice_read(app, now);
        app->ui.pressed = hit;
        app->pressed_x = x;
        app->pressed_y = y;
        app->ui.focus = (FocusUi){.panel = 0}; /* the hand is at the mouse again */
        app->dragging = app->line_dragged = false;
        app_knobs_press(app, hit, x, now);
        app_timeline_press(app, x, y);
        if (hit.kind == HIT_TIMELINE && hit.id != 0) {
            app->ui.selected = hit.id;
        }
        if (hit.kind == HIT_SCRUBBER || hit.kind == HIT_TIMELINE) {
            drag(app, x, y);
        }
        return;
    }
    HitArea pressed = app->ui.pressed;
    app->ui.pressed = (HitArea){{0, 0, 0, 0}, HIT_NONE, 0};
    app->nudge_due = INT64_MAX;
    if (pressed.kind == hit.kind && pressed.id == hit.id && !app->line_dragged && !app->nudged) {
        bool twice = clicked_twice(app, hit, now);
        if (!twice || !app_why_twice(app, hit)) {
            app_click(app, hit, now);
        }
    }
}

/* Lanes that do not all fit are scrolled; over anything else, as the times above them, the wheel alone zooms. */
static void wheel_timeline(App *app, const View *view, Rect area, Rect at, float dx, float dy, bool ctrl, bool shift)
{
    Ui *ui = &app->ui;
    float limit = timeline_scroll_limit(view, area);
    bool sideways = dx < 0 || dx > 0, scrolls = limit > 0 && rect_contains(timeline_plot(view, area), at.x, at.y);
    if (ctrl || (!shift && !sideways && !scrolls)) {
        timeline_zoom_at(ui, area, at.x, dy > 0 ? 1.25 : 1 / 1.25);
    } else if (shift || sideways) {
        double most = 1 - 1 / ui->zoom, by = (double)(shift ? -dy : 0) + (double)dx;
        double to = ui->pan + 0.1 * by / ui->zoom;
        ui->pan = to < 0 ? 0 : to > most ? most : to;
    } else {
        ui->scroll_timeline = least_most(ui->scroll_timeline - dy * notch, limit);
    }
}

void app_mouse_wheel(App *app, const DrawList *drawn, float x, float y, float dx, float dy, bool ctrl, bool shift, int64_t now)
{
    View view;
    Sentence sentence;
    Ui *ui = &app->ui;
    app->changed = true;
    if (ui->sheet.kind != SHEET_CLOSED) {
        app_sheet_move(app, dy > 0 ? -1 : 1);
        return;
    }
    if (ui->help) {
        app_help_scroll(app, -dy * notch);
        return;
    }
    if (ui->screen == SCREEN_MENU) {
        app_menu_wheel(app, dy);
        return;
    }
    if (!app_view(app, &view, &sentence, now)) {
        return;
    }
    HitArea hit = drawlist_hit(drawn, x, y);
    if (hit.kind == HIT_KNOB || hit.kind == HIT_NUDGE) {
        app_knobs_wheel(app, hit.kind == HIT_KNOB ? hit.id : hit.id / 2, dy, now);
        return;
    }
    Layout layout = app_layout(app);
    Panel panel = layout_panel_at(&layout, x, y);
    float scroll, most;
    if (view.why && rect_contains(details_area(&layout), x, y)) {
        ui->why.scroll = least_most(ui->why.scroll - dy * notch, details_scroll_most(drawn, &view, details_area(&layout)));
        return;
    }
    if (ui->page.open && view.lesson && rect_contains(details_area(&layout), x, y)) {
        ui->page.scroll = least_most(ui->page.scroll - dy * notch, page_scroll_most(drawn, &view, details_area(&layout)));
        return;
    }
    switch (panel) {
    case PANEL_PROGRAM:
        if (shift || dx < 0 || dx > 0) {
            program_scroll_sideways(drawn, &view, layout.panel[panel], &scroll, &most);
            ui->scroll_code = least_most(scroll + (shift ? -dy : 0) * notch + dx * notch, most);
            break;
        }
        program_scroll(&view, layout.panel[panel], &scroll, &most);
        ui->scroll_program = least_most(scroll - dy * notch, most);
        break;
    case PANEL_OUTPUT:
        most = output_scroll_most(drawn, &view, layout.panel[panel]); /* in a low panel no line is passed over */
        scroll = dy * fminf(notch, (layout.panel[panel].h - output_above(layout.panel[panel])) / 2);
        ui->scroll_output = least_most(ui->scroll_output + scroll, most);
        break;
    case PANEL_LOOP: ui->scroll_loop = least_most(ui->scroll_loop - dy * notch, (float)view.state->task_count * loop_row); break;
    case PANEL_TIMELINE: wheel_timeline(app, &view, layout.panel[panel], (Rect){x, y, 0, 0}, dx, dy, ctrl, shift); break;
    case PANEL_TRANSPORT: app_step(app, app->player.size, dy > 0 ? -1 : 1, now); break;
    default: break;
    }
}
