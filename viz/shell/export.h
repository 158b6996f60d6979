/* export.h: a run as a file: a picture of the window, its facts or bars for other tools, or a recording. */
#ifndef LOOPSCOPE_EXPORT_H
#define LOOPSCOPE_EXPORT_H

#include "cli.h"
#include "source.h"

/* FORMAT(identifier, how a file's name ends): of two that fit, the first holds. */
#define EXPORT_FORMATS(FORMAT)                                                                                                             \
    FORMAT(PNG, ".png")                                                                                                                    \
    FORMAT(SVG, ".svg")                                                                                                                    \
    FORMAT(OTLP, ".otlp.json")                                                                                                             \
    FORMAT(CHROME, ".json")                                                                                                                \
    FORMAT(CSV, ".csv")                                                                                                                    \
    FORMAT(JSONL, ".jsonl")                                                                                                                \
    FORMAT(PAGE, ".html")                                                                                                                  \
    FORMAT(RECORDING, ".loopscope")

typedef enum ExportFormat {
#define FORMAT(id, ending) EXPORT_##id,
    EXPORT_FORMATS(FORMAT)
#undef FORMAT
        EXPORT_UNKNOWN
} ExportFormat;

/* By the name's ending; cli->error is filled when there is no such format. Decided before the run, so that a wrong call costs nothing. */
ExportFormat export_format(Cli *cli);
/* Writes cli->output. False: cli->error says what is wrong and what to do; no half-written file is left behind, and a file that was
   there before stays as it was. */
bool export_write(Cli *cli, Source *source, ExportFormat format);

#endif
