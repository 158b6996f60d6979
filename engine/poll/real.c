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

static void stop_watching_interrupts(Poll *poll)
{
    if (poll->set && poll->interrupts && !poll->interrupted) {
        poll->set->class->watch(poll->set, poll->interrupt_pipe(), POLL_READ, 0);
        poll->set->watched--;
    }
    poll->interrupted = true;
}

void poll_without_interrupts(Poll *poll)
{
    stop_watching_interrupts(poll);
    poll->interrupts = NULL;
}

/* Until one of the descriptors is ready. Of an interrupt that comes before the wait the poll hears by its descriptor. */
static void wait_for_descriptors(Poll *poll, int64_t timeout)
{
    bool is_limited = timeout > 0 && timeout != INT64_MAX;
    int64_t now = is_limited ? read_clock(CLOCK_MONOTONIC) : 0, end = now + timeout;
    bool is_over = false;
    while (!is_over) {
        int64_t left = timeout == INT64_MAX ? -1 : end > now ? end - now : 0;
        is_over = poll->set->class->wait(poll->set, left) != EINTR;
        if (poll->interrupts && *poll->interrupts > 0 && !poll->interrupted) {
            stop_watching_interrupts(poll);
            is_over = true;
        }
        now = is_limited ? read_clock(CLOCK_MONOTONIC) : 0;
    }
}

static void real_stand_still(Poll *poll, int64_t timeout)
{
    if (timeout <= 0) {
        return;
    }
    struct timespec left = {(time_t)(timeout / 1000000000), (long)(timeout % 1000000000)};
    if (poll->interrupts && !poll->interrupted) {
        wait_for_interrupt(poll, &left);
        poll->interrupted = *poll->interrupts > 0;
        return;
    }
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
        /* a signal that was handled: sleep on for what is left */
    }
}

static void real_wait(Poll *poll, int64_t timeout) { (poll->set ? wait_for_descriptors : real_stand_still)(poll, timeout); }

void poll_real(Poll *poll)
{
    *poll = (Poll){.now = real_now,
                   .wait = real_wait,
                   .stand_still = real_stand_still,
                   .origin = read_clock(CLOCK_MONOTONIC),
                   .started = read_clock(CLOCK_REALTIME),
                   .real = true};
}

struct timespec poll_after(int64_t duration)
{
    int64_t until = read_clock(CLOCK_REALTIME) + duration;
    return (struct timespec){(time_t)(until / 1000000000), (long)(until % 1000000000)};
}
