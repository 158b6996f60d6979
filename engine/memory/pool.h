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

/* Of objects: multiples of POOL_STEP, then powers of two; of plain memory: multiples of POOL_STEP, then the system's own. */
enum {
    POOL_STEP = 8,
    POOL_SMALL = 96,       /* classes below this: so many steps */
    POOL_BIG = POOL_SMALL, /* classes from here on: 1024 bytes, 2048, … */
    POOL_PLAIN = 150,      /* what is added to the class of plain memory */
    POOL_LARGE = 255       /* a block of the system's own */
};

/* What the pool keeps of a block of objects, also while it is handed out: its head is that of an object (object.h). Blocks of objects stay objects until
   the program ends, and each use of one has another generation, so that whoever holds a pointer to an earlier use can be told so. */
typedef struct pool_block {
    uint8_t type; /* 0, OBJECT_FREE */
    uint8_t size_class;
    uint16_t generation; /* of 14 bits; 0: nobody can name it, a block of the system's own */
    uint32_t unused;
    struct pool_block *next;
} pool_block;

extern _Thread_local pool_block *pool_free[POOL_LARGE]; /* by class */

/* A block for an object: all but its generation is undefined. NULL: out of memory. *size_class goes back with the block. */
void *pool_take_slowly(size_t size, uint8_t *size_class);
static inline void *pool_take_raw(size_t size, uint8_t *size_class)
{
#if !POOL_OFF
    size_t shelf = (size + POOL_STEP - 1) / POOL_STEP;
    if (shelf < POOL_SMALL && pool_free[shelf]) {
        pool_block *block = pool_free[shelf];
        pool_free[shelf] = block->next;
        *size_class = (uint8_t)shelf;
        return block;
    }
#endif
    return pool_take_slowly(size, size_class);
}
/* For an object that no program's variable names by a handle, as strings and lists: a large one is the system's own and goes back there. */
void *pool_take_unnamed(size_t size, uint8_t *size_class);

void pool_give_slowly(void *block, uint8_t size_class);
static inline void pool_give(void *block, uint8_t size_class)
{
    pool_block *freed = block;
    unsigned generation = (freed->generation + 1u) & 0x3fff;
    if (size_class == POOL_LARGE || !generation || POOL_OFF) {
        pool_give_slowly(block, size_class);
        return;
    }
    freed->type = 0;
    freed->generation = generation & 0x3fff;
    freed->next = pool_free[size_class];
    pool_free[size_class] = freed;
}

/* Memory of any other use. */
void *pool_take_plain(size_t size, uint8_t *size_class); /* zeroed */
void *pool_grow_plain(void *block, size_t size, size_t wanted,
                      uint8_t *size_class); /* its contents move along; NULL: out of memory, and the block stays */
void pool_give_plain(void *block, uint8_t size_class);

/* Where the pool gets its memory from; NULL: malloc. What the function returns must suit free(). */
void pool_use(void *(*allocate)(void *context, size_t size), void *context);

#endif
