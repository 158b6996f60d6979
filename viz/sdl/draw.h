/* draw.h: walks a draw list into an SDL renderer. */
#ifndef LOOPSCOPE_SDL_DRAW_H
#define LOOPSCOPE_SDL_DRAW_H

#include "draw/drawlist.h"
#include "font.h"

#include <SDL.h>

typedef struct Painter Painter;

Painter *painter_new(SDL_Renderer *renderer, Fonts *fonts); /* NULL: out of memory; borrows both */
void painter_free(Painter *painter);                        /* NULL is allowed */
/* After the fonts' scale has changed, or the renderer has lost its textures. */
void painter_forget(Painter *painter);
void painter_forget_frame(Painter *painter); /* what was drawn may be gone: the next frame is drawn whole */
/* Clears to the theme's ground and draws everything, or as much of it as differs from the frame before; the caller presents. `scale`: device px per logical px, as the fonts'. */
void painter_draw(Painter *painter, const DrawList *list, Theme theme, float scale);

#endif
