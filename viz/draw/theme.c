/* theme.c: the tables behind the tokens: colours of the three themes, font names and sizes. */
#include "theme.h"

#include <assert.h>
#include <stddef.h>

static const uint32_t colours[TOKEN_COUNT][THEME_COUNT] = {
#define TOKEN(id, name, dark, light, high) {dark, light, high},
    THEME_TOKENS(TOKEN)
#undef TOKEN
};

static const char *const token_names[TOKEN_COUNT] = {
#define TOKEN(id, name, dark, light, high) name,
    THEME_TOKENS(TOKEN)
#undef TOKEN
};

static const char *const theme_names[THEME_COUNT] = {"dark", "light", "contrast"};

static const struct {
    const char *name;
    float size;
} fonts[FONT_COUNT] = {
    [FONT_BODY] = {"body", 15},
    [FONT_BODY_BOLD] = {"body-bold", 15},
    [FONT_SENTENCE] = {"sentence", 17},
    [FONT_SENTENCE_BOLD] = {"sentence-bold", 17},
    [FONT_HEADING] = {"heading", 12},
    [FONT_SMALL] = {"small", 13},
    [FONT_SMALL_BOLD] = {"small-bold", 13},
    [FONT_TITLE] = {"title", 24},
    [FONT_CODE] = {"code", 14},
    [FONT_CODE_BOLD] = {"code-bold", 14},
    [FONT_CODE_LARGE] = {"code-large", 15},
    [FONT_CODE_LARGE_BOLD] = {"code-large-bold", 15},
    [FONT_CODE_LARGEST] = {"code-largest", 19},
    [FONT_CODE_LARGEST_BOLD] = {"code-largest-bold", 19},
    [FONT_CODE_SMALL] = {"code-small", 12},
    [FONT_CODE_SMALL_BOLD] = {"code-small-bold", 12},
};

uint32_t theme_rgb(Theme theme, Token token)
{
    assert((size_t)theme < THEME_COUNT && (size_t)token < TOKEN_COUNT);
    return colours[token][theme];
}

const char *theme_token_name(Token token)
{
    assert((size_t)token < TOKEN_COUNT);
    return token_names[token];
}

const char *theme_name(Theme theme)
{
    assert((size_t)theme < THEME_COUNT);
    return theme_names[theme];
}

float theme_font_size(Font font)
{
    assert((size_t)font < FONT_COUNT);
    return fonts[font].size;
}

const char *theme_font_name(Font font)
{
    assert((size_t)font < FONT_COUNT);
    return fonts[font].name;
}
