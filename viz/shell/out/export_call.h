/* export_call.h: what loopscope export is asked for on the command line. */
#ifndef LOOPSCOPE_EXPORT_CALL_H
#define LOOPSCOPE_EXPORT_CALL_H

#include "shell/cli/cli.h"
#include "export.h"
#include "shell/subject/source.h"

/* The format that the call names, EXPORT_UNKNOWN when it cannot be made so: cli->error says why and what to do. */
ExportFormat export_call_format(Cli *cli);
/* Writes it. False: cli->error says what is wrong and what to do. */
bool export_call(Cli *cli, Source *source, ExportFormat format);
/* The handouts of all lessons: as one document, or each in the folder that is named. */
bool export_call_all(Cli *cli);

#endif
