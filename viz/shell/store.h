/* store.h: small files that are kept between sessions, where the desktop keeps such things: "settings" with the configuration, "progress" with the data.

   A file is a list of groups of key=value lines, as in a .desktop file. Values are UTF-8 texts. Whatever is wrong with a file or its folder is said in one
   sentence and is never fatal: the program then goes on as if nothing had been kept. */
#ifndef LOOPSCOPE_STORE_H
#define LOOPSCOPE_STORE_H

#include <stdbool.h>
#include <stddef.h>

/* Under $XDG_CONFIG_HOME/loopscope (usually ~/.config) or $XDG_DATA_HOME/loopscope (usually ~/.local/share). */
typedef enum StorePlace { STORE_CONFIG, STORE_DATA } StorePlace;

enum { STORE_FILE_LIMIT = 1 << 20, STORE_NOTICE = 400 }; /* bytes */

typedef struct Store Store;

/* Where such a file is, or would be; for g_free(). */
char *store_path(StorePlace place, const char *name);

/* Reads the file; one that is not there is empty. One that is damaged (no such list, no UTF-8, larger than STORE_FILE_LIMIT) is set aside beside its place
   as NAME.damaged, and `notice` says so; else notice is "". What cannot be read for another reason is left alone and will not be written over. */
Store *store_open(StorePlace place, const char *name, char notice[STORE_NOTICE]);
void store_close(Store *store); /* writes nothing; NULL is allowed */

/* NULL: there is no such value. Valid until the next call with this store. */
const char *store_text(Store *store, const char *group, const char *key);
/* False: there is no such value, or it is no whole number. */
bool store_number(Store *store, const char *group, const char *key, long *number);
/* A text that is no UTF-8 is not kept: false. Groups and keys are the program's own names, or a lesson's: no brackets, no "=", no line ends. */
bool store_set_text(Store *store, const char *group, const char *key, const char *text);
void store_set_number(Store *store, const char *group, const char *key, long number);
void store_remove(Store *store, const char *group, const char *key); /* key NULL: the whole group */

/* The groups, and the keys of a group, in the order of the file. NULL: there are no more. Valid until the next call with this store. */
const char *store_group(Store *store, size_t index);
const char *store_key(Store *store, const char *group, size_t index);

/* Writes the file anew, or not at all: whoever reads it meanwhile sees the old one or the new one, whole. A link is followed: what it leads to is written.
   False: `notice` says why. */
bool store_save(Store *store, char notice[STORE_NOTICE]);

#endif
