/* picture.h: a draw list as a picture in memory or in a file, with no window and no display. */
#ifndef LOOPSCOPE_SDL_PICTURE_H
#define LOOPSCOPE_SDL_PICTURE_H

#include "draw/drawlist.h"

typedef struct Picture Picture;

/* A picture of that many pixels; one logical px is `scale` of them (0.5 to 4). NULL when all is well, otherwise a sentence for the user: no
   font, no memory. The caller closes it. One picture serves for many frames. */
const char *picture_open(Picture **picture, int width, int height, float scale);
void picture_close(Picture *picture);          /* NULL is allowed */
TextMetrics picture_metrics(Picture *picture); /* valid until picture_close() */
void picture_draw(Picture *picture, const DrawList *list, Theme theme);

/* The frame drawn last: rows of 0xXXRRGGBB, `*stride` bytes apart; valid until picture_close(). */
const uint32_t *picture_pixels(const Picture *picture, size_t *stride);
bool picture_write_png(Picture *picture, FILE *out); /* false: writing failed or memory ran out */

#endif
