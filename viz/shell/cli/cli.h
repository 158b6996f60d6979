/* cli.h: what a command line asks for, as a plain struct; a wrong one is answered with one sentence. */
#ifndef LOOPSCOPE_CLI_H
#define LOOPSCOPE_CLI_H

#include "view/settings.h"

typedef enum CliVerb {
    CLI_MENU,
    CLI_OPEN,
    CLI_TELL,
    CLI_EXPORT,
    CLI_RECORD,
    CLI_RUN,
    CLI_LIST,
    CLI_VERSIONS,
    CLI_GLOSSARY,
    CLI_MISTAKES,
    CLI_MAN,
    CLI_HELP,
    CLI_VERSION,
    CLI_CHILD
} CliVerb;

/* How a command ends: wrong calls and failures of right ones can be told apart by a script. */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_WRONG_CALL = 2 };

enum { CLI_SETS = 32 };

typedef struct Cli {
    const char *subject;     /* a lesson's name, a file or a program; NULL for the menu, list, help, version */
    const char *output;      /* export, record: where to write */
    const char *why;         /* the label or number of the task that is asked about, or NULL */
    const char *lessons;     /* the folder of somebody's own lessons, or NULL: the usual one */
    const char *against;     /* open, tell: another run to compare with, or NULL */
    const char *interpreter; /* run, record: the Python to take, or NULL: the one that is found */
    char *const *arguments;  /* run, record: what follows the program is the program's */
    size_t argument_count;
    size_t at;                  /* the cursor; when not given a window begins at 0, and a picture shows the end */
    const char *sets[CLI_SETS]; /* "delay_a=2.5": knobs of the lesson, in the order given */
    size_t set_count;
    Settings settings; /* as usual, but for those given */
    CliVerb verb;
    uint32_t rules;            /* tell, export: as which Python a lesson runs, when a patch is named; else 0 */
    int descriptor;            /* of a child process: where its events go */
    bool given[SETTING_COUNT]; /* on this command line: they beat what is kept, and are not kept themselves */
    bool at_given;
    size_t from, until; /* export: of a film */
    int rate;           /* export: frames a second; 0: not given */
    bool from_given, until_given;
    bool handout;             /* export: a page to print */
    bool timeline;            /* export: a picture of that alone */
    bool all_lessons;         /* export: the handouts of all lessons */
    bool state;               /* tell: what the panels show, at every await point */
    bool statistics;          /* tell: the figures of the run */
    bool orders;              /* tell: a lesson in the orders in which its waits can end */
    bool tell;                /* versions: in words, without a window */
    bool ask;                 /* tell: the questions of the run, with their answers */
    bool module;              /* run, record: the subject is a module's name */
    bool command;             /* run, record: it stands behind --: a command, looked for on the path */
    bool virtual_time, watch; /* run, record */
    bool force, real_time, present, predict, no_settings;
    char error[400]; /* "what is wrong: what to do" */
} Cli;

/* Borrows the strings of argv. False: cli->error says what is wrong. */
bool cli_parse(Cli *cli, int argc, char *const *argv);
/* Does that command take "--at", and is it followed by a value? */
bool cli_takes(CliVerb verb, const char *option, bool *valued);
bool cli_is_program(const Cli *cli);      /* record: is the subject a program, and no lesson? */
bool cli_names_program(const char *path); /* by its ending: a source in Python or C */
/* For a subject that is neither a lesson nor a file: a sentence that names the nearest lesson. */
void cli_unknown_subject(const char *subject, char *error, size_t size);
/* The text of --help, of man (the source of a manual page) and of list. */
void cli_help(Language language, FILE *out);
void cli_manual(Language language, FILE *out);
void cli_list(Language language, FILE *out);
/* What is written and read of it: as the command line says, else the settings file, else `asked`, which the environment asks for. */
void cli_speak(Cli *cli, Language asked);
Language cli_language(const Cli *cli);

#endif
