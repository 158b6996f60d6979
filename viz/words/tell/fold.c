/* fold.c: see fold.h. */
#include "fold.h"

#include <string.h>

void tell_folded(const char *words, int indent, FILE *out)
{
    enum { WIDTH = 92 };
    while (*words != '\0') {
        size_t length = strlen(words);
        if (length > WIDTH) {
            length = WIDTH;
            while (length > 0 && words[length] != ' ') {
                length--;
            }
        }
        fprintf(out, "%*s%.*s\n", indent, "", (int)length, words);
        words += length;
        words += *words == ' ';
    }
}

int tell_columns(const char *text, int columns)
{
    for (; *text != '\0'; text++) {
        columns += ((unsigned char)*text & 0xc0U) == 0x80U;
    }
    return columns;
}
