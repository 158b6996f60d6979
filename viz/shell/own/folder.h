/* folder.h: the folder in which somebody's own lessons lie: each file NAME.md of it is read. */
#ifndef LOOPSCOPE_OWN_FOLDER_H
#define LOOPSCOPE_OWN_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* Adds the lessons of that folder to the others (lesson/folder.h), those of a section one after the other; NULL: of the one where the desktop keeps such things, if it
   is there. False: the named folder cannot be read. `error` then says so; else it is "", or says that not all of them were taken. */
bool own_folder_open(const char *folder, char *error, size_t size);

#endif
