/* font_find.h: which files hold the typefaces. */
#ifndef LOOPSCOPE_SDL_FONT_FIND_H
#define LOOPSCOPE_SDL_FONT_FIND_H

#include <stdbool.h>
#include <stdint.h>

enum { FONT_FILES = 8 };

typedef struct FontFile {
    char *path;
    long index;
} FontFile;

typedef enum FontWeight { FONT_REGULAR, FONT_SEMIBOLD, FONT_BOLD } FontWeight;

/* One per (family, weight): its files in the order in which they are asked for a glyph. */
typedef struct FontFiles {
    FontFile files[FONT_FILES];
    int count;
} FontFiles;

/* Adds the files for words, or for code (`mono`), of that weight; the paths are the caller's to free. Without a file: none was found. */
void font_find(FontFiles *files, bool mono, FontWeight weight);
/* Adds what there is of the family (`exact`: and of no other), or what has the character `code`, unless that is 0. */
void font_ask(FontFiles *style, const char *family, bool exact, FontWeight weight, uint32_t code);

#endif
