/* export.h: a run as a file: a picture, a film, a handout, its facts or bars for other tools, or a recording. */
#ifndef LOOPSCOPE_EXPORT_H
#define LOOPSCOPE_EXPORT_H

#include "app/app.h"
#include "view/files/formats.h"

#include <stdio.h>

/* What is to be written. */
typedef struct Export {
    Language language; /* of what is read in it */
    ExportFormat format;
    const char *output;
    bool force;           /* also over a file that exists */
    const Trace *trace;   /* NULL: all lessons, as a handout */
    const Lesson *lesson; /* NULL: the run is of none */
    const char *name;     /* of the run, when its trace has no title */
    App *app;             /* pictures and films: the run as it is to be seen; it may be moved. Else it may be NULL */
    AppPicture what;      /* of a picture */
    int width, height;    /* px; of a picture or a film */
    float scale;
    int rate;                                          /* of a film: frames a second */
    size_t from, until;                                /* of a film: n */
    bool (*progress)(void *context, unsigned percent); /* of a film; false: it is to stop; NULL: nobody wants to know */
    void *context;
    bool (*write_page)(void *page, FILE *out, char *error, size_t size); /* of a page to step through; NULL: it cannot be written */
    void *page;
    char error[400]; /* "what is wrong: what to do" */
} Export;

/* By the name's ending; `handout`: a page is a handout whatever its name. EXPORT_UNKNOWN: `error` says which there are. Decided before the run, so that a wrong
   call costs nothing. */
ExportFormat export_format(const char *name, bool handout, char *error, size_t size);
/* May that name be written? Asked before a long recording is read for nothing; export_run() sees to it once more. False: `error` says why not. */
bool export_may_write(const char *name, bool force, char *error, size_t size);
/* Writes export->output. False: export->error says what is wrong and what to do; no half-written file is left behind, and a file that was
   there before stays as it was. */
bool export_run(Export *export);

#endif
