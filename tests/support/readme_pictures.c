/* readme_pictures.c: the README's picture of gather half way, its film of gather from the first step to the last, the manual's of predict mode. */
#include "support/readme_pictures.h"

#include <stdio.h>

static bool open_gather(App *app, Trace *trace, TextMetrics metrics)
{
    const Lesson *lesson = lesson_find("gather");
    lesson_record(lesson, trace_sink(trace));
    app->metrics = metrics;
    app->ui.reduced_motion = true;
    app->width = README_WIDTH;
    app->height = README_HEIGHT;
    return app_open(app, trace, lesson, LIVE_NONE);
}

static bool film(App *app, ReadmePicture picture, void *context)
{
    app_command(app, COMMAND_FIRST, 0);
    size_t before = SIZE_MAX;
    for (int frame = 1; app->player.n != before; frame++) {
        char name[32];
        snprintf(name, sizeof name, "gather-film-%03d", frame);
        if (!picture(context, name, app)) {
            return false;
        }
        before = app->player.n;
        app_command(app, COMMAND_STEP, 0);
    }
    return true;
}

/* What is printed next, the first time that it is asked, and the right answer. */
static bool predict(App *app, ReadmePicture picture, void *context)
{
    enum { PATIENCE = 400 };
    const PredictUi *ui = &app->ui.predict;
    app->ui.predict.every = true; /* the lesson itself asks other things */
    app_command(app, COMMAND_PREDICT_ALL, 0);
    for (int i = 0; i < PATIENCE && ui->phase != PREDICT_OVER; i++) {
        if (ui->phase != PREDICT_ASKED) {
            app_command(app, ui->phase == PREDICT_ANSWERED ? COMMAND_ACTIVATE : COMMAND_STEP, 0);
            continue;
        }
        const char key[] = {(char)('1' + ui->question.right), '\0'};
        bool prints = ui->question.kind == PREDICT_PRINTS;
        (void)app_key(app, key, false, 0);
        if (prints && ui->phase == PREDICT_ANSWERED) {
            return picture(context, "predict", app);
        }
    }
    return false;
}

bool readme_pictures_each(TextMetrics metrics, ReadmePicture picture, void *context)
{
    App app;
    Trace *trace = trace_new();
    if (trace == NULL || !app_init(&app)) {
        trace_free(trace);
        return false;
    }
    bool done = open_gather(&app, trace, metrics);
    if (done) {
        player_seek(&app.player, app.trace, 60);
        done = picture(context, "gather", &app) && film(&app, picture, context) && predict(&app, picture, context);
    }
    app_free(&app);
    trace_free(trace);
    return done;
}
