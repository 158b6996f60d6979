/* font_find.c: see font_find.h. fontconfig answers anything with something, so what it answers is compared with what was asked for. */
#include "font_find.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

/* By FontWeight. */
static const int weights[] = {FC_WEIGHT_REGULAR, FC_WEIGHT_DEMIBOLD, FC_WEIGHT_BOLD};

static bool names_family(const FcPattern *pattern, const char *family)
{
    FcChar8 *name = NULL;
    for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &name) == FcResultMatch; i++) {
        if (strcmp((const char *)name, family) == 0) {
            return true;
        }
    }
    return false;
}

static void add_file(FontFiles *style, const FcPattern *found)
{
    FcChar8 *path = NULL;
    int index = 0;
    if (style->count == FONT_FILES || FcPatternGetString(found, FC_FILE, 0, &path) != FcResultMatch) {
        return;
    }
    FcPatternGetInteger(found, FC_INDEX, 0, &index);
    for (int i = 0; i < style->count; i++) {
        if (strcmp(style->files[i].path, (const char *)path) == 0) {
            return;
        }
    }
    char *copy = strdup((const char *)path);
    if (copy != NULL) {
        style->files[style->count++] = (FontFile){copy, index};
    }
}

void font_ask(FontFiles *style, const char *family, bool exact, FontWeight weight, uint32_t code)
{
    FcPattern *pattern = FcPatternCreate();
    FcCharSet *characters = FcCharSetCreate();
    if (pattern != NULL && characters != NULL) {
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
        FcPatternAddInteger(pattern, FC_WEIGHT, weights[weight]);
        FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN);
        FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
        if (code != 0) {
            FcCharSetAddChar(characters, code);
            FcPatternAddCharSet(pattern, FC_CHARSET, characters);
        }
        FcConfigSubstitute(NULL, pattern, FcMatchPattern);
        FcDefaultSubstitute(pattern);
        FcResult result = FcResultNoMatch;
        FcPattern *found = FcFontMatch(NULL, pattern, &result);
        if (found != NULL) {
            FcCharSet *has = NULL;
            bool fits = !exact || names_family(found, family);
            if (code != 0) {
                fits = FcPatternGetCharSet(found, FC_CHARSET, 0, &has) == FcResultMatch && FcCharSetHasChar(has, code);
            }
            if (fits) {
                add_file(style, found);
            }
            FcPatternDestroy(found);
        }
    }
    if (pattern != NULL) {
        FcPatternDestroy(pattern);
    }
    if (characters != NULL) {
        FcCharSetDestroy(characters);
    }
}

void font_find(FontFiles *style, bool mono, FontWeight weight)
{
    if (mono) {
        font_ask(style, "JetBrains Mono", true, weight, 0);
        font_ask(style, "DejaVu Sans Mono", true, weight, 0);
    } else {
        font_ask(style, "Inter", true, weight, 0);
    }
    font_ask(style, "DejaVu Sans", true, weight, 0);
    if (style->count == 0) {
        font_ask(style, mono ? "monospace" : "sans-serif", false, weight, 0);
    }
}
