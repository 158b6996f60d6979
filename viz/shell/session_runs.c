/* session_runs.c: which run the window shows: a lesson recorded at once, a recording, or a live one; and what is kept of having opened it. */
#include "session_parts.h"

#include "language/said.h"
#include "session_files.h"
#include "session_keep.h"

#include "async.h"

#include <stdlib.h>
#include <string.h>

void session_title(Session *session)
{
    char title[200];
    const char *run = session->source.lesson != NULL ? lesson_title(session->source.lesson, session->app.ui.language)
                                                     : trace_title(session->source.trace);
    snprintf(title, sizeof title, "%.150s%sLoopscope", run, run[0] != '\0' ? " - " : "");
    window_set_title(session->window, title);
    session->titled = run[0] != '\0';
}

/* Writes what was reached. `gone`: a recording to take off the list, or NULL. A fault is said once; a notice that stands there stays. */
void session_keep(Session *session, const char *gone)
{
    App *app = &session->app;
    char sentence[STORE_NOTICE];
    bool failed = !keep_save(&app->kept, gone, sentence);
    app->kept_changed = false;
    if (sentence[0] != '\0' && !(failed && session->keeping_failed) && app->notice[0] == '\0') {
        app_notice(app, sentence);
    }
    session->keeping_failed = session->keeping_failed || failed;
}

/* A recording was opened: it is the first in the menu's list. */
void session_remember(Session *session, const char *path)
{
    if (path[0] == '/' && recent_add(&session->app.kept.recent, path, window_wall_time())) {
        session_keep(session, NULL);
    }
}

/* Shows another run; the one before is given up only when the new one stands. Takes `next` and `live` over. */
void session_show(Session *session, Source next, Live *live)
{
    LiveState state = live != NULL ? LIVE_RUNNING : session_rest_state(&next);
    app_leave_lesson(&session->app);
    if (session->app.kept_changed) {
        session_keep(session, NULL);
    }
    if (!app_open(&session->app, next.trace, next.lesson, state)) {
        live_free(live);
        source_close(&next);
        app_notice(&session->app, "There is not enough memory to open that run.");
        return;
    }
    session_watch_end(session);
    if (next.lesson != session->source.lesson) {
        session_lesson_forget(session);
    }
    session_lesson_end(session);
    live_free(session->live);
    source_close(&session->source);
    session->own_shown = false;
    session->live = live;
    session->source = next;
    if (next.notice[0] != '\0') {
        app_notice(&session->app, next.notice);
    }
    session_title(session);
}

/* The lesson that is shown keeps its knobs as they stand; another one begins with those in its text. */
void session_open_lesson(Session *session, const Lesson *lesson)
{
    Source next;
    if (lesson_is_own(lesson)) {
        session_lesson_open(session, lesson);
        return;
    }
    bool keeps = lesson == session->source.lesson && session->app.want_question == 0; /* a question is about the run of the text */
    KnobValues values = keeps ? session->app.ui.knobs : knobs_usual(lesson);
    values.rules = ui_rules(&session->app.ui);
    if (source_record(&next, lesson, &values)) {
        session_show(session, next, NULL);
    } else {
        app_notice(&session->app, next.notice);
    }
}

/* What cannot be opened is said, and what was shown stays. False: it could not. */
bool session_open_file(Session *session, const char *name)
{
    App *app = &session->app;
    Source next;
    bool wrong_call = false;
    char path[RECENT_PATH], sentence[256];
    if (!session_path(name, path, sizeof path)) {
        app_notice(app, "The path of that file is too long.");
        return false;
    }
    if (source_open_beginning(&next, path, &wrong_call)) {
        session_show(session, next, NULL);
        session_remember(session, path);
        return true;
    }
    if (wrong_call) {
        bool listed = recent_remove(&app->kept.recent, path);
        snprintf(sentence, sizeof sentence,
                 listed ? SAID("There is no file %.150s any more: it was taken off the list.") : SAID("There is no file %.150s."), path);
        app_notice(app, sentence);
        if (listed) {
            session_keep(session, path);
        }
    } else if (app->runs_files && listing_is_python(path)) {
        snprintf(sentence, sizeof sentence, SAID("%.150s is a program: \"Run a Python file\" (Ctrl R) runs it."), path);
        app_notice(app, sentence);
    } else {
        app_notice(app, next.notice);
    }
    return false;
}

/* Several files dropped at once: each is opened, so each is in the menu's list, and the last one stays. */
void session_say_drops(Session *session)
{
    App *app = &session->app;
    char sentence[sizeof app->notice];
    if (session->drops > 1 && session->opened > 0) {
        size_t failed = session->drops - session->opened;
        int length = snprintf(sentence, sizeof sentence, SAID("%zu recordings were opened: the last one shows, all are in the menu."),
                              session->opened);
        if (failed > 0 && length > 0) {
            snprintf(sentence + length, sizeof sentence - (size_t)length, SAID(" %zu of the %zu files could not be opened."), failed,
                     session->drops);
        }
        app_notice(app, sentence);
    }
    session->drops = session->opened = 0;
}

void session_open_live(Session *session, const Lesson *lesson)
{
    if (lesson_is_own(lesson)) {
        app_notice(&session->app,
                   "A lesson of your own runs in virtual time: for the real clock, run its program by itself (loopscope run).");
        return;
    }
    char child[] = "--child", option[] = "--fd", set[] = "--set", by[] = "--rules", rules[32], descriptor[16], name[64],
         sets[LESSON_KNOBS][96], error[200] = "";
    snprintf(descriptor, sizeof descriptor, "%d", LIVE_DESCRIPTOR);
    snprintf(name, sizeof name, "%s", lesson->name);
    char *program = strdup(session->program);
    Source next = {.trace = trace_new(), .lesson = lesson};
    Live *live = NULL;
    async_rules_name(ui_rules(&session->app.ui), rules, sizeof rules);
    char *arguments[8 + 2 * LESSON_KNOBS] = {program, child, name, option, descriptor, by, rules};
    size_t count = 0, used = 7;
    const Knob *knobs = lesson_knobs(lesson, &count);
    for (size_t i = 0; i < count && i < session->app.ui.knobs.count && lesson == session->source.lesson; i++) {
        char value[32];
        knob_plain_text(session->app.ui.knobs.value[i], value, sizeof value);
        snprintf(sets[i], sizeof sets[i], "%.50s=%s", knobs[i].name, value);
        arguments[used++] = set;
        arguments[used++] = sets[i];
    }
    if (program != NULL && next.trace != NULL) {
        live = live_start(arguments, next.trace, error, sizeof error);
    }
    free(program);
    if (live == NULL) {
        source_close(&next);
        app_notice(&session->app, error[0] != '\0' ? error : "There is not enough memory to run the lesson live.");
        return;
    }
    session_show(session, next, live);
}

void session_open_own(Session *session)
{
    char error[200] = "";
    Source next = {.trace = trace_new()};
    Live *live = next.trace != NULL ? session_start_own(session, next.trace, error, sizeof error) : NULL;
    if (live == NULL) {
        source_close(&next);
        app_notice(&session->app, error[0] != '\0' ? error : "There is not enough memory to run the program.");
        return;
    }
    session_show(session, next, live);
    session->own_shown = session->live == live;
}

/* The knobs were turned: records the lesson anew, once for each frame. A live run starts again when the knob is let go. */
void session_serve_knobs(Session *session)
{
    App *app = &session->app;
    const Lesson *lesson = session->source.lesson;
    if (!app->want_turned || lesson == NULL || (session->live != NULL && app->ui.pressed.kind == HIT_KNOB)) {
        return;
    }
    if (lesson_is_own(lesson)) {
        session_lesson_turn(session);
        return;
    }
    app->want_turned = false;
    if (session->live != NULL) {
        session_open_live(session, lesson);
        return;
    }
    Source next;
    uint32_t before = knobs_of_trace(lesson, session->source.trace).rules, now = app->ui.knobs.rules;
    if (source_record(&next, lesson, &app->ui.knobs) && app_turned(app, next.trace, session->source.trace)) {
        session->source = next;
        if (before != now) {
            char sentence[300];
            app_notice(app, lesson_rules_sentence(app->ui.language, before, now, sentence, sizeof sentence));
        }
        return;
    }
    source_close(&next);
    app->ui.knobs = knobs_of_trace(lesson, session->source.trace); /* the run that is still shown */
    app_notice(app, "There is not enough memory to run the lesson anew.");
}
