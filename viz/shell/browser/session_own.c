/* session_own.c: a page runs no program of the user's. */
#include "shell/session_parts.h"

#include "language/said.h"

#include <stdio.h>

bool session_runs_files(void) { return false; }

/* The window offers none. */
void session_own_run(Session *session, const char *name)
{
    (void)session;
    (void)name;
}

void session_own_ended(Session *session) { (void)session; }

void session_own_end(Session *session) { (void)session; }

Live *session_start_own(Session *session, Trace *into, char *error, size_t size)
{
    (void)session;
    (void)into;
    snprintf(error, size, SAID("A page cannot run a program of your own: for that, install Loopscope on this computer."));
    return NULL;
}
