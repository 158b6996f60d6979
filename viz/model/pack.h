/* pack.h: an array as those of its words that are not zero: most of what a state holds of a task is. */
#ifndef LOOPSCOPE_MODEL_PACK_H
#define LOOPSCOPE_MODEL_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Packed {
    uint32_t *words; /* owned; NULL: nothing is packed here */
    size_t count;    /* of the words that are kept */
    size_t bytes;    /* of the array */
} Packed;

/* `bytes` is a multiple of four. False: out of memory, and nothing is packed. */
bool pack_array(Packed *packed, const void *array, size_t bytes);
/* Into packed->bytes bytes; what stands there is overwritten. */
void pack_restore(const Packed *packed, void *array);
void pack_free(Packed *packed);

#endif
