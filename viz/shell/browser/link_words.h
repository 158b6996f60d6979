/* link_words.h: a link stands for a command line, and what is wrong with it is told in words of a link. */
#ifndef LOOPSCOPE_LINK_WORDS_H
#define LOOPSCOPE_LINK_WORDS_H

#include "shell/cli/cli.h"

/* Are these the parts of a link? argv[1] may be its lesson; "at=12" is "--at", "12". False: cli->error says which is none. */
bool link_words_fit(Cli *cli, int argc, char *const *argv);
/* What the command line says of an option, in that language, as said of a part of a link. */
void link_words_say(Language language, const char *error, char *buffer, size_t size);

#endif
