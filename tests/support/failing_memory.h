/* failing_memory.h: memory that runs out when a test wants it to. For one file of a program that is linked with ${FAILING_MEMORY} (cmake/tests.cmake). */
#ifndef LOOPSCOPE_TEST_FAILING_MEMORY_H
#define LOOPSCOPE_TEST_FAILING_MEMORY_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* When there is none. What the C library allocates for itself is neither counted nor refused. */
typedef struct FailingMemory {
    long left;    /* so many more times there is memory, then it is refused */
    bool returns; /* it is refused once, and there is enough again */
    long refusals;
} FailingMemory;

static FailingMemory memory = {.left = LONG_MAX};

/* More than a test needs, and less than what hurts the machine when the code under test asks without end. */
static const FailingMemory enough_memory = {.left = 100000};

/* NOLINTBEGIN(bugprone-reserved-identifier): the linker's names */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

static inline bool memory_granted(void)
{
    if (memory.left > 0) {
        memory.left--;
        return true;
    }
    memory.refusals++;
    memory.left = memory.returns ? LONG_MAX : 0;
    return false;
}

void *__wrap_malloc(size_t size) { return memory_granted() ? __real_malloc(size) : NULL; }
void *__wrap_calloc(size_t count, size_t size) { return memory_granted() ? __real_calloc(count, size) : NULL; }
void *__wrap_realloc(void *block, size_t size) { return memory_granted() ? __real_realloc(block, size) : NULL; }
/* NOLINTEND(bugprone-reserved-identifier) */

#endif
