/* icon.c: the icons as signed distances, so that they are smooth at every size and never turn into a missing glyph.

   A point is measured from the icon's middle; the icon spans -0.5 to 0.5, y points down. Distances are negative inside. */
#include "coverage.h"

#include <assert.h>
#include <math.h>

typedef struct Point {
    float x, y;
} Point;

static float circle(Point p, float x, float y, float radius) { return hypotf(p.x - x, p.y - y) - radius; }

static float box(Point p, float left, float top, float right, float bottom)
{
    return fmaxf(fmaxf(left - p.x, p.x - right), fmaxf(top - p.y, p.y - bottom));
}

/* A thick line with round ends. */
static float stroke(Point p, Point from, Point to, float thickness)
{
    float dx = to.x - from.x;
    float dy = to.y - from.y;
    float along = ((p.x - from.x) * dx + (p.y - from.y) * dy) / (dx * dx + dy * dy);
    along = fmaxf(0, fminf(1, along));
    return hypotf(p.x - from.x - along * dx, p.y - from.y - along * dy) - thickness / 2;
}

/* A filled polygon, its corners rounded outwards. */
static float polygon(Point p, const Point *corners, int count, float rounding)
{
    float nearest = 1e9f;
    bool inside = false;
    for (int i = 0, last = count - 1; i < count; last = i++) {
        Point a = corners[i];
        Point b = corners[last];
        nearest = fminf(nearest, stroke(p, a, b, 0));
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) {
            inside = !inside;
        }
    }
    return (inside ? -nearest : nearest) - rounding;
}

static float triangle_right(Point p, float left, float right, float half_height)
{
    const float rounding = 0.05f;
    float back = left + rounding;
    const Point corners[] = {{back, -half_height + 2 * rounding}, {right - 2 * rounding, 0}, {back, half_height - 2 * rounding}};
    return polygon(p, corners, 3, rounding);
}

static float ring(Point p, float radius, float thickness) { return fabsf(circle(p, 0, 0, radius - thickness / 2)) - thickness / 2; }

/* An edge moved onto the nearest pixel border, so that bars stay sharp. */
static float snapped(float edge, float size) { return roundf((edge + 0.5f) * size) / size - 0.5f; }

static float pause_bars(Point p, float size)
{
    float width = fmaxf(1, roundf(0.26f * size)) / size;
    float left = snapped(-0.38f, size);
    float right = -left - width;
    float top = snapped(-0.42f, size);
    return fminf(box(p, left, top, left + width, -top), box(p, right, top, right + width, -top));
}

static float menu_bars(Point p, float size)
{
    float height = fmaxf(1, roundf(0.13f * size)) / size;
    float nearest = 1e9f;
    for (int bar = -1; bar <= 1; bar++) {
        float top = snapped(0.3f * (float)bar - height / 2, size);
        nearest = fminf(nearest, box(p, snapped(-0.44f, size), top, snapped(0.44f, size), top + height));
    }
    return nearest;
}

static float to_the_end(Point p, float size)
{
    float width = fmaxf(1, roundf(0.14f * size)) / size;
    float right = snapped(0.42f, size);
    return fminf(triangle_right(p, -0.40f, right - width, 0.40f), box(p, right - width, -0.38f, right, 0.38f));
}

static float arrow_right(Point p, float thickness)
{
    float shaft = stroke(p, (Point){-0.40f, 0}, (Point){0.38f, 0}, thickness);
    float upper = stroke(p, (Point){0.10f, -0.28f}, (Point){0.38f, 0}, thickness);
    float lower = stroke(p, (Point){0.10f, 0.28f}, (Point){0.38f, 0}, thickness);
    return fminf(shaft, fminf(upper, lower));
}

static float tag_down(Point p)
{
    static const Point corners[] = {{-0.34f, -0.42f}, {0.34f, -0.42f}, {0.34f, 0.10f}, {0, 0.42f}, {-0.34f, 0.10f}};
    return polygon(p, corners, 5, 0.08f);
}

static float tick(Point p, float thickness)
{
    return fminf(stroke(p, (Point){-0.36f, 0.04f}, (Point){-0.11f, 0.28f}, thickness),
                 stroke(p, (Point){-0.11f, 0.28f}, (Point){0.37f, -0.28f}, thickness));
}

static float cross(Point p, float thickness)
{
    return fminf(stroke(p, (Point){-0.31f, -0.31f}, (Point){0.31f, 0.31f}, thickness),
                 stroke(p, (Point){0.31f, -0.31f}, (Point){-0.31f, 0.31f}, thickness));
}

static float lens(Point p, float thickness)
{
    float glass = fabsf(circle(p, -0.08f, -0.08f, 0.285f)) - thickness / 2;
    return fminf(glass, stroke(p, (Point){0.13f, 0.13f}, (Point){0.40f, 0.40f}, thickness));
}

static float funnel(Point p)
{
    static const Point corners[] = {{-0.41f, -0.35f}, {0.41f, -0.35f}, {0.08f, 0.06f}, {0.08f, 0.29f}, {-0.08f, 0.39f}, {-0.08f, 0.06f}};
    return polygon(p, corners, 6, 0.03f);
}

static float to_both_sides(Point p, float thickness)
{
    Point folded = {fabsf(p.x), fabsf(p.y)};
    return fminf(stroke(folded, (Point){0, 0}, (Point){0.42f, 0}, thickness),
                 stroke(folded, (Point){0.20f, 0.22f}, (Point){0.42f, 0}, thickness));
}

/* Like the bars of a pause, on pixel borders. */
static float bar_across(Point p, float size)
{
    float height = fmaxf(1, roundf(0.13f * size)) / size, top = snapped(-height / 2, size);
    return box(p, snapped(-0.36f, size), top, snapped(0.36f, size), top + height);
}

static float distance_to(Icon icon, Point p, float size)
{
    Point mirrored = {-p.x, p.y};
    float thin = fmaxf(0.11f, 1.25f / size); /* never thinner than can be seen */
    float thick = fmaxf(0.16f, 1.6f / size);
    switch (icon) {
    case ICON_CREATED: return ring(p, 0.44f, thin);
    case ICON_READY: return (fabsf(p.x) + fabsf(p.y) - 0.48f) * 0.70710678f;
    case ICON_RUNNING:
    case ICON_PLAY:
    case ICON_STEP: return triangle_right(p, -0.36f, 0.48f, 0.46f);
    case ICON_STEP_BACK: return triangle_right(mirrored, -0.36f, 0.48f, 0.46f);
    case ICON_AWAITING:
    case ICON_PAUSE: return pause_bars(p, size);
    case ICON_SLEEPING: return fmaxf(circle(p, -0.04f, 0, 0.45f), -circle(p, 0.20f, -0.07f, 0.37f));
    case ICON_DONE: return tick(p, thick);
    case ICON_FAILED: return cross(p, thick);
    case ICON_CANCELLED: return fminf(ring(p, 0.45f, thin), stroke(p, (Point){0.27f, -0.27f}, (Point){-0.27f, 0.27f}, thin));
    case ICON_FIRST: return to_the_end(mirrored, size);
    case ICON_LAST: return to_the_end(p, size);
    case ICON_MENU: return menu_bars(p, size);
    case ICON_ARROW_LEFT: return arrow_right(mirrored, thin);
    case ICON_ARROW_RIGHT: return arrow_right(p, thin);
    case ICON_CURSOR: return tag_down(p);
    case ICON_OPEN: return triangle_right((Point){p.y, p.x}, -0.36f, 0.48f, 0.46f);
    case ICON_UP: return triangle_right((Point){-p.y, p.x}, -0.36f, 0.48f, 0.46f);
    case ICON_FIND: return lens(p, fmaxf(0.13f, 1.5f / size));
    case ICON_FILTER: return funnel(p);
    case ICON_FIT: return to_both_sides(p, thin);
    case ICON_MORE: return fminf(circle(p, 0, 0, 0.1f), circle((Point){fabsf(p.x), p.y}, 0.34f, 0, 0.1f));
    case ICON_MINUS: return bar_across(p, size);
    case ICON_PLUS: return fminf(bar_across(p, size), bar_across((Point){p.y, p.x}, size));
    case ICON_COUNT: break;
    }
    assert(false); /* an icon without a shape */
    return 1;
}

void coverage_icon(uint8_t *out, int width, int height, Icon icon)
{
    float size = (float)(width < height ? width : height);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            Point p = {((float)x + 0.5f - (float)width / 2) / size, ((float)y + 0.5f - (float)height / 2) / size};
            float coverage = 0.5f - distance_to(icon, p, size) * size;
            *out++ = (uint8_t)(255.0f * fmaxf(0, fminf(1, coverage)) + 0.5f);
        }
    }
}
