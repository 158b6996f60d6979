/* kept.c: what the reader reaches is noted as it happens, for whoever keeps it; the hints of the first start. */
#include "parts.h"

void app_note_progress(App *app)
{
    size_t k = 0, total = 0;
    if (app->ui.round.kind != ROUND_NONE || !app->lesson || !app->spans || live_grows(app->live) || app->player.n == app->noted) {
        return; /* how long a live run is, nobody knows yet */
    }
    app->noted = app->player.n;
    player_position(&app->player, app_whole_spans(app), &k, &total); /* of the whole run: predict mode shows a part */
    if (progress_reached(&app->kept.progress, app->lesson->name, k, total)) {
        app->kept_changed = true;
    }
}

void app_leave_lesson(App *app)
{
    PredictScore score = app_predict_score(app);
    if (app->lesson && app->ui.round.kind == ROUND_NONE &&
        progress_scored(&app->kept.progress, app->lesson->name, score.asked, score.right)) {
        app->kept_changed = true;
    }
}

void app_note_answer(App *app, size_t question, bool right)
{
    Kept *kept = &app->kept;
    app_way_answered(app, question, right);
    const char *text = app->lesson->page.questions.line[question];
    bool placing = app->ui.round.kind == ROUND_PLACEMENT;
    if (placing && !right && review_of(&kept->review, app->lesson->name, text) == NULL) {
        return; /* its lesson is still to come: that teaches it first */
    }
    if (review_answered(&kept->review, app->lesson->name, text, right, kept->today)) {
        app->kept_changed = true;
    }
}

void app_show_hints(App *app)
{
    app->ui.screen = app->trace ? SCREEN_LESSON : SCREEN_MENU;
    app->ui.help = false;
    app->ui.hints = app->trace != NULL;
    app->kept_changed = app->kept_changed || !app->kept.progress.hints_seen;
    app->kept.progress.hints_seen = true;
    app->changed = true;
}
