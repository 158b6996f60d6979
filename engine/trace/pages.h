/* pages.h: memory for what is large and will be filled, in large pages that are there at once: the first touch of each small one takes time. */
#ifndef LOOPSCOPE_TRACE_PAGES_H
#define LOOPSCOPE_TRACE_PAGES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#define PAGES_LARGE ((size_t)2 << 20) /* bytes of a large page; elsewhere it may be another, and all is only slower */

/* Wishes for large pages where memory begins and ends with them, and for having them now. Whether it is granted changes no more than the time. */
static inline void pages_wish(void *begin, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    (void)madvise(begin, bytes, MADV_HUGEPAGE);
#ifdef MADV_POPULATE_WRITE
    (void)madvise(begin, bytes, MADV_POPULATE_WRITE);
#endif
#else
    (void)begin;
    (void)bytes;
#endif
}

/* The same for the large pages that lie within an array of malloc()'s of which all will be used soon. NULL: nothing happens. */
static inline void pages_wish_within(void *array, size_t bytes)
{
    size_t before = (PAGES_LARGE - (uintptr_t)array % PAGES_LARGE) % PAGES_LARGE;
    if (array != NULL && bytes >= before + PAGES_LARGE) {
        pages_wish((char *)array + before, (bytes - before) / PAGES_LARGE * PAGES_LARGE);
    }
}

/* `bytes`, a multiple of PAGES_LARGE, that begin with a large page; pages_give() takes them back. NULL: out of memory. */
static inline void *pages_take(size_t bytes)
{
    char *whole = mmap(NULL, bytes + PAGES_LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (whole == MAP_FAILED) {
        return NULL;
    }
    size_t before = (PAGES_LARGE - (uintptr_t)whole % PAGES_LARGE) % PAGES_LARGE;
    if (before > 0) {
        (void)munmap(whole, before);
    }
    (void)munmap(whole + before + bytes, PAGES_LARGE - before);
    pages_wish(whole + before, bytes);
    return whole + before;
}

static inline void pages_give(void *taken, size_t bytes) { (void)munmap(taken, bytes); }

#endif
