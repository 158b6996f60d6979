/* export.h: a run as a file: a picture of the window, JSON Lines, or a recording. */
#ifndef LOOPSCOPE_EXPORT_H
#define LOOPSCOPE_EXPORT_H

#include "cli.h"
#include "source.h"

typedef enum ExportFormat { EXPORT_PNG, EXPORT_JSONL, EXPORT_RECORDING, EXPORT_UNKNOWN } ExportFormat;

/* By the name's ending; cli->error is filled when there is no such format. Decided before the run, so that a wrong call costs nothing. */
ExportFormat export_format(Cli *cli);
/* Writes cli->output. False: cli->error says what is wrong and what to do; no half-written file is left behind, and a file that was
   there before stays as it was. */
bool export_write(Cli *cli, Source *source, ExportFormat format);

#endif
