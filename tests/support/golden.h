/* golden.h: comparing a text with the one that is kept in tests/golden. */
#ifndef LOOPSCOPE_SUPPORT_GOLDEN_H
#define LOOPSCOPE_SUPPORT_GOLDEN_H

#include "language/language.h"

#include <stddef.h>
#include <stdio.h>

/* Fails the running test unless tests/golden/NAME holds exactly `text` (NUL-ended); the first line that differs is printed. With
   LOOPSCOPE_REWRITE_GOLDENS=1 in the environment (and no CI) the file is written instead. */
void golden_check(const char *name, const char *text, size_t length);

/* The same of what is told. */
void golden_check_told(const char *name, void (*tell)(Language language, FILE *out));

#endif
