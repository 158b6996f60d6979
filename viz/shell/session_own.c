/* session_own.c: starts the user's program; when it is watched a second one stands ready meanwhile, so that what was saved runs at once. */
#include "session_parts.h"

#include "language/said.h"
#include "own/program.h"

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
