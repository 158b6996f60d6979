/* session_watch.c: a program of the user's own is run again when its file is saved: the run before stays until the new one is over, and then behind it. */
#include "session_parts.h"

#include "language/said.h"
#include <string.h>
#include <sys/stat.h>

static const int64_t between_looks = 10000000; /* ns */
static const int64_t patience = 1000000000;    /* ns: so long the run before stays while the new one has not ended */

/* ns since 1970; 0: it is not there, or empty, as an editor leaves it for a moment. */
static int64_t saved_at(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && about.st_size > 0 ? (int64_t)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec : 0;
}

void session_watch_end(Session *session)
{
    live_free(session->coming);
    trace_free(session->coming_trace);
    session->coming = NULL;
    session->coming_trace = NULL;
}

static void show_fault(Session *session)
{
    App *app = &session->app;
    const Trace *trace = session->coming_trace;
    const Event *fault = live_fault(trace);
    char sentence[sizeof app->notice];
    if (fault == NULL) {
        app_notice(app, "The saved program did not come to its event loop: the terminal says why. The run before stays.");
        return;
    }
    const TracePlace *place = trace_place(trace, fault->d);
    const char *slash = strrchr(place->file, '/'), *words = trace_text(trace, fault->b);
    snprintf(sentence, sizeof sentence, SAID("%.60s, line %u: %.120s The run before stays."), slash != NULL ? slash + 1 : place->file,
             (unsigned)place->line, words);
    app_notice(app, sentence);
    session_own_mark(session, trace, fault);
}

/* The run before becomes the outline behind the new one, which goes on if it has not ended yet. */
static void take_over(Session *session)
{
    App *app = &session->app;
    bool runs = live_running(session->coming);
    app->ghost_due = true;                       /* each save is a run of its own */
    if (!trace_has_run(session->coming_trace)) { /* a mistake in its syntax: then the run before is worth more */
        show_fault(session);
    } else if (!app_turned(app, session->coming_trace, session->source.trace)) {
        app_notice(app, "There is not enough memory to show the saved program's run.");
    } else {
        live_free(session->live);
        session->live = session->coming;
        session->source.trace = session->coming_trace;
        session->coming = NULL;
        session->coming_trace = NULL;
        app->live = runs ? LIVE_RUNNING : LIVE_ENDED;
        app->ui.fault.line = 0; /* it came back with the rest of the screen */
        app_notice(app, live_notice(session->live));
    }
    session_watch_end(session);
    session->redraw = true;
}

/* One that goes on and on is shown while it does. */
static void follow_coming(Session *session, int64_t now)
{
    (void)live_read(session->coming, now);
    bool patience_ends = now - session->coming_since > patience && trace_has_run(session->coming_trace);
    if (!live_running(session->coming) || patience_ends) {
        take_over(session);
    }
}

static void run_again(Session *session, int64_t now)
{
    char error[200] = "";
    session_watch_end(session);
    if (session->live != NULL) {
        live_stop(session->live); /* two of them would fight for their ports and files */
        session->app.live = LIVE_ENDED;
        app_grown(&session->app, now);
    }
    session->coming_since = now;
    session->coming_trace = trace_new();
    session->coming = session->coming_trace != NULL ? session_start_own(session, session->coming_trace, error, sizeof error) : NULL;
    if (session->coming == NULL) {
        session_watch_end(session);
        app_notice(&session->app, error[0] != '\0' ? error : "There is not enough memory to run the program.");
    }
}

void session_watch(Session *session, int64_t now)
{
    if (session->watched == NULL || !session->own_shown) {
        return;
    }
    if (session->coming != NULL) {
        follow_coming(session, now);
    } else {
        session_keep_reserve(session, now);
    }
    if (now < session->look_at) {
        return;
    }
    session->look_at = now + between_looks;
    int64_t saved = saved_at(session->watched), before = session->saved_at;
    bool rests = saved == session->seen_at;
    session->seen_at = saved;
    if (saved == 0 || saved == before || !rests) {
        return; /* it is being written */
    }
    session->saved_at = saved;
    session->copied_at = before == 0 ? saved : session->copied_at;
    if (before != 0) {
        run_again(session, now);
    }
}
