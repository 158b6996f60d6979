/* present.c: the window's pixels go to the canvas as they stand in memory: SDL would copy them twice, which takes longer than to draw them. */
#include "sdl/present.h"

#include <stdbool.h>
#include <stdint.h>

void page_present(const void *pixels, int width, int height); /* in web/library.js: red, green, blue, alpha, a byte each */

/* SDL leaves the fourth byte as it comes; two pixels at a time. */
static void make_opaque(SDL_Surface *surface)
{
    static const uint64_t opaque = UINT64_C(0xff000000ff000000);
    uint64_t *pair = surface->pixels;
    size_t count = (size_t)surface->w * (size_t)surface->h;
    for (size_t i = 0; i < count / 2; i++) {
        pair[i] |= opaque;
    }
    if (count % 2 != 0) {
        ((uint32_t *)surface->pixels)[count - 1] |= (uint32_t)opaque;
    }
}

void present(SDL_Window *window, SDL_Renderer *renderer)
{
    SDL_RenderFlush(renderer);
    SDL_Surface *surface = SDL_GetWindowSurface(window);
    bool plain = surface != NULL && surface->format->format == SDL_PIXELFORMAT_BGR888 && surface->pitch == surface->w * 4;
    if (!plain) { /* another SDL */
        SDL_RenderPresent(renderer);
        return;
    }
    make_opaque(surface);
    page_present(surface->pixels, surface->w, surface->h);
}
