/* font.c: SDL_ttf renders, eight times as wide as needed, so that a glyph can stand between two pixels. */
#include "font.h"

#include "font_find.h"

#include <SDL_ttf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FACES = FONT_FILES, ASCII = 128, CACHE = 1024 };

enum { STYLE_SANS, STYLE_SANS_SEMIBOLD, STYLE_SANS_BOLD, STYLE_MONO, STYLE_MONO_BOLD, STYLE_COUNT };

static const struct {
    bool mono;
    FontWeight weight;
} styles[STYLE_COUNT] = {{false, FONT_REGULAR}, {false, FONT_SEMIBOLD}, {false, FONT_BOLD}, {true, FONT_REGULAR}, {true, FONT_BOLD}};

static const struct {
    int style;
    float tracking; /* added to each advance, in em */
} uses[FONT_COUNT] = {
    [FONT_BODY] = {STYLE_SANS, 0},
    [FONT_BODY_BOLD] = {STYLE_SANS_SEMIBOLD, 0},
    [FONT_SENTENCE] = {STYLE_SANS, 0},
    [FONT_SENTENCE_BOLD] = {STYLE_SANS_BOLD, 0},
    [FONT_HEADING] = {STYLE_SANS_SEMIBOLD, 0.06f},
    [FONT_SMALL] = {STYLE_SANS, 0},
    [FONT_SMALL_BOLD] = {STYLE_SANS_SEMIBOLD, 0},
    [FONT_TITLE] = {STYLE_SANS_BOLD, -0.01f},
    [FONT_CODE] = {STYLE_MONO, 0},
    [FONT_CODE_BOLD] = {STYLE_MONO_BOLD, 0},
    [FONT_CODE_LARGE] = {STYLE_MONO, 0},
    [FONT_CODE_LARGE_BOLD] = {STYLE_MONO_BOLD, 0},
    [FONT_CODE_LARGEST] = {STYLE_MONO, 0},
    [FONT_CODE_LARGEST_BOLD] = {STYLE_MONO_BOLD, 0},
    [FONT_CODE_SMALL] = {STYLE_MONO, 0},
    [FONT_CODE_SMALL_BOLD] = {STYLE_MONO_BOLD, 0},
};

typedef struct Sized {
    TTF_Font *faces[FACES]; /* opened when first needed */
    bool missing[FACES];    /* could not be opened */
    int digit;              /* advance of every digit, 0: not known yet */
    FontGlyph ascii[ASCII]; /* code 0: not looked up yet */
    FontGlyph cache[CACHE]; /* the other characters, each where its number leads; the later displaces the earlier */
} Sized;

struct Fonts {
    float scale;
    FontFiles styles[STYLE_COUNT];
    Sized sized[FONT_COUNT];
    uint8_t lighter[256]; /* coverage of light strokes on dark, which look thinner than they are */
};

const char *fonts_open(Fonts **out, float scale)
{
    *out = NULL;
    if (TTF_Init() != 0) {
        return "the font library could not be started";
    }
    Fonts *fonts = calloc(1, sizeof *fonts);
    if (fonts == NULL) {
        TTF_Quit();
        return "there is not enough memory for the fonts";
    }
    fonts->scale = scale;
    for (int i = 0; i < 256; i++) {
        fonts->lighter[i] = (uint8_t)lroundf(255.0f * powf((float)i / 255.0f, 0.82f));
    }
    for (int i = 0; i < STYLE_COUNT; i++) {
        font_find(&fonts->styles[i], styles[i].mono, styles[i].weight);
    }
    *out = fonts;
    for (int font = 0; font < FONT_COUNT; font++) {
        if (fonts_ascent(fonts, (Font)font) <= 0) {
            fonts_close(fonts);
            *out = NULL;
            return "no font was found: install one, such as DejaVu Sans (Debian: fonts-dejavu)";
        }
    }
    return NULL;
}

static void close_faces(Fonts *fonts)
{
    for (int font = 0; font < FONT_COUNT; font++) {
        for (int i = 0; i < FACES; i++) {
            if (fonts->sized[font].faces[i] != NULL) {
                TTF_CloseFont(fonts->sized[font].faces[i]);
            }
        }
    }
    memset(fonts->sized, 0, sizeof fonts->sized);
}

void fonts_close(Fonts *fonts)
{
    if (fonts == NULL) {
        return;
    }
    close_faces(fonts);
    for (int i = 0; i < STYLE_COUNT; i++) {
        for (int file = 0; file < fonts->styles[i].count; file++) {
            free(fonts->styles[i].files[file].path);
        }
    }
    free(fonts);
    TTF_Quit();
}

void fonts_set_scale(Fonts *fonts, float scale)
{
    if (scale != fonts->scale) {
        close_faces(fonts);
        fonts->scale = scale;
    }
}

/* NULL: there is no such face. */
static TTF_Font *face_of(Fonts *fonts, Font font, int face)
{
    Sized *sized = &fonts->sized[font];
    const FontFiles *style = &fonts->styles[uses[font].style];
    if (face >= style->count || sized->missing[face]) {
        return NULL;
    }
    if (sized->faces[face] == NULL) {
        unsigned dots = (unsigned)lroundf(72.0f * fonts->scale); /* an inch; the font size is in points of 1/72 inch */
        int points = (int)theme_font_size(font);
        const FontFile *file = &style->files[face];
        sized->faces[face] = TTF_OpenFontIndexDPI(file->path, points, file->index, FONT_UNITS * dots, dots);
        sized->missing[face] = sized->faces[face] == NULL;
        if (sized->faces[face] != NULL) {
            TTF_SetFontHinting(sized->faces[face], TTF_HINTING_LIGHT);
        }
    }
    return sized->faces[face];
}

static TTF_Font *first_face(Fonts *fonts, Font font)
{
    for (int face = 0; face < fonts->styles[uses[font].style].count; face++) {
        TTF_Font *opened = face_of(fonts, font, face);
        if (opened != NULL) {
            return opened;
        }
    }
    return NULL;
}

int fonts_ascent(Fonts *fonts, Font font)
{
    TTF_Font *face = first_face(fonts, font);
    return face != NULL ? TTF_FontAscent(face) : 0;
}

uint32_t fonts_character(const char **text, const char *end)
{
    const unsigned char *at = (const unsigned char *)*text;
    size_t left = (size_t)(end - *text);
    size_t more = at[0] >= 0xf0 ? 3 : at[0] >= 0xe0 ? 2 : 1;
    *text += 1;
    if (at[0] < 0x80) {
        return at[0];
    }
    if (at[0] < 0xc2 || at[0] > 0xf4 || more >= left) {
        return 0xfffd;
    }
    uint32_t code = at[0] & (0x3fU >> more);
    for (size_t i = 1; i <= more; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0xfffd;
        }
        code = code << 6 | (at[i] & 0x3fU);
    }
    if ((more == 2 && code < 0x800) || (more == 3 && (code < 0x10000 || code > 0x10ffff)) || (code >= 0xd800 && code < 0xe000)) {
        return 0xfffd;
    }
    *text += more;
    return code;
}

static int face_with(Fonts *fonts, Font font, uint32_t code)
{
    FontFiles *style = &fonts->styles[uses[font].style];
    for (int face = 0; face < style->count; face++) {
        TTF_Font *opened = face_of(fonts, font, face);
        if (opened != NULL && TTF_GlyphIsProvided32(opened, code)) {
            return face;
        }
    }
    return FONT_BOX;
}

static bool is_invisible(uint32_t code)
{
    return code < 0x20 || code == 0x7f || (code >= 0x200b && code <= 0x200f) || (code >= 0xfe00 && code <= 0xfe0f) || code == 0xfeff;
}

static int advance_of(Fonts *fonts, Font font, int face, uint32_t code)
{
    int advance = 0;
    TTF_Font *opened = face_of(fonts, font, face);
    if (opened == NULL || TTF_GlyphMetrics32(opened, code, NULL, NULL, NULL, NULL, &advance) != 0) {
        return 0;
    }
    return advance;
}

/* The advance of the widest digit: every digit gets it, so that numbers that change do not shake. */
static int digit_advance(Fonts *fonts, Font font)
{
    Sized *sized = &fonts->sized[font];
    if (sized->digit == 0) {
        for (uint32_t code = '0'; code <= '9'; code++) {
            int advance = advance_of(fonts, font, face_with(fonts, font, code), code);
            sized->digit = advance > sized->digit ? advance : sized->digit;
        }
    }
    return sized->digit;
}

static FontGlyph look_up(Fonts *fonts, Font font, uint32_t code)
{
    float em = theme_font_size(font) * fonts->scale * FONT_UNITS;
    FontGlyph glyph = {.code = code, .face = FONT_NOTHING};
    if (is_invisible(code)) {
        int space = advance_of(fonts, font, face_with(fonts, font, ' '), ' ');
        glyph.advance = code == '\t' ? 4 * space : code < 0x80 ? space : 0;
        return glyph;
    }
    glyph.face = face_with(fonts, font, code);
    if (glyph.face == FONT_BOX) {
        FontFiles *style = &fonts->styles[uses[font].style];
        font_ask(style, "sans-serif", false, styles[uses[font].style].weight, code);
        glyph.face = face_with(fonts, font, code);
    }
    if (glyph.face == FONT_BOX) {
        glyph.advance = (int)lroundf(0.6f * em);
    } else {
        glyph.advance = advance_of(fonts, font, glyph.face, code);
    }
    if (code >= '0' && code <= '9') {
        int wide = digit_advance(fonts, font);
        glyph.shift = (wide - glyph.advance) / 2;
        glyph.advance = wide;
    }
    glyph.advance += (int)lroundf(uses[font].tracking * em);
    return glyph;
}

FontGlyph fonts_glyph(Fonts *fonts, Font font, uint32_t code)
{
    Sized *sized = &fonts->sized[font];
    FontGlyph *kept = code < ASCII ? &sized->ascii[code] : &sized->cache[code % CACHE];
    if (kept->code != code || code == 0) {
        *kept = look_up(fonts, font, code);
    }
    return *kept;
}

static float width_of(void *context, Font font, const char *text, size_t length)
{
    Fonts *fonts = context;
    const char *end = text + length;
    long width = 0;
    while (text < end) {
        width += fonts_glyph(fonts, font, fonts_character(&text, end)).advance;
    }
    return (float)width / (FONT_UNITS * fonts->scale);
}

static float height_of(void *context, Font font)
{
    Fonts *fonts = context;
    TTF_Font *face = first_face(fonts, font);
    return face != NULL ? (float)TTF_FontHeight(face) / fonts->scale : 0;
}

TextMetrics fonts_metrics(Fonts *fonts) { return (TextMetrics){fonts, width_of, height_of}; }

/* A character that no font has: an empty upright box. */
static bool render_box(const Fonts *fonts, Font font, uint8_t **coverage, int *width, int *height, int *left, int *top)
{
    float em = theme_font_size(font) * fonts->scale;
    int line = (int)fmaxf(1, roundf(em / 15));
    *width = (int)fmaxf(3, 0.45f * em);
    *height = (int)fmaxf(4, 0.7f * em);
    *left = (int)(0.08f * em);
    *top = -*height;
    *coverage = calloc((size_t)*width * (size_t)*height, 1);
    if (*coverage == NULL) {
        return false;
    }
    for (int y = 0; y < *height; y++) {
        for (int x = 0; x < *width; x++) {
            bool edge = x < line || y < line || x >= *width - line || y >= *height - line;
            (*coverage)[y * *width + x] = edge ? 255 : 0;
        }
    }
    return true;
}

static int floor_units(int units) { return units >= 0 ? units / FONT_UNITS : -((-units + FONT_UNITS - 1) / FONT_UNITS); }

/* Adds up the columns of the wide rendering that fall into each pixel. Rows without ink are left out. */
static bool narrow(const Fonts *fonts, const SDL_Surface *wide, int origin, bool light, uint8_t **coverage, int *width, int *height,
                   int *left, int *top)
{
    int first = floor_units(-origin);
    *width = floor_units(wide->w - origin - 1) - first + 1;
    uint8_t *out = calloc((size_t)*width * (size_t)wide->h, 1);
    unsigned *sums = calloc((size_t)*width, sizeof *sums);
    if (out == NULL || sums == NULL) {
        free(out);
        free(sums);
        return false;
    }
    int first_row = wide->h;
    int last_row = -1;
    for (int y = 0; y < wide->h; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)((const uint8_t *)wide->pixels + y * wide->pitch);
        memset(sums, 0, (size_t)*width * sizeof *sums);
        for (int x = 0; x < wide->w; x++) {
            sums[floor_units(x - origin) - first] += row[x] >> 24;
        }
        for (int x = 0; x < *width; x++) {
            uint8_t value = (uint8_t)((sums[x] + FONT_UNITS / 2) / FONT_UNITS);
            out[y * *width + x] = light ? fonts->lighter[value] : value;
            if (value != 0) {
                first_row = y < first_row ? y : first_row;
                last_row = y;
            }
        }
    }
    free(sums);
    *left = first;
    *top += first_row;
    *height = last_row - first_row + 1;
    if (last_row < 0) {
        free(out);
        *width = *height = 0;
        return true;
    }
    memmove(out, out + first_row * *width, (size_t)*height * (size_t)*width);
    *coverage = out;
    return true;
}

bool fonts_render(Fonts *fonts, Font font, FontGlyph glyph, int phase, bool light, uint8_t **coverage, int *width, int *height, int *left,
                  int *top)
{
    *coverage = NULL;
    *width = *height = *left = *top = 0;
    if (glyph.face == FONT_NOTHING) {
        return true;
    }
    if (glyph.face == FONT_BOX) {
        return render_box(fonts, font, coverage, width, height, left, top);
    }
    TTF_Font *face = face_of(fonts, font, glyph.face);
    int leftmost = 0;
    if (face == NULL || TTF_GlyphMetrics32(face, glyph.code, &leftmost, NULL, NULL, NULL, NULL) != 0) {
        return true;
    }
    SDL_Surface *wide = TTF_RenderGlyph32_Blended(face, glyph.code, (SDL_Color){255, 255, 255, 255});
    if (wide == NULL) {
        return true; /* a space */
    }
    /* The pen stands at the surface's left edge, or further in when the glyph reaches back beyond it. */
    int origin = (leftmost < 0 ? -leftmost : 0) - glyph.shift - phase * (FONT_UNITS / FONT_PHASES);
    *top = -TTF_FontAscent(face);
    bool done = narrow(fonts, wide, origin, light, coverage, width, height, left, top);
    SDL_FreeSurface(wide);
    return done;
}
