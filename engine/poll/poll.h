/* poll.h: how the loop learns what time it is and how it waits: the one small interface behind which virtual and real time differ. */
#ifndef LOOPSCOPE_LOOP_POLL_H
#define LOOPSCOPE_LOOP_POLL_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Poll {
    int64_t (*now)(struct Poll *poll);                /* ns since the start of the run; never goes back */
    void (*wait)(struct Poll *poll, int64_t timeout); /* at most timeout ns; INT64_MAX: for ever */
    int64_t origin;                                   /* real: the monotonic clock's reading at the start; virtual: the time now */
    int64_t started;                                  /* ns since 1970 at the start of the run */
    bool real;
    const volatile sig_atomic_t *interrupts; /* real: how often SIGINT came: a wait ends with the first; NULL: nobody counts them */
} Poll;

void poll_virtual(Poll *poll); /* waiting jumps the clock */
void poll_real(Poll *poll);    /* waiting waits */

#endif
