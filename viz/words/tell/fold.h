/* fold.h: words as lines of a page on the terminal. */
#ifndef LOOPSCOPE_TELL_FOLD_H
#define LOOPSCOPE_TELL_FOLD_H

#include <stdio.h>

void tell_folded(const char *words, int indent, FILE *out); /* each line begins behind that many spaces */

#endif
