/* watched.c: what a test may ask of the program in a page, beside what a person does with it. */
#include "support/observe.h"

#include "app/parts.h"
#include "panels/timeline/timeline.h"
#include "shell/browser/page.h"
#include "sdl/browser/wake.h"

#include <emscripten/emscripten.h>
#include <stdio.h>
#include <string.h>

static char answer[256];

/* "n", "theme" … as in tests/ui; "shows WORDS": yes or no. "?": no such name. */
EMSCRIPTEN_KEEPALIVE const char *watched_word(const char *word)
{
    Session *session = page_session();
    const char *lesson = session->source.lesson != NULL ? session->source.lesson->name : "";
    if (strncmp(word, "shows ", 6) == 0) {
        return observe_text(&session->frame, word + 6) ? "yes" : "no";
    }
    if (!observe_word(&session->app, lesson, window_now(), word, answer, sizeof answer)) {
        snprintf(answer, sizeof answer, "?");
    }
    return answer;
}

static bool find(Session *session, const char *called, float *x, float *y, Rect *area)
{
    App *app = &session->app;
    static const char *const panels[PANEL_COUNT] = {
#define PANEL(id, name) [PANEL_##id] = "panel:" #name,
        PANELS(PANEL)
#undef PANEL
    };
    View view;
    Sentence sentence;
    size_t n = 0;
    if (sscanf(called, "moment:%zu", &n) == 1 && app_view(app, &view, &sentence, window_now())) { /* on the timeline */
        *area = app_layout(app).panel[PANEL_TIMELINE];
        *x = timeline_x_of(&view, *area, n);
        *y = timeline_plot(&view, *area).y + 10;
        return true;
    }
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (strcmp(panels[i], called) == 0) {
            *area = app_layout(app).panel[i];
            *x = area->x + area->w / 2;
            *y = area->y + area->h / 2;
            return true;
        }
    }
    return observe_area(&session->frame, called, x, y, area);
}

/* The middle of "command:step", "panel:loop" or "moment:20" in logical pixels, where the area begins and how wide it is, and how wide the whole window is; "": it is
   not there. */
EMSCRIPTEN_KEEPALIVE const char *watched_area(const char *called)
{
    float x = 0, y = 0;
    Rect area = {0, 0, 0, 0};
    answer[0] = '\0';
    if (find(page_session(), called, &x, &y, &area)) {
        snprintf(answer, sizeof answer, "%g %g %g %g %g", (double)x, (double)y, (double)area.x, (double)area.w,
                 (double)page_session()->app.width);
    }
    return answer;
}

static void show_it(Session *session)
{
    session_serve(session);
    session->redraw = true;
    window_wake();
}

EMSCRIPTEN_KEEPALIVE void watched_command(const char *name)
{
    Session *session = page_session();
    app_command(&session->app, command_by_name(name), window_now());
    show_it(session);
}

/* As the text has it, and with nothing behind it. */
EMSCRIPTEN_KEEPALIVE void watched_lesson(const char *name)
{
    Session *session = page_session();
    const Lesson *lesson = lesson_find(name);
    session->app.ui.knobs = knobs_usual(lesson);
    session->app.want_lesson = lesson;
    show_it(session);
}
