/* pdf.h: a page or a document as PDF. */
#ifndef LOOPSCOPE_OUT_PDF_H
#define LOOPSCOPE_OUT_PDF_H

#include "draw/drawlist.h"

#include <stdio.h>

/* Of a document that needs nothing else. False: `error` says what is wrong and what to do. */
bool pdf_of_html(const char *html, size_t length, FILE *out, char *error, size_t size);
/* One page with the picture that svg_write() would write of the same arguments: shapes stay shapes, and text stays text. */
bool pdf_of_picture(const DrawList *list, Theme theme, float width, float height, float scale, const char *title, FILE *out, char *error,
                    size_t size);

#endif
