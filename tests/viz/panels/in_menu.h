/* in_menu.h: for the tests of the menu: it stands in a window without one, keys are pressed in it, and its texts are looked for. */
#ifndef LOOPSCOPE_TEST_IN_MENU_H
#define LOOPSCOPE_TEST_IN_MENU_H

#include "app/parts.h"
#include "support/lessons.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

typedef struct Shown {
    App app;
    Trace *trace;
    DrawList frame;
} Shown;

static inline void draw(Shown *shown)
{
    drawlist_clear(&shown->frame);
    app_draw(&shown->app, &shown->frame, shown->app.width, shown->app.height, 0);
    assert_false(shown->frame.failed);
}

/* The menu in a window of that size, with the first lesson chosen. */
static inline void show(Shown *shown, size_t lessons, float width, float height)
{
    *shown = (Shown){.trace = trace_new()};
    assert_non_null(shown->trace);
    assert_true(app_init(&shown->app));
    if (lessons > 0) {
        shown->app.lessons = stand_in_lessons(lessons);
    }
    const Lesson *first = &shown->app.lessons.lesson[0];
    lesson_record(first, trace_sink(shown->trace));
    assert_true(app_open(&shown->app, shown->trace, first, LIVE_NONE));
    shown->app.width = width;
    shown->app.height = height;
    drawlist_init(&shown->frame, drawlist_stub_metrics());
    app_command(&shown->app, COMMAND_MENU, 0);
    draw(shown);
}

static inline void hide(Shown *shown)
{
    app_free(&shown->app);
    trace_free(shown->trace);
    drawlist_free(&shown->frame);
}

static inline void press(Shown *shown, const char *key)
{
    if (!app_key(&shown->app, key, false, 0)) {
        app_command(&shown->app, command_by_key(key), 0);
    }
    draw(shown);
}

static inline bool says(const Shown *shown, const char *words)
{
    for (size_t i = 0; i < shown->frame.count; i++) {
        if (shown->frame.commands[i].kind == DRAW_TEXT && strstr(shown->frame.text + shown->frame.commands[i].text, words)) {
            return true;
        }
    }
    return false;
}

#endif
