/* edited.c: a program that is edited beside the window: the lesson that it was, with another text, and each of its runs with the run before behind it. */
#include "edited.h"

#include "page.h"
#include "lesson/folder.h"
#include "sdl/browser/wake.h"

#include <assert.h>
#include <emscripten/emscripten.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In web/library.js. */
int page_edit(const char *name, const char *file, const char *text, const char *link); /* 0: this page has no editor */
void page_turn(const char *knob, const char *value);                                   /* "": runs it once more */
void page_edit_closed(void);

static struct {
    bool open;          /* the editor stands there, for what is shown */
    const Lesson *base; /* which lesson it was; NULL: the program of a recording */
    Lesson lesson;      /* the same with the edited text, once it has run */
    Knob knobs[LESSON_KNOBS];
    char file[64], fault[FOLDER_FAULT];
    char *text;
    unsigned asked; /* for how many turns of the knobs a run was asked: while there are several, the one that comes is not the last */
} edited;

bool edited_is(const Lesson *lesson) { return lesson != NULL && lesson == &edited.lesson; }

void edited_end(void)
{
    if (edited.open) {
        edited.open = false;
        edited.asked = 0;
        page_edit_closed();
    }
}

static const char *last_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* The Python of a recording that has one file of it. */
static const char *python_of(const Trace *trace, const char **file)
{
    const char *found = NULL;
    for (size_t i = 0; i < trace_source_count(trace); i++) {
        const char *name = trace_source_file(trace, i), *ending = strrchr(name, '.');
        if (ending != NULL && strcmp(ending, ".py") == 0) {
            if (found != NULL) {
                return NULL;
            }
            found = trace_source_text(trace, i);
            *file = last_of(name);
        }
    }
    return found;
}

/* As JSON, the knobs that are not the program's but its network's, which is part of the run here: those that stand in no line of the Python. */
static void write_link(const Lesson *base, char *out, size_t size)
{
    size_t count = 0, at = (size_t)snprintf(out, size, "{");
    const Knob *knobs = base != NULL ? lesson_knobs(base, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (knobs[i].python_line == 0) {
            char value[32];
            knob_plain_text(knobs[i].usual, value, sizeof value);
            at += (size_t)snprintf(out + at, size - at, "%s\"%.60s\":%s", at > 1 ? "," : "", knobs[i].name, value);
            assert(at + 1 < size);
        }
    }
    snprintf(out + at, size - at, "}");
}

void session_edit(Session *session)
{
    App *app = &session->app;
    const Lesson *shown = session->source.lesson, *base = edited_is(shown) ? edited.base : shown;
    const char *file = base != NULL ? last_of(base->py_file) : "", *text = base != NULL ? base->py_text : NULL;
    if (base == NULL) {
        text = python_of(session->source.trace, &file);
    }
    char link[LESSON_KNOBS * 100];
    write_link(base, link, sizeof link);
    if (app->ui.screen == SCREEN_MENU) {
        app_notice(app, "Open a lesson first: then its program stands beside the window, to be changed.");
    } else if (text == NULL || strlen(file) >= sizeof edited.file) {
        app_notice(app, "What can be edited is a lesson, or a program of one file in Python: this is another recording.");
    } else if (!page_edit(base != NULL ? base->name : file, file, text, link)) {
        app_notice(app, "This page has no editor in it: for that, open the browser edition from where it is served, or install Loopscope.");
    } else {
        edited.open = true;
        edited.base = base;
    }
}

/* What stands in the trace of the program's variables at its end, "delay=2 together=1": the knobs among them. One that the program has no more is not
   where it was, whatever it is. */
static void read_knobs(const char *values, Trace *trace)
{
    TraceSink sink = trace_sink(trace);
    for (size_t i = 0; i < edited.lesson.knob_count; i++) {
        const Knob *knob = &edited.knobs[i];
        double value = knob->least < knob->usual || knob->usual < knob->least ? knob->least : knob->most;
        char pattern[80], text[32];
        snprintf(pattern, sizeof pattern, " %.60s=", knob->name);
        const char *at = strstr(values, pattern);
        if (at != NULL) {
            value = strtod(at + strlen(pattern), NULL);
        }
        if (value < knob->usual || value > knob->usual) {
            uint32_t name = sink.text(sink.context, knob->name, strlen(knob->name));
            knob_plain_text(value, text, sizeof text);
            sink.meta(sink.context, META_KNOB, name, sink.text(sink.context, text, strlen(text)));
        }
    }
}

/* The text is the edited one from now on; what was there before stays until the new run stands. */
static char *take_text(const char *file, char *text)
{
    char *before = edited.text;
    size_t count = 0;
    const Knob *knobs = lesson_knobs(edited.base, &count);
    edited.text = text;
    snprintf(edited.file, sizeof edited.file, "%s", file);
    edited.lesson = *edited.base;
    memcpy(edited.knobs, knobs, count * sizeof *knobs);
    for (size_t i = 0; i < count; i++) {
        edited.knobs[i].c_line = 0;
        edited.knobs[i].python_line = knob_python_line(text, knobs[i].name);
    }
    edited.lesson.c_file = edited.lesson.c_text = NULL;
    edited.lesson.run = NULL;
    edited.lesson.py_file = edited.file;
    edited.lesson.py_text = text;
    edited.lesson.knobs = edited.knobs;
    edited.lesson.knob_count = count;
    edited.lesson.fault = edited.fault;
    return before;
}

/* The run before becomes the outline behind the new one. */
static bool show(Session *session, Trace *trace, const char *file, char *text, const char *values)
{
    App *app = &session->app;
    const Lesson *before = app->lesson;
    KnobValues wanted = app->ui.knobs;
    edited.asked -= edited.asked > 0;
    bool turning = app->ui.pressed.kind == HIT_KNOB || edited.asked > 0;
    char *text_before = edited.base != NULL ? take_text(file, text) : text;
    if (edited.base != NULL) {
        read_knobs(values, trace);
        app->lesson = session->source.lesson = &edited.lesson;
    }
    app->ghost_due = true;
    if (!app_turned(app, trace, session->source.trace)) {
        app->lesson = session->source.lesson = before;
        app_notice(app, "There is not enough memory to show that run.");
        free(text_before);
        return false;
    }
    session->source.trace = trace;
    if (knobs_equal(&app->ui.knobs, &wanted)) {
        edited.asked = 0; /* several turns came to one run */
    } else if (turning) {
        app->ui.knobs = wanted; /* the hand is further than the run */
    }
    free(text_before);
    return true;
}

static Trace *read_run(const char *path)
{
    Source source;
    bool wrong_call = false;
    Trace *trace = source_open(&source, path, &wrong_call) ? source.trace : NULL;
    (void)unlink(path);
    return trace;
}

/* The program has run: as which lesson's, its file and text, the file of its recording, and the numbers among its variables, each as " name=value".
   False: nothing of it is to be seen, and the run before stays. */
EMSCRIPTEN_KEEPALIVE int page_ran(const char *file, const char *text, const char *path, const char *values)
{
    Session *session = page_session();
    Trace *trace = read_run(path);
    char *copy = strdup(text);
    bool shown =
        edited.open && session != NULL && trace != NULL && copy != NULL && trace_has_run(trace) && strlen(file) < sizeof edited.file;
    if (!shown || !show(session, trace, file, copy, values)) {
        trace_free(trace);
        if (!shown) {
            free(copy);
        }
        return false;
    }
    session->redraw = true;
    window_wake();
    return true;
}

void edited_turn(const Session *session)
{
    KnobValues ran = knobs_of_trace(&edited.lesson, session->source.trace);
    const KnobValues *now = &session->app.ui.knobs;
    bool any = false;
    edited.asked++;
    for (size_t i = 0; i < edited.lesson.knob_count; i++) {
        char text[32];
        if (now->value[i] < ran.value[i] || now->value[i] > ran.value[i]) {
            bool is_switch = edited.knobs[i].is_switch;
            knob_plain_text(now->value[i], text, sizeof text);
            page_turn(edited.knobs[i].name, is_switch ? (now->value[i] > 0 ? "True" : "False") : text);
            any = true;
        }
    }
    if (!any) {
        page_turn("", "");
    }
}

/* The reader has enough of it: the lesson is shown as it was. */
EMSCRIPTEN_KEEPALIVE void page_edit_end(void)
{
    Session *session = page_session();
    if (session != NULL && edited_is(session->source.lesson)) {
        session_open_lesson(session, edited.base);
        session->redraw = true;
        window_wake();
    }
    edited_end();
}
