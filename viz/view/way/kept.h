/* kept.h: what is kept between two runs of the program, beside the settings. */
#ifndef LOOPSCOPE_KEPT_H
#define LOOPSCOPE_KEPT_H

#include "progress.h"
#include "view/files/recent.h"
#include "review.h"

typedef struct Kept {
    Progress progress;
    Recent recent;
    Review review;
    char begin[PROGRESS_NAME]; /* the lesson with which the answers to the placement quiz said to begin; "": none did */
    int64_t wall_time;         /* s since 1970, as of the last look at a clock; 0: unknown; not kept */
    uint32_t today;            /* days since 1970, where the reader is; 0: unknown; not kept */
} Kept;

#endif
