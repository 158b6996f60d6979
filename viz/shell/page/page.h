/* page.h: a run as one file for a browser: the browser edition with the lesson or the recording inside. */
#ifndef LOOPSCOPE_SHELL_PAGE_FILE_H
#define LOOPSCOPE_SHELL_PAGE_FILE_H

#include "shell/cli/cli.h"
#include "shell/subject/source.h"

/* False: it cannot be written, and if there is no browser edition to put the run into, cli->error says so. */
bool page_write(Cli *cli, const Source *source, FILE *out);

/* page_find.c: the browser edition as one file, with PAGE_MARK where the run goes; NULL: it has not been built. */
FILE *page_find(void);
#define PAGE_MARK "<!-- the run, packed -->"

#endif
