/* said_format.h: a format of printf's, and whether it could have made a text. */
#ifndef LOOPSCOPE_SAID_FORMAT_H
#define LOOPSCOPE_SAID_FORMAT_H

#include "said.h"

#include <stdbool.h>

typedef struct Piece {
    const char *text;
    size_t length;
} Piece;

/* With what tells most formats that cannot have made a text: a long text has thousands of parts, and each may be any of hundreds of formats. */
typedef struct Format {
    unsigned short weight; /* how much of it is its own text */
    char first, last;      /* letters; 0: a conversion stands there */
} Format;

Format said_format(const char *text);

typedef struct Matching {
    bool strict;    /* brackets that are opened in what was put in are closed there */
    unsigned tries; /* that may still be made, so that no text takes long */
} Matching;

/* The length of the conversion at its beginning, "%.3f"; in *number which hole "%2$s" is for, else 0. "%%" is none. */
size_t said_format_conversion(const char *format, size_t *number);
/* Nothing speaks against it at once. The text is not empty. */
static inline bool said_format_may_match(const Format *format, const char *text, size_t length)
{
    return format->weight <= length && (format->first == '\0' || format->first == text[0]) &&
           (format->last == '\0' || format->last == text[length - 1]);
}
/* Could the format have made the text? Then holes[i] are what was put in. Of conversions that stand side by side the first has all of it. */
bool said_format_matches(Matching *matching, const char *format, const char *text, size_t length, Piece holes[SAID_HOLES]);
/* Brackets that are opened are closed: what stands in an error's own text is not taken for a part of the sentence. */
bool said_format_is_balanced(const char *text, size_t length);

#endif
