/* topbar.c: where we are, which time runs, and the way to everything else. */
#include "lesson/policy.h"
#include "view/chips.h"
#include "view/layout.h"
#include "view/panel.h"
#include "view/settings.h"
#include "panels.h"

#include <string.h>

enum { TOP_BUTTON = 32 };

static void title_text(const View *view, char *buffer, size_t size)
{
    char number[LESSON_NUMBER] = "";
    const char *title = view->lesson ? lesson_title(view->lesson, view->ui->language) : view->trace ? trace_title(view->trace) : "";
    if (view->lesson && *lesson_number(view->lesson, number, sizeof number) != '\0') {
        snprintf(buffer, size, "%s \xc2\xb7 %s", number, title);
    } else if (view->lesson && lesson_is_mistake(view->lesson)) {
        snprintf(buffer, size, view_words(view, "Mistake \xc2\xb7 %s"), title);
    } else {
        snprintf(buffer, size, "%s",
                 *title                   ? title
                 : live_grows(view->live) ? view_words(view, "a program")
                                          : view_words(view, "a recording"));
    }
}

/* What is going on, at the right, ending at `right`; a long sentence takes two lines. */
static void draw_status(DrawList *list, const View *view, float right, float left_most, Rect area)
{
    char key[48], turns[128];
    snprintf(turns, sizeof turns, view_words(view, "\xe2\x86\x90 \xe2\x86\x92 turn this knob, %s the next one, Esc done"),
             command_key_local(view->letters, COMMAND_KNOB_NEXT, key, sizeof key));
    char reading[64];
    snprintf(reading, sizeof reading, view_words(view, "reading\xe2\x80\xa6 %d %%"), view->read_percent);
    const char *text = view->broken                 ? view->broken
                       : view->live == LIVE_READING ? reading
                       : view->live == LIVE_RUNNING ? view_words(view, "running\xe2\x80\xa6")
                       : view->live == LIVE_ENDED   ? view_words(view, "the run has ended")
                       : view->ui->knob_focus > 0   ? turns
                                                    : "";
    float width = draw_text_width(list, FONT_SMALL, text), room = right - left_most - 20;
    if (!*text || room < 60) {
        return;
    }
    int lines = panel_line_count(list, room, FONT_SMALL, text);
    width = lines == 1 ? width : room;
    Token token = live_grows(view->live) ? TOKEN_RUNNING : TOKEN_DIM;
    float height = (float)lines * (draw_line_height(list, FONT_SMALL) + 2);
    draw_fill(list, (Rect){right - width - 16, area.y + area.h / 2 - 4, 8, 8}, 4, token, 255);
    panel_two_lines(list, right - width, area.y + (area.h - height) / 2 + 1, width + 1, FONT_SMALL, TOKEN_TEXT, text);
}

/* The way into predict mode, and in it the score. Returns its left edge. */
static float predict_button(DrawList *list, const View *view, float right, Rect area)
{
    const PredictUi *predict = &view->ui->predict;
    char label[64];
    snprintf(label, sizeof label, "%s", view_words(view, "Predict"));
    if (predict->on && predict->score.asked > 0) {
        snprintf(label, sizeof label, view_words(view, "Predict: %u of %u right"), (unsigned)predict->score.right,
                 (unsigned)predict->score.asked);
    }
    const Button button = {ICON_COUNT, label, COMMAND_PREDICT, false, false, false};
    float width = panel_button_width(list, &button);
    Rect place = {right - width, area.y + (area.h - TOP_BUTTON) / 2, width, TOP_BUTTON};
    panel_button(list, view, place, &button);
    if (predict->on) {
        draw_outline(list, place, RADIUS_CHIP, TOKEN_READY, 255);
    }
    return place.x;
}

static void time_words(const View *view, SwitchWord times[2])
{
    times[0] = (SwitchWord){view_words(view, "virtual time"), COMMAND_REAL_TIME};
    times[1] = (SwitchWord){view_words(view, "real time"), COMMAND_REAL_TIME};
}

static float switch_width(const DrawList *list, const SwitchWord *times, size_t count)
{
    float width = 4 + (count > 1 ? 48 : 16); /* as chip_switch() lays them out */
    for (size_t i = 0; i < count; i++) {
        width += draw_text_width(list, FONT_SMALL, times[i].label);
    }
    return width;
}

/* What the title leaves free when the button below stands in the bar. */
static float room_of_policy(const DrawList *list, const View *view)
{
    const Button least = {ICON_COUNT, view_words(view, "Not asyncio's"), COMMAND_POLICY, false, false, false};
    return panel_button_width(list, &least) + 24;
}

/* That this is not asyncio's order is always said, in as many words as there is room for; a click goes on to the next policy. Returns its width. */
static float policy_button(DrawList *list, const View *view, float x, float right, Rect area)
{
    enum { FORMS = 3 };
    char policy[40], labels[FORMS][80];
    snprintf(policy, sizeof policy, "%s", view_words(view, "somebody chooses"));
    if (view->ui->knobs.policy.kind != POLICY_FIRST_IN) {
        policy_in_short(view->ui->language, &view->ui->knobs.policy, policy, sizeof policy);
    }
    snprintf(labels[0], sizeof labels[0], view_words(view, "Not asyncio's order: %s"), policy);
    snprintf(labels[1], sizeof labels[1], view_words(view, "Not asyncio's: %s"), policy);
    snprintf(labels[2], sizeof labels[2], "%s", view_words(view, "Not asyncio's"));
    if (view->ui->knobs.policy.kind == POLICY_PICKS && view->ui->knobs.policy.count == 0) { /* nobody has gone otherwise yet */
        snprintf(labels[0], sizeof labels[0], "%s", view_words(view, "You are the scheduler"));
        snprintf(labels[1], sizeof labels[1], "%s", labels[0]);
        snprintf(labels[2], sizeof labels[2], "%s", view_words(view, "You schedule"));
    }
    Button button = {ICON_COUNT, labels[0], view->lesson ? COMMAND_POLICY : COMMAND_LOOP_CODE, false, false, false};
    for (size_t i = 0; i < FORMS && (i == 0 || x + panel_button_width(list, &button) > right); i++) {
        button.label = labels[i];
    }
    float width = panel_button_width(list, &button);
    Rect place = {x, area.y + (area.h - TOP_BUTTON) / 2, width, TOP_BUTTON};
    panel_button(list, view, place, &button);
    draw_outline(list, place, RADIUS_CHIP, TOKEN_READY, 255);
    return width;
}

/* As which Python the lesson runs, where there is room. Returns its width. */
static float rules_button(DrawList *list, const View *view, float x, float right, Rect area)
{
    char version[32], label[48];
    snprintf(label, sizeof label, "Python %s", ui_rules_shown(view->ui, version, sizeof version));
    const Button button = {ICON_COUNT, label, COMMAND_RULES, false, true, false};
    float width = panel_button_width(list, &button);
    if (x + width > right) {
        return 0;
    }
    panel_button(list, view, (Rect){x, area.y + (area.h - TOP_BUTTON) / 2, width, TOP_BUTTON}, &button);
    return width;
}

/* The way to the lesson's page. Returns its left edge. */
static float page_button(DrawList *list, const View *view, float right, Rect area)
{
    const Button button = {view->solved ? ICON_DONE : ICON_COUNT,
                           view_words(view, "Lesson"),
                           view->ui->page.open ? COMMAND_PAGE_CLOSE : COMMAND_PAGE,
                           false,
                           false,
                           false};
    float width = panel_button_width(list, &button);
    Rect place = {right - width, area.y + (area.h - TOP_BUTTON) / 2, width, TOP_BUTTON};
    panel_button(list, view, place, &button);
    if (view->ui->page.open) {
        draw_outline(list, place, RADIUS_CHIP, TOKEN_READY, 255);
    }
    return place.x;
}

static float draw_buttons(DrawList *list, const View *view, Rect area)
{
    const Button help = {ICON_COUNT, "?", COMMAND_HELP, false, false, false}, more = {ICON_MORE, NULL, COMMAND_MORE, false, false, false};
    float y = area.y + (area.h - TOP_BUTTON) / 2, right = area.x + area.w - 16;
    panel_button(list, view, (Rect){right - TOP_BUTTON, y, TOP_BUTTON, TOP_BUTTON}, &help);
    right -= TOP_BUTTON + 8;
    panel_button(list, view, (Rect){right - TOP_BUTTON, y, TOP_BUTTON, TOP_BUTTON}, &more);
    right -= TOP_BUTTON + 16;
    if (view->ui->screen != SCREEN_LESSON || !view->trace) {
        return right;
    }
    const Button find = {ICON_FIND, NULL, COMMAND_FIND, false, false, false};
    right += 8;
    panel_button(list, view, (Rect){right - TOP_BUTTON, y, TOP_BUTTON, TOP_BUTTON}, &find);
    right -= TOP_BUTTON + 16;
    right = predict_button(list, view, right, area) - 16;
    return view->lesson ? page_button(list, view, right + 8, area) - 16 : right;
}

static void draw_menu_bar(DrawList *list, const View *view, Rect area)
{
    float x = area.x + 16, right = draw_buttons(list, view, area);
    float y = panel_text_y(list, FONT_SENTENCE_BOLD, area.y, area.h);
    x += draw_text(list, x, y, 0, FONT_SENTENCE_BOLD, TOKEN_TEXT, "Loopscope") + 14;
    const Button files[] = {{ICON_COUNT, view_words(view, "Run a Python file"), COMMAND_RUN_FILE, false, false, false},
                            {ICON_COUNT, view_words(view, "Open a recording"), COMMAND_OPEN, false, false, false}};
    float width = 0;
    right += 16;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (view_offers(view, files[i].command)) {
            width = panel_button_width(list, &files[i]);
            right -= width + 8;
            panel_button(list, view, (Rect){right, area.y + (area.h - TOP_BUTTON) / 2, width, TOP_BUTTON}, &files[i]);
        }
    }
    right -= 16;
    if (view->trace != NULL) {
        const Button back = {
            ICON_ARROW_LEFT, view->lesson != NULL ? view_words(view, "Back to the lesson") : view_words(view, "Back to the run"),
            COMMAND_MENU,    false,
            false,           false};
        width = panel_button_width(list, &back);
        panel_button(list, view, (Rect){x + 10, area.y + (area.h - TOP_BUTTON) / 2, width, TOP_BUTTON}, &back);
        x += 10 + width;
    } else {
        x += draw_text(list, x, panel_text_y(list, FONT_BODY, area.y, area.h), right - x, FONT_BODY, TOKEN_DIM,
                       view_words(view, "see an event loop think"));
    }
    draw_status(list, view, right, x, area);
}

/* The way to the lessons, and what parts it from the title. Without a list it is only measured. Returns the x behind it. */
static float lessons_button(DrawList *list, const DrawList *metrics, const View *view, Rect area, bool labelled)
{
    const Button lessons = {ICON_MENU, labelled ? view_words(view, "Lessons") : NULL, COMMAND_MENU, false, true, false};
    float width = panel_button_width(metrics, &lessons), x = area.x + 8;
    if (list) {
        panel_button(list, view, (Rect){x, area.y + (area.h - TOP_BUTTON) / 2, width, TOP_BUTTON}, &lessons);
    }
    if (!labelled) {
        return x + width + 6;
    }
    if (list) {
        draw_text(list, x + width + 2, panel_text_y(list, FONT_BODY, area.y, area.h), 0, FONT_BODY, TOKEN_FAINT, "/");
    }
    return x + width + 2 + draw_text_width(metrics, FONT_BODY, "/") + 14;
}

void view_topbar(DrawList *list, const View *view, Rect area)
{
    draw_fill(list, area, 0, TOKEN_PANEL, 255);
    if (area.h < LAYOUT_TOPBAR) { /* presenting */
        view_knobs(list, view, area);
        return;
    }
    if (area.h > LAYOUT_TOPBAR) {
        view_knobs(list, view, (Rect){area.x, area.y + LAYOUT_TOPBAR, area.w, area.h - LAYOUT_TOPBAR});
        area.h = LAYOUT_TOPBAR;
    }
    draw_fill(list, (Rect){area.x, area.y + area.h - 1, area.w, 1}, 0, TOKEN_LINE, 255);
    if (view->ui->screen == SCREEN_MENU) {
        draw_menu_bar(list, view, area);
        return;
    }
    char title[160];
    title_text(view, title, sizeof title);
    const float right = draw_buttons(list, view, area), needed = draw_text_width(list, FONT_BODY_BOLD, title) + 1, behind = 24 + 8;
    const bool other = view->ui->knobs.policy.kind != POLICY_FIRST_IN || view->state->choices > 0;
    const bool timed = view->lesson && !lesson_is_own(view->lesson); /* which runs in virtual time, on a Python that is what it is */
    const bool real = trace_real_time(view->trace) || (view->live != LIVE_NONE && view->live != LIVE_READING);
    SwitchWord times[2];
    time_words(view, times);
    /* The whole title, if need be with the time in one word, and without the word of the button before it. */
    const float two = timed ? switch_width(list, times, 2) : 0, one = timed ? switch_width(list, &times[real], 1) : 0;
    const float policy = other ? room_of_policy(list, view) : 0,
                room = right - lessons_button(NULL, list, view, area, true) - behind - policy;
    const size_t words = needed + two > room ? 1 : 2;
    const float wide = words == 1 ? one : two;
    float x = lessons_button(list, list, view, area, words == 2 || needed + one <= room), most = right - x - behind - policy - wide;
    if (!timed && !other) { /* a sentence may have to be said */
        most = (right - x) * 0.5F;
    }
    float title_width = draw_text(list, x, panel_text_y(list, FONT_BODY_BOLD, area.y, area.h), most, FONT_BODY_BOLD, TOKEN_TEXT, title);
    x += (title_width < most ? title_width : most) + 24;
    if (timed) {
        chip_switch(list, x + wide, area.y + (area.h - 30) / 2, 30, words == 1 ? &times[real] : times, words, words == 1 ? 0 : real);
        x += wide + 12;
        x += other ? 0 : rules_button(list, view, x, right, area);
        x += 20;
    }
    x += other ? policy_button(list, view, x, right, area) + 20 : 0;
    draw_status(list, view, right, x, area);
}
