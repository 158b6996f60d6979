/* picture.c: what a picture, a page or a film shows of the app: the same views, without what only a window has. */
#include "parts.h"

#include "panels/panels.h"

/* What the reader has chosen, as far as it is to be seen on paper. */
static void make_plain(Ui *ui, AppPicture what)
{
    ui->sheet.kind = SHEET_CLOSED;
    ui->help = ui->hints = ui->tip = ui->spotlight = false;
    ui->mouse_x = ui->mouse_y = -1;
    ui->pressed = (HitArea){.kind = HIT_NONE};
    ui->focus = (FocusUi){.panel = 0};
    ui->knob_focus = 0;
    if (what != APP_PICTURE_WINDOW) {
        ui->screen = SCREEN_LESSON;
        ui->plain = ui->present = true;
        ui->remark = 0;
        ui->timeline.measured = false;
    }
    if (what == APP_PICTURE_TIMELINE) {
        ui->zoom = 1;
        ui->pan = 0;
        ui->scroll_timeline = 0;
    }
}

static void draw_timeline(App *app, DrawList *list, float width, float height)
{
    View view;
    Sentence sentence;
    draw_fill(list, (Rect){0, 0, width, height}, 0, TOKEN_BG, 255);
    if (app_view(app, &view, &sentence, 0)) {
        view.progress = 1;
        view_timeline(list, &view, (Rect){0, 0, width, height});
    }
}

void app_draw_picture(App *app, AppPicture what, DrawList *list, float width, float height, int64_t now)
{
    Ui chosen = app->ui;
    float own_width = app->width, own_height = app->height;
    bool moved = app->moved;
    TextMetrics metrics = app->metrics;
    make_plain(&app->ui, what);
    if (what == APP_PICTURE_TIMELINE) {
        draw_timeline(app, list, width, height);
    } else {
        app_draw(app, list, width, height, now);
    }
    app->ui = chosen;
    app->moved = moved;
    app->width = own_width;
    app->height = own_height;
    app->metrics = metrics;
}

float app_timeline_height(const App *app, size_t most)
{
    enum { HEAD = 62, FOOT = 42, LANE = 30, THIN = 16, OUTSIDE = 30, MOST_OUTSIDE = 6 }; /* OUTSIDE: lets it have its share of the room */
    size_t count = 0, ordinary = 0, thin = 0;
    const uint32_t *lanes = app->spans != NULL ? spans_lanes(app->spans, &count) : NULL;
    for (size_t i = 0; i < count && ordinary < most; i++) {
        bool closes = spans_closes_loop(app->spans, lanes[i]);
        thin = thin || closes; /* they share a lane */
        ordinary += !closes;
    }
    size_t outside = app->spans != NULL ? spans_outside_count(app->spans) : 0;
    outside = outside < MOST_OUTSIDE ? outside : MOST_OUTSIDE;
    return HEAD + FOOT + (float)(ordinary > 2 ? ordinary : 2) * LANE + (float)thin * THIN + (float)outside * OUTSIDE;
}

bool app_hide_future(App *app, bool hide)
{
    (void)app_predict_suspend(app);
    if (hide) {
        app_predict_resume(app);
        app->ui.predict.phase = PREDICT_WATCH;
    }
    return !hide || app->ui.predict.on;
}
