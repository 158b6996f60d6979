/* hidden.c: in predict mode, the part of the axis for which nothing has been shown yet. */
#include "view/panel.h"
#include "parts.h"

void timeline_hidden(const Timeline *timeline)
{
    const char *text = view_words(timeline->view, "what comes is hidden");
    const TimelinePlace *place = &timeline->place;
    DrawList *list = timeline->list;
    if (!timeline->view->ui->predict.on) {
        return;
    }
    float end = timeline_place_x(place, axis_cursor(place->map, place->axis, timeline->view->ui->predict.frontier));
    float left = end > place->plot.x ? end : place->plot.x, width = draw_text_width(list, FONT_SMALL, text);
    Rect hidden = {left, place->plot.y, place->plot.x + place->plot.w - left, place->plot.h};
    if (hidden.w < 4) {
        return;
    }
    draw_fill(list, hidden, 0, TOKEN_PANEL, 255); /* the bars go on a little behind the last moment: nobody knows how */
    draw_fill(list, hidden, 0, TOKEN_BG, 140);
    if (hidden.w > width + 24) {
        draw_text(list, hidden.x + (hidden.w - width) / 2, panel_text_y(list, FONT_SMALL, hidden.y, hidden.h), 0, FONT_SMALL, TOKEN_DIM,
                  text);
    }
}
