/* kind.c: see kind.h. */
#define _GNU_SOURCE /* memmem */
#include "kind.h"

#include "language/said.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool own_kind_find(const char *name, char found[PATH_MAX])
{
    if (strchr(name, '/') != NULL) {
        return snprintf(found, PATH_MAX, "%s", name) < PATH_MAX && access(found, X_OK) == 0;
    }
    const char *path = getenv("PATH");
    for (const char *at = path != NULL ? path : "/usr/bin:/bin"; *at != '\0';) {
        size_t length = strcspn(at, ":");
        if (snprintf(found, PATH_MAX, "%.*s/%s", (int)length, at, name) < PATH_MAX && access(found, X_OK) == 0) {
            return true;
        }
        at += length + (at[length] == ':');
    }
    return false;
}

/* "python3", "python3.13", "pypy3", whether that is the interpreter or something that leads to it. */
static bool is_python(const char *name)
{
    size_t letters = strncmp(name, "python", 6) == 0 ? 6 : strncmp(name, "pypy", 4) == 0 ? 4 : 0;
    return letters > 0 && name[letters + strspn(name + letters, "0123456789.")] == '\0';
}

/* "#!/usr/bin/env python3" and "#!/usr/bin/python3 -I" name Python; options are left out. */
static bool names_python(const char *line, char *interpreter, size_t size)
{
    char first[256] = "", second[256] = "";
    if (strncmp(line, "#!", 2) != 0 || sscanf(line + 2, " %255s %255s", first, second) < 1) {
        return false;
    }
    const char *name = strrchr(first, '/') != NULL ? strrchr(first, '/') + 1 : first;
    const char *word = strcmp(name, "env") == 0 ? second : first;
    name = strrchr(word, '/') != NULL ? strrchr(word, '/') + 1 : word;
    snprintf(interpreter, size, "%s", word);
    return is_python(name);
}

/* Is our engine linked into it? It looks for a variable of the environment, by this name. */
static bool has_engine(FILE *file)
{
    static const char name[] = "LOOPSCOPE_RECORD";
    static char piece[65536];
    size_t kept = 0, length = 0;
    rewind(file);
    while ((length = fread(piece + kept, 1, sizeof piece - kept, file)) > 0) {
        if (memmem(piece, kept + length, name, sizeof name) != NULL) {
            return true;
        }
        size_t whole = kept + length;
        kept = whole < sizeof name ? whole : sizeof name;
        memmove(piece, piece + whole - kept, kept);
    }
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    return length > wanted && strcmp(text + length - wanted, end) == 0;
}

/* Text, or an archive, as zipapp makes it: it begins with a line for the shell, or without one. */
static bool may_be_python(const char *begin, size_t length)
{
    static const char archive[] = "\nPK\3\4";
    return memchr(begin, '\0', length) == NULL || memcmp(begin, archive + 1, 4) == 0 ||
           (memcmp(begin, "#!", 2) == 0 && memmem(begin, length, archive, 5) != NULL);
}

bool own_kind(Cli *cli, OwnKind *kind)
{
    static const char elf[] = {0x7f, 'E', 'L', 'F'};
    *kind = (OwnKind){.kind = OWN_PYTHON};
    if (!cli->command || access(cli->subject, R_OK) == 0) {
        snprintf(kind->path, sizeof kind->path, "%s", cli->subject);
    } else if (!own_kind_find(cli->subject, kind->path)) {
        snprintf(cli->error, sizeof cli->error, SAID("there is no command %.200s: write its path, or install it"), cli->subject);
        return false;
    }
    struct stat about;
    if (stat(kind->path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
        snprintf(cli->error, sizeof cli->error,
                 SAID("%.200s is no file, and what a pipe or a device holds is there to be read once: write it into a file"), cli->subject);
        return false;
    }
    FILE *file = fopen(kind->path, "rb");
    char begin[512] = "";
    if (file == NULL || access(kind->path, R_OK) != 0) {
        snprintf(cli->error, sizeof cli->error, SAID("%.200s cannot be read: %.100s; name a Python program, or a module with -m"),
                 cli->subject, strerror(errno));
        if (file != NULL) {
            fclose(file);
        }
        return false;
    }
    size_t length = fread(begin, 1, sizeof begin - 1, file);
    begin[length] = '\0';
    const char *name = strrchr(cli->subject, '/') != NULL ? strrchr(cli->subject, '/') + 1 : cli->subject;
    bool executable = length >= sizeof elf && memcmp(begin, elf, sizeof elf) == 0, engine = executable && has_engine(file);
    fclose(file);
    if (is_python(name)) {
        kind->kind = OWN_INTERPRETER;
        snprintf(kind->interpreter, sizeof kind->interpreter, "%s", kind->path);
    } else if (executable && !engine) {
        snprintf(
            cli->error, sizeof cli->error,
            SAID("%.200s is not linked with our engine, or with an older one: Python programs and programs on the engine can be watched"),
            cli->subject);
        return false;
    } else if (executable) {
        kind->kind = OWN_EXECUTABLE;
    } else if (ends_with(name, ".c")) {
        kind->kind = OWN_SOURCE;
    } else if (!names_python(begin, kind->interpreter, sizeof kind->interpreter)) {
        kind->interpreter[0] = '\0';
        if (!may_be_python(begin, length) || (cli->command && !ends_with(name, ".py"))) {
            snprintf(cli->error, sizeof cli->error,
                     SAID("%.200s is neither a Python program nor one that a C compiler made: those two can be watched"), cli->subject);
            return false;
        }
    } else if (!cli->command) {
        kind->interpreter[0] = '\0'; /* run PROGRAM.py takes the user's Python, whatever its first line says */
    }
    return true;
}
