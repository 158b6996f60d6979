/* cli.c: reads a command line: one table of options, and which command takes which of them. */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_WIDTH = 960, LEAST_HEIGHT = 600, LARGEST_SIDE = 8192 };

typedef enum Option {
    OPTION_TO,
    OPTION_OUTPUT,
    OPTION_AT,
    OPTION_STATE,
    OPTION_THEME,
    OPTION_SIZE,
    OPTION_SCALE,
    OPTION_AXIS,
    OPTION_PYTHON,
    OPTION_FORCE,
    OPTION_REAL_TIME,
    OPTION_REDUCED_MOTION,
    OPTION_PRESENT,
    OPTION_SET,
    OPTION_WHY,
    OPTION_ASK,
    OPTION_FD
} Option;

#define TAKEN_BY(verb) (1U << (unsigned)(verb))

static const struct OptionInfo {
    const char *name;
    const char *value; /* what has to follow it, or NULL */
    unsigned taken_by;
} options[] = {
    [OPTION_TO] = {"--to", "a file name, like picture.png", TAKEN_BY(CLI_EXPORT)},
    [OPTION_OUTPUT] = {"-o", "a file name, like run.loopscope", TAKEN_BY(CLI_RECORD)},
    [OPTION_AT] = {"--at", "a number of events, like 20", TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_TELL)},
    [OPTION_STATE] = {"--state", NULL, TAKEN_BY(CLI_TELL)},
    [OPTION_THEME] = {"--theme", "dark, light or contrast", TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_MENU)},
    [OPTION_SIZE] = {"--size", "a width and a height, like 1440x900", TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_MENU)},
    [OPTION_SCALE] = {"--scale", "a number from 0.75 to 3", TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_MENU)},
    [OPTION_AXIS] = {"--axis", "elastic, time or steps", TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_OPEN)},
    [OPTION_PYTHON] = {"--python", NULL, TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_TELL)},
    [OPTION_FORCE] = {"--force", NULL, TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_RECORD)},
    [OPTION_REAL_TIME] = {"--real-time", NULL, TAKEN_BY(CLI_OPEN)},
    [OPTION_REDUCED_MOTION] = {"--reduced-motion", NULL, TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_MENU)},
    [OPTION_PRESENT] = {"--present", NULL, TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_MENU) | TAKEN_BY(CLI_EXPORT)},
    [OPTION_SET] = {"--set", "a knob and its value, like delay_a=2.5",
                    TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_TELL) | TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_RECORD) | TAKEN_BY(CLI_CHILD)},
    [OPTION_WHY] = {"--why", "a task, by its label or number, like \"API A\"",
                    TAKEN_BY(CLI_EXPORT) | TAKEN_BY(CLI_OPEN) | TAKEN_BY(CLI_TELL)},
    [OPTION_ASK] = {"--ask", NULL, TAKEN_BY(CLI_TELL)},
    [OPTION_FD] = {"--fd", "the number of an open file descriptor", TAKEN_BY(CLI_CHILD)},
};
enum { OPTION_COUNT = sizeof options / sizeof options[0] };

static const struct VerbInfo {
    const char *word;
    CliVerb verb;
} verbs[] = {
    {"tell", CLI_TELL},     {"export", CLI_EXPORT}, {"record", CLI_RECORD}, {"list", CLI_LIST},
    {"--child", CLI_CHILD}, {"--help", CLI_HELP},   {"-h", CLI_HELP},       {"--version", CLI_VERSION},
};
enum { VERB_COUNT = sizeof verbs / sizeof verbs[0] };

static const char *verb_word(CliVerb verb)
{
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (verbs[i].verb == verb) {
            return verbs[i].word;
        }
    }
    return verb == CLI_MENU ? "the menu" : "a window";
}

static bool wrong(Cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool wrong(Cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(cli->error, sizeof cli->error, format, arguments);
    va_end(arguments);
    return false;
}

static bool parse_count(const char *text, size_t *out)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value > SIZE_MAX) {
        return false;
    }
    *out = (size_t)value;
    return true;
}

static bool parse_size(const char *text, Cli *cli)
{
    int length = 0;
    bool read = sscanf(text, "%5dx%5d%n", &cli->width, &cli->height, &length) == 2 && text[length] == '\0';
    return read && cli->width >= LEAST_WIDTH && cli->height >= LEAST_HEIGHT && cli->width <= LARGEST_SIDE && cli->height <= LARGEST_SIDE;
}

static bool parse_scale(const char *text, float *scale)
{
    char *end = NULL;
    *scale = strtof(text, &end);
    return end != text && *end == '\0' && *scale >= 0.75F && *scale <= 3.0F;
}

static bool parse_theme(const char *text, Theme *theme)
{
    for (int i = 0; i < THEME_COUNT; i++) {
        if (strcmp(text, theme_name((Theme)i)) == 0) {
            *theme = (Theme)i;
            return true;
        }
    }
    return false;
}

static bool parse_axis(const char *text, Axis *axis)
{
    static const char *const names[] = {[AXIS_ELASTIC] = "elastic", [AXIS_TIME] = "time", [AXIS_STEPS] = "steps"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(text, names[i]) == 0) {
            *axis = (Axis)i;
            return true;
        }
    }
    return false;
}

static bool take_option(Cli *cli, Option option, const char *value)
{
    bool good = true;
    size_t number = 0;
    switch (option) {
    case OPTION_TO:
    case OPTION_OUTPUT:
        cli->output = value;
        good = value[0] != '\0';
        break;
    case OPTION_AT: good = cli->at_given = parse_count(value, &cli->at); break;
    case OPTION_THEME: good = parse_theme(value, &cli->theme); break;
    case OPTION_SIZE: good = parse_size(value, cli); break;
    case OPTION_SCALE: good = parse_scale(value, &cli->scale); break;
    case OPTION_AXIS: good = parse_axis(value, &cli->axis); break;
    case OPTION_STATE: cli->state = true; break;
    case OPTION_PYTHON: cli->python = true; break;
    case OPTION_FORCE: cli->force = true; break;
    case OPTION_REAL_TIME: cli->real_time = true; break;
    case OPTION_REDUCED_MOTION: cli->reduced_motion = true; break;
    case OPTION_PRESENT: cli->present = true; break;
    case OPTION_SET:
        if (cli->set_count == CLI_SETS) {
            return wrong(cli, "there are more than %d times --set: leave some out", CLI_SETS);
        }
        cli->sets[cli->set_count++] = value;
        break;
    case OPTION_WHY:
        cli->why = value;
        good = value[0] != '\0';
        break;
    case OPTION_ASK: cli->ask = true; break;
    case OPTION_FD:
        good = parse_count(value, &number) && number >= 3 && number < 1024;
        cli->descriptor = (int)number;
        break;
    }
    if (!good && option == OPTION_SIZE) {
        return wrong(cli, "--size %s is not possible: give a width and a height from %dx%d to %dx%d, like 1440x900", value, LEAST_WIDTH,
                     LEAST_HEIGHT, LARGEST_SIDE, LARGEST_SIDE);
    }
    return good || wrong(cli, "%s %s is not understood: give %s", options[option].name, value, options[option].value);
}

/* One argument that begins with "-"; *used counts the arguments that it takes. */
static bool parse_option(Cli *cli, int left, char *const *argv, int *used)
{
    size_t option = 0;
    while (option < OPTION_COUNT && strcmp(argv[0], options[option].name) != 0) {
        option++;
    }
    if (option == OPTION_COUNT || (option == OPTION_FD && cli->verb != CLI_CHILD)) {
        return wrong(cli, "there is no option %s: see loopscope --help", argv[0]);
    }
    if ((options[option].taken_by & TAKEN_BY(cli->verb)) == 0) {
        bool menu = cli->verb == CLI_MENU && (options[option].taken_by & TAKEN_BY(CLI_OPEN)) != 0;
        return menu ? wrong(cli, "%s needs a lesson or a recording: write loopscope LESSON %s", argv[0], argv[0])
                    : wrong(cli, "%s takes no %s: see loopscope --help", verb_word(cli->verb), argv[0]);
    }
    *used = options[option].value != NULL ? 2 : 1;
    if (left < *used) {
        return wrong(cli, "%s needs a value: give %s", argv[0], options[option].value);
    }
    return take_option(cli, (Option)option, *used == 2 ? argv[1] : "");
}

/* The verb decides which options are right, so it is found before they are read: it is the first word, or there is none and a
   word that is not an option's value is the subject. */
static int find_verb(Cli *cli, int argc, char *const *argv)
{
    cli->verb = CLI_MENU;
    for (size_t i = 0; argc > 1 && i < VERB_COUNT; i++) {
        if (strcmp(argv[1], verbs[i].word) == 0) {
            cli->verb = verbs[i].verb;
            return 2;
        }
    }
    for (int i = 1; i < argc; i++) {
        size_t option = 0;
        while (option < OPTION_COUNT && strcmp(argv[i], options[option].name) != 0) {
            option++;
        }
        if (option < OPTION_COUNT) {
            i += options[option].value != NULL;
        } else if (argv[i][0] != '-') {
            cli->verb = CLI_OPEN;
        }
    }
    return 1;
}

static bool check_whole(Cli *cli)
{
    const char *word = verb_word(cli->verb);
    bool needs_subject = cli->verb == CLI_TELL || cli->verb == CLI_EXPORT || cli->verb == CLI_RECORD || cli->verb == CLI_CHILD;
    if (needs_subject && cli->subject == NULL) {
        return wrong(cli, "%s needs to know which run: write loopscope %s LESSON, and see loopscope list", word, word);
    }
    if (cli->verb == CLI_TELL && cli->python && !cli->state && !cli->at_given) {
        return wrong(cli, "--python needs a state whose lines it can tell: add --state, or --at with a number of events");
    }
    if (cli->verb == CLI_TELL && cli->state && cli->why != NULL) {
        return wrong(cli, "--why and --state are too much at once, one task or all that is shown: leave one out");
    }
    if (cli->verb == CLI_TELL && cli->state && cli->at_given) {
        return wrong(cli, "--at and --state are too much at once, one moment or all of them: leave one out");
    }
    if (cli->ask && (cli->state || cli->at_given || cli->why != NULL)) {
        return wrong(cli, "--ask tells the questions of the whole run: leave out --at, --state and --why");
    }
    if (cli->verb == CLI_EXPORT && cli->output == NULL) {
        return wrong(cli, "export needs to know where to: write loopscope export %s --to picture.png (or .jsonl, .loopscope)",
                     cli->subject);
    }
    if (cli->verb == CLI_RECORD && cli->output == NULL) {
        return wrong(cli, "record needs to know where to: write loopscope record -o run.loopscope %s", cli->subject);
    }
    if (cli->verb == CLI_CHILD && cli->descriptor == 0) {
        return wrong(cli, "--child is for loopscope itself: write loopscope LESSON --real-time");
    }
    return true;
}

static bool take_word(Cli *cli, const char *word)
{
    bool takes_subject = cli->verb != CLI_LIST && cli->verb != CLI_HELP && cli->verb != CLI_VERSION;
    if (!takes_subject) {
        return wrong(cli, "%s takes nothing more, but %s follows it: leave that out", verb_word(cli->verb), word);
    }
    if (word[0] == '\0') {
        return wrong(cli, "the name of a lesson or recording is empty: see loopscope list");
    }
    if (cli->subject != NULL) {
        return wrong(cli, "one run at a time, but there are two, %s and %s: leave one out", cli->subject, word);
    }
    if (cli->verb == CLI_OPEN && strcmp(word, "run") == 0) {
        return wrong(cli, "running a program of your own is not built yet: open a lesson, see loopscope list");
    }
    cli->subject = word;
    return true;
}

bool cli_parse(Cli *cli, int argc, char *const *argv)
{
    *cli = (Cli){.width = 1440, .height = 900, .scale = 1, .theme = THEME_DARK, .axis = AXIS_ELASTIC};
    int i = find_verb(cli, argc, argv);
    bool only_words = false;
    while (i < argc) {
        int used = 1;
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1] != '\0') {
            if (!parse_option(cli, argc - i, argv + i, &used)) {
                return false;
            }
        } else if (!take_word(cli, argv[i])) {
            return false;
        }
        i += used;
    }
    return check_whole(cli);
}
