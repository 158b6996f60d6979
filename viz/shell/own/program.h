/* program.h: a program of the user's own, as the command line that runs it under the tracer. */
#ifndef LOOPSCOPE_OWN_PROGRAM_H
#define LOOPSCOPE_OWN_PROGRAM_H

#include "shell/cli/cli.h"

/* The arguments for exec, NULL-ended, each of them owned; or NULL, and cli->error says what is wrong and what to do. `self` is the path of this
   program, beside which the tracer lies. The events go to `file`, or where that is NULL to the descriptor. */
char **own_program_command(Cli *cli, const char *self, const char *file, int descriptor);

/* Does that command make its program ready, and begin when it is told to (live_reserve())? */
bool own_program_waits(char *const *command);

/* Becomes that program, which records into cli->output, and does not return; false: cli->error says why not. */
bool own_program_record(Cli *cli, const char *self);

#endif
