/* focus.c: the keyboard's way through the panels: which has the focus, what is chosen in it, and what Enter does with that. */
#include "parts.h"

#include "view/focus.h"
#include "view/panel.h"
#include "lesson/program.h"
#include "panels/help.h"
#include "panels/output.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { PAGE = 10 /* areas that PageDown passes */ };

static const float edge = 32; /* px: what is chosen keeps so far from where its panel ends, as long as there is more; less in a low panel */
static const int64_t at_rest = 10000000000; /* ns from now every movement is over */

/* The frame as it would be drawn now, without a leaf: where everything is, the scrolled parts included. */
static bool frame_of(App *app, DrawList *frame, int64_t now)
{
    drawlist_clear(frame);
    app_draw(app, frame, app->width, app->height, now + at_rest);
    return !frame->failed;
}

static bool scrolls(size_t panel) { return panel == PANEL_PROGRAM + 1 || panel == PANEL_LOOP + 1 || panel == PANEL_OUTPUT + 1; }

static Rect panel_rect(const DrawList *frame, size_t panel)
{
    for (size_t i = 0; i < frame->hit_count; i++) {
        if (frame->hits[i].kind == HIT_PANEL && (size_t)frame->hits[i].id + 1 == panel) {
            return frame->hits[i].rect;
        }
    }
    return (Rect){0, 0, 0, 0};
}

/* As a notch of the wheel over the panel would. */
static bool scroll(App *app, DrawList *frame, int by, int64_t now)
{
    Rect r = panel_rect(frame, app->ui.focus.panel);
    if (scrolls(app->ui.focus.panel)) {
        app_mouse_wheel(app, frame, r.x + r.w / 2, r.y + r.h / 2, 0, by > 0 ? -1 : 1, false, false, now);
    }
    return frame_of(app, frame, now);
}

static size_t nearest(const HitArea *areas, size_t count, float x, float y)
{
    size_t best = 0;
    float least = 0;
    for (size_t i = 0; i < count; i++) {
        float dx = areas[i].rect.x - x, dy = areas[i].rect.y - y, distance = dx * dx + dy * dy;
        if (i == 0 || distance < least) {
            best = i;
            least = distance;
        }
    }
    return best;
}

/* Where reading begins: at the line that runs, at the newest output, else at the panel's first area. */
static size_t entry(App *app, const HitArea *areas, size_t count)
{
    View view;
    Sentence sentence;
    if (app->ui.focus.panel == PANEL_OUTPUT + 1) {
        return count - 1;
    }
    if (app->ui.focus.panel == PANEL_PROGRAM + 1 && app_view(app, &view, &sentence, 0)) {
        ProgramText shown = view_program_text(&view);
        FocusUi running = {.kind = HIT_LINE, .id = program_focus(&shown)};
        size_t at = focus_index(areas, count, &running);
        return at != SIZE_MAX ? at : 0;
    }
    return 0;
}

/* To the next or previous area, scrolling where the panel goes on. */
static void choose(App *app, DrawList *frame, int by, int64_t now)
{
    HitArea areas[FOCUS_AREAS];
    FocusUi *focus = &app->ui.focus;
    size_t count = focus_areas(frame, focus->panel, areas), at = focus_index(areas, count, focus);
    if (count == 0) {
        (void)scroll(app, frame, by, now);
        return;
    }
    if (at == SIZE_MAX) { /* it has gone: what is in its place now */
        focus_set(focus, areas, focus->kind != HIT_NONE ? nearest(areas, count, focus->x, focus->y) : entry(app, areas, count));
        return;
    }
    if ((by < 0 ? at == 0 : at + 1 == count) && scroll(app, frame, by, now)) {
        count = focus_areas(frame, focus->panel, areas);
        at = focus_index(areas, count, focus);
    }
    if (at < count && (by < 0 ? at > 0 : at + 1 < count)) {
        focus_set(focus, areas, by < 0 ? at - 1 : at + 1);
    }
    Rect r = panel_rect(frame, focus->panel);
    float above = focus->panel == PANEL_OUTPUT + 1 ? output_above(r) : PANEL_HEADING, near = fminf(edge, r.h / 8);
    at = focus_index(areas, count, focus);
    if (at < count && (by < 0 ? areas[at].rect.y < r.y + above + near : areas[at].rect.y + areas[at].rect.h > r.y + r.h - near)) {
        (void)scroll(app, frame, by, now);
    }
}

static void go_to_panel(App *app, DrawList *frame, int by)
{
    FocusUi *focus = &app->ui.focus;
    HitArea areas[FOCUS_AREAS];
    size_t panel = focus->panel > 0 ? focus->panel : PANEL_TOPBAR + 1;
    for (size_t tried = 0; tried < PANEL_COUNT; tried++) {
        panel = by > 0 ? panel % PANEL_COUNT + 1 : (panel + PANEL_COUNT - 2) % PANEL_COUNT + 1;
        if (focus_panel_drawn(frame, panel)) {
            break;
        }
    }
    if (focus->panel == 0 && by < 0 && focus_panel_drawn(frame, PANEL_TOPBAR + 1)) {
        panel = PANEL_TOPBAR + 1;
    }
    app->ui.knob_focus = 0;
    *focus = (FocusUi){.panel = focus_panel_drawn(frame, panel) ? panel : 0};
    size_t count = focus_areas(frame, focus->panel, areas);
    if (count > 0) {
        focus_set(focus, areas, entry(app, areas, count));
    }
}

/* The borders that make a panel larger; the first is the one between two panels side by side. */
static void resize(App *app, int by)
{
    const float step = 24;
    Layout layout = app_layout(app);
    size_t panel = app->ui.focus.panel;
    Border border = panel == PANEL_TIMELINE + 1 ? BORDER_TIMELINE : panel == PANEL_OUTPUT + 1 ? BORDER_OUTPUT : BORDER_PROGRAM;
    Rect r = layout.border[border];
    /* The program lies before its border, the others behind theirs. */
    float way = (float)by * step * (panel == PANEL_LOOP + 1 || border != BORDER_PROGRAM ? -1.0F : 1.0F);
    layout_drag(&app->ui, app->width, app->height, border, r.x + r.w / 2 + way, r.y + r.h / 2 + way);
}

bool app_focus_command(App *app, Command command, int64_t now)
{
    if (command == COMMAND_PANEL_LARGER || command == COMMAND_PANEL_SMALLER) {
        resize(app, command == COMMAND_PANEL_LARGER ? 1 : -1);
        return true;
    }
    if (command == COMMAND_CODE_RIGHT || command == COMMAND_CODE_LEFT) {
        DrawList metrics;
        Rect program = app_layout(app).panel[PANEL_PROGRAM];
        drawlist_init(&metrics, app->metrics);
        if (app->ui.screen == SCREEN_LESSON) { /* as the wheel with Shift */
            app_mouse_wheel(app, &metrics, program.x + 8, program.y + 8, command == COMMAND_CODE_RIGHT ? 1 : -1, 0, false, false, now);
        }
        return true;
    }
    if (command == COMMAND_SPOTLIGHT) {
        app->ui.spotlight = !app->ui.spotlight;
        return true;
    }
    if (command != COMMAND_FOCUS_NEXT && command != COMMAND_FOCUS_PREVIOUS) {
        return false;
    }
    DrawList frame;
    app->ui.help = false;
    drawlist_init(&frame, app->metrics);
    if (frame_of(app, &frame, now)) {
        go_to_panel(app, &frame, command == COMMAND_FOCUS_NEXT ? 1 : -1);
    }
    drawlist_free(&frame);
    return true;
}

/* What a click there does; a task's details are opened, and a knob is given the arrows. */
static void press(App *app, const FocusUi *focus, int64_t now)
{
    switch (focus->kind) {
    case HIT_NONE: break;
    case HIT_TASK:
        app->ui.selected = focus->id;
        app->ui.why.open = true;
        break;
    case HIT_KNOB: app_knobs_hold(app, focus->id); break;
    default: app_click(app, (HitArea){.kind = focus->kind, .id = focus->id}, now); break;
    }
}

/* In the timeline the lanes are chosen, whatever else the arrows do without a focus. */
static bool timeline_key(App *app, const char *key, bool repeat)
{
    if (strcmp(key, "Up") == 0 || strcmp(key, "Down") == 0) {
        app_select_lane(app, key[0] == 'U' ? -1 : 1);
    } else if (strcmp(key, "Return") == 0 && app->ui.selected != 0) {
        app->ui.why.open = app->ui.why.open || !repeat;
    } else {
        return false;
    }
    app->changed = true;
    return true;
}

void app_help_scroll(App *app, float by)
{
    View view;
    Sentence sentence;
    DrawList metrics;
    drawlist_init(&metrics, app->metrics);
    app_view(app, &view, &sentence, 0);
    float most = help_scroll_most(&metrics, &view, (Rect){0, 0, app->width, app->height}), to = app->ui.scroll_help + by;
    app->ui.scroll_help = to < 0 ? 0 : to > most ? most : to;
    app->changed = true;
}

/* Over everything lies the help: the keys that move scroll it. */
static bool help_key(App *app, const char *key)
{
    const float line = 24, page = 300;
    float by = strcmp(key, "Up") == 0         ? -line
               : strcmp(key, "Down") == 0     ? line
               : strcmp(key, "PageUp") == 0   ? -page
               : strcmp(key, "PageDown") == 0 ? page
                                              : 0;
    if (by < 0 || by > 0) {
        app_help_scroll(app, by);
    }
    return by < 0 || by > 0;
}

bool app_focus_key(App *app, const char *key, bool repeat, int64_t now)
{
    FocusUi *focus = &app->ui.focus;
    if (app->ui.help) {
        return help_key(app, key);
    }
    if (focus->panel == 0 || app->ui.knob_focus != 0) {
        return false;
    }
    if (focus->panel == PANEL_TIMELINE + 1) {
        return timeline_key(app, key, repeat);
    }
    bool bar = focus->panel == PANEL_TOPBAR + 1 || focus->panel == PANEL_TRANSPORT + 1 || focus->panel == PANEL_SENTENCE + 1;
    bool paged = !app->ui.present && strncmp(key, "Page", 4) == 0; /* a presenter's clicker steps, wherever the focus is */
    int by = strcmp(key, "Up") == 0 || strcmp(key, "PageUp") == 0       ? -1
             : strcmp(key, "Down") == 0 || strcmp(key, "PageDown") == 0 ? 1
             : bar && strcmp(key, "Left") == 0                          ? -1
             : bar && strcmp(key, "Right") == 0                         ? 1
                                                                        : 0;
    if (strcmp(key, "Return") == 0) {
        if (!repeat) {
            press(app, focus, now);
        }
    } else if (by != 0 && (paged || strncmp(key, "Page", 4) != 0)) {
        DrawList frame;
        drawlist_init(&frame, app->metrics);
        for (int i = 0; i < (paged ? PAGE : 1) && frame_of(app, &frame, now); i++) {
            choose(app, &frame, by, now);
        }
        drawlist_free(&frame);
    } else {
        return false;
    }
    app->changed = true;
    return true;
}

uint32_t app_focus_line(const App *app)
{
    const FocusUi *focus = &app->ui.focus;
    return focus->panel == PANEL_PROGRAM + 1 && focus->kind == HIT_LINE ? focus->id : 0;
}
