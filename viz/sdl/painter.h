/* painter.h: what the files of the painter share: where it stands, and filling and copying inside the clip. */
#ifndef LOOPSCOPE_SDL_PAINTER_H
#define LOOPSCOPE_SDL_PAINTER_H

#include "atlas.h"
#include "curve.h"
#include "draw.h"
#include "draw/damage.h"

enum { RECTS = 256, CLIPS = DRAWLIST_CLIPS, LARGEST_SHAPE = 400, LARGEST_RADIUS = 80, TILE = 160, LARGEST_CAPS = 100 };

/* What a key of the atlas stands for: its top byte. */
enum { KEY_GLYPH = 1, KEY_ICON, KEY_DISC, KEY_RING, KEY_DASHED, KEY_TILE, KEY_PATTERN_CORNER, KEY_CAPS };

/* Device pixels; right and bottom are just outside. */
typedef struct Box {
    int left, top, right, bottom;
} Box;

typedef struct Paint {
    uint32_t rgb;
    uint8_t alpha;
} Paint;

struct Painter {
    SDL_Renderer *renderer;
    Fonts *fonts;
    Atlas *atlas;
    CurveCanvas *curves;
    bool keeps; /* what was drawn is still there when the next frame is drawn */
    Damage damage;
    Theme theme;
    float scale;
    Box clip;
    Box clips[CLIPS];
    int clip_depth;      /* may exceed CLIPS in a list that is incomplete */
    Paint pending_paint; /* rectangles of one colour are handed over together */
    SDL_Rect pending[RECTS];
    int pending_count;
    uint8_t shape[LARGEST_SHAPE * LARGEST_SHAPE];
};

static inline Box overlap(Box a, Box b)
{
    return (Box){a.left > b.left ? a.left : b.left, a.top > b.top ? a.top : b.top, a.right < b.right ? a.right : b.right,
                 a.bottom < b.bottom ? a.bottom : b.bottom};
}

static inline bool is_empty(Box box) { return box.right <= box.left || box.bottom <= box.top; }

int painter_device(float logical, float scale); /* px, whole */
void painter_flush(Painter *painter);           /* hands over the rectangles that wait */
void painter_fill(Painter *painter, Box box, Paint paint);
/* Copies part of a shape; whole device pixels, so nothing is stretched. */
void painter_copy_part(Painter *painter, const AtlasSpot *spot, SDL_Rect part, int x, int y, Paint paint);
void painter_copy(Painter *painter, const AtlasSpot *spot, int x, int y, Paint paint);

/* shapes.c, radii in device px. */
int shape_radius(const Painter *painter, Box box, float radius); /* one that fits into the box; `radius` in logical px */
float shape_line_width(const Painter *painter);
void shape_fill(Painter *painter, Box box, int radius, Paint paint);
void shape_outline(Painter *painter, Box box, int radius, bool dashed, Paint paint);
void shape_pattern(Painter *painter, Box box, int radius, bool dots, Paint paint);

#endif
