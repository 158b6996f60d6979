/* real.c: the machine's monotonic clock, and waiting that waits. */
#include "poll.h"

#include <errno.h>
#include <pthread.h>
#include <sys/select.h>
#include <time.h>

static int64_t read_clock(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static int64_t real_now(Poll *poll) { return read_clock(CLOCK_MONOTONIC) - poll->origin; }

/* What comes between the look at the count and the wait would be slept through: it is let in only once the wait has begun. */
static void wait_for_interrupt(const Poll *poll, const struct timespec *timeout)
{
    sigset_t blocked, usual;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    pthread_sigmask(SIG_BLOCK, &blocked, &usual);
    int64_t end = read_clock(CLOCK_MONOTONIC) + timeout->tv_sec * INT64_C(1000000000) + timeout->tv_nsec;
    for (int64_t left = 1; *poll->interrupts == 0 && left > 0;) {
        left = end - read_clock(CLOCK_MONOTONIC);
        struct timespec now = {(time_t)(left / 1000000000), (long)(left % 1000000000)};
        if (left > 0 && (pselect(0, NULL, NULL, NULL, &now, &usual) == 0 || errno != EINTR)) {
            break;
        }
    }
    pthread_sigmask(SIG_SETMASK, &usual, NULL);
}

static void real_wait(Poll *poll, int64_t timeout)
{
    if (timeout <= 0) {
        return;
    }
    struct timespec left = {(time_t)(timeout / 1000000000), (long)(timeout % 1000000000)};
    if (poll->interrupts) {
        wait_for_interrupt(poll, &left);
        return;
    }
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
        /* a signal that was handled: sleep on for what is left */
    }
}

void poll_real(Poll *poll) { *poll = (Poll){real_now, real_wait, read_clock(CLOCK_MONOTONIC), read_clock(CLOCK_REALTIME), true, NULL}; }
