/* subject.h: what a command line asks to be shown: a lesson with its knobs as they are set, or a recording, and what stands behind it. */
#ifndef LOOPSCOPE_SUBJECT_H
#define LOOPSCOPE_SUBJECT_H

#include "shell/cli/cli.h"
#include "shell/subject/source.h"

/* The values in the lesson's text, changed as the command line says. False: cli->error says what is wrong. */
bool subject_knobs(Cli *cli, const Lesson *lesson, KnobValues *values);
/* The run of the lesson or the file; without a subject that of the first lesson. False: cli->error says why, and *status how the program ends. */
bool subject_open(Cli *cli, Source *source, int *status);

#endif
