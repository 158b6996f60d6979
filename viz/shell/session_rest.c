/* session_rest.c: the rest of a recording that is long, or still being written, is read while its beginning is shown. */
#include "session_parts.h"

enum { PIECE = 1 << 20 }; /* bytes between two looks at the input: about ten milliseconds of work */

LiveState session_rest_state(const Source *source)
{
    return source->rest == NULL ? LIVE_NONE : follow_is_written(source->rest) ? LIVE_RUNNING : LIVE_READING;
}

/* True: more stands in the file. */
bool session_read_on(Session *session, int64_t now)
{
    App *app = &session->app;
    Source *source = &session->source;
    if (source->rest == NULL) {
        return false;
    }
    bool grown = source_read_on(source, PIECE), ended = source->rest == NULL;
    LiveState state = session_rest_state(source);
    if (ended) {
        state = app->live == LIVE_RUNNING ? LIVE_ENDED : LIVE_NONE;
    } else {
        app->read_percent = follow_percent(source->rest);
    }
    if (state == LIVE_RUNNING && app->live != LIVE_RUNNING) {
        app->player.following = app->player.n == 0; /* the reader has not begun to look at it */
    }
    app->live = state;
    if (grown || ended) {
        app_grown(app, now);
    }
    if (ended && source->notice[0] != '\0') {
        app_notice(app, source->notice);
    }
    return !ended && follow_state(source->rest) == FOLLOW_MORE;
}
