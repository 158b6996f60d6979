/* session_own.c: a page runs no program of the user's. */
#include "shell/session_parts.h"

#include "language/said.h"

#include <stdio.h>

Live *session_start_own(Session *session, Trace *into, char *error, size_t size)
{
    (void)session;
    (void)into;
    snprintf(error, size, SAID("A page cannot run a program of your own: for that, install Loopscope on this computer."));
    return NULL;
}
