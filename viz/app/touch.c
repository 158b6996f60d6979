/* touch.c: what two fingers do: pan and zoom the timeline, scroll the rest. */
#include "parts.h"

#include "view/axis.h"
#include "panels/timeline/timeline.h"

static double least_most(double value, double most) { return value < 0 ? 0 : value > most ? most : value; }

static void pinch_timeline(App *app, const View *view, Rect area, float x, float dx, float dy, float factor)
{
    Ui *ui = &app->ui;
    Rect plot = timeline_plot(view, area);
    if (factor < 1 || factor > 1) {
        timeline_zoom_at(ui, area, x - dx, (double)factor); /* what was between the fingers moves with them */
    }
    if (plot.w > 0) {
        ui->pan = least_most(ui->pan - (double)dx / (double)plot.w / ui->zoom, 1 - 1 / ui->zoom);
    }
    ui->scroll_timeline = (float)least_most((double)(ui->scroll_timeline - dy), (double)timeline_scroll_limit(view, area));
}

void app_pinch(App *app, const DrawList *drawn, float x, float y, float dx, float dy, float factor, int64_t now)
{
    const float notch = 69; /* px, as of the wheel */
    View view;
    Sentence sentence;
    Layout layout = app_layout(app);
    Panel panel = layout_panel_at(&layout, x, y);
    bool covered = app->ui.help || app->ui.screen == SCREEN_MENU;
    if (app->ui.sheet.kind != SHEET_CLOSED || (!covered && panel == PANEL_TRANSPORT)) {
        return; /* a wheel would go row by row or step by step there */
    }
    app->changed = true;
    if (!covered && panel == PANEL_TIMELINE && app_view(app, &view, &sentence, now)) {
        pinch_timeline(app, &view, layout.panel[panel], x, dx, dy, factor);
    } else if (dx < 0 || dx > 0 || dy < 0 || dy > 0) {
        bool sideways = (dx < 0 ? -dx : dx) > (dy < 0 ? -dy : dy); /* one or the other: the program scrolls in both */
        app_mouse_wheel(app, drawn, x, y, sideways ? -dx / notch : 0, sideways ? 0 : dy / notch, false, false, now);
    }
}
