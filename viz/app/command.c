/* command.c: what each command does. */
#include "parts.h"

#include "view/axis.h"
#include "panels/timeline/lanes.h"
#include "panels/timeline/timeline.h"

void app_moved(App *app)
{
    app->changed = app->moved = true;
    app->ui.hints = false;
    app->ui.scroll_program = -1;
    app->ui.scroll_output = 0;
    app_predict_ask(app);
}

void app_seek(App *app, size_t n)
{
    if (app->trace) {
        bool dragged = app->ui.pressed.kind == HIT_SCRUBBER || app->ui.pressed.kind == HIT_CURSOR || app->ui.pressed.kind == HIT_TIMELINE;
        bool leaves = n != app->player.n && !(dragged && app->dragging);
        if (leaves) {
            visits_leave(&app->visits, app->player.n);
        }
        app->dragging = dragged && (leaves || app->dragging);
        app->player.playing = app->player.following = false;
        player_seek(&app->player, app->trace, n);
        app_moved(app);
    }
}

void app_step(App *app, StepSize size, int direction, int64_t now)
{
    if (app->spans) {
        app->player.playing = app->player.following = false;
        if (direction > 0) {
            app_predict_make_way(app, size);
        }
        size_t from = app->player.n;
        player_step(&app->player, app->spans, app->trace, size, direction, now);
        app_policy_stop(app, from);
        app_moved(app);
    }
}

static void play(App *app, int64_t now)
{
    Player *player = &app->player;
    if (!app->trace) {
        return;
    }
    if (!player->playing && player->n >= trace_count(app->trace) && !live_grows(app->live)) {
        player_seek(player, app->trace, 0); /* at the end, play means: once more */
    }
    player->playing = !player->playing;
    player->following = false;
    player->next_at = now;
    app_moved(app);
}

static void change_speed(Player *player, int direction)
{
    int i = 0;
    while (i < 4 && player_speeds[i] < player->speed_percent) {
        i++;
    }
    i += direction;
    player->speed_percent = player_speeds[i < 0 ? 0 : i > 4 ? 4 : i];
}

static void reveal_selected(App *app)
{
    View view;
    Sentence sentence;
    if (app_view(app, &view, &sentence, 0)) {
        timeline_reveal_lane(&app->ui, &view, app_layout(app).panel[PANEL_TIMELINE], app->ui.selected);
    }
}

/* The lanes that the timeline shows: the loop's own shutdown is none of the program, unless the timeline has the keyboard's focus. */
void app_select_lane(App *app, int direction)
{
    size_t count = 0, at = 0;
    const uint32_t *lanes = spans_lanes(app->spans, &count);
    axis_update(app->axis, app->trace);
    if (count == 0) {
        return;
    }
    while (at < count && lanes[at] != app->ui.selected) {
        at++;
    }
    bool none = at == count;
    for (size_t tried = 0; tried < count; tried++) {
        at = none ? (direction > 0 ? 0 : count - 1) : (at + count + (size_t)(direction > 0 ? 1 : -1)) % count;
        none = false;
        bool wanted = app->ui.focus.panel == PANEL_TIMELINE + 1 || !axis_is_internal(app->axis, lanes[at]);
        if (wanted && app_timeline_shows(app, lanes[at])) {
            app->ui.selected = lanes[at];
            reveal_selected(app);
            return;
        }
    }
}

/* To the next or previous change of what the selected task does. */
static void task_event(App *app, int direction)
{
    if (app->ui.selected == 0) {
        app_select_lane(app, 1);
    }
    const Span *spans = NULL;
    size_t count = spans_of(app->spans, app->ui.selected, &spans), n = app->player.n, target = n;
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)spans[i].from + 1;
        if (direction > 0 ? at > n : at < n) {
            target = at;
            if (direction > 0) {
                break;
            }
        }
    }
    if (target != n) {
        app_seek(app, target);
    }
}

static void zoom(App *app, double factor)
{
    View view;
    Sentence sentence;
    Rect area = app_layout(app).panel[PANEL_TIMELINE];
    if (app_view(app, &view, &sentence, 0)) {
        bool pointed = rect_contains(area, app->ui.mouse_x, app->ui.mouse_y);
        timeline_zoom_at(&app->ui, area, pointed ? app->ui.mouse_x : timeline_x_of(&view, area, app->player.n), factor);
    }
}

static void pan(App *app, double screens)
{
    double to = app->ui.pan + screens / app->ui.zoom, most = 1 - 1 / app->ui.zoom;
    app->ui.pan = to < 0 ? 0 : to > most ? most : to;
}

static void escape(App *app)
{
    Ui *ui = &app->ui;
    if (ui->help) {
        ui->help = false;
    } else if (ui->hints) {
        ui->hints = false;
    } else if (ui->remark != 0) {
        ui->remark = 0;
    } else if (ui->spotlight) {
        ui->spotlight = false;
    } else if (ui->focus.panel != 0 && !ui->why.open && !ui->page.open) {
        ui->focus = (FocusUi){.panel = 0};
    } else if (ui->screen == SCREEN_MENU) {
        ui->screen = app->trace ? SCREEN_LESSON : SCREEN_MENU;
    } else if (ui->why.open || ui->page.open) {
        ui->why.open = ui->page.open = false;
    } else if (ui->timeline.measured) {
        ui->timeline.measured = false;
    } else if (ui->selected != 0) {
        ui->selected = 0;
    } else if (ui->filter[0] != '\0') {
        ui->filter[0] = '\0';
    } else if (ui->present) {
        ui_present(ui, false);
    } else {
        ui->screen = SCREEN_MENU;
        app_menu_shown(app);
    }
}

static void toggle_menu(App *app)
{
    app->ui.screen = app->ui.screen == SCREEN_MENU && app->trace ? SCREEN_LESSON : SCREEN_MENU;
    if (app->ui.screen == SCREEN_MENU) {
        app_menu_shown(app);
    }
}

static bool step_command(App *app, Command command, int64_t now)
{
    Player *player = &app->player;
    switch (command) {
    case COMMAND_PLAY: play(app, now); break;
    case COMMAND_STEP: app_step(app, player->size, 1, now); break;
    case COMMAND_BACK: app_step(app, player->size, -1, now); break;
    case COMMAND_EVENT_STEP: app_step(app, STEP_EVENT, 1, now); break;
    case COMMAND_EVENT_BACK: app_step(app, STEP_EVENT, -1, now); break;
    case COMMAND_TURN_STEP: app_step(app, STEP_TURN, 1, now); break;
    case COMMAND_TURN_BACK: app_step(app, STEP_TURN, -1, now); break;
    case COMMAND_FIRST: app_seek(app, 0); break;
    case COMMAND_LAST:
        app_seek(app, trace_count(app->trace));
        player->following = app->live == LIVE_RUNNING && !app->ui.predict.on;
        break;
    case COMMAND_TASK_NEXT: task_event(app, 1); break;
    case COMMAND_TASK_PREVIOUS: task_event(app, -1); break;
    case COMMAND_REMARK_NEXT: app_remark_step(app, 1); break;
    case COMMAND_REMARK_PREVIOUS: app_remark_step(app, -1); break;
    case COMMAND_SIZE_EVENT: player->size = STEP_EVENT; break;
    case COMMAND_SIZE_AWAIT: player->size = STEP_AWAIT; break;
    case COMMAND_SIZE_TURN: player->size = STEP_TURN; break;
    case COMMAND_SIZE_NEXT: player->size = (StepSize)(((int)player->size + 1) % STEP_OUTPUT); break;
    case COMMAND_FASTER: change_speed(player, 1); break;
    case COMMAND_SLOWER: change_speed(player, -1); break;
    default: return false;
    }
    return true;
}

static bool timeline_command(App *app, Command command)
{
    Ui *ui = &app->ui;
    switch (command) {
    case COMMAND_AXIS_ELASTIC: ui->axis = AXIS_ELASTIC; break;
    case COMMAND_AXIS_TIME: ui->axis = AXIS_TIME; break;
    case COMMAND_AXIS_STEPS: ui->axis = AXIS_STEPS; break;
    case COMMAND_ZOOM_IN: zoom(app, 1.25); break;
    case COMMAND_ZOOM_OUT: zoom(app, 1 / 1.25); break;
    case COMMAND_PAN_LEFT: pan(app, -0.2); break;
    case COMMAND_PAN_RIGHT: pan(app, 0.2); break;
    case COMMAND_FIT:
        ui->zoom = 1;
        ui->pan = 0;
        break;
    case COMMAND_MEASURE: app_timeline_measure(app); break;
    case COMMAND_LINKS: ui->all_links = !ui->all_links; break;
    case COMMAND_FOLD: app_timeline_fold(app); break;
    case COMMAND_SELECT_UP: app_select_lane(app, -1); break;
    case COMMAND_SELECT_DOWN: app_select_lane(app, 1); break;
    default: return false;
    }
    return true;
}

static bool panel_command(App *app, Command command)
{
    Ui *ui = &app->ui;
    switch (command) {
    case COMMAND_LANGUAGE:
        if (app->lesson && lesson_is_own(app->lesson)) {
            app_notice(app, "This lesson has its program in Python alone.");
            break;
        }
        ui->python = app->lesson ? !ui->python : ui->python;
        ui->library = app->lesson ? ui->library : !ui->library;
        ui->scroll_program = -1;
        ui->scroll_code = 0;
        break;
    case COMMAND_LOOP_CODE: /* what lies over it makes room */
        ui->loop_code = !ui->loop_code || ui->page.open || ui->why.open;
        ui->page.open = ui->why.open = false;
        break;
    case COMMAND_RERUN: app->want_rerun = true; break;
    case COMMAND_EDIT: app->want_edit = true; break;
    case COMMAND_REAL_TIME: app->want_real_time = true; break;
    case COMMAND_LINK: app->want_link = true; break;
    case COMMAND_RULES: app_settings_next_rules(app); break;
    case COMMAND_ORDERS: app_find_order(app); break;
    default: return false;
    }
    return true;
}

static bool window_command(App *app, Command command)
{
    Ui *ui = &app->ui;
    switch (command) {
    case COMMAND_MENU: toggle_menu(app); break;
    case COMMAND_THEME: ui->theme = (Theme)(((int)ui->theme + 1) % THEME_COUNT); break;
    case COMMAND_SCALE_UP: ui->scale = ui_scale_within(ui->scale + 0.25F); break;
    case COMMAND_SCALE_DOWN: ui->scale = ui_scale_within(ui->scale - 0.25F); break;
    case COMMAND_SCALE_RESET: ui->scale = ui_scale_within(1); break;
    case COMMAND_PRESENT: ui_present(ui, !ui->present); break;
    case COMMAND_FULL_SCREEN: app->want_full_screen = true; break;
    case COMMAND_HINTS: app_show_hints(app); break;
    case COMMAND_HELP:
        ui->help = !ui->help;
        ui->scroll_help = 0;
        break;
    case COMMAND_ESCAPE: escape(app); break;
    case COMMAND_QUIT: app->quit = true; break;
    default: return false;
    }
    return true;
}

void app_command(App *app, Command command, int64_t now)
{
    app->changed = true;
    if (app_sheet_command(app, command)) {
        return;
    }
    if (app_focus_command(app, command, now)) {
        return;
    }
    if (app->ui.screen == SCREEN_MENU && app_menu_command(app, command)) {
        return;
    }
    if (app->ui.screen == SCREEN_LESSON && app->trace && app_predict_command(app, command, now)) {
        return;
    }
    if (app->ui.screen == SCREEN_LESSON && (app_policy_command(app, command) || app_knobs_command(app, command))) {
        return;
    }
    if (app->trace && (app_why_command(app, command) || app_page_command(app, command))) {
        return;
    }
    if (window_command(app, command) || !app->trace) { /* the others need a run */
        return;
    }
    (void)(step_command(app, command, now) || app_stops_command(app, command) || timeline_command(app, command) ||
           panel_command(app, command));
}
