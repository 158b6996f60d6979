/* cli_manual.c: the manual page, written from the tables of commands, options, settings and keys. */
#include "cli_options.h"
#include "language/said.h"
#include "language/words_in.h"
#include "view/command.h"

#include <string.h>

/* A text as it stands: without what would be a command of troff. */
static void put(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        if (*text == '-') {
            fputs("\\-", out);
        } else if (*text == '\\') {
            fputs("\\e", out);
        } else {
            putc(*text, out);
        }
    }
}

/* "name VALUE" in bold and italics, then what it does. */
static void item(const char *name, const char *placeholder, const char *help, FILE *out)
{
    if (help == NULL) {
        return;
    }
    fputs(".TP\n.B ", out);
    put(name, out);
    if (placeholder != NULL) {
        fputs(" \\fI", out);
        put(placeholder, out);
        fputs("\\fR", out);
    }
    fputs("\n\\&", out);
    put(help, out);
    putc('\n', out);
}

static void settings(Language language, FILE *out)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const SettingInfo *info = setting_info((Setting)i);
        char name[40], values[96], said[160], usual[32], help[500];
        snprintf(name, sizeof name, "--%s", info->name);
        snprintf(help, sizeof help, words_in(language, "%s: %s; usually %s."), words_in(language, info->help),
                 words_said(language, setting_values((Setting)i, values, sizeof values), said, sizeof said),
                 setting_text((Setting)i, info->usual, usual, sizeof usual));
        item(name, info->kind == SETTING_PIXELS ? "WxH" : info->kind == SETTING_CHOICE ? "WORD" : "N", help, out);
    }
}

static void keys(Language language, FILE *out)
{
    const char *group = "";
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const CommandInfo *info = command_info((Command)i);
        if (strcmp(group, command_group((Command)i)) != 0) {
            group = command_group((Command)i);
            fprintf(out, ".SS %s\n", words_in(language, group));
        }
        if (info->keys[0] != '\0') {
            item(info->keys, NULL, words_in(language, info->help), out);
        }
    }
}

static void section(const char *title, FILE *out) { fprintf(out, ".SH %s\n", title); }

/* "name" in italics or bold, then what it is. */
static void entry(const char *macro, const char *name, const char *what, FILE *out) { fprintf(out, ".TP\n%s %s\n%s\n", macro, name, what); }

static const char *help_in(Language language, const char *help) { return help != NULL ? words_in(language, help) : NULL; }

void cli_manual(Language language, FILE *out)
{
    fputs(".TH LOOPSCOPE 1 \"\" \"loopscope " LOOPSCOPE_VERSION "\" \"User Commands\"\n", out);
    section("NAME", out);
    fprintf(out, "loopscope \\- %s\n", words_in(language, "see an event loop think"));
    section(words_in(language, "SYNOPSIS"), out);
    fputs(".nf\n", out);
#define VERB(id, call, help) fputs(".B ", out), put(call, out), putc('\n', out);
    CLI_VERBS(VERB)
#undef VERB
    fputs(".fi\n", out);
    section(words_in(language, "DESCRIPTION"), out);
    fprintf(
        out, "%s\n",
        words_in(
            language,
            "Loopscope runs small programs on an event loop with the scheduling of Python's asyncio, records every fact, and shows them in a window as a\n"
            "timeline of tasks that can be walked forwards and backwards, await point by await point, with a sentence for every step."));
    section(words_in(language, "COMMANDS"), out);
#define VERB(id, call, help) item(call, NULL, words_in(language, help), out);
    CLI_VERBS(VERB)
#undef VERB
    section(words_in(language, "OPTIONS"), out);
#define HEADING(title) fprintf(out, ".SS %s\n", words_in(language, title));
#define OPTION(id, name, placeholder, gives, verbs, help) item(name, placeholder, help_in(language, help), out);
    CLI_OPTIONS(HEADING, OPTION)
#undef HEADING
#undef OPTION
    section(words_in(language, "SETTINGS"), out);
    fprintf(out, "%s\n",
            words_in(
                language,
                "What is chosen in the window is kept until the next time; each is also an option, which then counts for that time only."));
    settings(language, out);
    section(words_in(language, "KEYS"), out);
    fprintf(out, "%s\n", words_in(language, "Keys are positions of a US keyboard; the window shows the letters of yours."));
    keys(language, out);
    section(words_in(language, "FILES"), out);
    entry(".I", "$XDG_CONFIG_HOME/loopscope/settings",
          words_in(language, "the settings, usually in ~/.config; a file of name=value lines below [settings]"), out);
    entry(".I", "$XDG_DATA_HOME/loopscope/", words_in(language, "progress, scores and recent recordings, usually in ~/.local/share"), out);
    entry(".I", "$XDG_DATA_HOME/loopscope/lessons/",
          words_in(
              language,
              "lessons of your own, each a Markdown file with one Python program (docs/lessons.md), unless --lessons names another folder"),
          out);
    section(words_in(language, "ENVIRONMENT"), out);
    entry(".B", "DISPLAY\\fR, \\fBWAYLAND_DISPLAY", words_in(language, "the display on which the window opens; tell and export need none"),
          out);
    entry(".B", "XDG_CONFIG_HOME\\fR, \\fBXDG_DATA_HOME", words_in(language, "where settings and progress are kept"), out);
    section(words_in(language, "EXIT STATUS"), out);
    fprintf(out, "%s\n", words_in(language, "0: done. 1: it did not work. 2: the call was wrong."));
}
