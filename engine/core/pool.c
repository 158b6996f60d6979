/* pool.c: blocks that were given back are handed out again, so a step, a wake-up or a sleep(0) asks the system for nothing. */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 * 1024 };

/* Chunks are kept until the program ends, so that a stale pointer still points to a block of the pool's. */
_Thread_local pool_block *pool_free[POOL_CLASSES];
static _Thread_local void *(*allocate)(void *context, size_t size);
static _Thread_local void *allocate_context;

void pool_use(void *(*function)(void *context, size_t size), void *context)
{
    allocate = function;
    allocate_context = context;
}

static void *from_system(size_t size) { return allocate ? allocate(allocate_context, size) : malloc(size); }

#if POOL_OFF
void *pool_take_slowly(size_t size, uint8_t *size_class)
{
    *size_class = POOL_LARGE;
    return from_system(size < sizeof(pool_block) ? sizeof(pool_block) : size);
}
#else
static bool refill(size_t class)
{
    /* Chunks are linked through their first block, so that a leak checker reaches them. */
    static _Thread_local void *chunks;
    size_t size = class * POOL_STEP, first = (sizeof chunks + size - 1) / size;
    char *chunk = from_system(CHUNK);
    if (!chunk) {
        return false;
    }
    *(void **)(void *)chunk = chunks;
    chunks = chunk;
    for (size_t i = CHUNK / size; i-- > first;) { /* handed out in the order of their addresses */
        pool_give(chunk + i * size, (uint8_t) class);
    }
    return true;
}

void *pool_take_slowly(size_t size, uint8_t *size_class)
{
    size_t least = size < sizeof(pool_block) ? sizeof(pool_block) : size;
    size_t class = (least + POOL_STEP - 1) / POOL_STEP;
    if (class >= POOL_CLASSES) {
        *size_class = POOL_LARGE;
        return from_system(least);
    }
    if (!pool_free[class] && !refill(class)) {
        return NULL;
    }
    return pool_take_raw(least, size_class);
}
#endif

void *pool_take(size_t size, uint8_t *size_class)
{
    void *block = pool_take_raw(size, size_class);
    return block ? memset(block, 0, size) : NULL;
}

void *pool_grow(void *block, size_t size, size_t wanted, uint8_t *size_class)
{
    if (block && *size_class == POOL_LARGE && !allocate) {
        return realloc(block, wanted); /* large ones are moved without copying */
    }
    uint8_t new_class;
    void *grown = pool_take_raw(wanted, &new_class);
    if (grown && block) {
        memcpy(grown, block, size);
        pool_give(block, *size_class);
    }
    if (grown) {
        *size_class = new_class;
    }
    return grown;
}

void pool_give_large(void *block) { free(block); }
