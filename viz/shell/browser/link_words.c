/* link_words.c: see link_words.h. */
#include "link_words.h"

#include "language/said.h"
#include "language/words_in.h"

#include <stdio.h>
#include <string.h>

bool link_words_fit(Cli *cli, int argc, char *const *argv)
{
    bool begun = argc > 1 && strncmp(argv[1], "--", 2) != 0;
    for (int i = begun ? 2 : 1; i < argc; i++) {
        const char *part = argv[i] + strspn(argv[i], "-"), *value = i + 1 < argc ? argv[i + 1] : NULL;
        bool valued = false, given = value != NULL && strncmp(value, "--", 2) != 0, taken = cli_takes(CLI_OPEN, argv[i], &valued);
        if (!taken) {
            snprintf(cli->error, sizeof cli->error, SAID("a link has no part \"%.60s\": leave it out"), part);
        } else if (!begun && !cli_takes(CLI_MENU, argv[i], &valued)) {
            snprintf(cli->error, sizeof cli->error, SAID("\"%.60s\" is of a lesson: write #lesson=gather&%.60s"), part, part);
            taken = false;
        } else if (given && !valued) {
            snprintf(cli->error, sizeof cli->error, SAID("\"%.60s\" takes no value: leave out =%.60s"), part, value);
            taken = false;
        } else if (valued && given && value[0] == '\0') {
            snprintf(cli->error, sizeof cli->error, SAID("\"%.60s=\" needs a value: write it behind, or leave it out"), part);
            taken = false;
        }
        if (!taken) {
            return false;
        }
        i += valued;
    }
    return true;
}

void link_words_say(Language language, const char *error, char *buffer, size_t size)
{
    enum { NAME = 9, LIST = 5 }; /* letters */
    char said[SAID_TEXT];
    size_t length = 0;
    bool word = true; /* one begins here */
    buffer[0] = '\0';
    for (const char *at = words_said(language, error, said, sizeof said); *at != '\0' && length + 1 < size; at++) {
        if (word && strncmp(at, "loopscope", NAME) == 0 && strncmp(at + NAME, " list", LIST) == 0) {
            snprintf(buffer + length, size - length, "%s", words_in(language, "the menu (Ctrl M)"));
            length += strlen(buffer + length);
            at += NAME + LIST - 1;
        } else if (word && strncmp(at, "--", 2) == 0 && at[2] != ' ') {
            at++; /* "--at" is "at" there */
        } else {
            buffer[length++] = *at;
            buffer[length] = '\0';
        }
        word = *at == ' ';
    }
}
