/* predict_keys.c: the keys and commands of predict mode: answering, going on, skipping a question, and leaving. */
#include "parts.h"

static void go_on(App *app, int64_t now)
{
    if (app_way_goes_on(app)) {
        return;
    }
    if (app->player.n != app->ui.predict.frontier) {
        player_seek(&app->player, app->trace, app->ui.predict.frontier);
    }
    app_step(app, app->player.size, 1, now);
}

/* At the frontier, play goes on from there instead of beginning again. */
static void play_on(App *app, int64_t now)
{
    Player *player = &app->player;
    player->playing = !player->playing && app->ui.predict.phase != PREDICT_OVER;
    player->next_at = now;
    app_moved(app);
}

bool app_predict_key(App *app, const char *key)
{
    bool digit = key[0] >= '1' && key[0] <= '0' + PREDICT_CHOICES && key[1] == '\0';
    if (!digit || !predict_stands(&app->ui.predict) || app->ui.screen != SCREEN_LESSON || app->ui.help) {
        return false;
    }
    app_predict_answer(app, (size_t)(key[0] - '1'));
    return true;
}

/* What else is open is closed first. */
static bool leave_or_skip(App *app)
{
    const Ui *ui = &app->ui;
    if (ui->help || ui->remark != 0 || ui->why.open || ui->page.open || ui->timeline.measured || ui->knob_focus > 0 || ui->spotlight ||
        ui->focus.panel != 0) {
        return false;
    }
    if (predict_stands(&ui->predict)) {
        app_predict_close(app);
        app_way_goes_on(app);
    } else {
        app_way_leave(app);
        app_predict_suspend(app);
        app_page_back(app);
    }
    return true;
}

bool app_predict_command(App *app, Command command, int64_t now)
{
    PredictUi *ui = &app->ui.predict;
    bool asked = ui->phase == PREDICT_ASKED, answered = ui->phase == PREDICT_ANSWERED;
    if (command == COMMAND_PREDICT) {
        app_way_leave(app);
        if (app_predict_suspend(app)) {
            app_page_back(app);
        } else {
            app_predict_resume(app);
        }
        return true;
    }
    if (!app->ui.predict.on) {
        return false;
    }
    switch (command) {
    case COMMAND_ESCAPE: return leave_or_skip(app);
    case COMMAND_ACTIVATE:
        if (asked) {
            app_predict_answer(app, ui->choice);
        } else {
            go_on(app, now); /* also where nothing is asked: the hand stays where it is */
        }
        return true;
    case COMMAND_PLAY:
        if (answered) {
            go_on(app, now);
        } else if (app->player.n == ui->frontier) {
            play_on(app, now);
        }
        return answered || app->player.n == ui->frontier;
    case COMMAND_STEP:
        if (answered && app->ui.knob_focus == 0) {
            go_on(app, now);
            return true;
        }
        return false;
    case COMMAND_SELECT_UP: ui->choice -= asked && ui->choice > 0; return asked;
    case COMMAND_SELECT_DOWN: ui->choice += asked && ui->choice + 1 < ui->question.choice_count; return asked;
    default: return false;
    }
}
