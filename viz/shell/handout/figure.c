/* figure.c: see figure.h. */
#include "figure.h"

#include "draw/svg.h"
#include "view/state_words.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 880, TEXT = 4096 }; /* WIDTH: logical px, made as wide as the page */

bool figures_open(Language language, Figures *figures, Picture *picture, const Trace *trace, const Lesson *lesson, const char *prefix)
{
    figures->picture = picture;
    figures->count = 0;
    snprintf(figures->prefix, sizeof figures->prefix, "%s", prefix);
    bool begun = app_init(&figures->app);
    figures->app.ui.language = language;
    return begun && app_open(&figures->app, trace, lesson, LIVE_NONE);
}

void figures_close(Figures *figures) { app_free(&figures->app); }

/* "main awaits, API A sleeps": who does what, for those who do not see the picture. */
static void say_states(App *app, size_t n, char *text, size_t size)
{
    Sentence sentence;
    size_t count = 0, length = 0;
    narrate(app->ui.language, app->model, app->spans, app->trace, n, &sentence);
    length = (size_t)snprintf(text, size, "%s", sentence.text);
    const State *state = model_at(app->model, n);
    const uint32_t *lanes = spans_lanes(app->spans, &count);
    for (size_t i = 0; state != NULL && i < count && length < size; i++) {
        const ModelTask *task = state_task(state, ref_make(REF_TASK, lanes[i]));
        if (task != NULL && !spans_closes_loop(app->spans, lanes[i])) {
            char label[64];
            model_task_label(app->model, ref_make(REF_TASK, lanes[i]), label, sizeof label);
            length += (size_t)snprintf(text + length, size - length, " %s: %s.", label, state_words(app->ui.language, task->state));
        }
    }
}

bool figure_timeline(Figures *figures, size_t n, bool hidden, const char *title, FILE *out)
{
    App *app = &figures->app;
    char prefix[64], *text = malloc(TEXT);
    DrawList list;
    player_seek(&app->player, app->trace, n);
    bool good = text != NULL && app_hide_future(app, hidden);
    drawlist_init(&list, picture_metrics(figures->picture));
    if (good) {
        float height = app_timeline_height(app, APP_LANES_PAGE);
        app_draw_picture(app, APP_PICTURE_TIMELINE, &list, WIDTH, height, 0);
        say_states(app, n, text, TEXT);
        snprintf(prefix, sizeof prefix, "%s%zu", figures->prefix, figures->count++);
        good = !list.failed && svg_write_part(&list, THEME_LIGHT, WIDTH, height, &(SvgPart){prefix, title, text}, out);
    }
    (void)app_hide_future(app, false);
    drawlist_free(&list);
    free(text);
    return good;
}
