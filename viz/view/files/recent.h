/* recent.h: the recordings that were opened last, and how the menu names them. */
#ifndef LOOPSCOPE_RECENT_H
#define LOOPSCOPE_RECENT_H

#include "language/language.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECENT_FILES = 8, RECENT_PATH = 1024 };

typedef struct RecentFile {
    char path[RECENT_PATH]; /* absolute */
    int64_t opened;         /* s since 1970; 0: nobody knows */
} RecentFile;

typedef struct Recent {
    RecentFile file[RECENT_FILES]; /* the one opened last comes first */
    size_t count;
} Recent;

/* Puts the file first; the oldest goes when there are too many. A path that is too long, or of more than one line, is not remembered: false. */
bool recent_add(Recent *recent, const char *path, int64_t opened);
bool recent_remove(Recent *recent, const char *path); /* false: it was not there */
/* The files of both, the ones opened last. */
void recent_merge(Recent *into, const Recent *other);
const char *recent_name(const char *path); /* its last part */
size_t recent_folder(const char *path);    /* how many bytes of it name the folder */
/* "just now", "5 minutes ago", "30 hours ago", "12 days ago"; "" when nobody knows. Into `buffer` (32 bytes are enough); returns it. */
char *recent_when(Language language, int64_t opened, int64_t now, char *buffer, size_t size);

#endif
