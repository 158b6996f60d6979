/* preview.h: the picture that is about to be written, and how far the writing is. */
#ifndef LOOPSCOPE_PREVIEW_H
#define LOOPSCOPE_PREVIEW_H

#include "draw/drawlist.h"

enum { PREVIEW_IDLE = -1 };

typedef struct Preview {
    DrawList list;       /* as it will be drawn */
    float width, height; /* logical px; 0: what is written is no picture */
    int percent;         /* of what is being written; PREVIEW_IDLE: nothing is */
    bool known;          /* the percent is: of some formats only the end can be known */
} Preview;

#endif
