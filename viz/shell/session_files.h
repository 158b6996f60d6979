/* session_files.h: the folders and paths that the window asks for. */
#ifndef LOOPSCOPE_SESSION_FILES_H
#define LOOPSCOPE_SESSION_FILES_H

#include "view/files/listing.h"

/* What is in the folder, ~ being the user's own; "" where the program was started. A fault stands in the listing. The caller frees it.
   NULL: out of memory, or the name is too long. */
Listing *session_list(const char *folder);
/* The whole path of a file, ~ being the user's own folder. What does not exist stays as it is. False: it is too long. */
bool session_path(const char *path, char *whole, size_t size);

#endif
