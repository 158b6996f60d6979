/* font.h: finds the fonts, measures text exactly as it will be drawn, renders glyphs at fractions of a pixel. */
#ifndef LOOPSCOPE_SDL_FONT_H
#define LOOPSCOPE_SDL_FONT_H

#include "draw/drawlist.h"

typedef struct Fonts Fonts;

/* NULL when all is well, otherwise a sentence for the user (no font, out of memory). Needs no display. The caller closes them. */
const char *fonts_open(Fonts **fonts, float scale);
void fonts_close(Fonts *fonts);                  /* NULL is allowed */
void fonts_set_scale(Fonts *fonts, float scale); /* device px per logical px; glyphs found before are void */
TextMetrics fonts_metrics(Fonts *fonts);         /* at the current scale; valid as long as the fonts */

/* Positions along a line are in eighths of a device pixel. */
enum { FONT_UNITS = 8, FONT_PHASES = 4 };

typedef struct FontGlyph {
    uint32_t code;
    int advance; /* eighths of a device px */
    int shift;   /* eighths: where its origin lies from the pen */
    int face;    /* which of the font's faces has it; FONT_BOX: none has; FONT_NOTHING: nothing to draw */
} FontGlyph;

enum { FONT_BOX = -1, FONT_NOTHING = -2 };

/* The next character of UTF-8 text, U+FFFD for each byte that is none; moves *text on. *text < end. */
uint32_t fonts_character(const char **text, const char *end);
FontGlyph fonts_glyph(Fonts *fonts, Font font, uint32_t code);
int fonts_ascent(Fonts *fonts, Font font); /* device px from the line's top to its baseline */

/* Coverage of a glyph whose origin lies `phase` / FONT_PHASES px right of a pixel's border. The caller frees *coverage, which is NULL for
   an empty glyph; *left and *top lead from the origin on the baseline to the first pixel. `light` strokes are for light text on dark.
   False: out of memory. */
bool fonts_render(Fonts *fonts, Font font, FontGlyph glyph, int phase, bool light, uint8_t **coverage, int *width, int *height, int *left,
                  int *top);

#endif
