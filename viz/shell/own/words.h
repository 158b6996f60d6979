/* words.h: a command line for exec, whose words are owned. */
#ifndef LOOPSCOPE_OWN_WORDS_H
#define LOOPSCOPE_OWN_WORDS_H

#include "shell/cli/cli.h"

/* The words, then the program's own arguments, NULL-ended. NULL: out of memory, which cli->error says. */
char **own_words(Cli *cli, const char *const *words, size_t count);
void own_words_free(char **command);

#endif
