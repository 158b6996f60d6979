/* engine.c: see engine.h. */
#include "engine.h"

#include "language/said.h"
#include "words.h"

#include "async.h"

#include <glib.h>

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Compiles into the user's cache, beside what may be running still, and becomes the program: so a signal, the exit status and the terminal are its own.
   $1 compiler, $2 source, $3 headers, $4 library, $5 folder; the program's arguments follow. */
static const char compile_and_run[] =
    "compiler=$1 source=$2 headers=$3 library=$4 folder=$5; shift 5; name=$(basename \"$source\" .c); "
    "$compiler -std=gnu11 -g -O1 -I\"$headers\" -o \"$folder/$name.$$\" \"$source\" \"$library\" -lm || { rm -f \"$folder/$name.$$\"; exit 1; }; "
    "mv -f \"$folder/$name.$$\" \"$folder/$name\" && exec \"$folder/$name\" \"$@\"";

typedef struct Library {
    char headers[PATH_MAX], archive[PATH_MAX];
} Library;

/* Beside this program: as it is installed, else as it is built. */
static bool find_library(const char *self, Library *library)
{
    static const char *const places[][2] = {{"../include/loopscope", "../lib/*/libloopscope-engine.a"},
                                            {"../include/loopscope", "../lib*/libloopscope-engine.a"},
                                            {"../../engine", "libloopscope-engine.a"}};
    char folder[PATH_MAX];
    if (realpath(self, folder) == NULL) {
        return false;
    }
    char *slash = strrchr(folder, '/');
    *(slash != NULL ? slash : folder) = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char headers[PATH_MAX + 64], pattern[PATH_MAX + 64], probe[PATH_MAX + 96];
        snprintf(headers, sizeof headers, "%s/%s", folder, places[i][0]);
        snprintf(pattern, sizeof pattern, "%s/%s", folder, places[i][1]);
        snprintf(probe, sizeof probe, "%s/async.h", headers);
        glob_t found;
        if (glob(pattern, 0, NULL, &found) == 0) {
            bool here = access(probe, R_OK) == 0 && snprintf(library->headers, PATH_MAX, "%s", headers) < PATH_MAX &&
                        snprintf(library->archive, PATH_MAX, "%s", found.gl_pathv[0]) < PATH_MAX;
            globfree(&found);
            if (here) {
                return true;
            }
        }
    }
    return false;
}

/* Where what is compiled is kept; the caller frees it. NULL: it cannot be made, and that is told. A relative path in the environment counts as none. */
static char *make_cache(Cli *cli)
{
    const char *base = g_get_user_cache_dir();
    char *folder = g_path_is_absolute(base) ? g_build_filename(base, "loopscope", "programs", NULL)
                                            : g_build_filename(g_get_home_dir(), ".cache", "loopscope", "programs", NULL);
    if (g_mkdir_with_parents(folder, 0777) == 0) {
        return folder;
    }
    snprintf(cli->error, sizeof cli->error, SAID("what is compiled is kept in %.150s, and that cannot be made: %.100s"), folder,
             strerror(errno));
    g_free(folder);
    return NULL;
}

/* A command, which may have options behind it. */
static bool find_compiler(Cli *cli, const char *compiler)
{
    char name[PATH_MAX], found[PATH_MAX];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(compiler, " "), compiler);
    if (own_kind_find(name, found)) {
        return true;
    }
    snprintf(cli->error, sizeof cli->error, SAID("there is no C compiler %.200s: install gcc or clang, or name one in CC"), name);
    return false;
}

char **own_engine_command(Cli *cli, const OwnKind *kind, const char *self, const char *file, int descriptor)
{
    char record[PATH_MAX + 32], source[PATH_MAX], path[PATH_MAX + 2];
    Library library;
    if (file != NULL) {
        snprintf(record, sizeof record, "LOOPSCOPE_RECORD=%s", file);
    } else {
        snprintf(record, sizeof record, "LOOPSCOPE_RECORD=fd:%d", descriptor);
    }
    char version[32], rules[64];
    const char *words[11] = {"env", record};
    size_t count = 2;
    if (cli->virtual_time) {
        words[count++] = "LOOPSCOPE_VIRTUAL_TIME=1";
    }
    if (settings_rules(&cli->settings) != 0) {
        snprintf(rules, sizeof rules, "LOOPSCOPE_RULES=%s", async_rules_name(settings_rules(&cli->settings), version, sizeof version));
        words[count++] = rules;
    }
    if (kind->kind == OWN_EXECUTABLE) {
        snprintf(path, sizeof path, "%s%s", strchr(kind->path, '/') == NULL ? "./" : "", kind->path); /* env would look on the path */
        words[count++] = path;
        return own_words(cli, words, count);
    }
    const char *named = getenv("CC"), *compiler = named != NULL && named[0] != '\0' ? named : "cc";
    if (!find_library(self, &library) || realpath(kind->path, source) == NULL) {
        snprintf(
            cli->error, sizeof cli->error,
            SAID(
                "the engine's headers and library are not where they should be, so that %.150s cannot be compiled: install Loopscope again"),
            cli->subject);
        return NULL;
    }
    char *cache = find_compiler(cli, compiler) ? make_cache(cli) : NULL;
    if (cache == NULL) {
        return NULL;
    }
    const char *rest[] = {"sh", "-c", compile_and_run, "loopscope", compiler, source, library.headers, library.archive, cache};
    const char *all[sizeof words / sizeof words[0] + sizeof rest / sizeof rest[0]];
    memcpy(all, words, count * sizeof words[0]);
    memcpy(all + count, rest, sizeof rest);
    char **command = own_words(cli, all, count + sizeof rest / sizeof rest[0]);
    g_free(cache);
    return command;
}
