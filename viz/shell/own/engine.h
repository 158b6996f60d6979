/* engine.h: a program on our engine, as the command line that runs it and has it record itself (engine/run/record.h); C is compiled first. */
#ifndef LOOPSCOPE_OWN_ENGINE_H
#define LOOPSCOPE_OWN_ENGINE_H

#include "kind.h"

/* As own_program_command(). */
char **own_engine_command(Cli *cli, const OwnKind *kind, const char *self, const char *file, int descriptor);

#endif
