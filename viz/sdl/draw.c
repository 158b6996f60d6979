/* draw.c: every command becomes filled rectangles and copies of small white shapes from the atlas, tinted.

   Edges lie on whole device pixels, so that they are sharp and neighbours fit; only curves, corners, glyphs and icons are smoothed. */
#include "draw.h"

#include "draw/coverage.h"
#include "draw/damage.h"
#include "atlas.h"
#include "curve.h"

#include <math.h>
#include <stdlib.h>

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

Painter *painter_new(SDL_Renderer *renderer, Fonts *fonts)
{
    Painter *painter = calloc(1, sizeof *painter);
    if (painter == NULL) {
        return NULL;
    }
    painter->renderer = renderer;
    painter->fonts = fonts;
    painter->atlas = atlas_new(renderer);
    painter->curves = curve_canvas_new();
    SDL_RendererInfo info;
    painter->keeps = SDL_GetRendererInfo(renderer, &info) == 0 && (info.flags & SDL_RENDERER_SOFTWARE) != 0;
    if (painter->atlas == NULL || painter->curves == NULL) {
        painter_free(painter);
        return NULL;
    }
    return painter;
}

void painter_free(Painter *painter)
{
    if (painter != NULL) {
        atlas_free(painter->atlas);
        curve_canvas_free(painter->curves);
        damage_free(&painter->damage);
        free(painter);
    }
}

void painter_forget(Painter *painter)
{
    atlas_clear(painter->atlas);
    damage_forget(&painter->damage);
}

void painter_forget_frame(Painter *painter) { damage_forget(&painter->damage); }

/* Nothing beyond this is ever seen, and sums of it do not overflow. */
static int device(float logical, float scale)
{
    float value = roundf(logical * scale);
    return value > -30000 ? value < 30000 ? (int)value : 30000 : -30000;
}

/* Never thinner than a pixel, so that a short moment can still be seen. */
static Box box_of(const Painter *painter, Rect rect)
{
    Box box = {device(rect.x, painter->scale), device(rect.y, painter->scale), device(rect.x + rect.w, painter->scale),
               device(rect.y + rect.h, painter->scale)};
    if (rect.w > 0 && box.right <= box.left) {
        box.right = box.left + 1;
    }
    if (rect.h > 0 && box.bottom <= box.top) {
        box.bottom = box.top + 1;
    }
    return box;
}

static Box overlap(Box a, Box b)
{
    return (Box){a.left > b.left ? a.left : b.left, a.top > b.top ? a.top : b.top, a.right < b.right ? a.right : b.right,
                 a.bottom < b.bottom ? a.bottom : b.bottom};
}

static bool is_empty(Box box) { return box.right <= box.left || box.bottom <= box.top; }

static void flush(Painter *painter)
{
    if (painter->pending_count == 0) {
        return;
    }
    Paint paint = painter->pending_paint;
    SDL_SetRenderDrawBlendMode(painter->renderer, paint.alpha == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
    SDL_SetRenderDrawColor(painter->renderer, (uint8_t)(paint.rgb >> 16), (uint8_t)(paint.rgb >> 8), (uint8_t)paint.rgb, paint.alpha);
    SDL_RenderFillRects(painter->renderer, painter->pending, painter->pending_count);
    painter->pending_count = 0;
}

static void fill_box(Painter *painter, Box box, Paint paint)
{
    box = overlap(box, painter->clip);
    if (is_empty(box) || paint.alpha == 0) {
        return;
    }
    bool same = paint.rgb == painter->pending_paint.rgb && paint.alpha == painter->pending_paint.alpha;
    if (!same || painter->pending_count == RECTS) {
        flush(painter);
    }
    painter->pending_paint = paint;
    painter->pending[painter->pending_count++] = (SDL_Rect){box.left, box.top, box.right - box.left, box.bottom - box.top};
}

/* Copies part of a shape; whole device pixels, so nothing is stretched. */
static void copy_part(Painter *painter, const AtlasSpot *spot, SDL_Rect part, int x, int y, Paint paint)
{
    Box seen = overlap((Box){x, y, x + part.w, y + part.h}, painter->clip);
    if (is_empty(seen)) {
        return;
    }
    flush(painter);
    SDL_Rect to = {seen.left, seen.top, seen.right - seen.left, seen.bottom - seen.top};
    SDL_Rect from = {spot->rect.x + part.x + seen.left - x, spot->rect.y + part.y + seen.top - y, to.w, to.h};
    SDL_SetTextureColorMod(spot->texture, (uint8_t)(paint.rgb >> 16), (uint8_t)(paint.rgb >> 8), (uint8_t)paint.rgb);
    SDL_SetTextureAlphaMod(spot->texture, paint.alpha);
    SDL_RenderCopy(painter->renderer, spot->texture, &from, &to);
}

static void copy_whole(Painter *painter, const AtlasSpot *spot, int x, int y, Paint paint)
{
    copy_part(painter, spot, (SDL_Rect){0, 0, spot->rect.w, spot->rect.h}, x + spot->left, y + spot->top, paint);
}

/* A radius that fits into the box, in device px. */
static int radius_in(const Painter *painter, Box box, float radius)
{
    int wanted = device(radius, painter->scale);
    int width = box.right - box.left;
    int height = box.bottom - box.top;
    int most = (width < height ? width : height) / 2;
    most = most < LARGEST_RADIUS ? most : LARGEST_RADIUS;
    int fits = wanted < most ? wanted : most;
    return fits > 1 ? fits : 0; /* rounding by one pixel cannot be seen */
}

static float line_width(const Painter *painter) { return fmaxf(1, 1.5f * painter->scale); }

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
            coverage_ring(painter->shape, radius, line_width(painter));
        } else {
            coverage_dashed_ring(painter->shape, radius, line_width(painter), dash_length(painter), gap_length(painter));
        }
        if (!atlas_add(painter->atlas, key, painter->shape, 2 * radius, 2 * radius, 0, 0, &spot)) {
            return;
        }
    }
    int right = box.right - radius;
    int bottom = box.bottom - radius;
    copy_part(painter, &spot, (SDL_Rect){0, 0, radius, radius}, box.left, box.top, paint);
    copy_part(painter, &spot, (SDL_Rect){radius, 0, radius, radius}, right, box.top, paint);
    copy_part(painter, &spot, (SDL_Rect){0, radius, radius, radius}, box.left, bottom, paint);
    copy_part(painter, &spot, (SDL_Rect){radius, radius, radius, radius}, right, bottom, paint);
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
    fill_box(painter, (Box){box.left + radius, box.top, box.right - radius, box.bottom}, paint);
    copy_part(painter, &spot, (SDL_Rect){0, 0, radius, height}, box.left, box.top, paint);
    copy_part(painter, &spot, (SDL_Rect){radius, 0, radius, height}, box.right - radius, box.top, paint);
}

static void fill_rounded(Painter *painter, Box box, int radius, Paint paint)
{
    if (radius > 0 && box.bottom - box.top <= LARGEST_CAPS) {
        fill_bar(painter, box, radius, paint);
        return;
    }
    fill_box(painter, (Box){box.left, box.top + radius, box.right, box.bottom - radius}, paint);
    if (radius > 0) {
        fill_box(painter, (Box){box.left + radius, box.top, box.right - radius, box.top + radius}, paint);
        fill_box(painter, (Box){box.left + radius, box.bottom - radius, box.right - radius, box.bottom}, paint);
        copy_corners(painter, KEY_DISC, box, radius, paint);
    }
}

/* A piece of the horizontal sides (both), or of the vertical ones, of the given depth range below the edge. */
static void fill_sides(Painter *painter, Box box, bool horizontal, int from, int to, int near, int far, Paint paint)
{
    if (horizontal) {
        fill_box(painter, (Box){from, box.top + near, to, box.top + far}, paint);
        fill_box(painter, (Box){from, box.bottom - far, to, box.bottom - near}, paint);
    } else {
        fill_box(painter, (Box){box.left + near, from, box.left + far, to}, paint);
        fill_box(painter, (Box){box.right - far, from, box.right - near, to}, paint);
    }
}

/* One stretch of line along the sides: whole pixels, and the rest of its width as a fainter pixel inside. */
static void stroke_sides(Painter *painter, Box box, bool horizontal, int from, int to, Paint paint)
{
    float width = line_width(painter);
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

static void draw_line_around(Painter *painter, Box box, int radius, bool dashed, Paint paint)
{
    int line = (int)ceilf(line_width(painter));
    if (box.right - box.left <= 2 * line || box.bottom - box.top <= 2 * line) {
        fill_box(painter, box, paint);
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
            copy_part(painter, &spot, (SDL_Rect){skip_x, skip_y, width, height}, x, y, paint);
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
    copy_whole(painter, &spot, x, y, paint);
}

static void draw_pattern(Painter *painter, Box box, int radius, bool dots, Paint paint)
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

static void draw_shape_of_icon(Painter *painter, Icon icon, Box box, Paint paint)
{
    int width = box.right - box.left;
    int height = box.bottom - box.top;
    if (width < 1 || height < 1 || width > LARGEST_SHAPE || height > LARGEST_SHAPE) {
        return;
    }
    AtlasSpot spot;
    uint64_t key = (uint64_t)KEY_ICON << 56 | (uint64_t)icon << 32 | (uint64_t)width << 16 | (uint64_t)height;
    if (!atlas_find(painter->atlas, key, &spot)) {
        coverage_icon(painter->shape, width, height, icon);
        if (!atlas_add(painter->atlas, key, painter->shape, width, height, 0, 0, &spot)) {
            return;
        }
    }
    copy_whole(painter, &spot, box.left, box.top, paint);
}

/* Light text on a dark ground gets stronger strokes: the same coverage looks thinner there. */
static bool is_light(uint32_t rgb) { return (rgb >> 16 & 255) * 3 + (rgb >> 8 & 255) * 6 + (rgb & 255) > 128 * 10; }

static void draw_glyph(Painter *painter, Font font, FontGlyph glyph, int pen, int baseline, bool light, Paint paint)
{
    int x = (pen + 65536 * FONT_UNITS) / FONT_UNITS - 65536; /* rounded down, for pens left of the window too */
    int step = (pen - x * FONT_UNITS) * FONT_PHASES / FONT_UNITS;
    AtlasSpot spot;
    uint64_t key = (uint64_t)KEY_GLYPH << 56 | (uint64_t)font << 40 | (uint64_t)step << 33 | (uint64_t)light << 32 | glyph.code;
    if (!atlas_find(painter->atlas, key, &spot)) {
        uint8_t *coverage = NULL;
        int width = 0, height = 0, left = 0, top = 0;
        bool kept = fonts_render(painter->fonts, font, glyph, step, light, &coverage, &width, &height, &left, &top) &&
                    atlas_add(painter->atlas, key, coverage, width, height, left, top, &spot);
        free(coverage);
        if (!kept) {
            return;
        }
    }
    copy_whole(painter, &spot, x, baseline, paint);
}

static void draw_line_of_text(Painter *painter, const DrawCommand *command, const char *text, Paint paint)
{
    const char *end = text;
    while (*end != '\0') {
        end++;
    }
    Box box = box_of(painter, command->rect);
    if (is_empty(overlap((Box){box.left - 8, box.top - 8, box.right + 8, box.bottom + 8}, painter->clip))) {
        return;
    }
    float start = fmaxf(-30000, fminf(30000, command->rect.x * painter->scale));
    int pen = (int)lroundf(start * FONT_UNITS);
    int baseline = box.top + fonts_ascent(painter->fonts, command->font);
    bool light = is_light(paint.rgb);
    while (text < end && pen < painter->clip.right * FONT_UNITS) {
        FontGlyph glyph = fonts_glyph(painter->fonts, command->font, fonts_character(&text, end));
        if (glyph.face != FONT_NOTHING && glyph.code != ' ') {
            draw_glyph(painter, command->font, glyph, pen, baseline, light, paint);
        }
        pen += glyph.advance;
    }
}

static void draw_shape_of_curve(Painter *painter, Rect rect, Paint paint)
{
    float s = painter->scale;
    Box clip = painter->clip;
    flush(painter);
    SDL_SetRenderDrawBlendMode(painter->renderer, SDL_BLENDMODE_BLEND);
    curve_draw(painter->curves, painter->renderer, (SDL_Rect){clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top},
               (SDL_FPoint){rect.x * s, rect.y * s}, (SDL_FPoint){(rect.x + rect.w) * s, (rect.y + rect.h) * s}, line_width(painter),
               (SDL_Color){(uint8_t)(paint.rgb >> 16), (uint8_t)(paint.rgb >> 8), (uint8_t)paint.rgb, paint.alpha});
}

static void begin_clip(Painter *painter, Box box)
{
    if (painter->clip_depth < CLIPS) {
        painter->clips[painter->clip_depth] = painter->clip;
        painter->clip = overlap(painter->clip, box);
    }
    painter->clip_depth++;
}

static void end_clip(Painter *painter)
{
    if (painter->clip_depth > 0) {
        painter->clip_depth--;
        if (painter->clip_depth < CLIPS) {
            painter->clip = painter->clips[painter->clip_depth];
        }
    }
}

static void draw_command(Painter *painter, const DrawList *list, const DrawCommand *command)
{
    Paint paint = {theme_rgb(painter->theme, command->token), command->alpha};
    Box box = box_of(painter, command->rect);
    int radius = radius_in(painter, box, command->radius);
    switch (command->kind) {
    case DRAW_CLIP: begin_clip(painter, box); return;
    case DRAW_UNCLIP: end_clip(painter); return;
    case DRAW_TEXT: draw_line_of_text(painter, command, list->text + command->text, paint); return;
    case DRAW_CURVE: draw_shape_of_curve(painter, command->rect, paint); return;
    case DRAW_FILL:
    case DRAW_OUTLINE:
    case DRAW_DASHED:
    case DRAW_HATCH:
    case DRAW_DOTS:
    case DRAW_ICON: break;
    }
    if (is_empty(overlap(box, painter->clip))) {
        return;
    }
    switch (command->kind) {
    case DRAW_FILL: fill_rounded(painter, box, radius, paint); break;
    case DRAW_OUTLINE: draw_line_around(painter, box, radius, false, paint); break;
    case DRAW_DASHED: draw_line_around(painter, box, radius, true, paint); break;
    case DRAW_HATCH: draw_pattern(painter, box, radius, false, paint); break;
    case DRAW_DOTS: draw_pattern(painter, box, radius, true, paint); break;
    default: draw_shape_of_icon(painter, command->icon, box, paint); break;
    }
}

/* All that shows inside the box, which is the same whatever was drawn there before. */
static void draw_inside(Painter *painter, const DrawList *list, Box box)
{
    painter->clip = box;
    painter->clip_depth = 0;
    fill_box(painter, box, (Paint){theme_rgb(painter->theme, TOKEN_BG), 255});
    for (size_t i = 0; i < list->count; i++) {
        draw_command(painter, list, &list->commands[i]);
    }
    flush(painter);
}

void painter_draw(Painter *painter, const DrawList *list, Theme theme, float scale)
{
    int width = 0;
    int height = 0;
    SDL_GetRendererOutputSize(painter->renderer, &width, &height);
    painter->theme = theme;
    painter->scale = scale;
    DamageBox boxes[DAMAGE_BOXES] = {{0, 0, width, height}};
    size_t count = painter->keeps ? damage_find(&painter->damage, list, theme, scale, width, height, boxes) : 1;
    for (size_t i = 0; i < count; i++) {
        draw_inside(painter, list, (Box){boxes[i].left, boxes[i].top, boxes[i].right, boxes[i].bottom});
    }
}
