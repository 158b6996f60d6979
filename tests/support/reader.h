/* reader.h: somebody who sits in front of an app without its window, presses and clicks, and sees what that comes to: a lesson runs as main would run it. */
#ifndef LOOPSCOPE_TESTS_READER_H
#define LOOPSCOPE_TESTS_READER_H

#include "support/observe.h"

#include "app/parts.h"
#include "lesson/knobs.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* A reader in front of the window. */
typedef struct Reader {
    App app;
    Trace *trace;
    DrawList frame;
    float width, height;
    int64_t now; /* ns */
} Reader;

enum { READER_PATIENCE = 400 /* presses or clicks until a reader gives up */ };

/* For what a test says when it fails. */
static inline const char *reader_where(const Reader *reader)
{
    static char text[96];
    snprintf(text, sizeof text, "%s at %gx%g", reader->app.lesson ? reader->app.lesson->name : "the menu", (double)reader->width,
             (double)reader->height);
    return text;
}

static inline Trace *reader_record(const Lesson *lesson, const KnobValues *values)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    lesson_run(lesson, values, trace_sink(trace), false);
    return trace;
}

static inline void reader_open_wanted(Reader *reader)
{
    App *app = &reader->app;
    Trace *trace = reader_record(app->want_lesson, NULL);
    assert_true(app_open(app, trace, app->want_lesson, LIVE_NONE));
    trace_free(reader->trace);
    reader->trace = trace;
}

/* What main does after every input. */
static inline void reader_serve(Reader *reader)
{
    App *app = &reader->app;
    if (app->want_lesson) {
        reader_open_wanted(reader);
    } else if (app->want_turned) {
        Trace *trace = reader_record(app->lesson, &app->ui.knobs);
        assert_true(app_turned(app, trace, reader->trace));
        reader->trace = trace;
    }
    app->want_lesson = NULL;
    app->want_turned = false;
    reader->now += 2000000000; /* every movement is over, and no click is one of two */
    app_tick(app, reader->now);
    drawlist_clear(&reader->frame);
    app_draw(app, &reader->frame, reader->width, reader->height, reader->now);
    assert_false(reader->frame.failed);
}

/* In front of the menu, logical px; the caller calls reader_stand_up(). */
static inline void reader_sit_down(Reader *reader, float width, float height)
{
    memset(reader, 0, sizeof *reader);
    reader->width = width;
    reader->height = height;
    reader->now = 1000000000;
    assert_true(app_init(&reader->app));
    drawlist_init(&reader->frame, drawlist_stub_metrics());
    app_command(&reader->app, COMMAND_MENU, reader->now);
    reader_serve(reader);
}

static inline void reader_stand_up(Reader *reader)
{
    app_free(&reader->app);
    drawlist_free(&reader->frame);
    trace_free(reader->trace);
}

static inline void reader_key(Reader *reader, const char *name)
{
    if (!app_key(&reader->app, name, false, reader->now)) {
        app_command(&reader->app, command_by_key(name), reader->now);
    }
    reader_serve(reader);
}

/* False: there is nothing that is called so (observe.h) to click on. */
static inline bool reader_click(Reader *reader, const char *called)
{
    float x, y;
    Rect area;
    if (!observe_area(&reader->frame, called, &x, &y, &area)) {
        return false;
    }
    app_mouse_move(&reader->app, &reader->frame, x, y, reader->now);
    app_mouse_button(&reader->app, &reader->frame, x, y, true, reader->now);
    app_mouse_button(&reader->app, &reader->frame, x, y, false, reader->now);
    reader_serve(reader);
    return true;
}

/* That knob of the lesson stands there. */
static inline bool reader_turned_to(const Reader *reader, size_t knob, double value)
{
    return fabs(reader->app.ui.knobs.value[knob] - value) < 1e-9;
}

#endif
