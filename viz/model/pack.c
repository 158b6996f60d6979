/* pack.c: see pack.h. Before each group of 32 words stands a word with a bit for each of them that is kept. */
#include "pack.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP = 32, WORD = sizeof(uint32_t) };

/* Packs a group of at most GROUP words into GROUP + 1; how many were needed. No word is asked about by a branch: there is no telling which are zero. */
static size_t pack_group(uint32_t *words, const char *array, size_t count)
{
    size_t length = 1;
    uint32_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t word;
        memcpy(&word, array + i * WORD, WORD);
        words[length] = word;
        length += word != 0;
        kept |= (uint32_t)(word != 0) << i;
    }
    words[0] = kept;
    return length;
}

bool pack_array(Packed *packed, const void *array, size_t bytes)
{
    assert(bytes % WORD == 0);
    size_t count = bytes / WORD, capacity = 0, length = 0;
    uint32_t *words = NULL;
    for (size_t first = 0; first < count || words == NULL; first += GROUP) {
        if (capacity - length < GROUP + 2) { /* the last word of a group is written where it may turn out to be zero */
            capacity = capacity + capacity / 2 + count / 4 + GROUP + 2;
            uint32_t *bigger = realloc(words, capacity * WORD);
            if (bigger == NULL) {
                free(words);
                return false;
            }
            words = bigger;
        }
        if (first < count) {
            length += pack_group(words + length, (const char *)array + first * WORD, count - first < GROUP ? count - first : GROUP);
        }
    }
    uint32_t *fitting = realloc(words, (length > 0 ? length : 1) * WORD);
    *packed = (Packed){fitting != NULL ? fitting : words, length, bytes};
    return true;
}

void pack_restore(const Packed *packed, void *array)
{
    const uint32_t *from = packed->words;
    char *to = array;
    if (packed->bytes > 0) {
        memset(to, 0, packed->bytes);
    }
    for (size_t first = 0; first < packed->bytes / WORD; first += GROUP) {
        for (uint32_t kept = *from++; kept != 0; kept &= kept - 1) {
            memcpy(to + (first + (size_t)__builtin_ctz(kept)) * WORD, from++, WORD);
        }
    }
}

void pack_free(Packed *packed)
{
    free(packed->words);
    *packed = (Packed){0};
}
