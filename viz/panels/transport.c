/* transport.c: walking through the run: buttons, step size, the scrubber, speed. */
#include "view/chips.h"
#include "view/panel.h"
#include "stops.h"
#include "panels.h"

#include <math.h>

enum { BUTTON_HEIGHT = 34, ICON_BUTTON = 38, SEGMENT_HEIGHT = 30 };

/* Four buttons and, strong among them, play. `labels`: the words beside the icons. Returns the right edge. */
static float draw_buttons(DrawList *list, const View *view, float x, float y, bool labels)
{
    bool playing = view->player->playing;
    const Button buttons[5] = {
        {ICON_FIRST, NULL, COMMAND_FIRST, false, false, false},
        {ICON_STEP_BACK, labels ? view_words(view, "step") : NULL, COMMAND_BACK, false, false, false},
        {playing ? ICON_PAUSE : ICON_PLAY, labels ? (playing ? view_words(view, "Pause") : view_words(view, "Play")) : NULL, COMMAND_PLAY,
         true, false, false},
        {ICON_STEP, labels ? view_words(view, "step") : NULL, COMMAND_STEP, false, false, true},
        {ICON_LAST, NULL, COMMAND_LAST, false, false, false},
    };
    for (size_t i = 0; i < 5; i++) {
        Button button = buttons[i];
        float width = labels && button.label ? panel_button_width(list, &button) : ICON_BUTTON;
        if (button.strong && labels) {
            /* As wide for Play as for Pause: the buttons beside it stay under the mouse. */
            Button play = {ICON_PLAY, view_words(view, "Play"), COMMAND_PLAY, true, false, false},
                   pause = {ICON_PAUSE, view_words(view, "Pause"), COMMAND_PLAY, true, false, false};
            width = fmaxf(panel_button_width(list, &play), panel_button_width(list, &pause));
        }
        panel_button(list, view, (Rect){x, y, width, BUTTON_HEIGHT}, &button);
        x += width + 8;
    }
    return x - 8;
}

static void size_words(const View *view, SwitchWord words[3])
{
    words[0] = (SwitchWord){view_words(view, "event"), COMMAND_SIZE_EVENT};
    words[1] = (SwitchWord){view_words(view, "await point"), COMMAND_SIZE_AWAIT};
    words[2] = (SwitchWord){view_words(view, "loop turn"), COMMAND_SIZE_TURN};
}

static float switch_width(const DrawList *list, const SwitchWord *words, size_t count)
{
    float width = 4; /* as chip_switch() lays them out */
    for (size_t i = 0; i < count; i++) {
        width += draw_text_width(list, FONT_SMALL, words[i].label) + 24;
    }
    return width;
}

static const char *const speed_labels[5] = {"0.25\xc3\x97", "0.5\xc3\x97", "1\xc3\x97", "2\xc3\x97", "4\xc3\x97"};

static size_t speed_index(const View *view)
{
    size_t i = 0;
    while (i < 4 && player_speeds[i] != view->player->speed_percent) {
        i++;
    }
    return i;
}

static float speeds_width(const DrawList *list, bool wide)
{
    float width = 4;
    for (size_t i = 0; i < 5; i++) {
        width += draw_text_width(list, FONT_SMALL, speed_labels[i]) + 18;
    }
    return wide ? width : draw_text_width(list, FONT_SMALL, speed_labels[0]) + 24;
}

/* All five speeds, or in a narrow window one button that goes round them. */
static void draw_speeds(DrawList *list, const View *view, Rect area, bool wide)
{
    size_t on = speed_index(view);
    float x = area.x + 2, y = panel_text_y(list, FONT_SMALL, area.y, area.h);
    draw_outline(list, area, RADIUS_CHIP, TOKEN_LINE, 255);
    if (!wide) {
        float width = draw_text_width(list, FONT_SMALL, speed_labels[on]);
        draw_text(list, area.x + (area.w - width) / 2, y, 0, FONT_SMALL, TOKEN_TEXT, speed_labels[on]);
        draw_hit(list, area, HIT_SPEED, (uint32_t)player_speeds[(on + 1) % 5]);
        return;
    }
    for (size_t i = 0; i < 5; i++) {
        float width = draw_text_width(list, FONT_SMALL, speed_labels[i]) + 18;
        Rect word = {x, area.y + 2, width, area.h - 4};
        if (i == on) {
            draw_fill(list, word, 5, TOKEN_RAISED, 255);
        }
        draw_text(list, x + 9, y, 0, FONT_SMALL, i == on ? TOKEN_TEXT : TOKEN_DIM, speed_labels[i]);
        draw_hit(list, word, HIT_SPEED, (uint32_t)player_speeds[i]);
        x += width;
    }
}

static void draw_scrubber(DrawList *list, const View *view, Rect area)
{
    size_t count = trace_count(view->trace), outputs = 0;
    const uint32_t *output = spans_landmarks(view->spans, LANDMARK_OUTPUT, &outputs);
    float middle = area.y + area.h / 2, scale = count > 0 ? area.w / (float)count : 0;
    float at = area.x + (float)view->player->n * scale;
    draw_fill(list, (Rect){area.x, middle - 3, area.w, 6}, 3, TOKEN_LINE, 255);
    draw_fill(list, (Rect){area.x, middle - 3, at - area.x, 6}, 3, TOKEN_ACCENT, 255);
    float last = -10;
    for (size_t i = 0; i < outputs; i++) {
        float x = area.x + (float)(output[i] + 1) * scale;
        if (x >= last + 3) { /* more would only run together */
            draw_fill(list, (Rect){x - 1, middle - 7, 2, 14}, 0, TOKEN_DIM, output[i] < view->player->n ? 255 : 140);
            last = x;
        }
    }
    draw_fill(list, (Rect){at - 8, middle - 8, 16, 16}, 8, TOKEN_TEXT, 255);
    draw_hit(list, (Rect){area.x, area.y, area.w, area.h}, HIT_SCRUBBER, 0);
    view_stops_scrubber(list, view, area);
}

/* "await point 8 / 17"; in predict mode, where nobody knows yet how many there will be, "await point 8". */
static void position_text(const View *view, bool shortened, char *buffer, size_t size)
{
    size_t k = 0, total = 0;
    const char *words = view_words(view, "await point %zu");
    switch (view->player->size) {
    case STEP_EVENT:
        words = view_words(view, "event %zu");
        k = view->player->n;
        total = trace_count(view->trace);
        break;
    case STEP_TURN:
        words = view_words(view, "loop turn %zu");
        k = view->state->turn;
        spans_landmarks(view->spans, LANDMARK_TURN, &total);
        break;
    case STEP_OUTPUT:
        words = view_words(view, "line %zu");
        k = view->state->output_count;
        spans_landmarks(view->spans, LANDMARK_OUTPUT, &total);
        break;
    case STEP_AWAIT:
    case STEP_SIZE_COUNT: player_position(view->player, view->spans, &k, &total); break;
    }
    int used = snprintf(buffer, size, shortened ? "%zu" : words, k);
    if (!view->ui->predict.on && used > 0 && (size_t)used < size) {
        snprintf(buffer + used, size - (size_t)used, " / %zu", total);
    }
}

/* Where the cursor stands; a click asks where else to go. Returns its width. */
static float draw_position(DrawList *list, const View *view, float right, Rect area, const char *position)
{
    float width = draw_text_width(list, FONT_CODE, position);
    Rect plate = {right - width - 7, area.y + (area.h - SEGMENT_HEIGHT) / 2, width + 14, SEGMENT_HEIGHT};
    bool hover = panel_hover(view, plate);
    if (hover) {
        draw_fill(list, plate, RADIUS_CHIP, TOKEN_RAISED, 255);
        draw_outline(list, plate, RADIUS_CHIP, TOKEN_LINE, 255);
    }
    draw_text_right(list, right, panel_text_y(list, FONT_CODE, area.y, area.h), FONT_CODE, hover ? TOKEN_TEXT : TOKEN_DIM, position);
    draw_hit(list, plate, HIT_COMMAND, COMMAND_GO_TO);
    return width;
}

void view_transport(DrawList *list, const View *view, Rect area)
{
    bool labels = area.w >= 1180, wide = area.w >= 1280;
    float y = area.y + (area.h - BUTTON_HEIGHT) / 2, segment_y = area.y + (area.h - SEGMENT_HEIGHT) / 2;
    draw_fill(list, area, 0, TOKEN_PANEL, 255);
    draw_fill(list, (Rect){area.x, area.y, area.w, 1}, 0, TOKEN_LINE, 255);
    float x = draw_buttons(list, view, area.x + 16, y, labels) + 16;
    SwitchWord words[3];
    size_words(view, words);
    float sizes = switch_width(list, words, 3);
    chip_switch(list, x + sizes, segment_y, SEGMENT_HEIGHT, words, 3, view->player->size < 3 ? (size_t)view->player->size : 3);
    x += sizes + 24;
    float right = area.x + area.w - 16, speeds = speeds_width(list, wide);
    draw_speeds(list, view, (Rect){right - speeds, segment_y, speeds, SEGMENT_HEIGHT}, wide);
    right -= speeds + 14;
    char position[64];
    position_text(view, false, position, sizeof position);
    if (right - draw_text_width(list, FONT_CODE, position) - x < 160) {
        position_text(view, true, position, sizeof position);
    }
    right -= draw_position(list, view, right, area, position) + 22;
    if (right - x >= 40) {
        draw_scrubber(list, view, (Rect){x, area.y + 8, right - x, area.h - 16});
    }
}
