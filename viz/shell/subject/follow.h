/* follow.h: a recording in a file, read piece by piece: because it is long, or because somebody still writes it.

   Who writes a recording holds a lock on its file (flock), which ends with the process however that ends: so the end of the file and the end of
   the run are not taken for each other. */
#ifndef LOOPSCOPE_FOLLOW_H
#define LOOPSCOPE_FOLLOW_H

#include "trace/store.h"

#include <stdio.h>

typedef struct Follow Follow;

typedef enum FollowState {
    FOLLOW_MORE,   /* there is more in the file */
    FOLLOW_WAITS,  /* all was read that stands there, and more is to come */
    FOLLOW_WHOLE,  /* nothing more will come */
    FOLLOW_DAMAGED /* nothing more can be read: follow_error() */
} FollowState;

/* Takes the file over, which is open for reading; `into` is borrowed. NULL: out of memory, and the file is closed. */
Follow *follow_new(FILE *file, Trace *into);
void follow_free(Follow *follow);
FollowState follow_read(Follow *follow, size_t most); /* at most so many bytes, without waiting */
FollowState follow_state(const Follow *follow);       /* as the last reading left it */
bool follow_is_written(const Follow *follow);         /* was somebody writing it when its end was last reached? */
int follow_percent(const Follow *follow);             /* how much of the file has been read */
const char *follow_error(const Follow *follow);       /* what is wrong, once it is FOLLOW_DAMAGED */

#endif
