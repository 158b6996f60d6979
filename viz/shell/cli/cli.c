/* cli.c: reads a command line: one table of options, and which command takes which of them. */
#include "async.h"

#include "language/said.h"
#include "lesson/lesson.h"
#include "cli_options.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct OptionInfo {
    const char *name;
    const char *value; /* what has to follow it, or NULL */
    unsigned taken_by;
} options[] = {
#define HEADING(title)
#define OPTION(id, name, placeholder, gives, verbs, help) {name, gives, verbs},
    CLI_OPTIONS(HEADING, OPTION)
#undef HEADING
#undef OPTION
};

static const struct VerbInfo {
    const char *word;
    CliVerb verb;
} verbs[] = {
    {"tell", CLI_TELL},         {"export", CLI_EXPORT},     {"record", CLI_RECORD},     {"run", CLI_RUN}, {"list", CLI_LIST},
    {"versions", CLI_VERSIONS}, {"glossary", CLI_GLOSSARY}, {"mistakes", CLI_MISTAKES}, {"man", CLI_MAN}, {"--child", CLI_CHILD},
    {"--help", CLI_HELP},       {"-h", CLI_HELP},           {"--version", CLI_VERSION},
};
enum { VERB_COUNT = sizeof verbs / sizeof verbs[0] };

static const char *verb_word(CliVerb verb)
{
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (verbs[i].verb == verb) {
            return verbs[i].word;
        }
    }
    return verb == CLI_MENU ? SAID("the menu") : SAID("a window");
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

static void give(Cli *cli, Setting setting, long value)
{
    cli->settings.value[setting] = value;
    cli->given[setting] = true;
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
    case OPTION_FROM: good = cli->from_given = parse_count(value, &cli->from); break;
    case OPTION_UNTIL: good = cli->until_given = parse_count(value, &cli->until); break;
    case OPTION_RATE:
        good = parse_count(value, &number) && number >= 1 && number <= 60;
        cli->rate = good ? (int)number : 0;
        break;
    case OPTION_TIMELINE: cli->timeline = true; break;
    case OPTION_HANDOUT: cli->handout = true; break;
    case OPTION_ALL_LESSONS: cli->all_lessons = true; break;
    case OPTION_STATE: cli->state = true; break;
    case OPTION_PYTHON: give(cli, SETTING_OF_CODE, 1); break;
    case OPTION_FORCE: cli->force = true; break;
    case OPTION_REAL_TIME: cli->real_time = true; break;
    case OPTION_REDUCED_MOTION: give(cli, SETTING_OF_MOTION, 1); break;
    case OPTION_NO_SETTINGS: cli->no_settings = true; break;
    case OPTION_PRESENT: cli->present = true; break;
    case OPTION_PREDICT: cli->predict = true; break;
    case OPTION_SET:
        if (cli->set_count == CLI_SETS) {
            return wrong(cli, SAID("there are more than %d times --set: leave some out"), CLI_SETS);
        }
        cli->sets[cli->set_count++] = value;
        break;
    case OPTION_LESSONS:
        cli->lessons = value;
        good = value[0] != '\0';
        break;
    case OPTION_WHY:
        cli->why = value;
        good = value[0] != '\0';
        break;
    case OPTION_ASK: cli->ask = true; break;
    case OPTION_TELL: cli->tell = true; break;
    case OPTION_STATISTICS: cli->statistics = true; break;
    case OPTION_ORDERS: cli->orders = true; break;
    case OPTION_AGAINST: cli->against = value; break;
    case OPTION_MODULE:
        cli->subject = value;
        cli->module = true;
        good = value[0] != '\0';
        break;
    case OPTION_INTERPRETER: cli->interpreter = value; break;
    case OPTION_VIRTUAL_TIME: cli->virtual_time = true; break;
    case OPTION_WATCH: cli->watch = true; break;
    case OPTION_FD:
        good = parse_count(value, &number) && number >= 3 && number < 1024;
        cli->descriptor = (int)number;
        break;
    case OPTION_COUNT: assert(false); break;
    }
    return good || wrong(cli, SAID("%s %s is not understood: give %s"), options[option].name, value, options[option].value);
}

/* Its number, SETTING_COUNT when the argument is no setting: "--theme". */
static int find_setting(const char *argument)
{
    int setting = 0;
    while (setting < SETTING_COUNT &&
           (strncmp(argument, "--", 2) != 0 || strcmp(argument + 2, setting_info((Setting)setting)->name) != 0)) {
        setting++;
    }
    return setting;
}

/* Where two have one name, the one that the command takes; `verb` CLI_MENU: the first. */
static size_t find_option(const char *argument, CliVerb verb)
{
    size_t found = OPTION_COUNT;
    for (size_t option = OPTION_COUNT; option-- > 0;) {
        if (strcmp(argument, options[option].name) == 0 &&
            (found == OPTION_COUNT || (options[option].taken_by & (1U << (unsigned)verb)) != 0 ||
             (options[found].taken_by & (1U << (unsigned)verb)) == 0)) {
            found = option;
        }
    }
    return found;
}

static bool take_setting(Cli *cli, Setting setting, const char *text)
{
    char values[96];
    long value = 0;
    if (setting_parse(setting, text, &value)) {
        give(cli, setting, value);
        return true;
    }
    if (setting == SETTING_OF_LANGUAGE && setting_parse(SETTING_OF_CODE, text, &value)) { /* as it was called before, also in links */
        give(cli, SETTING_OF_CODE, value);
        return true;
    }
    /* With a patch, for one run: what is kept and shown in the window knows versions only. */
    bool one_run = cli->verb == CLI_TELL || cli->verb == CLI_EXPORT;
    if (setting == SETTING_OF_RULES && one_run && async_rules_of(text) != 0) {
        cli->rules = async_rules_of(text);
        return true;
    }
    const SettingInfo *info = setting_info(setting);
    if (info->kind == SETTING_PIXELS) {
        return wrong(cli, SAID("--%s %.100s is not possible: give a width and a height from %dx%d to %dx%d, like 1440x900"), info->name,
                     text, setting_pixels_width(info->least), setting_pixels_height(info->least), SETTING_LARGEST_SIDE,
                     SETTING_LARGEST_SIDE);
    }
    return wrong(cli, SAID("--%s %.100s is not understood: give %s"), info->name, text, setting_values(setting, values, sizeof values));
}

bool cli_takes(CliVerb verb, const char *argument, bool *valued)
{
    size_t option = find_option(argument, verb);
    int setting = find_setting(argument);
    bool is_setting = setting < SETTING_COUNT;
    if (option == OPTION_COUNT && !is_setting) {
        return false;
    }
    *valued = is_setting || options[option].value != NULL;
    return ((is_setting ? setting_taken_by((Setting)setting) : options[option].taken_by) & (1U << (unsigned)verb)) != 0;
}

/* One argument that begins with "-"; *used counts the arguments that it takes. */
static bool parse_option(Cli *cli, int left, char *const *argv, int *used)
{
    size_t option = find_option(argv[0], cli->verb);
    int setting = find_setting(argv[0]);
    bool is_setting = setting < SETTING_COUNT;
    if ((option == OPTION_COUNT && !is_setting) || (option == OPTION_FD && cli->verb != CLI_CHILD)) {
        return wrong(cli, SAID("there is no option %s: see loopscope --help"), argv[0]);
    }
    unsigned taken_by = is_setting ? setting_taken_by((Setting)setting) : options[option].taken_by;
    if ((taken_by & (1U << (unsigned)cli->verb)) == 0) {
        bool menu = cli->verb == CLI_MENU && (taken_by & BY(OPEN)) != 0;
        return menu ? wrong(cli, SAID("%s needs a lesson or a recording: write loopscope LESSON %s"), argv[0], argv[0])
                    : wrong(cli, SAID("%s takes no %s: see loopscope --help"), verb_word(cli->verb), argv[0]);
    }
    char values[96];
    const char *gives = is_setting ? setting_values((Setting)setting, values, sizeof values) : options[option].value;
    *used = gives != NULL ? 2 : 1;
    if (left < *used) {
        return wrong(cli, SAID("%s needs a value: give %s"), argv[0], gives);
    }
    return is_setting ? take_setting(cli, (Setting)setting, argv[1]) : take_option(cli, (Option)option, *used == 2 ? argv[1] : "");
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
        size_t option = find_option(argv[i], CLI_MENU);
        if (option < OPTION_COUNT || find_setting(argv[i]) < SETTING_COUNT) {
            i += option == OPTION_COUNT || options[option].value != NULL;
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
    if (cli->all_lessons && cli->subject != NULL) {
        return wrong(cli, SAID("--all-lessons and %.100s are too much at once, one or all of them: leave one out"), cli->subject);
    }
    if (cli->all_lessons &&
        (cli->at_given || cli->from_given || cli->until_given || cli->rate != 0 || cli->set_count > 0 || cli->why != NULL)) {
        return wrong(cli, SAID("--all-lessons writes each lesson as it stands: leave out --at, --from, --until, --fps, --set and --why"));
    }
    if (needs_subject && cli->subject == NULL && !cli->all_lessons) {
        return wrong(cli, SAID("%s needs to know which run: write loopscope %s LESSON, and see loopscope list"), word, word);
    }
    if (cli->verb == CLI_VERSIONS && cli->tell && cli->subject == NULL) {
        return wrong(cli, SAID("--tell needs to know which difference: write loopscope versions wait-for-in-task --tell"));
    }
    if (cli->verb == CLI_RUN && cli->subject == NULL) {
        return wrong(
            cli, SAID("run needs to know which program: write loopscope run PROGRAM.py, run -m MODULE, run PROGRAM.c, or run -- COMMAND"));
    }
    if (cli->verb == CLI_RUN && cli->watch && cli->module) {
        return wrong(cli, SAID("--watch looks at the file of a program, and -m names none: give the file"));
    }
    if (cli->verb == CLI_RECORD && cli->output == NULL) {
        return wrong(cli, SAID("record needs to know where to: write loopscope record -o run.loopscope %s"), cli->subject);
    }
    if (cli->verb == CLI_TELL && cli->given[SETTING_OF_CODE] && !cli->state && !cli->at_given) {
        return wrong(cli, SAID("--python needs a state whose lines it can tell: add --state, or --at with a number of events"));
    }
    if (cli->verb == CLI_TELL && cli->state && cli->why != NULL) {
        return wrong(cli, SAID("--why and --state are too much at once, one task or all that is shown: leave one out"));
    }
    if (cli->verb == CLI_TELL && cli->state && cli->at_given) {
        return wrong(cli, SAID("--at and --state are too much at once, one moment or all of them: leave one out"));
    }
    if (cli->against != NULL && (cli->ask || cli->state || cli->at_given || cli->why != NULL) && cli->verb == CLI_TELL) {
        return wrong(cli, SAID("--against compares two whole runs: leave out --at, --ask, --state and --why"));
    }
    if (cli->orders && (cli->statistics || cli->ask || cli->state || cli->at_given || cli->why != NULL || cli->against != NULL)) {
        return wrong(cli,
                     SAID("--orders runs the lesson again and again: leave out --at, --ask, --against, --state, --statistics and --why"));
    }
    if (cli->statistics && (cli->ask || cli->state || cli->at_given || cli->why != NULL || cli->against != NULL)) {
        return wrong(cli, SAID("--statistics tells the figures of the whole run: leave out --at, --ask, --against, --state and --why"));
    }
    if (cli->ask && (cli->state || cli->at_given || cli->why != NULL)) {
        return wrong(cli, SAID("--ask tells the questions of the whole run: leave out --at, --state and --why"));
    }
    if (cli->all_lessons && cli->output == NULL) {
        return wrong(cli, SAID("export needs to know where to: write loopscope export --all-lessons --to FOLDER (or handouts.pdf)"));
    }
    if (cli->verb == CLI_EXPORT && cli->output == NULL) {
        return wrong(cli, SAID("export needs to know where to: write loopscope export %s --to picture.png (or .svg, .json, .csv …)"),
                     cli->subject);
    }
    if (cli->verb == CLI_CHILD && cli->descriptor == 0) {
        return wrong(cli, SAID("--child is for loopscope itself: write loopscope LESSON --real-time"));
    }
    return true;
}

static bool take_word(Cli *cli, const char *word)
{
    bool takes_subject =
        cli->verb != CLI_LIST && cli->verb != CLI_MISTAKES && cli->verb != CLI_HELP && cli->verb != CLI_MAN && cli->verb != CLI_VERSION;
    if (!takes_subject) {
        return wrong(cli, SAID("%s takes nothing more, but %s follows it: leave that out"), verb_word(cli->verb), word);
    }
    if (word[0] == '\0' && cli->verb == CLI_GLOSSARY) {
        return wrong(cli, SAID("the word to explain is empty: loopscope glossary tells them all"));
    }
    if (word[0] == '\0') {
        return wrong(cli, SAID("the name of a lesson or recording is empty: see loopscope list"));
    }
    if (cli->subject != NULL && cli->verb == CLI_GLOSSARY) {
        return wrong(cli, SAID("one word at a time, but there are two, %s and %s: write \"%s %s\" if they are one term"), cli->subject,
                     word, cli->subject, word);
    }
    for (size_t i = 0; cli->subject != NULL && i < VERB_COUNT; i++) {
        if (strcmp(cli->subject, verbs[i].word) == 0) {
            return wrong(cli, SAID("%s comes first, and its options behind it: write loopscope %s %.100s"), cli->subject, cli->subject,
                         word);
        }
    }
    if (cli->subject != NULL) {
        return wrong(cli, SAID("one run at a time, but there are two, %s and %s: leave one out"), cli->subject, word);
    }
    cli->subject = word;
    return true;
}

/* Has a program been named that is not one of our lessons? */
static bool takes_program(const Cli *cli)
{
    return cli->subject != NULL && (cli->verb == CLI_RUN || (cli->verb == CLI_RECORD && cli_is_program(cli)));
}

bool cli_names_program(const char *path)
{
    size_t length = strlen(path);
    return (length > 3 && strcmp(path + length - 3, ".py") == 0) || (length > 2 && strcmp(path + length - 2, ".c") == 0);
}

bool cli_is_program(const Cli *cli)
{
    /* Python also runs what is named otherwise: a script without an ending, a folder, an archive. */
    const char *subject = cli->subject;
    return cli->module || cli->command || cli->interpreter != NULL ||
           (subject != NULL && (cli_names_program(subject) || (lesson_find(subject) == NULL && access(subject, F_OK) == 0)));
}

bool cli_parse(Cli *cli, int argc, char *const *argv)
{
    *cli = (Cli){.settings = settings_usual()};
    int i = find_verb(cli, argc, argv);
    bool only_words = false;
    while (i < argc) {
        int used = 1;
        bool spoken = cli->given[SETTING_OF_LANGUAGE];
        if (!only_words && strcmp(argv[i], "--help") == 0) {
            *cli = (Cli){.verb = CLI_HELP, .settings = cli->settings};
            cli->given[SETTING_OF_LANGUAGE] = spoken;
            return true;
        }
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
            cli->command = cli->verb == CLI_RUN || cli->verb == CLI_RECORD;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1] != '\0') {
            if (!parse_option(cli, argc - i, argv + i, &used)) {
                return false;
            }
        } else if (!take_word(cli, argv[i])) {
            return false;
        }
        i += used;
        if (takes_program(cli)) { /* the rest is the program's own */
            cli->arguments = argv + i;
            cli->argument_count = (size_t)(argc - i);
            break;
        }
    }
    return check_whole(cli);
}
