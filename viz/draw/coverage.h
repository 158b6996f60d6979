/* coverage.h: small anti-aliased shapes as bytes of coverage (255: the pixel lies wholly inside), to be tinted when they are drawn.

   Sizes are device pixels. `out` has room for width * height bytes, row by row. */
#ifndef LOOPSCOPE_COVERAGE_H
#define LOOPSCOPE_COVERAGE_H

#include "drawlist.h"

/* Discs of 2 radius by 2 radius pixels: their quarters are the corners of rounded rectangles. */
void coverage_disc(uint8_t *out, int radius);
/* The two ends of a rounded bar, side by side: 2 radius wide. height >= 2 radius. */
void coverage_caps(uint8_t *out, int radius, int height);
void coverage_ring(uint8_t *out, int radius, float thickness);
/* Each quarter of the ring begins and ends with a gap, so that dashed sides may begin and end with a dash. */
void coverage_dashed_ring(uint8_t *out, int radius, float thickness, float dash, float gap);

/* Patterns; (x, y) is the pattern coordinate of the first pixel, so that pieces fit together. They repeat after `period` pixels. */
void coverage_hatch(uint8_t *out, int width, int height, int x, int y, int period, float thickness);
void coverage_dots(uint8_t *out, int width, int height, int x, int y, int period, float radius);

/* An icon, as large as fits, in the middle of the box. */
void coverage_icon(uint8_t *out, int width, int height, Icon icon);

#endif
