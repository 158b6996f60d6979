/* pool.c: blocks that were given back are handed out again, so a step, a wake-up or a sleep(0) asks the system for nothing. */
#include "pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if POOL_OFF
#include <malloc.h>
#include <sanitizer/asan_interface.h>
#endif

/* A class that has taken HUGE bytes gets them by HUGE at a time, in one page: with many tasks the first touch of each small page costs as
   much as all that the tasks do. */
enum { CHUNK = 64 * 1024, HUGE = 2 * 1024 * 1024 };

/* Chunks are kept until the program ends, so that a stale pointer still points to a block of the pool's. */
_Thread_local pool_block *pool_free[POOL_LARGE];
static _Thread_local void *(*allocate)(void *context, size_t size);
static _Thread_local void *allocate_context;

void pool_use(void *(*function)(void *context, size_t size), void *context)
{
    allocate = function;
    allocate_context = context;
}

static void *from_system(size_t size) { return allocate ? allocate(allocate_context, size) : malloc(size); }

#if defined __GLIBC__ && !POOL_OFF
#include <malloc.h>

/* What connections read and write at once comes and goes with each message. The system would give its pages back each time, and every one of them costs a
   fault when it is touched again. So as much as a few hundred of them is kept, in lists by size: four for each power of two. */
enum { SPARE_LEAST = 4096, SPARE_MOST = 512 * 1024, SPARES_MOST = 16 * 1024 * 1024, SPARE_LISTS = 4 * 8 };
struct spare {
    struct spare *next;
};
static _Thread_local struct spare *spares[SPARE_LISTS];
static _Thread_local size_t spared; /* bytes */

/* In which list blocks of that size are, and what size they have at least. */
static size_t list_of(size_t size, size_t *least)
{
    size_t power = SPARE_LEAST, list = 0;
    for (; power * 2 <= size; power *= 2) {
        list += 4;
    }
    size_t quarter = (size - power) / (power / 4);
    *least = power + quarter * (power / 4);
    return list + quarter;
}

static void *take_large(size_t size)
{
    if (size < SPARE_LEAST || size >= SPARE_MOST || allocate) {
        return from_system(size);
    }
    size_t least, list = list_of(size, &least);
    if (least < size) { /* the next list's are large enough */
        size_t next = list + 1, power = (size_t)SPARE_LEAST << next / 4;
        least = power + next % 4 * (power / 4);
        list = next;
    }
    struct spare *of = list < SPARE_LISTS ? spares[list] : NULL;
    if (!of) {
        return from_system(least);
    }
    spares[list] = of->next;
    spared -= least;
    return of;
}

static void give_large(void *block)
{
    size_t least, size = block ? malloc_usable_size(block) : 0;
    if (size < SPARE_LEAST || size >= SPARE_MOST || spared > SPARES_MOST) {
        free(block);
        return;
    }
    size_t list = list_of(size, &least);
    struct spare *of = block;
    of->next = spares[list];
    spares[list] = of;
    spared += least;
}

#else

static void *take_large(size_t size) { return from_system(size); }

static void give_large(void *block) { free(block); }

#endif

static pool_block *first_use(void *block, unsigned generation)
{
    pool_block *fresh = block;
    if (fresh) {
        *fresh = (pool_block){.generation = generation & 0x3fff};
    }
    return fresh;
}

#if POOL_OFF

/* Under a sanitizer each block is the system's own, and none is used twice: what is given back is poisoned but for its head, which says that it is gone. */
void *pool_take_slowly(size_t size, uint8_t *size_class)
{
    *size_class = 0;
    return first_use(from_system(size < sizeof(pool_block) ? sizeof(pool_block) : size), 1);
}

static void bury(pool_block *block)
{
    enum { MOST = 1000000 };
    static _Thread_local pool_block *first, *last;
    static _Thread_local size_t count;
    size_t body = malloc_usable_size(block) - sizeof *block;
    memset(block + 1, 0, body); /* or what it pointed to would not count as leaked */
    ASAN_POISON_MEMORY_REGION(block + 1, body);
    *block = (pool_block){.generation = (block->generation + 1) & 0x3fff};
    *(last ? &last->next : &first) = block;
    last = block;
    if (++count > MOST) {
        pool_block *oldest = first;
        first = oldest->next;
        count--;
        ASAN_UNPOISON_MEMORY_REGION(oldest + 1, malloc_usable_size(oldest) - sizeof *oldest);
        free(oldest);
    }
}

void pool_give_slowly(void *block, uint8_t size_class)
{
    if (size_class == POOL_LARGE) {
        give_large(block);
    } else {
        bury(block);
    }
}

#else

static _Thread_local pool_block *worn_out; /* blocks whose generations are used up: 16,383 uses each */

/* The next chunk of a class, and its size. NULL: out of memory. */
static void *take_chunk(size_t shelf, size_t *bytes)
{
    static _Thread_local size_t small_chunks[POOL_LARGE]; /* of each class */
    void *chunk = NULL;
#ifdef MADV_HUGEPAGE
    if (small_chunks[shelf] == HUGE / CHUNK && !allocate && (chunk = aligned_alloc(HUGE, HUGE))) {
        *bytes = HUGE;
        (void)madvise(chunk, HUGE, MADV_HUGEPAGE); /* a wish */
        return chunk;
    }
#endif
    *bytes = CHUNK;
    chunk = from_system(CHUNK);
    small_chunks[shelf] += chunk && small_chunks[shelf] < HUGE / CHUNK;
    return chunk;
}

/* Cuts a chunk into blocks of a class. */
static bool refill(size_t shelf)
{
    /* Chunks are linked through their first block, so that a leak checker reaches them. */
    static _Thread_local void *chunks;
    size_t bytes, size = shelf % POOL_PLAIN * POOL_STEP, first = (sizeof chunks + size - 1) / size;
    char *chunk = take_chunk(shelf, &bytes);
    if (!chunk) {
        return false;
    }
    *(void **)(void *)chunk = chunks;
    chunks = chunk;
    for (size_t i = bytes / size; i-- > first;) { /* handed out in the order of their addresses */
        pool_block *block = first_use(chunk + i * size, 1);
        block->next = pool_free[shelf];
        pool_free[shelf] = block;
    }
    return true;
}

static void *take(size_t shelf, uint8_t *size_class)
{
    if (!pool_free[shelf] && !refill(shelf)) {
        return NULL;
    }
    pool_block *block = pool_free[shelf];
    pool_free[shelf] = block->next;
    *size_class = (uint8_t)shelf;
    return block;
}

static size_t steps(size_t size) { return ((size < sizeof(pool_block) ? sizeof(pool_block) : size) + POOL_STEP - 1) / POOL_STEP; }

void *pool_take_slowly(size_t size, uint8_t *size_class)
{
    if (steps(size) < POOL_SMALL) {
        return take(steps(size), size_class);
    }
    size_t power = 10;
    while (power < 62 && (size_t)1 << power < size) {
        power++;
    }
    size_t shelf = POOL_BIG + power - 10;
    *size_class = (uint8_t)shelf;
    pool_block *block = pool_free[shelf];
    if (block) {
        pool_free[shelf] = block->next;
        return block;
    }
    return first_use(from_system((size_t)1 << power), 1);
}

void pool_give_slowly(void *block, uint8_t size_class)
{
    if (size_class == POOL_LARGE) {
        give_large(block);
        return;
    }
    pool_block *old = block;
    *old = (pool_block){.next = worn_out};
    worn_out = old;
}

#endif

void *pool_take_unnamed(size_t size, uint8_t *size_class)
{
    if (!POOL_OFF && size < (POOL_SMALL - 1) * POOL_STEP) {
        return pool_take_raw(size, size_class);
    }
    *size_class = POOL_LARGE;
    return first_use(take_large(size < sizeof(pool_block) ? sizeof(pool_block) : size), 0);
}

/* ---- Plain memory ---- */

static void *take_plain(size_t size, uint8_t *size_class)
{
#if !POOL_OFF
    if (steps(size) < POOL_SMALL) {
        return take(POOL_PLAIN + steps(size), size_class);
    }
#endif
    *size_class = POOL_LARGE;
    return take_large(size ? size : 1);
}

void *pool_take_plain(size_t size, uint8_t *size_class)
{
    void *block = take_plain(size, size_class);
    return block ? memset(block, 0, size) : NULL;
}

void *pool_grow_plain(void *block, size_t size, size_t wanted, uint8_t *size_class)
{
    if (block && *size_class == POOL_LARGE && !allocate) {
        return realloc(block, wanted); /* large ones are moved without copying */
    }
    uint8_t new_class;
    void *grown = take_plain(wanted, &new_class);
    if (grown && block) {
        memcpy(grown, block, size);
        pool_give_plain(block, *size_class);
    }
    if (grown) {
        *size_class = new_class;
    }
    return grown;
}

void pool_give_plain(void *block, uint8_t size_class)
{
    if (size_class == POOL_LARGE) {
        give_large(block);
        return;
    }
    pool_block *freed = block;
    freed->next = pool_free[size_class];
    pool_free[size_class] = freed;
}
