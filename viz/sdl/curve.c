/* curve.c: the curve as short straight pieces; each touched pixel keeps the coverage of the piece that covers it most. */
#include "curve.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { LEVELS = 17, BATCH = 64 };

struct CurveCanvas {
    uint8_t *levels; /* one a pixel of the clip, 0 where untouched; all zero between two curves */
    size_t size;
    uint32_t *touched; /* the pixels that are not 0 */
    size_t touched_count, touched_capacity;
};

CurveCanvas *curve_canvas_new(void) { return calloc(1, sizeof(CurveCanvas)); }

void curve_canvas_free(CurveCanvas *canvas)
{
    if (canvas != NULL) {
        free(canvas->levels);
        free(canvas->touched);
        free(canvas);
    }
}

static int make_room(CurveCanvas *canvas, size_t pixels)
{
    if (pixels <= canvas->size) {
        return 1;
    }
    uint8_t *levels = calloc(pixels, 1);
    if (levels == NULL) {
        return 0;
    }
    free(canvas->levels);
    canvas->levels = levels;
    canvas->size = pixels;
    return 1;
}

static int touch(CurveCanvas *canvas, size_t pixel, uint8_t level)
{
    if (canvas->levels[pixel] == 0) {
        if (canvas->touched_count == canvas->touched_capacity) {
            size_t larger = canvas->touched_capacity == 0 ? 4096 : 2 * canvas->touched_capacity;
            uint32_t *moved = realloc(canvas->touched, larger * sizeof *moved);
            if (moved == NULL) {
                return 0;
            }
            canvas->touched = moved;
            canvas->touched_capacity = larger;
        }
        canvas->touched[canvas->touched_count++] = (uint32_t)pixel;
    }
    if (level > canvas->levels[pixel]) {
        canvas->levels[pixel] = level;
    }
    return 1;
}

static float square_distance_to(SDL_FPoint a, SDL_FPoint b, float x, float y)
{
    float dx = b.x - a.x;
    float dy = b.y - a.y;
    float square = dx * dx + dy * dy;
    float along = square > 0 ? fmaxf(0, fminf(1, ((x - a.x) * dx + (y - a.y) * dy) / square)) : 0;
    float off_x = x - a.x - along * dx;
    float off_y = y - a.y - along * dy;
    return off_x * off_x + off_y * off_y;
}

static void add_piece(CurveCanvas *canvas, SDL_Rect clip, SDL_FPoint a, SDL_FPoint b, float width)
{
    float reach = width / 2 + 1;
    float edge = (width / 2 + 0.5f) * (width / 2 + 0.5f);
    int left = (int)floorf(fmaxf((float)clip.x, fminf(a.x, b.x) - reach));
    int right = (int)ceilf(fminf((float)(clip.x + clip.w), fmaxf(a.x, b.x) + reach));
    int top = (int)floorf(fmaxf((float)clip.y, fminf(a.y, b.y) - reach));
    int bottom = (int)ceilf(fminf((float)(clip.y + clip.h), fmaxf(a.y, b.y) + reach));
    for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
            float square = square_distance_to(a, b, (float)x + 0.5f, (float)y + 0.5f);
            if (square >= edge) {
                continue;
            }
            float coverage = fminf(1, width / 2 + 0.5f - sqrtf(square));
            int level = (int)(coverage * (LEVELS - 1) + 0.5f);
            if (level > 0 && !touch(canvas, (size_t)(y - clip.y) * (size_t)clip.w + (size_t)(x - clip.x), (uint8_t)level)) {
                return;
            }
        }
    }
}

/* Hands the touched pixels over, one level after the other, and leaves the canvas empty. */
static void show(CurveCanvas *canvas, SDL_Renderer *renderer, SDL_Rect clip, SDL_Color colour)
{
    for (int level = 1; level < LEVELS; level++) {
        SDL_Rect batch[BATCH];
        int count = 0;
        SDL_SetRenderDrawColor(renderer, colour.r, colour.g, colour.b, (uint8_t)(colour.a * level / (LEVELS - 1)));
        for (size_t i = 0; i < canvas->touched_count; i++) {
            uint32_t pixel = canvas->touched[i];
            if (canvas->levels[pixel] == level) {
                batch[count++] = (SDL_Rect){clip.x + (int)(pixel % (uint32_t)clip.w), clip.y + (int)(pixel / (uint32_t)clip.w), 1, 1};
            }
            if (count == BATCH || (count > 0 && i + 1 == canvas->touched_count)) {
                SDL_RenderFillRects(renderer, batch, count);
                count = 0;
            }
        }
    }
    for (size_t i = 0; i < canvas->touched_count; i++) {
        canvas->levels[canvas->touched[i]] = 0;
    }
    canvas->touched_count = 0;
}

/* Far outside is far enough: whole numbers must be able to hold it. */
static SDL_FPoint within_reach(SDL_FPoint point)
{
    return (SDL_FPoint){fmaxf(-30000, fminf(30000, point.x)), fmaxf(-30000, fminf(30000, point.y))};
}

static SDL_FPoint point_at(SDL_FPoint from, SDL_FPoint to, float t)
{
    float slow = t * t * (3 - 2 * t);                 /* x: both control points of a side share their x */
    float even = 1.5f * t - 1.5f * t * t + t * t * t; /* y: both lie half way */
    return (SDL_FPoint){from.x + (to.x - from.x) * slow, from.y + (to.y - from.y) * even};
}

void curve_draw(CurveCanvas *canvas, SDL_Renderer *renderer, SDL_Rect clip, SDL_FPoint from, SDL_FPoint to, float width, SDL_Color colour)
{
    if (!isfinite(from.x + from.y + to.x + to.y) || clip.w <= 0 || clip.h <= 0) {
        return;
    }
    if (fmaxf(from.x, to.x) + width < (float)clip.x || fminf(from.x, to.x) - width > (float)(clip.x + clip.w) ||
        fmaxf(from.y, to.y) + width < (float)clip.y || fminf(from.y, to.y) - width > (float)(clip.y + clip.h)) {
        return;
    }
    if (!make_room(canvas, (size_t)clip.w * (size_t)clip.h)) {
        return;
    }
    from = within_reach(from);
    to = within_reach(to);
    float length = hypotf(to.x - from.x, to.y - from.y);
    int pieces = (int)fmaxf(2, fminf(400, length / 4));
    SDL_FPoint before = from;
    for (int i = 1; i <= pieces; i++) {
        SDL_FPoint next = point_at(from, to, (float)i / (float)pieces);
        add_piece(canvas, clip, before, next, width);
        before = next;
    }
    show(canvas, renderer, clip, colour);
}
