/* session.h: the window while it is open: the one clock, the input, the run that is shown, and the process of a live one. */
#ifndef LOOPSCOPE_SESSION_H
#define LOOPSCOPE_SESSION_H

#include "cli/cli.h"
#include "subject/source.h"

/* Shows `source` (which it takes over) until the user quits. `program` is the path of this program, for live runs. Returns an exit
   status; on failure cli->error says why. */
int session_run(Cli *cli, Source *source, const char *program);
/* The same with a program of the user's own, which runs meanwhile: the command that runs it, borrowed. */
int session_run_own(Cli *cli, char **command, const char *program);

#endif
