/* live.c: a page cannot start a process, so that nothing runs live in it: who asks for it is told so. */
#include "shell/live.h"

#include "language/said.h"

#include <stdio.h>

static Live *refuse(char *error, size_t size)
{
    snprintf(error, size, SAID("A page cannot run anything by the real clock: for that, install Loopscope on this computer."));
    return NULL;
}

Live *live_start(char *const *argv, Trace *into, char *error, size_t size)
{
    (void)argv;
    (void)into;
    return refuse(error, size);
}

/* There is never one, so that the rest is asked of none. */
bool live_read(Live *live, int64_t now)
{
    (void)live;
    (void)now;
    return false;
}

bool live_running(const Live *live)
{
    (void)live;
    return false;
}

const char *live_notice(const Live *live)
{
    (void)live;
    return "";
}

void live_free(Live *live) { (void)live; }
