/* damage.h: which part of the picture has to be drawn anew: two frames compared, tile by tile, by what is drawn into each tile. */
#ifndef LOOPSCOPE_DAMAGE_H
#define LOOPSCOPE_DAMAGE_H

#include "drawlist.h"

enum { DAMAGE_BOXES = 24 };

/* Device px; right and bottom are just outside. */
typedef struct DamageBox {
    int left, top, right, bottom;
} DamageBox;

/* What the last frame was made of. Zeroed storage is a damage that has seen no frame. */
typedef struct Damage {
    uint64_t *tiles; /* of the last frame, then of the present one: a digest of everything that touches the tile, in order */
    int columns, rows;
    int width, height; /* device px */
    float scale;
    Theme theme;
    bool seen; /* the tiles are those of a frame that was drawn */
} Damage;

void damage_free(Damage *damage);
/* The next frame is drawn whole: what was drawn before may have been lost. */
void damage_forget(Damage *damage);
/* How many boxes hold all that differs from the frame before; they do not overlap. None when nothing does; one with everything after
   damage_forget(), a change of size, scale or theme, or without memory. `scale`: device px per logical px. */
size_t damage_find(Damage *damage, const DrawList *list, Theme theme, float scale, int width, int height, DamageBox boxes[DAMAGE_BOXES]);

#endif
