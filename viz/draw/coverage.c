/* coverage.c: discs, rings and patterns by their signed distance: a pixel half a pixel inside the edge is full, half a pixel outside empty. */
#include "coverage.h"

#include <math.h>

static const float pi = 3.14159265f;

static uint8_t byte_of(float coverage) { return (uint8_t)(255.0f * fmaxf(0, fminf(1, coverage)) + 0.5f); }

/* Coverage of a ring whose outer edge is the disc; a thickness of at least the radius fills it. */
static float ring_at(float distance, float radius, float thickness)
{
    float outer = radius - distance + 0.5f;
    float inner = radius - thickness - distance + 0.5f;
    return fmaxf(0, fminf(1, outer)) - (thickness < radius ? fmaxf(0, fminf(1, inner)) : 0);
}

void coverage_disc(uint8_t *out, int radius) { coverage_ring(out, radius, (float)radius); }

void coverage_caps(uint8_t *out, int radius, int height)
{
    for (int y = 0; y < height; y++) {
        float centre = fmaxf((float)radius, fminf((float)(height - radius), (float)y + 0.5f));
        for (int x = 0; x < 2 * radius; x++) {
            float distance = hypotf((float)(x - radius) + 0.5f, (float)y + 0.5f - centre);
            *out++ = byte_of((float)radius - distance + 0.5f);
        }
    }
}

void coverage_ring(uint8_t *out, int radius, float thickness)
{
    for (int y = 0; y < 2 * radius; y++) {
        for (int x = 0; x < 2 * radius; x++) {
            float distance = hypotf((float)(x - radius) + 0.5f, (float)(y - radius) + 0.5f);
            *out++ = byte_of(ring_at(distance, (float)radius, thickness));
        }
    }
}

/* Coverage along a quarter of a ring, `at` px from its beginning. */
static float dash_at(float at, float length, float dash, float gap)
{
    float count = fmaxf(1, roundf((length - gap) / (dash + gap)));
    float wide = fminf(gap, length / (2 * count + 1));
    float period = (length - wide) / count;
    float within = fmodf(at, period);
    return fmaxf(0, fminf(1, within - wide + 0.5f)) * fmaxf(0, fminf(1, period - within + 0.5f));
}

void coverage_dashed_ring(uint8_t *out, int radius, float thickness, float dash, float gap)
{
    float middle = fmaxf(0.5f, (float)radius - thickness / 2);
    float quarter = middle * pi / 2;
    for (int y = 0; y < 2 * radius; y++) {
        for (int x = 0; x < 2 * radius; x++) {
            float dx = (float)(x - radius) + 0.5f;
            float dy = (float)(y - radius) + 0.5f;
            float at = atan2f(fabsf(dy), fabsf(dx)) * middle;
            *out++ = byte_of(ring_at(hypotf(dx, dy), (float)radius, thickness) * dash_at(at, quarter, dash, gap));
        }
    }
}

static int wrapped(int value, int period)
{
    int rest = value % period;
    return rest < 0 ? rest + period : rest;
}

void coverage_hatch(uint8_t *out, int width, int height, int x, int y, int period, float thickness)
{
    for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
            float along = (float)wrapped(x + column + y + row, period) + 1.0f; /* x + y at the pixel's centre */
            float off = fabsf(along - (float)period / 2) * 0.70710678f;
            float other = fabsf(along - 1.5f * (float)period) * 0.70710678f;
            *out++ = byte_of(thickness / 2 - fminf(off, other) + 0.5f);
        }
    }
}

void coverage_dots(uint8_t *out, int width, int height, int x, int y, int period, float radius)
{
    for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
            float dx = (float)wrapped(x + column, period) + 0.5f - (float)period / 2;
            float dy = (float)wrapped(y + row, period) + 0.5f - (float)period / 2;
            *out++ = byte_of(radius - hypotf(dx, dy) + 0.5f);
        }
    }
}
