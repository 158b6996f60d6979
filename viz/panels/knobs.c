/* knobs.c: the lesson's knobs as sliders and switches, and how long the run takes beside the one before. */
#include "knobs.h"

#include "view/axis.h"
#include "view/ghost.h"
#include "view/layout.h"
#include "view/panel.h"
#include "panels.h"

#include <stdlib.h>
#include <string.h>

enum {
    CELL_GAP = 22,
    WORD_GAP = 12,
    THUMB = 14,
    TRACK = 4,
    LEAST_TRACK = 40,
    SHORTEST_TRACK = 30,
    MOST_TRACK = 130,
    NUDGE = 22, /* the minus and the plus beside the value */
    LEAST_NUDGE = 15,
    NUDGE_ICON = 10,
    STEPPER = 26,     /* height of the plate around them */
    LEAST_VALUE = 22, /* a digit does not stand between the two as if it were one of them */
    NEXT = 14,        /* the arrow behind a choice */
    SWITCH_WIDTH = 34,
    SWITCH_HEIGHT = 18
};

/* A number, or in words: "on", "await both". */
static const char *value_text(Language language, const Knob *knob, double value, char *buffer, size_t size)
{
    return words_in(language, knob_text(knob, value, buffer, size));
}

/* The widest value of a knob, so that nothing moves while it is turned. */
static float value_width(const DrawList *list, Language language, const Knob *knob)
{
    float choices = 0;
    for (size_t i = 0; knob->lines != NULL && !knob->is_order && i < knob->line_count; i++) {
        char text[32];
        float width = draw_text_width(list, FONT_CODE, value_text(language, knob, (double)i, text, sizeof text));
        choices = width > choices ? width : choices;
    }
    if (choices > 0) {
        return choices;
    }
    const double samples[] = {knob->least, knob->most, knob_nearest(knob, knob->most - knob->step)};
    float widest = knob->is_switch ? draw_text_width(list, FONT_SMALL, words_in(language, "off")) : 0;
    for (size_t i = 0; !knob->is_switch && i < sizeof samples / sizeof samples[0]; i++) {
        char text[32];
        float width = draw_text_width(list, FONT_CODE, knob_text(knob, samples[i], text, sizeof text));
        widest = width > widest ? width : widest;
    }
    return !knob_clicks(knob) && widest < LEAST_VALUE ? LEAST_VALUE : widest;
}

/* How wide the parts of the sliders are; in a narrow window one has no track, and its value is what is dragged. */
typedef struct Strip {
    float track, nudge; /* px */
} Strip;

/* All of a cell but its slider's track, and the minus and the plus. */
static float fixed_width(const DrawList *list, Language language, const Knob *knob)
{
    float words = draw_text_width(list, FONT_SMALL, words_in(language, knob->words));
    return words + WORD_GAP + value_width(list, language, knob) +
           (knob->is_switch ? SWITCH_WIDTH + WORD_GAP
            : knob->lines   ? WORD_GAP + NEXT
                            : 0);
}

static float cell_width(const DrawList *list, Language language, const Knob *knob, Strip strip)
{
    float slider = 2 * strip.nudge + (strip.track > 0 ? strip.track + WORD_GAP : 0);
    return fixed_width(list, language, knob) + (knob_clicks(knob) ? 0 : slider);
}

static void draw_slider(DrawList *list, const View *view, const Knob *knob, size_t index, Rect track)
{
    double value = view->ui->knobs.value[index], range = knob->most - knob->least;
    float middle = track.y + track.h / 2, at = track.x + (float)((value - knob->least) / range) * track.w;
    float usual = track.x + (float)((knob->usual - knob->least) / range) * track.w;
    bool held = view->ui->pressed.kind == HIT_KNOB && view->ui->pressed.id == index;
    Rect reach = {track.x - KNOB_REACH, track.y, track.w + 2 * KNOB_REACH, track.h};
    draw_fill(list, (Rect){usual - 1, middle - 8, 2, 16}, 0, TOKEN_FAINT, 255); /* where the text has it */
    draw_fill(list, (Rect){track.x, middle - TRACK / 2.0F, track.w, TRACK}, TRACK / 2.0F, TOKEN_LINE, 255);
    draw_fill(list, (Rect){track.x, middle - TRACK / 2.0F, at - track.x, TRACK}, TRACK / 2.0F, TOKEN_ACCENT, 255);
    float size = held || panel_hover(view, reach) ? THUMB + 2 : THUMB;
    draw_fill(list, (Rect){at - size / 2, middle - size / 2, size, size}, size / 2, TOKEN_TEXT, 255);
    draw_hit(list, reach, HIT_KNOB, (uint32_t)index);
}

/* As high as its cell for whoever has but a finger. */
static void draw_nudge(DrawList *list, const View *view, const Knob *knob, size_t index, Rect area, Rect cell, bool up)
{
    double value = view->ui->knobs.value[index];
    bool possible = up ? value < knob->most : value > knob->least;
    if (possible && panel_hover(view, area)) {
        draw_fill(list, rect_inset(area, 2), RADIUS_BAR, TOKEN_LINE, 255);
    }
    Rect icon = {area.x + (area.w - NUDGE_ICON) / 2, area.y + (area.h - NUDGE_ICON) / 2, NUDGE_ICON, NUDGE_ICON};
    draw_icon(list, up ? ICON_PLUS : ICON_MINUS, icon, possible ? TOKEN_TEXT : TOKEN_FAINT, 255);
    draw_hit(list, (Rect){area.x, cell.y, area.w, cell.h}, HIT_NUDGE, (uint32_t)(2 * index + up));
}

/* "- 2 s +": every value is reached, however short the track is. */
static void draw_stepper(DrawList *list, const View *view, const Knob *knob, size_t index, float x, Strip strip, Rect cell)
{
    char text[32];
    const char *value = value_text(view->ui->language, knob, view->ui->knobs.value[index], text, sizeof text);
    float width = value_width(list, view->ui->language, knob), wide = draw_text_width(list, FONT_CODE, value);
    const float height = cell.h - 2 < STEPPER ? cell.h - 2 : STEPPER;
    Rect box = {x, cell.y + (cell.h - height) / 2, width + 2 * strip.nudge, height};
    draw_outline(list, box, RADIUS_CHIP, TOKEN_LINE, 255);
    if (strip.track <= 0) {
        draw_hit(list, (Rect){box.x + strip.nudge, cell.y, width, cell.h}, HIT_KNOB, (uint32_t)index);
    }
    draw_nudge(list, view, knob, index, (Rect){box.x, box.y, strip.nudge, box.h}, cell, false);
    draw_nudge(list, view, knob, index, (Rect){box.x + strip.nudge + width, box.y, strip.nudge, box.h}, cell, true);
    draw_text(list, x + strip.nudge + (width - wide) / 2, panel_text_y(list, FONT_CODE, box.y, box.h), 0, FONT_CODE, TOKEN_TEXT, value);
}

static void draw_switch(DrawList *list, const View *view, size_t index, float x, Rect cell)
{
    bool on = view->ui->knobs.value[index] > 0;
    Rect plate = {x, cell.y + (cell.h - SWITCH_HEIGHT) / 2, SWITCH_WIDTH, SWITCH_HEIGHT};
    float size = SWITCH_HEIGHT - 6;
    draw_fill(list, plate, SWITCH_HEIGHT / 2.0F, on ? TOKEN_ACCENT : TOKEN_LINE, 255);
    draw_fill(list, (Rect){on ? plate.x + plate.w - size - 3 : plate.x + 3, plate.y + 3, size, size}, size / 2,
              on ? TOKEN_PANEL : TOKEN_TEXT, 255);
    draw_hit(list, cell, HIT_KNOB, (uint32_t)index);
}

/* Returns the x behind it. */
static float draw_cell(DrawList *list, const View *view, const Knob *knob, size_t index, float x, Strip strip, Rect area)
{
    float width = cell_width(list, view->ui->language, knob, strip), text_y = panel_text_y(list, FONT_SMALL, area.y, area.h);
    Rect cell = {x, area.y + 3, width, area.h - 6};
    char text[32];
    if (view->ui->knob_focus == index + 1) {
        draw_outline(list, (Rect){cell.x - 8, cell.y, cell.w + 16, cell.h}, RADIUS_CHIP, TOKEN_ACCENT, 255);
    }
    x += draw_text(list, x, text_y, 0, FONT_SMALL, TOKEN_DIM, view_words(view, knob->words)) + WORD_GAP;
    if (knob->is_switch) {
        draw_switch(list, view, index, x, cell);
        x += SWITCH_WIDTH + WORD_GAP;
    } else if (knob->lines != NULL) {
        const Rect box = {x - 6, cell.y + 3, value_width(list, view->ui->language, knob) + 12 + NEXT, cell.h - 6};
        draw_fill(list, box, RADIUS_CHIP, panel_hover(view, cell) ? TOKEN_RAISED : TOKEN_PANEL, 255);
        draw_outline(list, box, RADIUS_CHIP, TOKEN_LINE, 255);
        draw_icon(list, ICON_STEP, (Rect){box.x + box.w - NEXT, box.y + (box.h - 8) / 2, 8, 8}, TOKEN_DIM, 255);
        draw_hit(list, cell, HIT_KNOB, (uint32_t)index);
    } else {
        if (strip.track > 0) {
            draw_slider(list, view, knob, index, (Rect){x, cell.y, strip.track, cell.h});
            x += strip.track + WORD_GAP;
        }
        draw_stepper(list, view, knob, index, x, strip, cell);
        return cell.x + width;
    }
    Font font = knob->is_switch ? FONT_SMALL : FONT_CODE;
    const char *value = value_text(view->ui->language, knob, view->ui->knobs.value[index], text, sizeof text);
    draw_text(list, x, panel_text_y(list, font, area.y, area.h), 0, font, TOKEN_TEXT, value);
    return cell.x + width;
}

/* ns. How exactly a run of that length is told: chance in a network gives times of nine digits. */
static int64_t time_grain(int64_t length) { return length >= 1000000000 ? 1000000 : length >= 1000000 ? 1000 : 1; }

static int64_t rounded(int64_t ns, int64_t grain) { return (ns + grain / 2) / grain * grain; }

/* "3 s -> 6 s" and, where there is room, how much that is. */
static void draw_comparison(DrawList *list, const View *view, float left, float right, Rect area)
{
    const int64_t exact_before = ghost_end(view->ghost), exact_now = ghost_duration(view->trace);
    const int64_t grain = time_grain(exact_before > exact_now ? exact_before : exact_now);
    const int64_t before = rounded(exact_before, grain), now = rounded(exact_now, grain);
    char from[32], to[32], difference[32], words[96];
    axis_time_text(before, from, sizeof from);
    axis_time_text(now, to, sizeof to);
    axis_time_text(llabs(now - before), difference, sizeof difference);
    bool same = now == before;
    snprintf(words, sizeof words,
             same           ? view_words(view, "%.0sjust as long")
             : now < before ? view_words(view, "%s shorter")
                            : view_words(view, "%s longer"),
             difference);
    if (draw_text_width(list, FONT_SMALL, words) + 220 <= right - left) {
        snprintf(words, sizeof words,
                 same           ? view_words(view, "%.0sjust as long as before")
                 : now < before ? view_words(view, "%s shorter than before")
                                : view_words(view, "%s longer than before"),
                 difference);
    }
    float y = panel_text_y(list, FONT_CODE_BOLD, area.y, area.h), icon = 12, gap = 8;
    float numbers = draw_text_width(list, FONT_CODE_BOLD, from) + draw_text_width(list, FONT_CODE_BOLD, to) + icon + 2 * gap;
    float wide = draw_text_width(list, FONT_SMALL, words) + 12;
    bool both = numbers + wide <= right - left;
    float x = right - numbers - (both ? wide : 0);
    if (numbers > right - left) {
        return;
    }
    x += draw_text(list, x, y, 0, FONT_CODE_BOLD, TOKEN_DIM, from) + gap;
    draw_icon(list, ICON_ARROW_RIGHT, (Rect){x, area.y + (area.h - icon) / 2, icon, icon}, TOKEN_DIM, 255);
    x += icon + gap;
    x += draw_text(list, x, y, 0, FONT_CODE_BOLD, TOKEN_TEXT, to) + 12;
    if (both) {
        draw_text(list, x, panel_text_y(list, FONT_SMALL, area.y, area.h), 0, FONT_SMALL, TOKEN_TEXT, words);
    }
}

void view_knobs_tag(DrawList *list, const View *view, bool python, uint32_t line, float code_end, Rect row)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(view->lesson, &count);
    KnobValues usual = knobs_usual(view->lesson);
    usual.rules = view->ui->knobs.rules; /* which are no knob */
    for (size_t i = 0; i < count && i < view->ui->knobs.count; i++) {
        double value = view->ui->knobs.value[i];
        bool turned = value < usual.value[i] || value > usual.value[i];
        if (!turned || (python ? knobs[i].python_line : knobs[i].c_line) != line) {
            continue;
        }
        char text[40], words[32];
        snprintf(text, sizeof text, view_words(view, "now %s"), value_text(view->ui->language, &knobs[i], value, words, sizeof words));
        float width = draw_text_width(list, FONT_SMALL, text) + 14, most = row.x + row.w - 10 - width;
        Rect tag = {code_end + 12 < most ? code_end + 12 : most, row.y + (row.h - 20) / 2, width, 20};
        draw_fill(list, tag, 5, TOKEN_PANEL, 255);
        draw_outline(list, tag, 5, TOKEN_ACCENT, 255);
        draw_text(list, tag.x + 7, panel_text_y(list, FONT_SMALL, tag.y, tag.h), 0, FONT_SMALL, TOKEN_TEXT, text);
    }
}

/* The tracks give way to the comparison, which both give way to what cannot be left out, and at last the minus and the plus are narrower: the button behind the
   last knob is never covered. `room`: px for all of the sliders. */
static Strip strip_of(float room, float comparison, size_t sliders)
{
    Strip strip = {.nudge = NUDGE};
    if (sliders == 0) {
        return strip;
    }
    const float each = room / (float)sliders - 2 * NUDGE - WORD_GAP, spared = each - comparison / (float)sliders;
    const bool compares = room - 2 * NUDGE * (float)sliders >= comparison;
    strip.track = spared >= SHORTEST_TRACK ? spared : compares ? 0 : each > LEAST_TRACK ? LEAST_TRACK : each;
    strip.track = strip.track > MOST_TRACK ? MOST_TRACK : strip.track < SHORTEST_TRACK ? 0 : strip.track;
    const float most = room / (float)sliders / 2;
    if (strip.track <= 0 && most < NUDGE) {
        strip.nudge = most < LEAST_NUDGE ? LEAST_NUDGE : most;
    }
    return strip;
}

void view_knobs(DrawList *list, const View *view, Rect area)
{
    size_t count = 0, sliders = 0;
    const Knob *knobs = lesson_knobs(view->lesson, &count);
    KnobValues usual = knobs_usual(view->lesson);
    usual.rules = view->ui->knobs.rules; /* which are no knob */
    if (count == 0 || view->ui->knobs.count != count) {
        return;
    }
    const Button reset = {ICON_COUNT, view_words(view, "reset"), COMMAND_KNOB_RESET, false, true, false};
    float button = panel_button_width(list, &reset), right = area.x + area.w - 16, x = area.x + 20, needed = 0;
    bool narrow = area.w < LAYOUT_WIDE;
    float comparison = narrow ? 116 : 270, gap = narrow ? 16 : CELL_GAP;
    for (size_t i = 0; i < count; i++) {
        needed += fixed_width(list, view->ui->language, &knobs[i]) + gap;
        sliders += !knob_clicks(&knobs[i]);
    }
    Strip strip = strip_of(right - button - 8 - x - needed, comparison, sliders);
    draw_fill(list, (Rect){area.x, area.y + area.h - 1, area.w, 1}, 0, TOKEN_LINE, 255);
    for (size_t i = 0; i < count; i++) {
        x = draw_cell(list, view, &knobs[i], i, x, strip, area) + gap;
    }
    if (!knobs_equal(&view->ui->knobs, &usual)) {
        panel_button(list, view, (Rect){right - button, area.y + (area.h - 26) / 2, button, 26}, &reset);
    }
    if (view->ghost) {
        draw_comparison(list, view, x - 4, right - button - 8, area);
    }
}
