/* curve.h: a smooth S-shaped line, drawn pixel by pixel, since the renderer has no smooth lines of its own. */
#ifndef LOOPSCOPE_SDL_CURVE_H
#define LOOPSCOPE_SDL_CURVE_H

#include <SDL.h>

typedef struct CurveCanvas CurveCanvas;

CurveCanvas *curve_canvas_new(void); /* NULL: out of memory */
void curve_canvas_free(CurveCanvas *canvas);
/* Device px. The line leaves and arrives vertically; a level one is straight. Without memory for it, it is not drawn. */
void curve_draw(CurveCanvas *canvas, SDL_Renderer *renderer, SDL_Rect clip, SDL_FPoint from, SDL_FPoint to, float width, SDL_Color colour);

#endif
