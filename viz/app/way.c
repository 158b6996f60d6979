/* way.c: rounds of questions: each in its lesson at its moment, one after another, and what they come to. */
#include "parts.h"

#include "words/course/moments.h"

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

void app_way_begin(App *app, RoundKind kind)
{
    Round round = {.kind = kind};
    size_t count = way_due(app->lessons, &app->kept, round.question, ROUND_QUESTIONS);
    round.count = count < ROUND_QUESTIONS ? count : ROUND_QUESTIONS;
    if (round.count > 0) {
        app->ui.round = round;
        ask(app);
    }
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
        app_notice(app, "As this run goes, that question does not come up: the settings choose an older Python.");
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
    size_t right = way_right(round), left = way_due(app->lessons, &app->kept, NULL, 0);
    int length = snprintf(text, size, "%zu of %zu right%s ", right, round->count, right < round->count ? "; the others come back." : ".");
    if (left > 0) {
        snprintf(text + length, size - (size_t)length, "%zu more %s due.", left, left == 1 ? "is" : "are");
    } else {
        snprintf(text + length, size - (size_t)length, "Nothing else is due today.");
    }
}

static void finish(App *app)
{
    char text[sizeof app->notice];
    say_due(app, &app->ui.round, text, sizeof text);
    app_way_leave(app);
    app_predict_suspend(app);
    app->ui.screen = SCREEN_MENU;
    app_menu_shown(app);
    app_notice(app, text);
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
