/* tool.h: another program that makes a file for us: it is given what to read, and what it complains of is told. */
#ifndef LOOPSCOPE_OUT_TOOL_H
#define LOOPSCOPE_OUT_TOOL_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

typedef struct Tool {
    pid_t pid;
    int input;                /* what it reads; -1: closed */
    FILE *complaints;         /* what it says on stderr */
    struct sigaction sigpipe; /* as it was before */
} Tool;

/* Runs words[0], looked for on the path, with these arguments, by no shell. What it writes to stdout goes into `out`, or nowhere when that is NULL. False: errno
   says why, and ENOENT that there is no such program. */
bool tool_start(Tool *tool, const char *const *words, FILE *out);
/* False: it does not read any more; tool_end() tells why. */
bool tool_feed(Tool *tool, const void *bytes, size_t length);
/* Waits until it is done. False: it failed, and `complaint` has the last line that it said, perhaps none. */
bool tool_end(Tool *tool, char *complaint, size_t size);

#endif
