/* session_export.h: what the window writes to a file, in a process of its own, so that the window goes on meanwhile. */
#ifndef LOOPSCOPE_SESSION_EXPORT_H
#define LOOPSCOPE_SESSION_EXPORT_H

#include "app/app.h"

#include <stdio.h>
#include <sys/types.h>

/* Zeroed: nothing is being written. */
typedef struct SessionExport {
    pid_t process;  /* 0: none */
    int pipe;       /* what it tells */
    bool stopped;   /* by the reader */
    char told[600]; /* of what it tells, what is not whole yet */
    size_t length;
    char file[1024]; /* whole */
} SessionExport;

/* Writes what the app asks for; `name` is what the run is called when it has no title. Says in the app's sheet what goes wrong. */
void session_export_start(SessionExport *work, App *app, const char *name);
void session_export_stop(SessionExport *work);
/* Takes in how far it is. */
void session_export_follow(SessionExport *work, App *app);
void session_export_end(SessionExport *work); /* the window closes: what is not whole is not kept */

#endif
