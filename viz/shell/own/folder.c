/* folder.c: see folder.h. */
#include "folder.h"

#include "language/said.h"
#include "lesson/folder.h"
#include "shell/store.h"

#include <glib.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 10000 /* that are looked at */ };

/* Hidden files are nobody's lesson, and a folder may say in README.md what is in it. */
static bool is_lesson(const char *name)
{
    size_t length = strlen(name);
    return length > 3 && strcmp(name + length - 3, ".md") == 0 && name[0] != '.' && strcmp(name, "README.md") != 0;
}

/* What is no file (a pipe, a device) may wait for ever, or do something when it is opened. NULL: read; else why not. */
static const char *read_file(const char *path, char *text, size_t *length)
{
    struct stat about;
    int file = stat(path, &about) == 0 && S_ISREG(about.st_mode) ? open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
    if (file < 0) {
        return errno != 0 && stat(path, &about) != 0 ? g_strerror(errno)
               : S_ISREG(about.st_mode)              ? g_strerror(errno)
                                                     : SAID("it is no file");
    }
    const char *fault = fstat(file, &about) != 0 || !S_ISREG(about.st_mode) ? SAID("it is no file") : NULL;
    ssize_t got = 1;
    for (*length = 0; fault == NULL && got > 0 && *length <= FOLDER_FILE_LIMIT; *length += got > 0 ? (size_t)got : 0) {
        got = read(file, text + *length, FOLDER_FILE_LIMIT + 1 - *length);
        fault = got < 0 ? g_strerror(errno) : NULL;
    }
    close(file);
    return fault != NULL ? fault : *length > FOLDER_FILE_LIMIT ? SAID("it is larger than 256 KiB") : NULL;
}

static bool take(const char *folder, const char *name, char *text)
{
    char *path = g_build_filename(folder, name, NULL), sentence[200];
    size_t length = 0;
    errno = 0;
    const char *fault = read_file(path, text, &length);
    g_free(path);
    if (fault != NULL) {
        snprintf(sentence, sizeof sentence, SAID("it cannot be read as a lesson: %.150s"), fault);
        return folder_refuse(name, sentence);
    }
    return folder_read(name, text, length);
}

static int by_name(const void *one, const void *other) { return strcmp(*(char *const *)one, *(char *const *)other); }

static GPtrArray *names_in(GDir *dir)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name = NULL;
    for (size_t i = 0; i < MOST_FILES && (name = g_dir_read_name(dir)) != NULL; i++) {
        if (is_lesson(name)) {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    g_ptr_array_sort(names, by_name);
    return names;
}

bool own_folder_open(const char *folder, char *error, size_t size)
{
    GError *fault = NULL;
    char *usual = folder == NULL ? store_path(STORE_DATA, "lessons") : NULL;
    const char *path = folder != NULL ? folder : usual;
    GDir *dir = g_dir_open(path, 0, &fault);
    error[0] = '\0';
    if (dir == NULL) {
        bool none = folder == NULL && g_error_matches(fault, G_FILE_ERROR, G_FILE_ERROR_NOENT);
        if (!none) {
            snprintf(error, size, SAID("the folder of lessons %.150s cannot be read: name a folder that holds them"), path);
        }
        g_error_free(fault);
        g_free(usual);
        return folder == NULL;
    }
    GPtrArray *names = names_in(dir);
    char *text = g_malloc(FOLDER_FILE_LIMIT + 2);
    for (guint i = 0; i < names->len && error[0] == '\0'; i++) {
        if (!take(path, g_ptr_array_index(names, i), text)) {
            snprintf(error, size, SAID("the folder of lessons %.150s holds %u, and there is room for %d: those from %.60s on are left out"),
                     path, names->len, LESSON_OWN_MOST, (const char *)g_ptr_array_index(names, i));
        }
    }
    folder_arrange();
    g_free(text);
    g_ptr_array_free(names, TRUE);
    g_dir_close(dir);
    g_free(usual);
    return true;
}
