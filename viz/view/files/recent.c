/* recent.c: a short list of paths, the last one opened first. */
#include "recent.h"

#include "language/words_in.h"

#include <stdio.h>
#include <string.h>

static size_t place_of(const Recent *recent, const char *path)
{
    size_t i = 0;
    while (i < recent->count && strcmp(recent->file[i].path, path) != 0) {
        i++;
    }
    return i;
}

bool recent_add(Recent *recent, const char *path, int64_t opened)
{
    size_t length = strlen(path);
    if (length == 0 || length >= RECENT_PATH || strpbrk(path, "\n\r")) {
        return false;
    }
    size_t last = place_of(recent, path);
    if (last == recent->count && recent->count < RECENT_FILES) {
        recent->count++;
    } else if (last == recent->count) {
        last = RECENT_FILES - 1;
    }
    memmove(&recent->file[1], &recent->file[0], last * sizeof recent->file[0]);
    memcpy(recent->file[0].path, path, length + 1);
    recent->file[0].opened = opened;
    return true;
}

bool recent_remove(Recent *recent, const char *path)
{
    size_t i = place_of(recent, path);
    if (i == recent->count) {
        return false;
    }
    recent->count--;
    memmove(&recent->file[i], &recent->file[i + 1], (recent->count - i) * sizeof recent->file[0]);
    return true;
}

void recent_merge(Recent *into, const Recent *other)
{
    Recent ours = *into;
    size_t a = ours.count, b = other->count;
    into->count = 0;
    while (a > 0 || b > 0) { /* from the one opened longest ago */
        bool from_ours = b == 0 || (a > 0 && ours.file[a - 1].opened <= other->file[b - 1].opened);
        const RecentFile *file = from_ours ? &ours.file[--a] : &other->file[--b];
        recent_add(into, file->path, file->opened);
    }
}

const char *recent_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

size_t recent_folder(const char *path)
{
    size_t length = (size_t)(recent_name(path) - path);
    return length > 1 ? length - 1 : length;
}

char *recent_when(Language language, int64_t opened, int64_t now, char *buffer, size_t size)
{
    const int64_t minute = 60, hour = 60 * minute, day = 24 * hour;
    int64_t ago = now > opened ? now - opened : 0;
    if (opened <= 0 || now <= 0) {
        buffer[0] = '\0';
    } else if (ago < 2 * minute) {
        snprintf(buffer, size, "%s", words_in(language, "just now"));
    } else if (ago < 2 * hour) {
        snprintf(buffer, size, words_in(language, "%d minutes ago"), (int)(ago / minute));
    } else if (ago < 2 * day) {
        snprintf(buffer, size, words_in(language, "%d hours ago"), (int)(ago / hour));
    } else {
        snprintf(buffer, size, words_in(language, "%lld days ago"), (long long)(ago / day));
    }
    return buffer;
}
