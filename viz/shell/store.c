/* store.c: small files that are kept between sessions: read whole, written whole, set aside when damaged. */
#include "store.h"

#include "language/said.h"
#include <glib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Store {
    GKeyFile *file;
    char *path;
    bool unreadable; /* there is a file which could not be read: it is not ours to replace */
    char *text;      /* handed out last */
};

/* A relative path in the environment counts as none: so the XDG Base Directory Specification has it. */
static char *folder_of(StorePlace place)
{
    const char *base = place == STORE_CONFIG ? g_get_user_config_dir() : g_get_user_data_dir();
    if (base != NULL && g_path_is_absolute(base)) {
        return g_build_filename(base, "loopscope", NULL);
    }
    return place == STORE_CONFIG ? g_build_filename(g_get_home_dir(), ".config", "loopscope", NULL)
                                 : g_build_filename(g_get_home_dir(), ".local", "share", "loopscope", NULL);
}

static void set_aside(const Store *store, const char *why, char notice[STORE_NOTICE])
{
    char *aside = g_strconcat(store->path, ".damaged", NULL);
    if (g_rename(store->path, aside) == 0) {
        snprintf(notice, STORE_NOTICE, SAID("%.120s was damaged (%.40s): it was set aside as %.120s."), store->path, why, aside);
    } else {
        snprintf(notice, STORE_NOTICE, SAID("%.200s is damaged (%.80s) and will be written over."), store->path, why);
    }
    g_free(aside);
}

/* At most a byte more than the limit, so that what is too large shows; the caller frees it. NULL: errno says why. */
static char *read_whole(const char *path, size_t *length)
{
    struct stat about;
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* a pipe would keep the program waiting for whoever writes it */
    bool pipe = descriptor >= 0 && fstat(descriptor, &about) == 0 && S_ISFIFO(about.st_mode);
    FILE *in = descriptor >= 0 && !pipe ? fdopen(descriptor, "rb") : NULL;
    if (in == NULL) {
        int fault = pipe ? ENOTSUP : errno;
        if (descriptor >= 0) {
            close(descriptor);
        }
        errno = fault;
        return NULL;
    }
    char *text = g_malloc(STORE_FILE_LIMIT + 2);
    *length = fread(text, 1, STORE_FILE_LIMIT + 1, in);
    int fault = ferror(in) ? errno : 0;
    fclose(in);
    text[*length] = '\0';
    if (fault != 0) {
        g_free(text);
        errno = fault;
        return NULL;
    }
    return text;
}

static void read_file(Store *store, char notice[STORE_NOTICE])
{
    size_t length = 0;
    char *text = read_whole(store->path, &length);
    if (text == NULL) {
        if (errno != ENOENT && errno != ENOTDIR) {
            store->unreadable = true;
            snprintf(notice, STORE_NOTICE, SAID("%.250s cannot be read: %s."), store->path, g_strerror(errno));
        }
        return;
    }
    if (length > STORE_FILE_LIMIT) {
        set_aside(store, SAID("it is too large"), notice);
    } else if (!g_utf8_validate(text, (gssize)length, NULL)) {
        set_aside(store, SAID("it is no text"), notice);
    } else if (length > 0 && !g_key_file_load_from_data(store->file, text, length, G_KEY_FILE_KEEP_COMMENTS, NULL)) {
        g_key_file_free(store->file); /* what came before the fault is dropped too */
        store->file = g_key_file_new();
        set_aside(store, SAID("it holds more than key=value lines"), notice);
    }
    g_free(text);
}

char *store_path(StorePlace place, const char *name)
{
    char *folder = folder_of(place), *path = g_build_filename(folder, name, NULL);
    g_free(folder);
    return path;
}

Store *store_open(StorePlace place, const char *name, char notice[STORE_NOTICE])
{
    Store *store = g_new0(Store, 1);
    store->file = g_key_file_new();
    store->path = store_path(place, name);
    notice[0] = '\0';
    read_file(store, notice);
    return store;
}

void store_close(Store *store)
{
    if (store != NULL) {
        g_key_file_free(store->file);
        g_free(store->path);
        g_free(store->text);
        g_free(store);
    }
}

static const char *hand_out(Store *store, char *text)
{
    g_free(store->text);
    store->text = text;
    return text;
}

const char *store_text(Store *store, const char *group, const char *key)
{
    return hand_out(store, g_key_file_get_string(store->file, group, key, NULL));
}

bool store_number(Store *store, const char *group, const char *key, long *number)
{
    const char *text = store_text(store, group, key);
    if (text == NULL || *text == '\0') {
        return false;
    }
    char *end = NULL;
    errno = 0;
    long read = strtol(text, &end, 10);
    if (*end != '\0' || errno != 0) {
        return false;
    }
    *number = read;
    return true;
}

bool store_set_text(Store *store, const char *group, const char *key, const char *text)
{
    if (!g_utf8_validate(text, -1, NULL)) {
        return false;
    }
    g_key_file_set_string(store->file, group, key, text);
    return true;
}

void store_set_number(Store *store, const char *group, const char *key, long number)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", number);
    g_key_file_set_string(store->file, group, key, text);
}

void store_remove(Store *store, const char *group, const char *key)
{
    if (key == NULL) {
        g_key_file_remove_group(store->file, group, NULL);
    } else {
        g_key_file_remove_key(store->file, group, key, NULL);
    }
}

/* The list's entry at `index`; frees the list. */
static const char *pick(Store *store, char **list, size_t count, size_t index)
{
    char *picked = list != NULL && index < count ? g_strdup(list[index]) : NULL;
    g_strfreev(list);
    return hand_out(store, picked);
}

const char *store_group(Store *store, size_t index)
{
    gsize count = 0;
    char **groups = g_key_file_get_groups(store->file, &count);
    return pick(store, groups, count, index);
}

const char *store_key(Store *store, const char *group, size_t index)
{
    gsize count = 0;
    char **keys = g_key_file_get_keys(store->file, group, &count, NULL);
    return pick(store, keys, count, index);
}

static bool fail(const Store *store, const char *why, char notice[STORE_NOTICE])
{
    snprintf(notice, STORE_NOTICE, SAID("%.250s cannot be written: %.100s."), store->path, why);
    return false;
}

bool store_save(Store *store, char notice[STORE_NOTICE])
{
    notice[0] = '\0';
    if (store->unreadable) {
        return fail(store, SAID("what is there could not be read"), notice);
    }
    char *folder = g_path_get_dirname(store->path);
    int made = g_mkdir_with_parents(folder, 0700);
    g_free(folder);
    if (made != 0) {
        return fail(store, g_strerror(errno), notice);
    }
    char *target = realpath(store->path, NULL); /* where a link leads; NULL when there is no file yet */
    gsize length = 0;
    char *text = g_key_file_to_data(store->file, &length, NULL);
    GError *error = NULL;
    bool written = g_file_set_contents_full(target != NULL ? target : store->path, text, (gssize)length,
                                            G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &error);
    if (!written) {
        fail(store, error != NULL ? error->message : SAID("for an unknown reason"), notice);
        g_clear_error(&error);
    }
    g_free(text);
    free(target);
    return written;
}
