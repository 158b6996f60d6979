/* pool.h: memory for the engine in a few sizes, handed out again when it was given back. */
#ifndef LOOPSCOPE_POOL_H
#define LOOPSCOPE_POOL_H

#include <stddef.h>
#include <stdint.h>

/* Zeroed; NULL: out of memory. *size_class goes back with the block. */
void *pool_take(size_t size, uint8_t *size_class);
void pool_give(void *block, uint8_t size_class);
/* Where the pool gets its memory from; NULL: malloc. What the function returns must suit free(). */
void pool_use(void *(*allocate)(void *context, size_t size), void *context);

#endif
