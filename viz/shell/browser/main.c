/* main.c: the program as a page starts it: a link's words are the command line, and what is wrong with them is said in the window. */
#include "shell/session.h"

#include "link_words.h"

#include "language/said.h"
#include "language/words_in.h"
#include "shell/subject/subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A link that is wrong opens the first lesson, and says so. */
static void open_first(Cli *cli, Source *source)
{
    char error[sizeof cli->error];
    int status = EXIT_DONE;
    link_words_say(cli_language(cli), cli->error, error, sizeof error);
    Settings settings = cli->settings;
    (void)cli_parse(cli, 1, (char *[]){"loopscope", NULL});
    cli->settings = settings; /* the language, too */
    if (!subject_open(cli, source, &status)) {
        exit(status);
    }
    snprintf(source->notice, sizeof source->notice, words_in(cli_language(cli), "This link cannot be followed: %.200s."), error);
}

/* What came in the link is unpacked by the page, if it can be. */
static bool came_whole(Cli *cli)
{
    bool whole = cli->subject == NULL || strcmp(cli->subject, "link.loopscope") != 0 || access(cli->subject, R_OK) == 0;
    if (!whole) {
        snprintf(cli->error, sizeof cli->error,
                 SAID("the recording in it was cut off or changed on its way; ask for it once more, or for a file"));
    }
    return whole;
}

int main(int argc, char **argv)
{
    Cli cli;
    Source source;
    int status = EXIT_DONE;
    setenv("SDL_VIDEODRIVER", "emscripten", 1);              /* the only display there is */
    setenv("SDL_EMSCRIPTEN_KEYBOARD_ELEMENT", "#canvas", 1); /* keys that are pressed elsewhere in the page are not ours */
    bool understood = cli_parse(&cli, argc, argv);
    bool fits = link_words_fit(&cli, argc, argv);
    understood = understood && fits;
    if (fits && cli.verb != CLI_MENU && cli.verb != CLI_OPEN) {
        snprintf(cli.error, sizeof cli.error, SAID("\"%.60s\" is no lesson"), argv[1]);
        understood = false;
    }
    cli_speak(&cli, language_of_environment(NULL, NULL, getenv("LANG"))); /* which is what the browser prefers */
    if (!understood || !came_whole(&cli) || !subject_open(&cli, &source, &status)) {
        open_first(&cli, &source);
    }
    status = session_run(&cli, &source, argv[0]);
    fprintf(stderr, "%s\n", cli.error); /* the page shows it */
    return status;
}
