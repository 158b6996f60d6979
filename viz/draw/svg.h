/* svg.h: a draw list as an SVG document: shapes stay shapes, and text stays text that can be searched and selected. */
#ifndef LOOPSCOPE_SVG_H
#define LOOPSCOPE_SVG_H

#include "drawlist.h"

/* Writes a frame of `width` by `height` logical px, `scale` times as large. Fonts are named (Inter, JetBrains Mono) and not embedded: where they are missing, others stand in, and each
   line of text is stretched to the width that it was measured to have. `title` is what a screen reader is told. False: it could not be written. */
bool svg_write(const DrawList *list, Theme theme, float width, float height, float scale, const char *title, FILE *out);

/* One of several pictures within a document. */
typedef struct SvgPart {
    const char
        *prefix; /* letters and digits, beginning with a letter: another for each, since they share their names with the whole document */
    const char *title; /* what it is */
    const char *text;  /* what it shows, for those who do not see it */
} SvgPart;
void svg_style(FILE *out); /* CSS that such a document says once */
bool svg_write_part(const DrawList *list, Theme theme, float width, float height, const SvgPart *part, FILE *out);

#endif
