/* kind.h: what kind of program a path or a command names. */
#ifndef LOOPSCOPE_OWN_KIND_H
#define LOOPSCOPE_OWN_KIND_H

#include "shell/cli/cli.h"

#include <limits.h>

typedef struct OwnKind {
    enum {
        OWN_PYTHON,      /* a Python program */
        OWN_INTERPRETER, /* Python itself: the program follows it */
        OWN_SOURCE,      /* C on our engine, to be compiled first */
        OWN_EXECUTABLE   /* what a compiler made */
    } kind;
    char path[PATH_MAX];        /* the file */
    char interpreter[PATH_MAX]; /* of a Python program that names its own; else "" */
    char *const *options;       /* Python's own, which stood before the program; borrowed */
    size_t option_count;
} OwnKind;

/* Of cli->subject, which is looked for on the path when it is a command. False: cli->error says what is wrong and what to do. */
bool own_kind(Cli *cli, OwnKind *kind);
/* Where exec would find that name: a path when it has a slash. False: nowhere. */
bool own_kind_find(const char *name, char path[PATH_MAX]);

#endif
