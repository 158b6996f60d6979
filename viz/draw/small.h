/* small.h: a picture within a picture: a draw list once more, so small that its text is bars. */
#ifndef LOOPSCOPE_SMALL_H
#define LOOPSCOPE_SMALL_H

#include "drawlist.h"

/* The picture is `width` by `height` logical px, and is fitted into the middle of `into`; returns where it then stands. Nothing in it can be clicked. */
Rect draw_small(DrawList *list, const DrawList *picture, float width, float height, Rect into);

#endif
