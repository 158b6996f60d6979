/* formats.h: what of a run can be written to a file, and in which formats: one table, from which come the command line, the sheet and the writers. */
#ifndef LOOPSCOPE_FORMATS_H
#define LOOPSCOPE_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

/* FORMAT(identifier, how a file's name ends, what it is, of which group): of two that fit a name, the first holds. */
#define FORMATS(FORMAT)                                                                                                                    \
    FORMAT(PNG, ".png", "a picture of points", PICTURE)                                                                                    \
    FORMAT(SVG, ".svg", "a picture of shapes and text", PICTURE)                                                                           \
    FORMAT(HANDOUT_PDF, "handout.pdf", "pages to print", HANDOUT)                                                                          \
    FORMAT(HANDOUT_HTML, "handout.html", "pages to print, for a browser", HANDOUT)                                                         \
    FORMAT(PDF, ".pdf", "a page of shapes and text", PICTURE)                                                                              \
    FORMAT(PAGE, ".html", "a page to step through", PAGE)                                                                                  \
    FORMAT(MP4, ".mp4", "a film, sharp and small", FILM)                                                                                   \
    FORMAT(GIF, ".gif", "a film that plays everywhere", FILM)                                                                              \
    FORMAT(RECORDING, ".loopscope", "a recording, to be opened again", DATA)                                                               \
    FORMAT(OTLP, ".otlp.json", "a span a task, for OpenTelemetry", DATA)                                                                   \
    FORMAT(CHROME, ".json", "a track a task, for Perfetto", DATA)                                                                          \
    FORMAT(CSV, ".csv", "the bars of the timeline as a table", DATA)                                                                       \
    FORMAT(JSONL, ".jsonl", "the events, a JSON object a line", DATA)

typedef enum ExportFormat {
#define FORMAT(id, ending, words, group) EXPORT_##id,
    FORMATS(FORMAT)
#undef FORMAT
        EXPORT_UNKNOWN
} ExportFormat;

typedef enum FormatGroup { FORMAT_PICTURE, FORMAT_HANDOUT, FORMAT_PAGE, FORMAT_FILM, FORMAT_DATA, FORMAT_GROUPS } FormatGroup;

/* What the sheet of the window offers, in this order. */
typedef enum ExportSubject { EXPORT_MOMENT, EXPORT_TIMELINE, EXPORT_FILM, EXPORT_HANDOUT, EXPORT_RUN, EXPORT_SUBJECTS } ExportSubject;

#define FORMAT_ENDING(id, ending, words, group) " " ending
#define FORMAT_ENDINGS FORMATS(FORMAT_ENDING) /* " .png .svg ...": as text */

const char *format_ending(ExportFormat format); /* of EXPORT_UNKNOWN "" */
const char *format_words(ExportFormat format);
FormatGroup format_group(ExportFormat format);
ExportFormat format_of_name(const char *name); /* by how it ends; EXPORT_UNKNOWN: so ends none */
FormatGroup format_of_subject(ExportSubject subject);
/* The next format of that group behind it, or with direction -1 before it; the same at the ends. Of EXPORT_UNKNOWN the first one. */
ExportFormat format_next(FormatGroup group, ExportFormat format, int direction);

#endif
