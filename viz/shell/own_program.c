/* own_program.c: finds the user's Python and our tracer, and writes the command that runs a program with both. */
#include "own_program.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OWN_WORDS = 12 };

/* The tracer is found by this alone: nothing of the program's environment or path is changed. */
static const char bootstrap[] = "import sys; sys.path.insert(0, sys.argv[1]); from loopscope_trace import __main__ as tracer; "
                                "del sys.path[0], sys.argv[1]; tracer.main()";

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Beside this program: as it is installed, else as it is built. */
static bool find_tracer(const char *self, char *path, size_t size)
{
    static const char *const places[] = {"../share/loopscope/tracer", "../../tracer", "../tracer"};
    const char *named = getenv("LOOPSCOPE_TRACER");
    if (named != NULL && named[0] != '\0') {
        snprintf(path, size, "%s", named);
        return is_folder(path);
    }
    char real[PATH_MAX];
    if (realpath(self, real) == NULL) {
        return false;
    }
    char *slash = strrchr(real, '/');
    *(slash != NULL ? slash : real) = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char whole[PATH_MAX + 32];
        snprintf(whole, sizeof whole, "%s/%s", real, places[i]);
        char *tracer = realpath(whole, NULL);
        bool found = tracer != NULL && is_folder(tracer) && strlen(tracer) < size;
        snprintf(path, size, "%s", found ? tracer : "");
        free(tracer);
        if (found) {
            return true;
        }
    }
    return false;
}

/* C, or what a compiler made. */
static bool is_no_python(const char *path)
{
    static const char elf[] = {0x7f, 'E', 'L', 'F'};
    char begin[sizeof elf] = {0};
    FILE *file = fopen(path, "rb");
    size_t read = file != NULL ? fread(begin, 1, sizeof begin, file) : 0, length = strlen(path);
    if (file != NULL) {
        fclose(file);
    }
    return (length > 2 && strcmp(path + length - 2, ".c") == 0) || (read == sizeof elf && memcmp(begin, elf, sizeof elf) == 0);
}

/* Would exec find it? A name with a slash is a path. */
static bool can_be_run(const char *name)
{
    if (strchr(name, '/') != NULL) {
        return access(name, X_OK) == 0;
    }
    const char *path = getenv("PATH");
    for (const char *at = path != NULL ? path : "/usr/bin:/bin"; *at != '\0';) {
        size_t length = strcspn(at, ":");
        char whole[PATH_MAX];
        if (snprintf(whole, sizeof whole, "%.*s/%s", (int)length, at, name) < (int)sizeof whole && access(whole, X_OK) == 0) {
            return true;
        }
        at += length + (at[length] == ':');
    }
    return false;
}

/* The one that is named, that of the virtual environment that is active, or the first on the path. */
static bool find_python(Cli *cli, char *python, size_t size)
{
    const char *environment = getenv("VIRTUAL_ENV");
    if (cli->interpreter != NULL) {
        snprintf(python, size, "%s", cli->interpreter);
    } else if (environment != NULL && environment[0] != '\0') {
        snprintf(python, size, "%s/bin/python3", environment);
    } else {
        snprintf(python, size, "python3");
    }
    if (!can_be_run(python)) {
        snprintf(cli->error, sizeof cli->error, "%.200s cannot be run: install Python 3, or name one with --python", python);
        return false;
    }
    return true;
}

void own_program_free(char **command)
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

char **own_program_command(Cli *cli, const char *self, const char *file, int descriptor)
{
    char python[PATH_MAX], tracer[PATH_MAX + 64], number[16];
    if (!cli->module && access(cli->subject, R_OK) != 0) {
        snprintf(cli->error, sizeof cli->error, "%.200s cannot be read: %.100s; name a Python program, or a module with -m", cli->subject,
                 strerror(errno));
        return NULL;
    }
    if (!cli->module && is_no_python(cli->subject)) {
        snprintf(
            cli->error, sizeof cli->error,
            "%.200s is no Python program, and others cannot be run from here yet: a C program on our engine records itself, see docs/engine.md",
            cli->subject);
        return NULL;
    }
    if (!find_python(cli, python, sizeof python)) {
        return NULL;
    }
    if (!find_tracer(self, tracer, sizeof tracer)) {
        snprintf(cli->error, sizeof cli->error,
                 "the tracer for Python programs is not where it should be: install Loopscope again, or name its folder "
                 "in LOOPSCOPE_TRACER");
        return NULL;
    }
    const char *words[OWN_WORDS] = {python, "-c", bootstrap, tracer};
    size_t count = 4;
    if (cli->virtual_time) {
        words[count++] = "--virtual-time";
    }
    snprintf(number, sizeof number, "%d", descriptor);
    words[count++] = file != NULL ? "--record" : "--record-fd";
    words[count++] = file != NULL ? file : number;
    if (cli->module) {
        words[count++] = "-m";
    }
    words[count++] = cli->subject;
    char **command = calloc(count + cli->argument_count + 1, sizeof *command);
    if (command == NULL || !copy_words(command, words, count) ||
        !copy_words(command + count, (const char *const *)cli->arguments, cli->argument_count)) {
        own_program_free(command);
        snprintf(cli->error, sizeof cli->error, "there is not enough memory to start the program: close other programs and try again");
        return NULL;
    }
    return command;
}

bool own_program_record(Cli *cli, const char *self)
{
    if (!cli->force && access(cli->output, F_OK) == 0) {
        snprintf(cli->error, sizeof cli->error, "%.200s exists already: add --force to write over it", cli->output);
        return false;
    }
    char **command = own_program_command(cli, self, cli->output, -1);
    if (command == NULL) {
        return false;
    }
    execvp(command[0], command);
    snprintf(cli->error, sizeof cli->error, "%.200s cannot be run: %.100s", command[0], strerror(errno));
    own_program_free(command);
    return false;
}
