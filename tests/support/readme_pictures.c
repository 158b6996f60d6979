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

static bool predict(App *app, ReadmePicture picture, void *context)
{
    player_seek(&app->player, app->trace, trace_count(app->trace) / 5);
    app_command(app, COMMAND_PREDICT, 0);
    if (!app_key(app, "1", false, 0)) {
        app_command(app, command_by_key("1"), 0);
    }
    return picture(context, "predict", app);
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
