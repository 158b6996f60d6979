/* pack.c: see pack.h. Before each group of 32 words stands a word with a bit for each of them that is kept. */
#include "pack.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP = 32, WORD = sizeof(uint32_t) };

/* How long it is packed; `words`: where to, or NULL. */
static size_t pack_words(uint32_t *words, const char *array, size_t count)
{
    size_t length = 0;
    for (size_t first = 0; first < count; first += GROUP) {
        size_t at = length++, end = count - first < GROUP ? count : first + GROUP;
        uint32_t kept = 0;
        for (size_t i = first; i < end; i++) {
            uint32_t word;
            memcpy(&word, array + i * WORD, WORD);
            if (word == 0) {
                continue;
            }
            kept |= 1U << (i - first);
            if (words != NULL) {
                words[length] = word;
            }
            length++;
        }
        if (words != NULL) {
            words[at] = kept;
        }
    }
    return length;
}

bool pack_array(Packed *packed, const void *array, size_t bytes)
{
    assert(bytes % WORD == 0);
    size_t count = pack_words(NULL, array, bytes / WORD);
    uint32_t *words = malloc((count ? count : 1) * WORD);
    if (words == NULL) {
        return false;
    }
    (void)pack_words(words, array, bytes / WORD);
    *packed = (Packed){words, count, bytes};
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
