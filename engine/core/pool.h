/* pool.h: memory for the engine in many sizes, handed out again when it was given back. */
#ifndef LOOPSCOPE_POOL_H
#define LOOPSCOPE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define POOL_OFF 1 /* so that the sanitizer sees every block */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define POOL_OFF 1
#endif
#endif
#ifndef POOL_OFF
#define POOL_OFF 0
#endif

enum { POOL_STEP = 8, POOL_CLASSES = 96, POOL_LARGE = POOL_CLASSES /* a block of the system's own */ };

typedef struct pool_block {
    uint64_t type; /* where an object has its type: 0, OBJECT_FREE */
    struct pool_block *next;
} pool_block;

extern _Thread_local pool_block *pool_free[POOL_CLASSES]; /* by size */

/* NULL: out of memory. *size_class goes back with the block. */
void *pool_take_slowly(size_t size, uint8_t *size_class);
static inline void *pool_take_raw(size_t size, uint8_t *size_class)
{
#if !POOL_OFF
    size_t class = (size + POOL_STEP - 1) / POOL_STEP;
    if (class < POOL_CLASSES && pool_free[class]) {
        pool_block *block = pool_free[class];
        pool_free[class] = block->next;
        *size_class = (uint8_t) class;
        return block;
    }
#endif
    return pool_take_slowly(size, size_class);
}

void *pool_take(size_t size, uint8_t *size_class); /* zeroed */
void *pool_grow(void *block, size_t size, size_t wanted,
                uint8_t *size_class); /* its contents move along; NULL: out of memory, and the block stays */

void pool_give_large(void *block);
static inline void pool_give(void *block, uint8_t size_class)
{
    if (size_class == POOL_LARGE) {
        pool_give_large(block);
        return;
    }
    pool_block *freed = block;
    freed->type = 0;
    freed->next = pool_free[size_class];
    pool_free[size_class] = freed;
}

/* Where the pool gets its memory from; NULL: malloc. What the function returns must suit free(). */
void pool_use(void *(*allocate)(void *context, size_t size), void *context);

#endif
