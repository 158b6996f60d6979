/* present.h: shows what the renderer has drawn. */
#ifndef LOOPSCOPE_SDL_PRESENT_H
#define LOOPSCOPE_SDL_PRESENT_H

#include <SDL.h>

void present(SDL_Window *window, SDL_Renderer *renderer);

#endif
