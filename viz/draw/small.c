/* small.c: see small.h. */
#include "small.h"

#include <math.h>

typedef struct Scaling {
    float x, y, scale;
} Scaling;

static Rect scaled(const Scaling *to, Rect rect)
{
    return (Rect){to->x + rect.x * to->scale, to->y + rect.y * to->scale, rect.w * to->scale, rect.h * to->scale};
}

static uint8_t fainter(uint8_t alpha, int percent) { return (uint8_t)(alpha * percent / 100); }

/* What would be too fine to be seen becomes a tint. */
static void command(DrawList *list, const Scaling *to, const DrawCommand *one)
{
    Rect rect = scaled(to, one->rect);
    float radius = one->radius * to->scale;
    switch (one->kind) {
    case DRAW_FILL: draw_fill(list, rect, radius, one->token, one->alpha); break;
    case DRAW_OUTLINE:
    case DRAW_DASHED: draw_outline(list, rect, radius, one->token, fainter(one->alpha, 60)); break;
    case DRAW_HATCH:
    case DRAW_DOTS: draw_fill(list, rect, radius, one->token, fainter(one->alpha, 40)); break;
    case DRAW_CURVE: draw_curve(list, rect.x, rect.y, rect.x + rect.w, rect.y + rect.h, one->token, fainter(one->alpha, 60)); break;
    case DRAW_TEXT:
        draw_fill(list, (Rect){rect.x, rect.y + rect.h * 0.3F, rect.w, fmaxf(rect.h * 0.4F, 1)}, 0, one->token, fainter(one->alpha, 55));
        break;
    case DRAW_ICON: draw_icon(list, one->icon, rect, one->token, one->alpha); break;
    case DRAW_CLIP: draw_clip(list, rect); break;
    case DRAW_UNCLIP: draw_unclip(list); break;
    }
}

Rect draw_small(DrawList *list, const DrawList *picture, float width, float height, Rect into)
{
    float scale = fminf(into.w / width, into.h / height);
    Rect place = {into.x + (into.w - width * scale) / 2, into.y + (into.h - height * scale) / 2, width * scale, height * scale};
    Scaling to = {place.x, place.y, scale};
    draw_clip(list, place);
    for (size_t i = 0; i < picture->count; i++) {
        command(list, &to, &picture->commands[i]);
    }
    draw_unclip(list);
    return place;
}
