/* session_export.c: a page writes no files of its own: what is seen is copied as a link, and a picture is the browser's to take. */
#include "shell/session_export.h"

#include "language/said.h"

void session_export_start(SessionExport *work, App *app, const char *name)
{
    (void)work;
    (void)name;
    app_exported(app, APP_EXPORT_FAILED,
                 SAID("A page writes no files: Shift+L copies a link to this moment, and the program on a desktop writes them."));
}

void session_export_stop(SessionExport *work) { (void)work; }

void session_export_follow(SessionExport *work, App *app)
{
    (void)work;
    (void)app;
}

void session_export_end(SessionExport *work) { (void)work; }
