/* present.c: SDL shows it. */
#include "present.h"

void present(SDL_Window *window, SDL_Renderer *renderer)
{
    (void)window;
    SDL_RenderPresent(renderer);
}
