/* export.h: a run as a file: a picture, a film, a handout, its facts or bars for other tools, or a recording. */
#ifndef LOOPSCOPE_EXPORT_H
#define LOOPSCOPE_EXPORT_H

#include "app/app.h"

/* FORMAT(identifier, how a file's name ends, what it is, which of them): of two that fit, the first holds. */
#define EXPORT_FORMATS(FORMAT)                                                                                                             \
    FORMAT(PNG, ".png", "a picture of points", PICTURE)                                                                                    \
    FORMAT(SVG, ".svg", "a picture of shapes and text", PICTURE)                                                                           \
    FORMAT(HANDOUT_HTML, "handout.html", "a handout to print, for a browser", HANDOUT)                                                     \
    FORMAT(HANDOUT_PDF, "handout.pdf", "a handout to print", HANDOUT)                                                                      \
    FORMAT(PDF, ".pdf", "a page with the picture", PICTURE)                                                                                \
    FORMAT(PAGE, ".html", "a page", PAGE)                                                                                                  \
    FORMAT(GIF, ".gif", "a film that plays everywhere", FILM)                                                                              \
    FORMAT(MP4, ".mp4", "a film, sharper and smaller", FILM)                                                                               \
    FORMAT(OTLP, ".otlp.json", "a span a task, for OpenTelemetry", DATA)                                                                   \
    FORMAT(CHROME, ".json", "a track a task, for Perfetto", DATA)                                                                          \
    FORMAT(CSV, ".csv", "the bars as a table", DATA)                                                                                       \
    FORMAT(JSONL, ".jsonl", "the events, an object a line", DATA)                                                                          \
    FORMAT(RECORDING, ".loopscope", "a recording, to be opened again", DATA)

typedef enum ExportFormat {
#define FORMAT(id, ending, words, group) EXPORT_##id,
    EXPORT_FORMATS(FORMAT)
#undef FORMAT
        EXPORT_UNKNOWN
} ExportFormat;

typedef enum ExportGroup { EXPORT_OF_PICTURE, EXPORT_OF_HANDOUT, EXPORT_OF_PAGE, EXPORT_OF_FILM, EXPORT_OF_DATA } ExportGroup;

/* What is to be written. */
typedef struct Export {
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
    void (*progress)(void *context, unsigned percent); /* of a film; NULL: nobody wants to know */
    void *context;
    char error[400]; /* "what is wrong: what to do" */
} Export;

/* By the name's ending; `handout`: a page is a handout whatever its name. EXPORT_UNKNOWN: `error` says which there are. Decided before the run, so that a wrong
   call costs nothing. */
ExportFormat export_format(const char *name, bool handout, char *error, size_t size);
ExportGroup export_group(ExportFormat format);
const char *export_ending(ExportFormat format);
/* Writes export->output. False: export->error says what is wrong and what to do; no half-written file is left behind, and a file that was
   there before stays as it was. */
bool export_run(Export *export);

#endif
