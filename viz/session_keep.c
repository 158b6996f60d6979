/* session_keep.c: one small file in the user's data folder: read with a limit, written beside itself and then renamed, so that it is never torn. */
#include "session_keep.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20 };

/* Folders that are not whole paths do not count, as the XDG rules say. False: there is none, or its name is too long. */
static bool folder_path(char *path, size_t size)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int length = -1;
    if (data != NULL && data[0] == '/') {
        length = snprintf(path, size, "%s/loopscope", data);
    } else if (home != NULL && home[0] == '/') {
        length = snprintf(path, size, "%s/.local/share/loopscope", home);
    }
    return length > 0 && (size_t)length < size;
}

/* Makes the folder and those above it, for the user alone. */
static bool make_folder(char *path)
{
    for (char *slash = path + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        bool there = mkdir(path, 0700) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES;
        *slash = '/';
        if (!there) {
            return false;
        }
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* The file's bytes, which the caller frees. NULL with errno ENOENT: there is none. */
static char *read_file(const char *path, size_t *length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about;
    if (file < 0) {
        return NULL;
    }
    char *bytes = malloc(MOST_BYTES + 1);
    ssize_t got = 0;
    *length = 0;
    bool regular = fstat(file, &about) == 0 && S_ISREG(about.st_mode);
    while (bytes != NULL && regular && *length <= MOST_BYTES && (got = read(file, bytes + *length, MOST_BYTES + 1 - *length)) > 0) {
        *length += (size_t)got;
    }
    int reason = bytes == NULL ? ENOMEM : !regular ? EINVAL : *length > MOST_BYTES ? EFBIG : got < 0 ? errno : 0;
    close(file);
    if (reason != 0) {
        free(bytes);
        errno = reason;
        return NULL;
    }
    return bytes;
}

static KeepResult load_from(const char *path, Kept *kept, char *sentence)
{
    size_t length = 0;
    char *text = read_file(path, &length);
    *kept = (Kept){.wall_time = 0};
    if (text == NULL && errno != EFBIG) {
        KeepResult result = errno == ENOENT || errno == ENOTDIR ? KEEP_NOTHING : KEEP_FAILED;
        if (result == KEEP_FAILED) {
            snprintf(sentence, KEEP_SENTENCE, "Your progress cannot be read: %.60s.", strerror(errno));
        }
        return result;
    }
    bool sound = text != NULL && kept_read(kept, text, length);
    free(text);
    if (sound) {
        return KEEP_DONE;
    }
    char aside[PATH_MAX];
    int bytes = snprintf(aside, sizeof aside, "%s.damaged", path);
    bool moved = bytes > 0 && (size_t)bytes < sizeof aside && rename(path, aside) == 0;
    snprintf(sentence, KEEP_SENTENCE, "The file of your progress was damaged%s.", moved ? "; it is set aside as progress.damaged" : "");
    return KEEP_DAMAGED;
}

static bool write_beside(const char *path, const char *text, size_t length)
{
    char beside[PATH_MAX];
    int bytes = snprintf(beside, sizeof beside, "%s.XXXXXX", path);
    int file = bytes > 0 && (size_t)bytes < sizeof beside ? mkstemp(beside) : -1;
    if (file < 0) {
        return false;
    }
    size_t done = 0;
    ssize_t wrote = 0;
    while (done < length && (wrote = write(file, text + done, length - done)) > 0) {
        done += (size_t)wrote;
    }
    bool whole = done == length && fsync(file) == 0;
    whole = close(file) == 0 && whole && rename(beside, path) == 0;
    if (!whole) {
        int reason = errno;
        unlink(beside);
        errno = reason;
    }
    return whole;
}

static bool write_to(const char *path, const Kept *kept)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (out == NULL) {
        return false;
    }
    kept_write(kept, out);
    bool written = fclose(out) == 0 && write_beside(path, text, length);
    free(text);
    return written;
}

KeepResult keep_load(Kept *kept, char *sentence)
{
    char path[PATH_MAX - 16];
    sentence[0] = '\0';
    *kept = (Kept){.wall_time = 0};
    if (!folder_path(path, sizeof path - 16)) {
        return KEEP_NOTHING;
    }
    strcat(path, "/progress");
    return load_from(path, kept, sentence);
}

/* Two windows take turns. Without a lock, the file is whole all the same, and only a score of the same instant could be lost. */
static int lock(const char *folder)
{
    char path[PATH_MAX];
    int bytes = snprintf(path, sizeof path, "%s/lock", folder);
    int file = bytes > 0 && (size_t)bytes < sizeof path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
    if (file >= 0) {
        (void)flock(file, LOCK_EX);
    }
    return file;
}

KeepResult keep_save(Kept *kept, const char *gone, char *sentence)
{
    char folder[PATH_MAX - 32], path[PATH_MAX - 16];
    Kept other;
    sentence[0] = '\0';
    if (gone != NULL) {
        recent_remove(&kept->recent, gone);
    }
    if (!folder_path(folder, sizeof folder)) {
        return KEEP_NOTHING; /* a user without a folder of his own: nothing is kept */
    }
    if (!make_folder(folder)) {
        snprintf(sentence, KEEP_SENTENCE, "Your progress cannot be kept: %.60s.", strerror(errno));
        return KEEP_FAILED;
    }
    snprintf(path, sizeof path, "%s/progress", folder);
    char *linked = realpath(path, NULL); /* who keeps the file elsewhere, and here a link to it, keeps the link */
    int locked = lock(folder);
    if (load_from(linked != NULL ? linked : path, &other, sentence) != KEEP_FAILED) {
        if (gone != NULL) {
            recent_remove(&other.recent, gone);
        }
        progress_merge(&kept->progress, &other.progress);
        recent_merge(&kept->recent, &other.recent);
    }
    bool written = write_to(linked != NULL ? linked : path, kept);
    if (!written) {
        snprintf(sentence, KEEP_SENTENCE, "Your progress cannot be kept: %.60s.", strerror(errno));
    }
    free(linked);
    if (locked >= 0) {
        close(locked);
    }
    return written ? KEEP_DONE : KEEP_FAILED;
}
