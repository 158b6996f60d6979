/* app.c: what is open, and its frame. */
#include "parts.h"
#include "language/said.h"

#include "view/axis.h"
#include "view/figures.h"
#include "view/filter.h"
#include "view/focus.h"
#include "view/ghost.h"
#include "view/settings.h"
#include "view/files/listing.h"
#include "panels/menu/pictures.h"
#include "panels/remark.h"
#include "panels/sheets/export.h"
#include "panels/sheets/sheet.h"
#include "panels/details.h"
#include "panels/tip.h"
#include "panels/predict.h"
#include "panels/timeline/timeline.h"
#include "panels/panels.h"

#include <stdio.h>
#include <string.h>

bool app_init(App *app)
{
    memset(app, 0, sizeof *app);
    app->ui.scale = 1;
    app->ui.rules = setting_info(SETTING_OF_RULES)->usual;
    app->ui.zoom = 1;
    app->ui.scroll_program = -1;
    app->ui.mouse_x = app->ui.mouse_y = -1;
    app->width = 1440;
    app->height = 900;
    app->changed = app->runs_files = true;
    player_init(&app->player);
    app->metrics = drawlist_stub_metrics();
    app->tip_due = app->nudge_due = INT64_MAX;
    app->lessons = lesson_all();
    app->axis = axis_new();
    app->filter = filter_new();
    return app->axis != NULL && app->filter != NULL;
}

void app_free(App *app)
{
    app_predict_free(app);
    app_why_free(app);
    model_free(app->model);
    spans_free(app->spans);
    lints_free(app->lints);
    axis_free(app->axis);
    filter_free(app->filter);
    figures_free(app->figures);
    menu_pictures_free(app->pictures);
    ghost_free(app->ghost);
    listing_free(app->listing);
    app_export_free(app);
    memset(app, 0, sizeof *app);
}

bool app_open(App *app, const Trace *trace, const Lesson *lesson, LiveState live)
{
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    if (!model || !spans) {
        model_free(model);
        spans_free(spans);
        return false;
    }
    Lints *lints = lints_of_model(model); /* without memory the run has no remarks */
    bool predicts = app_predict_suspend(app);
    size_t question = lesson != NULL && live == LIVE_NONE ? app->want_question : 0;
    spans_update(spans); /* of a damaged trace the sound part is shown; the model says where it ends */
    model_free(app->model);
    spans_free(app->spans);
    lints_free(app->lints);
    app->lints = lints;
    app->ui.remark = 0;
    axis_reset(app->axis);
    filter_reset(app->filter);
    app_statistics_forget(app);
    axis_update(app->axis, trace); /* here, so that no frame of a long run has to wait for it; without memory the frames try again */
    ghost_free(app->ghost);
    app->ghost = NULL;
    app->ghost_due = true;
    app->want_question = 0;
    app->want_turned = false;
    bool same = lesson != NULL && lesson == app->lesson;
    if (question == 0) {
        app_way_leave(app);
    }
    if (!same) {
        app_predict_forget(app);
    }
    StepSize size = app->player.size;
    int64_t speed = app->player.speed_percent;
    app->trace = trace;
    app->model = model;
    app->spans = spans;
    app->lesson = lesson;
    app->live = live;
    app->notice[0] = app->order.verdict[0] = app->order.said[0] = '\0';
    app->noted = 0;
    player_init(&app->player);
    app->player.size = size;
    app->player.speed_percent = speed;
    app->player.following = live == LIVE_RUNNING;
    app->visits = (Visits){0};
    Ui *ui = &app->ui;
    ui->screen = SCREEN_LESSON;
    ui->help = false;
    ui->fault.line = 0;
    ui->filter[0] = '\0';
    ui->sheet.kind = SHEET_CLOSED;
    ui->zoom = 1;
    ui->pan = 0;
    ui->scroll_program = -1;
    ui->scroll_code = 0;
    ui->scroll_output = ui->scroll_loop = ui->scroll_timeline = 0;
    ui->selected = same ? ui->selected : 0;
    ui->knob_focus = same ? ui->knob_focus : 0;
    if (!same || live == LIVE_NONE || live == LIVE_READING) { /* a live run has said nothing yet; it is run with the knobs as they stand */
        ui->knobs = knobs_of_trace(lesson, trace);
    } else { /* but by the real clock it goes in asyncio's order, and sleeps as long as it says */
        ui->knobs.policy = (Policy){.kind = POLICY_FIRST_IN};
        ui->knobs.timing.count = 0;
    }
    ui->schedules = ui->schedules && same && live == LIVE_NONE;
    ui->page.open = ui->page.open && lesson != NULL; /* a recording has none */
    ui->page.waits = ui->page.waits && same;
    ui->page.hints = same ? ui->page.hints : 0;
    ui->page.scroll = same ? ui->page.scroll : 0;
    if (!same || live != LIVE_NONE) { /* while a knob is turned nothing else moves */
        ui->timeline_needs = live == LIVE_NONE ? app_timeline_height(app, APP_LANES_PAGE) : 0;
    }
    ui->stops = same ? ui->stops : (Stops){0};
    ui->timeline = same ? ui->timeline : (TimelineUi){.measured = false};
    for (size_t i = 0; i < app->lessons.count; i++) {
        ui->menu_choice = &app->lessons.lesson[i] == lesson ? i : ui->menu_choice;
    }
    app->changed = app->moved = true;
    if (model_error(model) != NULL) { /* the top bar may have no room for it */
        app_notice(app, model_error(model));
    }
    app_page_judge(app);
    if (question > 0) {
        app_way_arrive(app, question - 1);
    } else if (predicts) {
        app_predict_resume(app);
    }
    return true;
}

void app_notice(App *app, const char *sentence)
{
    char said[SAID_TEXT];
    const char *words = words_in(app->ui.language, sentence);
    words = words == sentence ? words_said(app->ui.language, sentence, said, sizeof said) : words;
    snprintf(app->notice, sizeof app->notice, "%.*s", (int)sizeof app->notice - 1, words);
    app->noticed_at = 0;
    app->changed = true;
}

void app_notice_read(App *app, int64_t now)
{
    const int64_t glance = 1000000000; /* ns: what comes sooner was not meant as an answer to it */
    if (app->notice[0] != '\0' && app->noticed_at != 0 && now - app->noticed_at >= glance) {
        app_notice(app, "");
    }
}

void app_grown(App *app, int64_t now)
{
    if (app->spans && !app_predict_grown(app)) {
        spans_update(app->spans);
        player_tick(&app->player, app->spans, app->trace, now);
        app->changed = true;
        if (app->live == LIVE_ENDED && app->ui.timeline_needs <= 0) { /* it will not grow any more */
            app->ui.timeline_needs = app_timeline_height(app, APP_LANES_PAGE);
        }
    }
}

Layout app_layout(const App *app) { return layout_of(app->width, app->height, &app->ui); }

bool app_view(App *app, View *view, Sentence *sentence, int64_t now)
{
    memset(view, 0, sizeof *view);
    memset(sentence, 0, sizeof *sentence);
    view->ui = &app->ui;
    view->player = &app->player;
    view->letters = &app->letters;
    view->pictures = app->pictures;
    view->lessons = app->lessons;
    view->kept = &app->kept;
    view->runs_files = app->runs_files;
    view->listing = app->listing;
    view->preview = app->preview;
    view->notice = app->notice[0] ? app->notice : NULL;
    if (!app->model) {
        return false;
    }
    app_statistics_count(app);
    /* The sentence looks around in the model, so the states are asked for after it. */
    narrate(app->ui.language, app->model, app->spans, app->trace, app->player.n, sentence);
    app_policy_say(app, sentence);
    view->why = app->ui.why.open ? app_why(app, sentence) : NULL;
    view->trace = app->trace;
    view->whole = app_whole(app);
    view->model = app->model;
    view->spans = app->spans;
    view->lesson = app->lesson;
    view->solved = app->solved;
    view->sentence = sentence;
    view->live = app->live;
    view->read_percent = app->read_percent;
    view->lints = app->lints;
    view->ghost = app->ui.predict.on ? NULL : app->ghost; /* it tells what comes */
    view->axis = app->axis;
    view->progress = player_progress(&app->player, now, app->ui.reduced_motion);
    view->state = model_at(app->model, app->player.n);
    view->before = view->progress < 1 ? model_peek(app->model, app->player.previous) : NULL;
    if (view->state) {
        filter_update(app->filter, app_filter_words(app), app->model, app->spans, view->state);
        view->filter = app->filter;
        view->figures = app->figures;
    }
    view->broken = model_error(app->model);
    return view->state != NULL;
}

static void draw_lesson(DrawList *list, const View *view, const Layout *layout)
{
    static void (*const draw[PANEL_COUNT])(DrawList *, const View *, Rect) = {
#define PANEL(id, name) [PANEL_##id] = view_##name,
        PANELS(PANEL)
#undef PANEL
    };
    bool predicts = view_predict_shown(view);
    bool page = view->ui->page.open && view->lesson;
    bool details = (view->ui->why.open || page) && (layout->wide || !predicts); /* a narrow window has room for one of the two */
    bool under = details && !layout->wide;                                      /* there the output lies under the details */
    for (int i = 0; i < PANEL_COUNT; i++) {
        Rect area = i == PANEL_LOOP && details ? details_area(layout) : layout->panel[i];
        area.h -= i == PANEL_LOOP && predicts && !details ? view_predict_covers(list, view, layout) : 0;
        if (area.h > 0 && (i != PANEL_OUTPUT || !under)) { /* presenting, the bars have none */
            draw_hit(list, area, HIT_PANEL, (uint32_t)i);
            if (i == PANEL_OUTPUT && predicts) {
                view_predict(list, view, layout);
            } else {
                (i == PANEL_LOOP && details ? (page ? view_page : view_details) : draw[i])(list, view, area);
            }
        }
    }
    for (int i = 0; i < BORDER_COUNT; i++) {
        if (i == BORDER_OUTPUT && (under || (predicts && !layout->wide))) {
            continue;
        }
        Rect border = layout->border[i];
        bool held = view->ui->pressed.kind == HIT_SPLITTER && view->ui->pressed.id == (uint32_t)i;
        draw_hit(list, border, HIT_SPLITTER, (uint32_t)i);
        if (held || (view->ui->pressed.kind == HIT_NONE && rect_contains(border, view->ui->mouse_x, view->ui->mouse_y))) {
            bool upright = border.h > border.w;
            Rect grip = upright ? (Rect){border.x + border.w / 2 - 1, border.y + 8, 2, border.h - 16}
                                : (Rect){border.x + 8, border.y + border.h / 2 - 1, border.w - 16, 2};
            draw_fill(list, grip, 1, TOKEN_ACCENT, 255);
        }
    }
}

/* Those that are more than a line to write into and what it leads to. */
static void (*const sheets[])(DrawList *, const View *, Rect) = {
    [SHEET_SETTINGS] = view_settings, [SHEET_STATISTICS] = view_statistics,   [SHEET_GLOSSARY] = view_glossary,
    [SHEET_EXPORT] = view_export,     [SHEET_PREDICTIONS] = view_predictions, [SHEET_MORE] = view_more};
_Static_assert(sizeof sheets / sizeof sheets[0] == SHEET_MORE + 1, "the last kind of sheet stands in the table");

void app_draw(App *app, DrawList *list, float width, float height, int64_t now)
{
    View view;
    Sentence sentence;
    app->width = width;
    app->height = height;
    app->metrics = list->metrics;
    Layout layout = app_layout(app);
    Rect whole = {0, 0, width, height};
    if (app->ui.screen == SCREEN_MENU && !app->pictures) {
        app->pictures = menu_pictures_new(app->lessons); /* without memory the cards have no pictures */
    }
    if (app->ui.screen == SCREEN_MENU) {
        menu_pictures_record(app->pictures, app->lessons);
    }
    app_export_preview(app, list->metrics);
    bool ready = app_view(app, &view, &sentence, now);
    if (ready) {
        app_timeline_follow(app, &view, layout.panel[PANEL_TIMELINE]);
    }
    draw_fill(list, whole, 0, TOKEN_BG, 255);
    if (app->ui.screen == SCREEN_MENU) {
        Rect top = {0, 0, width, layout.panel[PANEL_TOPBAR].h};
        draw_hit(list, top, HIT_PANEL, PANEL_TOPBAR);
        view_topbar(list, &view, top);
        draw_hit(list, (Rect){0, top.h, width, height - top.h}, HIT_PANEL, PANEL_COUNT);
        view_menu(list, &view, (Rect){0, top.h, width, height - top.h});
    } else if (ready) {
        draw_lesson(list, &view, &layout);
        focus_spotlight(list, &view, whole);
        remark_card(list, &view, &layout);
        view_hints(list, &view, whole);
    }
    focus_draw(list, &view);
    if (!app->ui.help && app->ui.sheet.kind == SHEET_CLOSED) {
        view_tip(list, &view, whole);
    }
    if (app->ui.help) {
        view_help(list, &view, whole);
    }
    if (app->ui.sheet.kind != SHEET_CLOSED) {
        void (*const shown)(DrawList *, const View *, Rect) = sheets[app->ui.sheet.kind];
        (shown != NULL ? shown : view_sheet)(list, &view, whole);
    }
    view_notice(list, &view, whole);
    if (app->notice[0] != '\0' && app->noticed_at == 0) {
        app->noticed_at = now;
    }
}

bool app_tick(App *app, int64_t now)
{
    app_knobs_held(app, now);
    bool changed = app->changed || now >= app->tip_due;
    app->changed = false;
    if (now >= app->tip_due) {
        app->ui.tip = true;
        app->tip_due = INT64_MAX;
    }
    size_t from = app->player.n;
    bool played = app->player.playing;
    app_predict_before_tick(app, now);
    if (app->spans && player_tick(&app->player, app->spans, app->trace, now)) {
        app_predict_after_tick(app, played);
        if (!app->player.following) {
            app_stops_played(app, from);
            app_policy_stop(app, from);
        }
        changed = app->moved = true;
    }
    /* The frame in which a movement ends is drawn as well: it is still gliding until then. */
    if (app->player.glide && app->spans) {
        changed = true;
        app->player.glide = player_progress(&app->player, now, app->ui.reduced_motion) < 1;
    }
    app_note_progress(app);
    return changed;
}

int64_t app_due(const App *app, int64_t now)
{
    const int64_t frame = 16000000; /* ns, while something moves */
    int64_t due = app->changed ? now : player_due(&app->player, now);
    if (app->player.glide && due > now + frame) {
        due = now + frame;
    }
    due = due < app->nudge_due ? due : app->nudge_due;
    return due < app->tip_due ? due : app->tip_due;
}
