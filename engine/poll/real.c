/* real.c: the machine's monotonic clock, and waiting that waits. */
#include "poll.h"

#include <errno.h>
#include <time.h>

static int64_t read_clock(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static int64_t real_now(Poll *poll) { return read_clock(CLOCK_MONOTONIC) - poll->origin; }

static void real_wait(Poll *poll, int64_t timeout)
{
    (void)poll;
    if (timeout <= 0) {
        return;
    }
    struct timespec left = {(time_t)(timeout / 1000000000), (long)(timeout % 1000000000)};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
        /* a signal that was handled: sleep on for what is left */
    }
}

void poll_real(Poll *poll) { *poll = (Poll){real_now, real_wait, read_clock(CLOCK_MONOTONIC), read_clock(CLOCK_REALTIME), true}; }
