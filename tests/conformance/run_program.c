/* run_program.c: runs a program that is data on the engine, in virtual time, and writes its events as JSON Lines.

       run_program PROGRAM.json      one program; its events go to standard output
       run_program --many FILE       a program a line; behind the events of each stands a line {"end":STATUS}
       run_program --unwatched FILE  the same without a hook: what the programs print stands there instead of their events

   Exit status: that of the run (0, 1: main failed, 3: deadlock), or 2 when it is no program. With --many 0. */
#include "run_program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *file, const char *problem)
{
    fprintf(stderr, "run_program: %s: %s\n", file, problem);
    return 2;
}

/* All of a file, up to one byte more than any program may have; NULL: it cannot be read. */
static char *read_file(const char *name, size_t *length)
{
    FILE *file = fopen(name, "rb");
    char *text = file ? malloc(PROGRAM_BYTES + 1) : NULL;
    if (text) {
        *length = fread(text, 1, PROGRAM_BYTES + 1, file);
        if (ferror(file)) {
            free(text);
            text = NULL;
        }
    }
    if (file) {
        fclose(file);
    }
    return text;
}

static int run_one(const char *name)
{
    size_t length = 0;
    char problem[300];
    char *text = read_file(name, &length);
    if (!text) {
        return fail(name, errno ? strerror(errno) : "out of memory");
    }
    int status = run_program_text(text, length, stdout, problem, sizeof problem);
    free(text);
    return status == 2 ? fail(name, problem) : status;
}

/* The rules to which the last run has come: those by which versions part, as bits in the order of their table. */
static unsigned long rules_met(void)
{
    unsigned long met = 0;
    async_rule rule;
    for (size_t i = 0; async_rule_at(i, &rule); i++) {
        met |= (unsigned long)async_rule_parts(i, async_rules_of("3.11.0"), 0) << i;
    }
    return met;
}

static int run_many(const char *name, FILE *out)
{
    FILE *file = fopen(name, "r");
    if (!file) {
        return fail(name, strerror(errno));
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, file)) >= 0) {
        char problem[300];
        int status = run_program_text(line, (size_t)length, out, problem, sizeof problem);
        if (status == 2) {
            fail(name, problem);
        }
        printf("{\"end\":%d,\"rules\":%lu}\n", status, rules_met());
        fflush(stdout);
    }
    free(line);
    fclose(file);
    return 0;
}

int main(int count, char **arguments)
{
    if (count == 2 && strcmp(arguments[1], "--help") != 0) {
        return run_one(arguments[1]);
    }
    if (count == 3 && strcmp(arguments[1], "--many") == 0) {
        return run_many(arguments[2], stdout);
    }
    if (count == 3 && strcmp(arguments[1], "--unwatched") == 0) {
        return run_many(arguments[2], NULL);
    }
    fprintf(stderr, "usage: run_program PROGRAM.json | run_program --many FILE | run_program --unwatched FILE\n");
    return 2;
}
