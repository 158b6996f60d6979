/* session_files.c: reads folders and makes paths whole. */
#include "session_files.h"

#include "language/said.h"
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The user's own folder, or NULL. */
static const char *home(void)
{
    const char *named = getenv("HOME");
    if (named != NULL && named[0] == '/') {
        return named;
    }
    const struct passwd *user = getpwuid(getuid());
    return user != NULL ? user->pw_dir : NULL;
}

/* ~ and ~/x are in the user's own folder; another user's ~name is not known here and stays as it is. */
static bool expand(const char *path, char *out, size_t size)
{
    bool own = path[0] == '~' && (path[1] == '\0' || path[1] == '/');
    const char *folder = own ? home() : NULL;
    int length = folder != NULL ? snprintf(out, size, "%s%s", folder, path + 1) : snprintf(out, size, "%s", path);
    return length >= 0 && (size_t)length < size;
}

bool session_path(const char *path, char *whole, size_t size)
{
    char expanded[RECENT_PATH];
    if (!expand(path, expanded, sizeof expanded)) {
        return false;
    }
    char *real = realpath(expanded, NULL);
    int length = snprintf(whole, size, "%s", real != NULL ? real : expanded);
    free(real);
    return length >= 0 && (size_t)length < size;
}

/* A link to a folder is one. */
static bool is_folder(DIR *folder, const char *name)
{
    struct stat about;
    return fstatat(dirfd(folder), name, &about, 0) == 0 && S_ISDIR(about.st_mode);
}

static void read_names(Listing *listing, DIR *folder)
{
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && !listing_add(listing, entry->d_name, is_folder(folder, entry->d_name))) {
            break; /* a folder of thousands: the first are enough to complete from */
        }
    }
    listing_sort(listing);
}

/* Where the program was started, with ~ for the user's own folder and a slash at its end. */
static void name_start(Listing *listing)
{
    char here[RECENT_PATH];
    if (getcwd(here, sizeof here) == NULL) {
        return;
    }
    const char *own = home();
    size_t length = own != NULL ? strlen(own) : 0;
    bool inside = length > 1 && strncmp(here, own, length) == 0 && (here[length] == '/' || here[length] == '\0');
    const char *rest = inside ? here + length : here;
    bool slash = rest[0] == '\0' || rest[strlen(rest) - 1] != '/';
    if (strlen(rest) + 2 < sizeof listing->start) {
        snprintf(listing->start, sizeof listing->start, "%s%.*s%s", inside ? "~" : "", RECENT_PATH - 4, rest, slash ? "/" : "");
    }
}

Listing *session_list(const char *folder)
{
    char path[RECENT_PATH];
    Listing *listing = listing_new(folder);
    if (listing == NULL) {
        return NULL;
    }
    if (folder[0] == '\0') {
        name_start(listing);
    }
    DIR *opened = expand(folder[0] != '\0' ? folder : ".", path, sizeof path) ? opendir(path) : NULL;
    if (opened == NULL) {
        snprintf(listing->fault, sizeof listing->fault, "%s",
                 errno == EACCES    ? SAID("That folder may not be read.")
                 : errno == ENOTDIR ? SAID("That is a file, and no folder.")
                                    : SAID("There is no such folder."));
        return listing;
    }
    read_names(listing, opened);
    closedir(opened);
    return listing;
}
