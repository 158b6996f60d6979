/* pool.c: blocks that were given back are handed out again, so a step, a wake-up or a sleep(0) asks the system for nothing. */
#include "pool.h"

#include "internal.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 32, CLASSES = 24, LARGE = CLASSES, CHUNK = 64 * 1024 };

typedef struct free_block {
    uint64_t type; /* where an object has its type: OBJECT_FREE */
    struct free_block *next;
} free_block;

/* A large block is preceded by nothing: it goes back to the system. Chunks are kept until the program ends, as a type-stable store. */
static _Thread_local free_block *free_lists[CLASSES];
static _Thread_local void *(*allocate)(void *context, size_t size);
static _Thread_local void *allocate_context;

void pool_use(void *(*function)(void *context, size_t size), void *context)
{
    allocate = function;
    allocate_context = context;
}

static void *from_system(size_t size) { return allocate ? allocate(allocate_context, size) : malloc(size); }

#if defined(__SANITIZE_ADDRESS__)
#define POOL_OFF 1 /* so that the sanitizer sees every block */
#else
#define POOL_OFF 0
#endif

static bool refill(size_t class)
{
    /* Chunks are linked through their first block, so that a leak checker reaches them. */
    static _Thread_local void *chunks;
    size_t size = (class + 1) * STEP;
    char *chunk = from_system(CHUNK);
    if (!chunk) {
        return false;
    }
    *(void **)(void *)chunk = chunks;
    chunks = chunk;
    for (size_t i = 1; i < CHUNK / size; i++) { /* the first block holds the link */
        pool_give(chunk + i * size, (uint8_t) class);
    }
    return true;
}

void *pool_take(size_t size, uint8_t *size_class)
{
    size_t class = (size + STEP - 1) / STEP - 1;
    if (POOL_OFF || class >= CLASSES) {
        void *block = from_system(size);
        *size_class = LARGE;
        return block ? memset(block, 0, size) : NULL;
    }
    if (!free_lists[class] && !refill(class)) {
        return NULL;
    }
    free_block *block = free_lists[class];
    free_lists[class] = block->next;
    *size_class = (uint8_t) class;
    return memset(block, 0, size);
}

void pool_give(void *block, uint8_t size_class)
{
    if (size_class == LARGE) {
        free(block);
        return;
    }
    free_block *freed = block;
    freed->type = OBJECT_FREE;
    freed->next = free_lists[size_class];
    free_lists[size_class] = freed;
}
