/* cli_manual.c: the manual page, written from the tables of commands, options, settings and keys. */
#include "cli_options.h"
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

static void settings(FILE *out)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const SettingInfo *info = setting_info((Setting)i);
        char name[40], values[96], usual[32], help[300];
        snprintf(name, sizeof name, "--%s", info->name);
        snprintf(help, sizeof help, "%s: %s; usually %s.", info->help, setting_values((Setting)i, values, sizeof values),
                 setting_text((Setting)i, info->usual, usual, sizeof usual));
        item(name, info->kind == SETTING_PIXELS ? "WxH" : info->kind == SETTING_CHOICE ? "WORD" : "N", help, out);
    }
}

static void keys(FILE *out)
{
    const char *group = "";
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const CommandInfo *info = command_info((Command)i);
        if (strcmp(group, command_group((Command)i)) != 0) {
            group = command_group((Command)i);
            fprintf(out, ".SS %s\n", group);
        }
        if (info->keys[0] != '\0') {
            item(info->keys, NULL, info->help, out);
        }
    }
}

void cli_manual(Language language, FILE *out)
{
    (void)language;
    fputs(".TH LOOPSCOPE 1 \"\" \"loopscope " LOOPSCOPE_VERSION "\" \"User Commands\"\n"
          ".SH NAME\nloopscope \\- see an event loop think\n.SH SYNOPSIS\n.nf\n",
          out);
#define VERB(id, call, help) fputs(".B ", out), put(call, out), putc('\n', out);
    CLI_VERBS(VERB)
#undef VERB
    fputs(
        ".fi\n.SH DESCRIPTION\n"
        "Loopscope runs small programs on an event loop with the scheduling of Python's asyncio, records every fact, and shows them in a window as a\n"
        "timeline of tasks that can be walked forwards and backwards, await point by await point, with a sentence for every step.\n"
        ".SH COMMANDS\n",
        out);
#define VERB(id, call, help) item(call, NULL, help, out);
    CLI_VERBS(VERB)
#undef VERB
    fputs(".SH OPTIONS\n", out);
#define HEADING(title) fputs(".SS " title "\n", out);
#define OPTION(id, name, placeholder, gives, verbs, help) item(name, placeholder, help, out);
    CLI_OPTIONS(HEADING, OPTION)
#undef HEADING
#undef OPTION
    fputs(
        ".SH SETTINGS\nWhat is chosen in the window is kept until the next time; each is also an option, which then counts for that time only.\n",
        out);
    settings(out);
    fputs(".SH KEYS\nKeys are positions of a US keyboard; the window shows the letters of yours.\n", out);
    keys(out);
    fputs(
        ".SH FILES\n"
        ".TP\n.I $XDG_CONFIG_HOME/loopscope/settings\nthe settings, usually in ~/.config; a file of name=value lines below [settings]\n"
        ".TP\n.I $XDG_DATA_HOME/loopscope/\nprogress, scores and recent recordings, usually in ~/.local/share\n"
        ".TP\n.I $XDG_DATA_HOME/loopscope/lessons/\nlessons of your own, each a Markdown file with one Python program (docs/lessons.md), unless --lessons names another folder\n"
        ".SH ENVIRONMENT\n"
        ".TP\n.B DISPLAY\\fR, \\fBWAYLAND_DISPLAY\nthe display on which the window opens; tell and export need none\n"
        ".TP\n.B XDG_CONFIG_HOME\\fR, \\fBXDG_DATA_HOME\nwhere settings and progress are kept\n"
        ".SH EXIT STATUS\n0: done. 1: it did not work. 2: the call was wrong.\n",
        out);
}
