/* session_keep.h: what the window keeps in the user's data folder: read at the start, written when something was reached. */
#ifndef LOOPSCOPE_SESSION_KEEP_H
#define LOOPSCOPE_SESSION_KEEP_H

#include "kept.h"

typedef enum KeepResult {
    KEEP_DONE,
    KEEP_NOTHING, /* loading: nothing was kept yet */
    KEEP_DAMAGED, /* loading: the file is damaged; it was set aside, and what could be read is there */
    KEEP_FAILED   /* it could not be read or written */
} KeepResult;

enum { KEEP_SENTENCE = 256 };

/* The file is progress in $XDG_DATA_HOME/loopscope, or in ~/.local/share/loopscope. `sentence`, of KEEP_SENTENCE bytes: what is wrong when
   it is DAMAGED or FAILED, else "". */
KeepResult keep_load(Kept *kept, char *sentence);
/* Writes it whole or not at all. What another window has written meanwhile is read first, and the better of both is kept, here as in the file.
   `gone` is a recording to take off the list, or NULL. */
KeepResult keep_save(Kept *kept, const char *gone, char *sentence);

#endif
