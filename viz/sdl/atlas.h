/* atlas.h: small white shapes kept in a few textures, each found again by a key. */
#ifndef LOOPSCOPE_SDL_ATLAS_H
#define LOOPSCOPE_SDL_ATLAS_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Atlas Atlas;

typedef struct AtlasSpot {
    SDL_Texture *texture;
    SDL_Rect rect; /* in the texture; empty for a shape without any pixel */
    int left, top; /* where it is drawn, from the point it belongs to */
} AtlasSpot;

Atlas *atlas_new(SDL_Renderer *renderer); /* NULL: out of memory; borrows the renderer */
void atlas_free(Atlas *atlas);
/* Forgets every shape, for another scale or after the textures were lost. */
void atlas_clear(Atlas *atlas);

/* False: not there. */
bool atlas_find(const Atlas *atlas, uint64_t key, AtlasSpot *spot);
/* Keeps a shape of width * height bytes of coverage, at most 512 by 512. When all is full everything older is forgotten. False: it cannot
   be kept, and is not drawn. The key must not be there yet; 0 is no key. */
bool atlas_add(Atlas *atlas, uint64_t key, const uint8_t *coverage, int width, int height, int left, int top, AtlasSpot *spot);

#endif
