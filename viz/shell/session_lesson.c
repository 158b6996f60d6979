/* session_lesson.c: a lesson from a folder runs by Python while the run before stays in sight; the next Python is made ready meanwhile, so that a knob turns at once. */
#include "session_parts.h"

#include "own/lesson.h"

void session_lesson_end(Session *session)
{
    own_lesson_free(session->lesson_run);
    session->lesson_run = NULL;
}

void session_lesson_forget(Session *session)
{
    session_lesson_end(session);
    own_lesson_free(session->lesson_ready);
    session->lesson_ready = NULL;
    session->lesson_made_ready = false;
}

/* False: it could not be started, which was said. */
static bool begin(Session *session, const Lesson *lesson, const KnobValues *values, bool turned)
{
    char sentence[sizeof session->app.notice] = WORDS("There is not enough memory to run the lesson.");
    session_lesson_end(session);
    OwnLesson *run = session->lesson_ready;
    bool fits = run != NULL && own_lesson_of(run) == lesson;
    session->lesson_ready = NULL;
    session->lesson_made_ready = false;
    if (!fits || !own_lesson_begin(run, values, window_now())) {
        own_lesson_free(run);
        run = own_lesson_ready(lesson, sentence, sizeof sentence);
        if (run == NULL || !own_lesson_begin(run, values, window_now())) {
            own_lesson_free(run);
            app_notice(&session->app, sentence);
            return false;
        }
    }
    session->lesson_run = run;
    session->lesson_turned = turned;
    return true;
}

void session_lesson_open(Session *session, const Lesson *lesson)
{
    KnobValues values = lesson == session->source.lesson ? session->app.ui.knobs : knobs_usual(lesson);
    if (lesson->py_text == NULL) {
        app_notice(&session->app, lesson->fault);
    } else {
        (void)begin(session, lesson, &values, false);
    }
}

void session_lesson_turn(Session *session)
{
    App *app = &session->app;
    if (session->lesson_run != NULL) {
        return; /* the one that comes is shown first: then the knobs are looked at again */
    }
    app->want_turned = false;
    if (!begin(session, session->source.lesson, &app->ui.knobs, true)) {
        app->ui.knobs = knobs_of_trace(session->source.lesson, session->source.trace);
    }
}

/* The run before becomes the outline behind it. What was turned while it ran is still to be run. */
static void show_turned(Session *session, Trace *trace, const char *sentence)
{
    App *app = &session->app;
    KnobValues wanted = app->ui.knobs;
    bool more = app->want_turned;
    if (trace == NULL || !app_turned(app, trace, session->source.trace)) {
        trace_free(trace);
        app->ui.knobs = knobs_of_trace(session->source.lesson, session->source.trace);
        app_notice(app, sentence[0] != '\0' ? sentence : "There is not enough memory to show that run.");
    } else {
        session->source.trace = trace;
        app_notice(app, sentence);
    }
    if (more) {
        app->ui.knobs = wanted;
        app->want_turned = true;
    }
}

static void show_opened(Session *session, const Lesson *lesson, Trace *trace, const char *sentence)
{
    Source next = {.trace = trace, .lesson = lesson};
    if (trace == NULL) {
        app_notice(&session->app, sentence);
        return;
    }
    snprintf(next.notice, sizeof next.notice, "%s", sentence);
    session_show(session, next, NULL);
    session_pictures_keep(session);
}

/* What fails now would fail again and again: it is tried once for each run. */
static void keep_ready(Session *session)
{
    char unsaid[200];
    const Lesson *lesson = session->source.lesson;
    if (session->lesson_made_ready || lesson == NULL || !lesson_is_own(lesson) || lesson->knob_count == 0) {
        return;
    }
    session->lesson_made_ready = true;
    session->lesson_ready = own_lesson_ready(lesson, unsaid, sizeof unsaid);
}

void session_lesson_follow(Session *session, int64_t now)
{
    char sentence[sizeof session->app.notice];
    OwnLesson *run = session->lesson_run;
    if (run == NULL) {
        keep_ready(session);
        return;
    }
    if (!own_lesson_follow(run, now)) {
        return;
    }
    const Lesson *lesson = own_lesson_of(run);
    Trace *trace = own_lesson_take(run, sentence, sizeof sentence);
    session->lesson_run = NULL;
    own_lesson_free(run);
    if (!session->lesson_turned) {
        show_opened(session, lesson, trace, sentence);
    } else {
        show_turned(session, trace, sentence);
    }
    session->redraw = true;
}
