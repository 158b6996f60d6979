/* shapes.c: boxes with round corners, their outlines, and patterns inside them. */
#include "painter.h"

#include "draw/coverage.h"

#include <math.h>

/* A radius that fits into the box, in device px. */
int shape_radius(const Painter *painter, Box box, float radius)
{
    int wanted = painter_device(radius, painter->scale);
    int width = box.right - box.left;
    int height = box.bottom - box.top;
    int most = (width < height ? width : height) / 2;
    most = most < LARGEST_RADIUS ? most : LARGEST_RADIUS;
    int fits = wanted < most ? wanted : most;
    return fits > 1 ? fits : 0; /* rounding by one pixel cannot be seen */
}

float shape_line_width(const Painter *painter) { return fmaxf(1, 1.5f * painter->scale); }

static float dash_length(const Painter *painter) { return fmaxf(2, 4 * painter->scale); }

static float gap_length(const Painter *painter) { return fmaxf(2, 3 * painter->scale); }

/* The quarter of a round shape that belongs into each corner of the box. */
static void copy_corners(Painter *painter, int kind, Box box, int radius, Paint paint)
{
    AtlasSpot spot;
    uint64_t key = (uint64_t)kind << 56 | (uint64_t)radius;
    if (!atlas_find(painter->atlas, key, &spot)) {
        if (kind == KEY_DISC) {
            coverage_disc(painter->shape, radius);
        } else if (kind == KEY_RING) {
            coverage_ring(painter->shape, radius, shape_line_width(painter));
        } else {
            coverage_dashed_ring(painter->shape, radius, shape_line_width(painter), dash_length(painter), gap_length(painter));
        }
        if (!atlas_add(painter->atlas, key, painter->shape, 2 * radius, 2 * radius, 0, 0, &spot)) {
            return;
        }
    }
    int right = box.right - radius;
    int bottom = box.bottom - radius;
    painter_copy_part(painter, &spot, (SDL_Rect){0, 0, radius, radius}, box.left, box.top, paint);
    painter_copy_part(painter, &spot, (SDL_Rect){radius, 0, radius, radius}, right, box.top, paint);
    painter_copy_part(painter, &spot, (SDL_Rect){0, radius, radius, radius}, box.left, bottom, paint);
    painter_copy_part(painter, &spot, (SDL_Rect){radius, radius, radius, radius}, right, bottom, paint);
}

/* A bar with round corners in one rectangle and two copies: a timeline has thousands of them. */
static void fill_bar(Painter *painter, Box box, int radius, Paint paint)
{
    int height = box.bottom - box.top;
    AtlasSpot spot;
    uint64_t key = (uint64_t)KEY_CAPS << 56 | (uint64_t)radius << 32 | (uint64_t)height;
    if (!atlas_find(painter->atlas, key, &spot)) {
        coverage_caps(painter->shape, radius, height);
        if (!atlas_add(painter->atlas, key, painter->shape, 2 * radius, height, 0, 0, &spot)) {
            return;
        }
    }
    painter_fill(painter, (Box){box.left + radius, box.top, box.right - radius, box.bottom}, paint);
    painter_copy_part(painter, &spot, (SDL_Rect){0, 0, radius, height}, box.left, box.top, paint);
    painter_copy_part(painter, &spot, (SDL_Rect){radius, 0, radius, height}, box.right - radius, box.top, paint);
}

void shape_fill(Painter *painter, Box box, int radius, Paint paint)
{
    if (radius > 0 && box.bottom - box.top <= LARGEST_CAPS) {
        fill_bar(painter, box, radius, paint);
        return;
    }
    painter_fill(painter, (Box){box.left, box.top + radius, box.right, box.bottom - radius}, paint);
    if (radius > 0) {
        painter_fill(painter, (Box){box.left + radius, box.top, box.right - radius, box.top + radius}, paint);
        painter_fill(painter, (Box){box.left + radius, box.bottom - radius, box.right - radius, box.bottom}, paint);
        copy_corners(painter, KEY_DISC, box, radius, paint);
    }
}

/* A piece of the horizontal sides (both), or of the vertical ones, of the given depth range below the edge. */
static void fill_sides(Painter *painter, Box box, bool horizontal, int from, int to, int near, int far, Paint paint)
{
    if (horizontal) {
        painter_fill(painter, (Box){from, box.top + near, to, box.top + far}, paint);
        painter_fill(painter, (Box){from, box.bottom - far, to, box.bottom - near}, paint);
    } else {
        painter_fill(painter, (Box){box.left + near, from, box.left + far, to}, paint);
        painter_fill(painter, (Box){box.right - far, from, box.right - near, to}, paint);
    }
}

/* One stretch of line along the sides: whole pixels, and the rest of its width as a fainter pixel inside. */
static void stroke_sides(Painter *painter, Box box, bool horizontal, int from, int to, Paint paint)
{
    float width = shape_line_width(painter);
    int whole = (int)width;
    Paint rest = {paint.rgb, (uint8_t)lroundf((width - (float)whole) * (float)paint.alpha)};
    fill_sides(painter, box, horizontal, from, to, 0, whole, paint);
    fill_sides(painter, box, horizontal, from, to, whole, whole + 1, rest);
}

static void stroke_dashes(Painter *painter, Box box, bool horizontal, int from, int to, Paint paint)
{
    float length = (float)(to - from);
    float dash = dash_length(painter);
    float gap = gap_length(painter);
    float count = fmaxf(1, roundf((length + gap) / (dash + gap)));
    float period = (length + gap) / count;
    Box seen = painter->clip;
    int near = horizontal ? seen.left : seen.top;
    int far = horizontal ? seen.right : seen.bottom;
    int first = near > from ? (int)((float)(near - from) / period) : 0;
    for (int i = first; i < (int)count; i++) {
        int start = from + (int)lroundf((float)i * period);
        int end = from + (int)lroundf((float)i * period + period - gap);
        if (start >= far) {
            break;
        }
        stroke_sides(painter, box, horizontal, start, end, paint);
    }
}

void shape_outline(Painter *painter, Box box, int radius, bool dashed, Paint paint)
{
    int line = (int)ceilf(shape_line_width(painter));
    if (box.right - box.left <= 2 * line || box.bottom - box.top <= 2 * line) {
        painter_fill(painter, box, paint);
        return;
    }
    radius = radius < line ? 0 : radius;
    int inset = radius > 0 ? radius : line; /* the vertical sides leave the corners to the horizontal ones */
    void (*stroke)(Painter *, Box, bool, int, int, Paint) = dashed ? stroke_dashes : stroke_sides;
    stroke(painter, box, true, box.left + radius, box.right - radius, paint);
    stroke(painter, box, false, box.top + inset, box.bottom - inset, paint);
    if (radius > 0) {
        copy_corners(painter, dashed ? KEY_DASHED : KEY_RING, box, radius, paint);
    }
}

typedef struct Pattern {
    bool dots;
    int period;
    float size; /* a line's width, a dot's radius */
    int x, y;   /* device px where the pattern begins: hatching stands still, so that bars side by side fit; dots keep to their row */
} Pattern;

static Pattern pattern_for(const Painter *painter, bool dots, Box box)
{
    int period = (int)fmaxf(4, roundf((dots ? 8.0f : 10.0f) * painter->scale));
    if (!dots) {
        return (Pattern){false, period, 2.1f * painter->scale, 0, 0};
    }
    return (Pattern){true, period, fmaxf(0.9f, 1.35f * painter->scale), 0, (box.top + box.bottom) / 2 - period / 2};
}

static int phase(int at, int origin, int period)
{
    int rest = (at - origin) % period;
    return rest < 0 ? rest + period : rest;
}

static void pattern_coverage(uint8_t *out, Pattern pattern, int width, int height, int x, int y)
{
    if (pattern.dots) {
        coverage_dots(out, width, height, x, y, pattern.period, pattern.size);
    } else {
        coverage_hatch(out, width, height, x, y, pattern.period, pattern.size);
    }
}

static void fill_pattern(Painter *painter, Box box, Pattern pattern, Paint paint)
{
    AtlasSpot spot;
    uint64_t key = (uint64_t)KEY_TILE << 56 | (uint64_t)pattern.dots << 32 | (uint64_t)pattern.period;
    int side = pattern.period * (TILE / pattern.period + 1);
    if (!atlas_find(painter->atlas, key, &spot)) {
        pattern_coverage(painter->shape, pattern, side, side, 0, 0);
        if (!atlas_add(painter->atlas, key, painter->shape, side, side, 0, 0, &spot)) {
            return;
        }
    }
    box = overlap(box, painter->clip);
    for (int y = box.top, height; y < box.bottom; y += height) {
        int skip_y = phase(y, pattern.y, pattern.period);
        height = side - skip_y < box.bottom - y ? side - skip_y : box.bottom - y;
        for (int x = box.left, width; x < box.right; x += width) {
            int skip_x = phase(x, pattern.x, pattern.period);
            width = side - skip_x < box.right - x ? side - skip_x : box.right - x;
            painter_copy_part(painter, &spot, (SDL_Rect){skip_x, skip_y, width, height}, x, y, paint);
        }
    }
}

/* The pattern in one corner square, cut by the disc: quarter 0 is top left, 1 top right, 2 bottom left, 3 bottom right. */
static void fill_pattern_corner(Painter *painter, int x, int y, int radius, int quarter, Pattern pattern, Paint paint)
{
    if (is_empty(overlap((Box){x, y, x + radius, y + radius}, painter->clip))) {
        return;
    }
    int skip_x = phase(x, pattern.x, pattern.period);
    int skip_y = phase(y, pattern.y, pattern.period);
    if (!pattern.dots) { /* only the sum matters: fewer shapes to keep */
        skip_x = phase(skip_x + skip_y, 0, pattern.period);
        skip_y = 0;
    }
    AtlasSpot spot;
    uint64_t key = (uint64_t)KEY_PATTERN_CORNER << 56 | (uint64_t)pattern.dots << 48 | (uint64_t)quarter << 40 | (uint64_t)radius << 32 |
                   (uint64_t)pattern.period << 20 | (uint64_t)skip_x << 10 | (uint64_t)skip_y;
    if (!atlas_find(painter->atlas, key, &spot)) {
        uint8_t *disc = painter->shape;
        uint8_t *piece = painter->shape + 4 * radius * radius;
        coverage_disc(disc, radius);
        pattern_coverage(piece, pattern, radius, radius, skip_x, skip_y);
        for (int row = 0; row < radius; row++) {
            for (int column = 0; column < radius; column++) {
                int round = disc[(row + (quarter / 2) * radius) * 2 * radius + column + (quarter % 2) * radius];
                uint8_t *pixel = &piece[row * radius + column];
                *pixel = (uint8_t)(*pixel * round / 255);
            }
        }
        if (!atlas_add(painter->atlas, key, piece, radius, radius, 0, 0, &spot)) {
            return;
        }
    }
    painter_copy(painter, &spot, x, y, paint);
}

void shape_pattern(Painter *painter, Box box, int radius, bool dots, Paint paint)
{
    Pattern pattern = pattern_for(painter, dots, box);
    fill_pattern(painter, (Box){box.left, box.top + radius, box.right, box.bottom - radius}, pattern, paint);
    if (radius == 0) {
        return;
    }
    int right = box.right - radius;
    int bottom = box.bottom - radius;
    fill_pattern(painter, (Box){box.left + radius, box.top, right, box.top + radius}, pattern, paint);
    fill_pattern(painter, (Box){box.left + radius, bottom, right, box.bottom}, pattern, paint);
    fill_pattern_corner(painter, box.left, box.top, radius, 0, pattern, paint);
    fill_pattern_corner(painter, right, box.top, radius, 1, pattern, paint);
    fill_pattern_corner(painter, box.left, bottom, radius, 2, pattern, paint);
    fill_pattern_corner(painter, right, bottom, radius, 3, pattern, paint);
}
