/* fold.h: words as lines of a page on the terminal. */
#ifndef LOOPSCOPE_TELL_FOLD_H
#define LOOPSCOPE_TELL_FOLD_H

#include <stdio.h>

void tell_folded(const char *words, int indent, FILE *out); /* each line begins behind that many spaces */

/* The width for printf() with which a text takes that many columns, where some of its characters are more than a byte; wider ones are not cut. */
int tell_columns(const char *text, int columns);

#endif
