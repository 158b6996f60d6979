/* program.c: finds the user's Python and our tracer, and writes the command that runs a program with both; a program on our engine needs neither. */
#include "program.h"

#include "language/said.h"
#include "shell/out/export.h"
#include "engine.h"
#include "kind.h"
#include "words.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OWN_WORDS = 12, OWN_OPTIONS = 32 };

/* The tracer is found by this alone: nothing of the program's environment or path is changed. */
static const char bootstrap[] = "import sys; sys.path.insert(0, sys.argv[1]); from loopscope_trace import __main__ as tracer; "
                                "del sys.path[0], sys.argv[1]; tracer.main()";

/* What a window starts begins when the window says so: then one can stand ready while the program is being edited. */
static const char when_told[] = "--when-told";

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Beside this program: as it is built with the extension in C, as it is installed, or as the sources have it. */
static bool find_tracer(const char *self, char *path, size_t size)
{
    static const char *const places[] = {"python", "../share/loopscope/tracer", "../../tracer", "../tracer"};
    const char *named = getenv("LOOPSCOPE_TRACER");
    if (named != NULL && named[0] != '\0') {
        char inner[PATH_MAX + 64];
        snprintf(path, size, "%s", named);
        snprintf(inner, sizeof inner, "%s/loopscope_trace", named);
        return is_folder(inner);
    }
    char real[PATH_MAX];
    if (realpath(self, real) == NULL) {
        return false;
    }
    char *slash = strrchr(real, '/');
    *(slash != NULL ? slash : real) = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char whole[PATH_MAX + 64];
        snprintf(whole, sizeof whole, "%s/%s", real, places[i]);
        char *tracer = realpath(whole, NULL);
        snprintf(whole, sizeof whole, "%s/%s/loopscope_trace", real, places[i]);
        bool found = tracer != NULL && is_folder(whole) && strlen(tracer) < size;
        snprintf(path, size, "%s", found ? tracer : "");
        free(tracer);
        if (found) {
            return true;
        }
    }
    return false;
}

/* The one that is named, that of the virtual environment that is active, or the first on the path. */
static bool find_python(Cli *cli, const OwnKind *kind, char *python, size_t size)
{
    char found[PATH_MAX];
    const char *environment = getenv("VIRTUAL_ENV");
    if (cli->interpreter != NULL) {
        snprintf(python, size, "%s", cli->interpreter);
    } else if (kind->interpreter[0] != '\0') {
        snprintf(python, size, "%s", kind->interpreter);
    } else if (environment != NULL && environment[0] != '\0') {
        snprintf(python, size, "%s/bin/python3", environment);
    } else {
        snprintf(python, size, "python3");
    }
    if (!own_kind_find(python, found)) {
        snprintf(cli->error, sizeof cli->error, SAID("%.200s cannot be run: install Python 3, or name one with --python"), python);
        return false;
    }
    return true;
}

/* How many words that option of Python's takes, which is given on to it; 0: none that a program follows. */
static size_t option_words(const char *word)
{
    static const char alone[] = "bBdEIOPqRsSuv";
    if (strncmp(word, "-W", 2) == 0 || strncmp(word, "-X", 2) == 0) {
        return word[2] == '\0' ? 2 : 1;
    }
    return word[0] == '-' && word[1] != '\0' && word[1 + strspn(word + 1, alone)] == '\0' ? 1 : 0;
}

static void skip_words(Cli *cli, size_t count)
{
    cli->arguments += count;
    cli->argument_count -= count;
}

/* A command of Python's is split into Python's own options and the program. */
static bool take_python_apart(Cli *cli, OwnKind *kind)
{
    kind->options = cli->arguments;
    for (size_t words = 0; cli->argument_count > 0 && (words = option_words(cli->arguments[0])) > 0 && words <= cli->argument_count;) {
        kind->option_count += words;
        skip_words(cli, words);
    }
    if (cli->argument_count > 0 && strcmp(cli->arguments[0], "-m") == 0) {
        cli->module = true;
        skip_words(cli, 1);
    }
    if (cli->argument_count == 0 || (!cli->module && cli->arguments[0][0] == '-') || kind->option_count > OWN_OPTIONS) {
        snprintf(
            cli->error, sizeof cli->error,
            SAID(
                "after %.200s and its options comes a program, or -m and a module: what -c or the standard input holds, write into a file"),
            cli->subject);
        return false;
    }
    if (cli->module && cli->watch) {
        snprintf(cli->error, sizeof cli->error, SAID("--watch looks at the file of a program, and -m names none: give the file"));
        return false;
    }
    cli->subject = cli->arguments[0];
    skip_words(cli, 1);
    kind->kind = OWN_PYTHON;
    kind->path[0] = '\0';
    return true;
}

char **own_program_command(Cli *cli, const char *self, const char *file, int descriptor)
{
    char python[PATH_MAX], tracer[PATH_MAX + 64], number[16];
    OwnKind kind = {.kind = OWN_PYTHON};
    if (!cli->module && !own_kind(cli, &kind)) {
        return NULL;
    }
    if (kind.kind == OWN_INTERPRETER && !take_python_apart(cli, &kind)) {
        return NULL;
    }
    if (kind.kind != OWN_PYTHON) {
        return own_engine_command(cli, &kind, self, file, descriptor);
    }
    const char *subject = cli->command && kind.path[0] != '\0' ? kind.path : cli->subject;
    if (!find_python(cli, &kind, python, sizeof python)) {
        return NULL;
    }
    if (!find_tracer(self, tracer, sizeof tracer)) {
        snprintf(cli->error, sizeof cli->error,
                 SAID("the tracer for Python programs is not where it should be: install Loopscope again, or name its folder "
                      "in LOOPSCOPE_TRACER"));
        return NULL;
    }
    const char *words[OWN_WORDS + OWN_OPTIONS] = {python};
    size_t count = 1;
    for (size_t i = 0; i < kind.option_count; i++) {
        words[count++] = kind.options[i];
    }
    words[count++] = "-c";
    words[count++] = bootstrap;
    words[count++] = tracer;
    if (cli->virtual_time) {
        words[count++] = "--virtual-time";
    }
    snprintf(number, sizeof number, "%d", descriptor);
    words[count++] = file != NULL ? "--record" : "--record-fd";
    words[count++] = file != NULL ? file : number;
    if (file == NULL) {
        words[count++] = when_told;
    }
    if (cli->module) {
        words[count++] = "-m";
    }
    words[count++] = subject;
    return own_words(cli, words, count);
}

bool own_program_waits(char *const *command)
{
    for (size_t i = 0; command[i] != NULL && i < OWN_WORDS + OWN_OPTIONS; i++) {
        if (strcmp(command[i], bootstrap) == 0) {
            return true;
        }
    }
    return false;
}

bool own_program_record(Cli *cli, const char *self)
{
    if (!export_may_write(cli->output, cli->force, cli->error, sizeof cli->error)) {
        return false;
    }
    char **command = own_program_command(cli, self, cli->output, -1);
    if (command == NULL) {
        return false;
    }
    execvp(command[0], command);
    snprintf(cli->error, sizeof cli->error, SAID("%.200s cannot be run: %.100s"), command[0], strerror(errno));
    own_words_free(command);
    return false;
}
