/* words_in.c: see words_in.h. A catalogue is a .mo file, whose texts msgfmt has put in order. */
#include "words_in.h"

#include "languages_texts.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The head of a .mo file, in 32-bit words: its mark, its version, how many texts there are, and where their two tables stand. */
enum { MARK = 0, COUNT = 2, KEYS = 3, VALUES = 4, ENTRY = 8 /* bytes: a length, and where the text stands */ };

static const char *catalogue_of(Language language)
{
    switch (language) {
    case LANGUAGE_GERMAN: return languages_de_mo;
    case LANGUAGE_ENGLISH:
    case LANGUAGE_COUNT: break;
    }
    return NULL;
}

/* msgfmt writes the lowest byte first, as cmake/languages.cmake has it. */
static uint32_t number_at(const char *catalogue, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)catalogue + at;
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static const char *text_at(const char *catalogue, int table, size_t index)
{
    return catalogue + number_at(catalogue, number_at(catalogue, 4 * (size_t)table) + ENTRY * index + 4);
}

size_t words_count(Language language)
{
    const char *catalogue = catalogue_of(language);
    assert(catalogue == NULL || number_at(catalogue, MARK) == 0x950412deU);
    return catalogue != NULL ? number_at(catalogue, 4 * (size_t)COUNT) : 0;
}

const char *words_key(Language language, size_t index) { return text_at(catalogue_of(language), KEYS, index); }
const char *words_value(Language language, size_t index) { return text_at(catalogue_of(language), VALUES, index); }

/* NULL: the catalogue does not have it. In *length how long all of its values are together. */
static const char *find(Language language, const char *key, size_t *length)
{
    size_t low = 0, high = words_count(language);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, words_key(language, middle));
        if (order == 0) {
            const char *catalogue = catalogue_of(language);
            *length = number_at(catalogue, number_at(catalogue, 4 * (size_t)VALUES) + ENTRY * middle);
            return words_value(language, middle);
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

const char *words_in(Language language, const char *english)
{
    size_t length = 0;
    const char *found = english[0] != '\0' ? find(language, english, &length) : NULL; /* the empty text is the catalogue's own head */
    return found != NULL ? found : english;
}

const char *words_meant(Language language, const char *context, const char *english)
{
    char key[600];
    size_t whole = 0;
    int length = snprintf(key, sizeof key, "%s\004%s", context, english);
    const char *found = length > 0 && (size_t)length < sizeof key ? find(language, key, &whole) : NULL;
    return found != NULL ? found : english;
}

/* A text for several numbers has its key up to the first end, and behind its first value the other one; English and German part at one. */
const char *words_counted(Language language, const char *one, const char *many, unsigned long long count)
{
    size_t length = 0;
    const char *found = find(language, one, &length);
    if (found == NULL || length == strlen(found)) { /* not for numbers: each of the two may stand there by itself */
        return words_in(language, count == 1 ? one : many);
    }
    return count == 1 ? found : found + strlen(found) + 1;
}
