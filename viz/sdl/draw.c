/* draw.c: every command becomes filled rectangles and copies of small white shapes from the atlas, tinted.

   Edges lie on whole device pixels, so that they are sharp and neighbours fit; only curves, corners, glyphs and icons are smoothed. */
#include "draw.h"

#include "draw/coverage.h"
#include "painter.h"

#include <math.h>
#include <stdlib.h>

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
int painter_device(float logical, float scale)
{
    float value = roundf(logical * scale);
    return value > -30000 ? value < 30000 ? (int)value : 30000 : -30000;
}

/* Never thinner than a pixel, so that a short moment can still be seen. */
static Box box_of(const Painter *painter, Rect rect)
{
    Box box = {painter_device(rect.x, painter->scale), painter_device(rect.y, painter->scale),
               painter_device(rect.x + rect.w, painter->scale), painter_device(rect.y + rect.h, painter->scale)};
    if (rect.w > 0 && box.right <= box.left) {
        box.right = box.left + 1;
    }
    if (rect.h > 0 && box.bottom <= box.top) {
        box.bottom = box.top + 1;
    }
    return box;
}

void painter_flush(Painter *painter)
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

void painter_fill(Painter *painter, Box box, Paint paint)
{
    box = overlap(box, painter->clip);
    if (is_empty(box) || paint.alpha == 0) {
        return;
    }
    bool same = paint.rgb == painter->pending_paint.rgb && paint.alpha == painter->pending_paint.alpha;
    if (!same || painter->pending_count == RECTS) {
        painter_flush(painter);
    }
    painter->pending_paint = paint;
    painter->pending[painter->pending_count++] = (SDL_Rect){box.left, box.top, box.right - box.left, box.bottom - box.top};
}

void painter_copy_part(Painter *painter, const AtlasSpot *spot, SDL_Rect part, int x, int y, Paint paint)
{
    Box seen = overlap((Box){x, y, x + part.w, y + part.h}, painter->clip);
    if (is_empty(seen)) {
        return;
    }
    painter_flush(painter);
    SDL_Rect to = {seen.left, seen.top, seen.right - seen.left, seen.bottom - seen.top};
    SDL_Rect from = {spot->rect.x + part.x + seen.left - x, spot->rect.y + part.y + seen.top - y, to.w, to.h};
    SDL_SetTextureColorMod(spot->texture, (uint8_t)(paint.rgb >> 16), (uint8_t)(paint.rgb >> 8), (uint8_t)paint.rgb);
    SDL_SetTextureAlphaMod(spot->texture, paint.alpha);
    SDL_RenderCopy(painter->renderer, spot->texture, &from, &to);
}

void painter_copy(Painter *painter, const AtlasSpot *spot, int x, int y, Paint paint)
{
    painter_copy_part(painter, spot, (SDL_Rect){0, 0, spot->rect.w, spot->rect.h}, x + spot->left, y + spot->top, paint);
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
    painter_copy(painter, &spot, box.left, box.top, paint);
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
    painter_copy(painter, &spot, x, baseline, paint);
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
    painter_flush(painter);
    SDL_SetRenderDrawBlendMode(painter->renderer, SDL_BLENDMODE_BLEND);
    curve_draw(painter->curves, painter->renderer, (SDL_Rect){clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top},
               (SDL_FPoint){rect.x * s, rect.y * s}, (SDL_FPoint){(rect.x + rect.w) * s, (rect.y + rect.h) * s}, shape_line_width(painter),
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
    int radius = shape_radius(painter, box, command->radius);
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
    case DRAW_FILL: shape_fill(painter, box, radius, paint); break;
    case DRAW_OUTLINE: shape_outline(painter, box, radius, false, paint); break;
    case DRAW_DASHED: shape_outline(painter, box, radius, true, paint); break;
    case DRAW_HATCH: shape_pattern(painter, box, radius, false, paint); break;
    case DRAW_DOTS: shape_pattern(painter, box, radius, true, paint); break;
    default: draw_shape_of_icon(painter, command->icon, box, paint); break;
    }
}

/* All that shows inside the box, which is the same whatever was drawn there before. */
static void draw_inside(Painter *painter, const DrawList *list, Box box)
{
    painter->clip = box;
    painter->clip_depth = 0;
    painter_fill(painter, box, (Paint){theme_rgb(painter->theme, TOKEN_BG), 255});
    for (size_t i = 0; i < list->count; i++) {
        draw_command(painter, list, &list->commands[i]);
    }
    painter_flush(painter);
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
