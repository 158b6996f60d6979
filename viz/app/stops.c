/* stops.c: setting breakpoints and marks, going to them, stopping at them, and going back to where the reader was. */
#include "parts.h"

#include "panels/breakpoints.h"
#include "panels/program.h"

static void go(App *app, size_t n)
{
    if (n != SIZE_MAX) {
        app_seek(app, n);
    }
}

void app_stops_line(App *app, uint32_t line)
{
    View view;
    Sentence sentence;
    if (line == 0 || !app_view(app, &view, &sentence, 0)) {
        return;
    }
    ProgramText shown = view_program_text(&view);
    size_t there = breakpoints_at(&view, &shown, line);
    if (there != SIZE_MAX) {
        stops_take_breakpoint(&app->ui.stops, there);
    } else if (!stops_add_breakpoint(&app->ui.stops, breakpoints_new(&view, &shown, line))) {
        app_notice(app, "There are 32 breakpoints already: take one away first.");
    }
    app->changed = true;
}

/* On the line that has the focus, else on that under the mouse, else on that of the task that runs. */
static uint32_t line_meant(App *app)
{
    View view;
    Sentence sentence;
    if (!app_view(app, &view, &sentence, 0)) {
        return 0;
    }
    ProgramText shown = view_program_text(&view);
    uint32_t line = program_line_under(&view, app_layout(app).panel[PANEL_PROGRAM], app->ui.mouse_x, app->ui.mouse_y);
    line = app_focus_line(app) > 0 ? app_focus_line(app) : line;
    return line > 0 ? line : program_focus(&shown);
}

static size_t breakpoint_from(App *app, size_t n, int direction)
{
    View view;
    Sentence sentence;
    BreakpointRuns runs;
    if (app->ui.stops.breakpoint_count == 0 || !app_view(app, &view, &sentence, 0)) {
        return SIZE_MAX;
    }
    breakpoints_runs(&view, &runs);
    return breakpoints_from(&runs, n, direction);
}

/* Without going on from there: where the reader went back from is still ahead. */
static void revisit(App *app, size_t n)
{
    if (n != SIZE_MAX) {
        app->player.playing = app->player.following = false;
        player_seek(&app->player, app->trace, n);
        app_moved(app);
    }
}

bool app_stops_command(App *app, Command command)
{
    Stops *stops = &app->ui.stops;
    size_t n = app->player.n;
    switch (command) {
    case COMMAND_BREAKPOINT: app_stops_line(app, line_meant(app)); break;
    case COMMAND_RUN_TO: app_go_to_line(app, line_meant(app)); break;
    case COMMAND_BREAKPOINT_NEXT: go(app, breakpoint_from(app, n, 1)); break;
    case COMMAND_BREAKPOINT_PREVIOUS: go(app, breakpoint_from(app, n, -1)); break;
    case COMMAND_MARK:
        if (!stops_turn_mark(stops, n)) {
            app_notice(app, "There are 32 marks already: take one away first.");
        }
        break;
    case COMMAND_MARK_NEXT: go(app, stops_mark_from(stops, n, 1)); break;
    case COMMAND_MARK_PREVIOUS: go(app, stops_mark_from(stops, n, -1)); break;
    case COMMAND_VISIT_BACK: revisit(app, visits_back(&app->visits, n)); break;
    case COMMAND_VISIT_FORTH: revisit(app, visits_forth(&app->visits, n)); break;
    default: return false;
    }
    return true;
}

void app_stops_played(App *app, size_t from)
{
    size_t at = app->player.n > from ? breakpoint_from(app, from, 1) : SIZE_MAX;
    if (at <= app->player.n) {
        app->player.playing = false;
        app->player.n = at;
    }
}
