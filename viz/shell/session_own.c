/* session_own.c: starts the user's program, the one that was given or one that is chosen in the window; when it is watched a second one stands ready meanwhile, so that what was saved runs at once. */
#include "session_parts.h"

#include "language/said.h"
#include "own/program.h"
#include "own/words.h"
#include "session_files.h"

#include <glib.h>

#include <sys/stat.h>

bool session_runs_files(void) { return true; }

/* From now on the window shows that program; what was shown stays when it cannot be started. */
bool session_own_become(Session *session, char *file, bool virtual_time)
{
    Cli cli = {.verb = CLI_RUN, .subject = file, .interpreter = session->interpreter, .virtual_time = virtual_time};
    char **command = own_program_command(&cli, session->program, NULL, LIVE_DESCRIPTOR);
    if (command == NULL) {
        app_notice(&session->app, cli.error);
        g_free(file);
        return false;
    }
    live_free(session->reserve);
    session->reserve = NULL;
    own_words_free(session->chosen);
    g_free(session->chosen_file);
    session->own = session->chosen = command;
    session->own_file = session->chosen_file = file;
    session->edited = NULL;
    session->judged = false;
    session->watched = NULL; /* nothing names the file of the one before any more */
    session->saved_at = session->seen_at = 0;
    if (session->app.ui.predict.on) { /* it was about something else, and would hide all of this */
        app_command(&session->app, COMMAND_PREDICT, window_now());
    }
    session_open_own(session);
    return session->own_shown;
}

void session_own_run(Session *session, const char *name)
{
    char path[RECENT_PATH], sentence[sizeof session->app.notice];
    struct stat about;
    if (!session_path(name, path, sizeof path)) {
        app_notice(&session->app, "The path of that file is too long.");
    } else if (stat(path, &about) != 0) {
        snprintf(sentence, sizeof sentence, SAID("There is no file %.150s."), path);
        app_notice(&session->app, sentence);
    } else {
        (void)session_own_become(session, g_strdup(path), false);
    }
}

/* Python says the whole path, and who started the program what was shorter. */
static bool is_same_file(const char *one, const char *other)
{
    struct stat left, right;
    return stat(one, &left) == 0 && stat(other, &right) == 0 && left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

void session_own_mark(Session *session, const Trace *trace, const Event *fault)
{
    FaultUi *shown = &session->app.ui.fault;
    const TracePlace *place = trace_place(trace, fault->d);
    if (session->own_file != NULL && is_same_file(place->file, session->own_file)) {
        shown->line = place->line;
        snprintf(shown->text, sizeof shown->text, "%.*s", (int)sizeof shown->text - 1, trace_text(trace, fault->b));
        session->app.ui.scroll_program = -1;
    }
}

void session_own_ended(Session *session)
{
    const Trace *trace = session->source.trace;
    const Event *fault = live_fault(trace);
    if (trace_has_run(trace)) {
        return;
    }
    if (fault != NULL) {
        session_own_mark(session, trace, fault);
    } else if (live_notice(session->live)[0] == '\0' && lints_count(session->app.lints) == 0) {
        app_notice(&session->app, "The program has ended, and no event loop has run in it: there is nothing to step through.");
    }
}

void session_own_end(Session *session)
{
    own_words_free(session->chosen);
    g_free(session->chosen_file);
}

static const int64_t before_reserve = 300000000; /* ns after a start: a short run is over by then */

/* It may have gone: then there is no memory for it, or its Python was taken away. NULL: start another. */
static Live *take_reserve(Session *session, Trace *into)
{
    Live *reserve = session->reserve;
    session->reserve = NULL;
    if (reserve != NULL && !live_begin(reserve, into)) {
        live_free(reserve);
        return NULL;
    }
    return reserve;
}

Live *session_start_own(Session *session, Trace *into, char *error, size_t size)
{
    session->reserve_at = 0;
    Live *live = take_reserve(session, into);
    if (live != NULL) {
        return live;
    }
    if (!own_program_waits(session->own)) {
        return live_start_program(session->own, into, error, size);
    }
    live = live_reserve(session->own, error, size);
    if (live != NULL && !live_begin(live, into)) {
        snprintf(error, size, SAID("there is not enough memory to run the program"));
        live_free(live);
        return NULL;
    }
    return live;
}

void session_keep_reserve(Session *session, int64_t now)
{
    char error[200];
    if (session->reserve != NULL || !own_program_waits(session->own)) {
        return;
    }
    if (session->reserve_at == 0) {
        session->reserve_at = now + before_reserve;
    } else if (now >= session->reserve_at) {
        session->reserve_at = INT64_MAX; /* once: what fails now would fail again and again */
        session->reserve = live_reserve(session->own, error, sizeof error);
    }
}
