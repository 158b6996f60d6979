/* font_find.c: the typefaces that were packed in with the program: a browser tells nobody where it keeps its own. */
#include "sdl/font_find.h"

#include <stdlib.h>
#include <string.h>

static const char *const words[] = {"/fonts/Inter-Regular.otf", "/fonts/Inter-SemiBold.otf", "/fonts/Inter-Bold.otf"};
static const char *const code[] = {"/fonts/JetBrainsMono-Regular.ttf", "/fonts/JetBrainsMono-Bold.ttf", "/fonts/JetBrainsMono-Bold.ttf"};
static const char others[] = "/fonts/DejaVuSans.ttf";

static void add_file(FontFiles *style, const char *path)
{
    char *copy = style->count < FONT_FILES ? strdup(path) : NULL;
    if (copy != NULL) {
        style->files[style->count++] = (FontFile){copy, 0};
    }
}

void font_find(FontFiles *style, bool mono, FontWeight weight)
{
    if (mono) {
        add_file(style, code[weight]);
    }
    add_file(style, words[weight]);
    add_file(style, others); /* it has what the words lack, and nothing else (web/fonts.py) */
}

/* There are no others. */
void font_ask(FontFiles *style, const char *family, bool exact, FontWeight weight, uint32_t character)
{
    (void)style;
    (void)family;
    (void)exact;
    (void)weight;
    (void)character;
}
