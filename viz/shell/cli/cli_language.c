/* cli_language.c: the language that a command is answered in. */
#include "cli.h"
#include "shell/settings_file.h"

#include <string.h>

void cli_speak(Cli *cli, Language asked)
{
    bool given[SETTING_COUNT];
    char notice[STORE_NOTICE] = ""; /* what is wrong with the file is said in the window, which reads all of it */
    if (cli->given[SETTING_OF_LANGUAGE]) {
        return;
    }
    cli->settings.value[SETTING_OF_LANGUAGE] = (long)asked;
    if (!cli->no_settings) {
        memset(given, true, sizeof given);
        given[SETTING_OF_LANGUAGE] = false;
        settings_file_read(&cli->settings, given, notice);
    }
}

Language cli_language(const Cli *cli) { return (Language)cli->settings.value[SETTING_OF_LANGUAGE]; }
