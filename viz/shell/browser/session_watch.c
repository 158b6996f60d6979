/* session_watch.c: a page runs no program of the user's, so that there is none to be run again. */
#include "shell/session_parts.h"

void session_watch(Session *session, int64_t now)
{
    (void)session;
    (void)now;
}

void session_watch_end(Session *session) { (void)session; }
