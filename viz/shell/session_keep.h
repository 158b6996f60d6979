/* session_keep.h: what the window keeps of the reader's way: read at the start, written when something was reached. */
#ifndef LOOPSCOPE_SESSION_KEEP_H
#define LOOPSCOPE_SESSION_KEEP_H

#include "view/way/kept.h"
#include "store.h"

/* From the file "progress" of the user's data folder. False: nothing was kept yet. `notice`: what is wrong with the file, or "". */
bool keep_load(Kept *kept, char notice[STORE_NOTICE]);
/* What time it is, s since 1970: what is kept of the day goes by it. */
void keep_time(Kept *kept, int64_t wall_time);
/* What another window has written meanwhile is read first, and the better of both is kept, here as in the file. `gone` is a recording to
   take off the list, or NULL. False: it could not be written; `notice` says why, and `kept` has everything all the same. */
bool keep_save(Kept *kept, const char *gone, char notice[STORE_NOTICE]);

#endif
