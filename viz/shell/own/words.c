/* words.c: see words.h. */
#include "words.h"

#include "language/said.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void own_words_free(char **command)
{
    for (size_t i = 0; command != NULL && command[i] != NULL; i++) {
        free(command[i]);
    }
    free(command);
}

static bool copy_words(char **to, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = strdup(words[i]);
        if (to[i] == NULL) {
            return false;
        }
    }
    return true;
}

char **own_words(Cli *cli, const char *const *words, size_t count)
{
    char **command = calloc(count + cli->argument_count + 1, sizeof *command);
    if (command == NULL || !copy_words(command, words, count) ||
        !copy_words(command + count, (const char *const *)cli->arguments, cli->argument_count)) {
        own_words_free(command);
        snprintf(cli->error, sizeof cli->error,
                 SAID("there is not enough memory to start the program: close other programs and try again"));
        return NULL;
    }
    return command;
}
