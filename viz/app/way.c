/* way.c: rounds of questions: each in its lesson at its moment, one after another, and what they come to. */
#include "parts.h"

#include "words/course/moments.h"
#include "words/course/placement.h"

#include <stdio.h>

/* Main opens its lesson, and then app_way_arrive() is called. */
static void ask(App *app)
{
    const Round *round = &app->ui.round;
    app->want_lesson = &app->lessons.lesson[round->question[round->at].lesson];
    app->want_question = 1 + round->question[round->at].question;
    app->ui.page.open = false; /* it would tell */
    app->ui.why.open = false;
}

/* Of the questions that were found there is room for so many; none is no round. */
static void begin(App *app, Round round, size_t count)
{
    round.count = count < ROUND_QUESTIONS ? count : ROUND_QUESTIONS;
    if (round.count > 0) {
        app->ui.round = round;
        ask(app);
    }
}

void app_way_due(App *app)
{
    Round round = {.kind = ROUND_DUE};
    size_t count = way_due(app->lessons, &app->kept, round.question, ROUND_QUESTIONS);
    begin(app, round, count);
}

void app_way_practise(App *app, PredictKind kind)
{
    Round round = {.kind = ROUND_PRACTICE, .about = kind};
    size_t count = way_practice(app->lessons, &app->kept, kind, round.question, ROUND_PRACTISED);
    begin(app, round, count);
}

void app_way_place(App *app)
{
    Round round = {.kind = ROUND_PLACEMENT, .count = PLACEMENT_QUESTIONS};
    for (size_t i = 0; i < PLACEMENT_QUESTIONS; i++) {
        WayQuestion *question = &round.question[i];
        if (!placement_question(app->lessons, i, &question->lesson, &question->question)) {
            return; /* these are not the lessons of the course */
        }
    }
    begin(app, round, PLACEMENT_QUESTIONS);
}

void app_way_arrive(App *app, size_t question)
{
    CourseMoment moments[COURSE_MOMENTS];
    app_predict_suspend(app);
    size_t count = course_moments(&app->lesson->page, app->trace, app->model, app->spans, moments), i = 0;
    while (i < count && moments[i].question != question) {
        i++;
    }
    if (i < count) {
        player_seek(&app->player, app->trace, moments[i].n);
        app_predict_resume(app);
    } else {
        app_way_leave(app);
        app_notice(
            app,
            "Run as this Python, the lesson does not bring up that question: Shift V, or a click on its version above, chooses another.");
    }
}

/* What is known of the lesson is what the reader has walked through: the way to a question is no part of that. */
void app_way_leave(App *app)
{
    if (app->ui.round.kind != ROUND_NONE) {
        app->ui.round = (Round){.kind = ROUND_NONE};
        app->noted = app->player.n;
        app_predict_forget(app);
    }
}

static void say_due(const App *app, const Round *round, char *text, size_t size)
{
    size_t left = way_due(app->lessons, &app->kept, NULL, 0);
    int length = snprintf(text, size, words_in(app->ui.language, "%zu of %zu right. "), way_right(round), round->count);
    if (left > 0) {
        snprintf(text + length, size - (size_t)length,
                 words_counted(app->ui.language, "%zu question is still due.", "%zu questions are still due.", left), left);
    } else {
        snprintf(text + length, size - (size_t)length, "%s", words_in(app->ui.language, "Nothing else is due today."));
    }
}

/* The sheet from which the round came, with what it says now. */
static void show_practised(App *app, PredictKind about)
{
    PredictKind kinds[PREDICT_KIND_COUNT];
    size_t count = way_kinds(app->lessons, kinds), row = 0;
    while (row + 1 < count && kinds[row] != about) {
        row++;
    }
    app->ui.sheet = (SheetUi){.kind = SHEET_PREDICTIONS, .choice = row};
}

/* The answers say where to begin: the sentence, and the lesson that is chosen and marked from now on. */
static void place(App *app, const Round *round, char *text, size_t size)
{
    size_t lesson = placement_begin(app->lessons, round->right);
    const Lesson *begins = &app->lessons.lesson[lesson];
    snprintf(text, size,
             lesson > 0
                 ? words_in(app->ui.language,
                            "%zu of %zu right: begin with lesson %zu, \xe2\x80\x9c%.80s\xe2\x80\x9d; what comes before it you can predict.")
                 : words_in(app->ui.language, "%zu of %zu right: begin with lesson %zu, \xe2\x80\x9c%.80s\xe2\x80\x9d."),
             way_right(round), round->count, lesson + 1, lesson_title(begins, app->ui.language));
    snprintf(app->kept.begin, sizeof app->kept.begin, "%s", begins->name);
    app->kept_changed = true;
    app->ui.menu_choice = lesson;
}

static void finish(App *app)
{
    const Round round = app->ui.round;
    char text[sizeof app->notice];
    if (round.kind == ROUND_PRACTICE) {
        snprintf(text, sizeof text, words_in(app->ui.language, "%zu of %zu right: %s."), way_right(&round), round.count,
                 words_in(app->ui.language, predict_kind_name(round.about)));
    } else if (round.kind == ROUND_PLACEMENT) {
        place(app, &round, text, sizeof text);
    } else {
        say_due(app, &round, text, sizeof text);
    }
    app_way_leave(app);
    app_predict_suspend(app);
    app->ui.screen = SCREEN_MENU;
    app_menu_shown(app);
    app_notice(app, text);
    if (round.kind == ROUND_PRACTICE) {
        show_practised(app, round.about);
    }
}

bool app_way_goes_on(App *app)
{
    Round *round = &app->ui.round;
    if (round->kind == ROUND_NONE) {
        return false;
    }
    if (++round->at < round->count) {
        ask(app);
    } else {
        finish(app);
    }
    return true;
}

void app_way_answered(App *app, size_t question, bool right)
{
    Round *round = &app->ui.round;
    if (round->kind != ROUND_NONE && round->at < round->count && round->question[round->at].question == question &&
        &app->lessons.lesson[round->question[round->at].lesson] == app->lesson) {
        round->right[round->at] = right;
    }
}
