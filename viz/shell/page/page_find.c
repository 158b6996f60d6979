/* page_find.c: looks for the browser edition beside the program: as it is built, and as it is installed. */
#include "page.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

FILE *page_find(void)
{
    static const char *const places[] = {"../web/run.html", "../share/loopscope/run.html"};
    const char *named = getenv("LOOPSCOPE_PAGE");
    if (named != NULL && named[0] != '\0') {
        return fopen(named, "rb");
    }
    char program[PATH_MAX], path[PATH_MAX + 64];
    if (realpath("/proc/self/exe", program) == NULL) {
        return NULL;
    }
    char *slash = strrchr(program, '/');
    *(slash != NULL ? slash : program) = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", program, places[i]);
        FILE *found = fopen(path, "rb");
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}
